"""What people typed, from how Slack sends it."""

import pytest

from handlers.spoken import spoken
from playground.typed import as_sent


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("when is R&amp;D &lt;now&gt;?", "when is R&D <now>?"),
        ("a &amp;lt; b", "a &lt; b"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <http://example.org|example.org>", "see example.org"),
        ("ask <@U0ANAUNHCR|ana> in <#C0COORDIN8|coordination>", "ask @ana in #coordination"),
        ("<@U0ANAUNHCR> when?", "when?"),
        ("<!channel> when?", "@channel when?"),
        ("<!subteam^S1|@team> <!date^1^{date}|1 May>", "@team 1 May"),
        ("  ", ""),
        ("🎉 <", "🎉 <"),
    ],
)
def test_slacks_markup_is_taken_off(sent: str, typed: str) -> None:
    assert spoken(sent) == typed


def test_what_the_playground_sends_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody:
        people: dict[str, object] = {}  # noqa: RUF012
        channels: dict[str, object] = {}  # noqa: RUF012

    text = "Is 1 < 2 & 3 > 2; '; DROP TABLE question; -- {0} %s"
    assert spoken(as_sent(text, Nobody())) == text  # type: ignore[arg-type]
