"""Drafts as they are shown: the words they came from, what is open, the way to their message."""

from handlers.views import reply_drafts as drafts
from storage.words import DraftState
from tests.handlers.views.reply_builders import draft_of, head_of, made_of


def test_an_open_draft_shows_its_words_in_quotes_and_three_buttons() -> None:
    shown = drafts.Shown(draft_of("Expert meeting <!channel>"))
    message = drafts.drafts_message([shown], head_of("UNHCR", 1, 1), "en")
    assert "From your words: “Expert meeting &lt;!channel&gt;”" in message.text
    assert "26-27 September 2017" in message.text
    assert "Nothing is saved yet" in message.text
    row = next(block for block in message.blocks if block["block_id"] == "draft.1.actions")
    assert [one["text"]["text"] for one in row["elements"]] == ["Save", "Edit", "Discard"]


def test_the_way_to_the_message_is_a_link_only_where_it_is_surely_one() -> None:
    good, bad = "https://playground.slack.com/archives/C1/p1", "https://x.example/|<!channel>"
    for link, told in ((good, f"<{good}|the message>"), (bad, "")):
        message = drafts.drafts_message([drafts.Shown(draft_of("x", link=link))], head_of("UNHCR", 1, 1), "en")
        assert (told or "<") in message.text if told else "<" not in message.text


def test_what_became_of_a_draft_takes_its_place() -> None:
    saved = drafts.Shown(draft_of("x", DraftState.SAVED), made_of("Expert meeting"), ("venue",))
    gone = drafts.Shown(draft_of("y", DraftState.DISCARDED, number=1))
    message = drafts.drafts_message([saved, gone], head_of("UNHCR", 2, 0), "en")
    assert "Saved: Expert meeting\nStill open: the venue." in message.text
    assert "Discarded: y" in message.text
    labels = [
        one["text"]["text"] for block in message.blocks for one in block.get("elements", []) if "action_id" in one
    ]
    assert labels == ["Edit", "Add another", "History", "Withdraw", "Take up again"], "no button saves what is saved"
    assert "Nothing is saved yet" not in message.text
