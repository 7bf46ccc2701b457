"""What people type arrives as Slack would send it."""

from pathlib import Path

import pytest

from playground import PlaygroundClock
from playground.journal import Journal
from playground.playground import WORKSPACE
from playground.typed import as_sent
from playground.workspace import Workspace

TYPED = [
    ("a & b < c", "a &amp; b &lt; c"),
    ("already &lt;escaped&gt;", "already &lt;escaped&gt;"),
    ("&lt;!channel&gt;", "&lt;!channel&gt;"),
    ("<!channel> of <b>", "<!channel> of &lt;b&gt;"),
    ("see https://example.org/a?b=1&c=2.", "see <https://example.org/a?b=1&amp;c=2>."),
    ("write to ana@example.org", "write to <mailto:ana@example.org|ana@example.org>"),
    ("@Ana Sample and @luis.", "<@U0ANAUNHCR> and <@U0LUISUNHC>."),
    ("@Luis Sample, @nobody", "<@U0LUISUNHC>, @nobody"),
    ("<@U0ANAUNHCR> in #coordination", "<@U0ANAUNHCR> in <#C0COORDIN8|coordination>"),
    ("@Lunch help", "<@U0PLAYBOT1> help"),
]


@pytest.mark.parametrize(("typed", "sent"), TYPED)
def test_as_slack_sends_it(typed: str, sent: str) -> None:
    workspace = Workspace(Path(WORKSPACE), "Lunch", PlaygroundClock(), Journal(None))
    assert as_sent(typed, workspace) == sent
    assert as_sent(sent, workspace) == sent
