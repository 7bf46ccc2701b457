"""Triggers, the stack of views, hashes, and what the answer to a submission does."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground, PlaygroundError
from playground.delivery.base import Outcome
from playground.triggers import Triggers
from playground.views import OpenView
from tests.playground.conftest import MANIFEST, api_client
from tests.playground.test_blocks import field, modal, plain
from tests.playground.test_web_api import refused


class Answers:
    """An app that answers each request with what the test put here."""

    connected = True

    def __init__(self) -> None:
        self.next: list[Outcome] = []
        self.asked: list[tuple[str, Any]] = []

    async def request(self, kind: str, payload: Any) -> Outcome:
        self.asked.append((kind, payload))
        return self.next.pop(0) if self.next else Outcome(True)

    def event(self, body: Any) -> None:
        self.asked.append(("event", body))

    async def close(self) -> None: ...


@pytest.fixture
def app(bare: Playground) -> Answers:
    app = Answers()
    bare.core.delivery = app
    return app


TEXT = field({"type": "plain_text_input", "action_id": "t"}, block_id="text")


async def open_view(slack: Playground, client: AsyncWebClient, view: dict[str, Any]) -> Any:
    return (await client.views_open(trigger_id=slack.core.triggers.new("U0ANAUNHCR"), view=view))["view"]


async def test_a_trigger_opens_once(bare: Playground, client: AsyncWebClient) -> None:
    trigger = bare.core.triggers.new("U0ANAUNHCR")
    wrong = await refused(client.views_open(trigger_id=trigger, view=modal(title=plain("x" * 25))))
    assert wrong["error"] == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=modal())
    again = await refused(client.views_open(trigger_id=trigger, view=modal()))
    assert again["error"] == "exchanged_trigger_id"
    assert (await refused(client.views_open(trigger_id="1.2.x", view=modal())))["error"] == "invalid_trigger_id"


async def test_a_trigger_lives_three_seconds_of_real_time(bare: Playground, client: AsyncWebClient) -> None:
    now = [100.0]
    bare.core.triggers = Triggers(monotonic=lambda: now[0])
    old, fresh = bare.core.triggers.new("U0ANAUNHCR"), bare.core.triggers.new("U0ANAUNHCR")
    await bare.advance(hours=5)
    now[0] += 2.9
    await client.views_open(trigger_id=fresh, view=modal())
    now[0] += 0.2
    assert (await refused(client.views_open(trigger_id=old, view=modal())))["error"] == "expired_trigger_id"


async def test_the_stack_holds_three(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    root = await open_view(bare, client, modal(title=plain("One")))
    for name in ("Two", "Three"):
        trigger = bare.core.triggers.new(ana.id, root["id"])
        pushed = (await client.views_push(trigger_id=trigger, view=modal(title=plain(name))))["view"]
    assert pushed["root_view_id"] == root["id"]
    assert [v.title for v in ana.views] == ["One", "Two", "Three"]
    trigger = bare.core.triggers.new(ana.id, root["id"])
    fourth = await refused(client.views_push(trigger_id=trigger, view=modal()))
    assert fourth["error"] == "push_limit_reached"
    await ana.close_view()
    assert [v.title for v in ana.views] == ["One", "Two"]


async def test_an_old_hash_is_refused_and_typed_values_stay(bare: Playground, client: AsyncWebClient) -> None:
    ana = bare.person("ana")
    view = await open_view(bare, client, modal(TEXT))
    bare.core.views.stack(ana.id)[0].touch({"text": {"t": {"type": "plain_text_input", "value": "typed"}}})
    newer = await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(TEXT, title=plain("New")))
    assert newer["view"]["state"]["values"]["text"]["t"]["value"] == "typed"
    again = await refused(client.views_update(view_id=view["id"], hash=view["hash"], view=modal(TEXT)))
    assert again["error"] == "hash_conflict"
    assert (await refused(client.views_update(view_id="V0NONE", view=modal())))["error"] == "not_found"


async def test_answers_to_a_submission(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    await open_view(bare, client, modal(TEXT, private_metadata="kept"))
    app.next = [Outcome(True, {"response_action": "errors", "errors": {"text": "too short"}})]
    assert (await ana.submit({"text": "x"})).errors == {"text": "too short"}
    app.next = [Outcome(True, {"response_action": "update", "view": modal(TEXT, title=plain("Updated"))})]
    assert (await ana.submit({"t": "xx"})).ok
    app.next = [Outcome(True, {"response_action": "push", "view": modal(TEXT, title=plain("Pushed"))})]
    assert (await ana.submit({"t": "xxx"})).ok
    assert [v.title for v in ana.views] == ["Updated", "Pushed"]
    sent = app.asked[0][1]
    assert sent["view"]["private_metadata"] == "kept"
    assert sent["view"]["state"]["values"] == {"text": {"t": {"type": "plain_text_input", "value": "x"}}}
    app.next = [Outcome(True, {"response_action": "clear"})]
    assert (await ana.submit({"t": "y"})).ok
    assert ana.views == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal(title=plain("x" * 25))},
        {"response_action": "dance"},
        {"text": "thanks"},
    ],
)
async def test_a_wrong_answer_is_told_and_the_form_stays(
    bare: Playground, client: AsyncWebClient, app: Answers, answer: dict[str, Any]
) -> None:
    ana = bare.person("ana")
    await open_view(bare, client, modal(TEXT))
    app.next = [Outcome(True, answer)]
    assert not (await ana.submit({"t": "x"})).ok
    assert "trouble connecting" in ana.notices[-1]
    assert ana.view is not None


async def test_no_answer_in_time_keeps_the_form(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    await open_view(bare, client, modal(TEXT))
    app.next = [Outcome(False, error="operation_timeout")]
    assert not (await ana.submit({"t": "x"})).ok
    assert ana.view is not None
    assert ana.view.held["text"]["t"]["value"] == "x"


async def test_closing_all_tells_each_that_asked(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    root = await open_view(bare, client, modal(notify_on_close=True, callback_id="root"))
    trigger = bare.core.triggers.new(ana.id, root["id"])
    top = modal(notify_on_close=True, clear_on_close=True, callback_id="top")
    await client.views_push(trigger_id=trigger, view=top)
    await ana.close_view()
    closed = [(p["view"]["callback_id"], p["is_cleared"]) for k, p in app.asked if k == "view_closed"]
    assert closed == [("top", True), ("root", True)]


EVERY_FIELD: list[tuple[dict[str, Any], Any, dict[str, Any]]] = [
    ({"type": "plain_text_input"}, "words", {"value": "words"}),
    ({"type": "email_text_input"}, "ana@example.org", {"value": "ana@example.org"}),
    ({"type": "url_text_input"}, "https://example.org/x", {"value": "https://example.org/x"}),
    ({"type": "number_input", "is_decimal_allowed": False}, 3, {"value": "3"}),
    ({"type": "datepicker"}, "2017-05-08", {"selected_date": "2017-05-08"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, "2017-05-08T09:30:00+00:00", {"selected_date_time": 1494235800}),
    ({"type": "users_select"}, "U0ANAUNHCR", {"selected_user": "U0ANAUNHCR"}),
    ({"type": "multi_users_select"}, ["U0ANAUNHCR"], {"selected_users": ["U0ANAUNHCR"]}),
    ({"type": "conversations_select"}, "C0COORDIN8", {"selected_conversation": "C0COORDIN8"}),
    ({"type": "multi_conversations_select"}, ["C0COORDIN8"], {"selected_conversations": ["C0COORDIN8"]}),
    ({"type": "channels_select"}, "C0COORDIN8", {"selected_channel": "C0COORDIN8"}),
    ({"type": "multi_channels_select"}, ["C0COORDIN8"], {"selected_channels": ["C0COORDIN8"]}),
]


@pytest.mark.parametrize(("element", "value", "part"), EVERY_FIELD, ids=[str(e["type"]) for e, _, _ in EVERY_FIELD])
async def test_plain_values_of_every_field(
    bare: Playground,
    client: AsyncWebClient,
    app: Answers,
    element: dict[str, Any],
    value: Any,
    part: dict[str, Any],
) -> None:
    await open_view(bare, client, modal(field(element | {"action_id": "f"}, block_id="b")))
    assert (await bare.person("ana").submit({"f": value})).ok
    sent = app.asked[0][1]["view"]["state"]["values"]["b"]["f"]
    assert sent == {"type": element["type"]} | part


async def test_options_rich_text_and_files(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    offered = [{"text": plain(w), "value": w.lower()} for w in ("Red", "Blue")]
    view = modal(
        field({"type": "radio_buttons", "action_id": "r", "options": offered, "initial_option": offered[1]}),
        field({"type": "checkboxes", "action_id": "c", "options": offered}, optional=True),
        field({"type": "multi_static_select", "action_id": "m", "options": offered}),
        field({"type": "rich_text_input", "action_id": "w"}),
        field({"type": "file_input", "action_id": "f"}),
    )
    await open_view(bare, client, view)
    file = ana.upload("note.txt", b"hello")
    assert (await ana.submit({"m": ["red", "Blue"], "w": "words", "f": [file]})).ok
    values = {a: v for held in app.asked[0][1]["view"]["state"]["values"].values() for a, v in held.items()}
    assert values["r"] == {"type": "radio_buttons", "selected_option": offered[1]}
    assert values["c"] == {"type": "checkboxes", "selected_options": []}
    assert [o["value"] for o in values["m"]["selected_options"]] == ["red", "blue"]
    assert values["w"]["rich_text_value"]["elements"][0]["elements"][0]["text"] == "words"
    assert values["f"]["files"][0]["name"] == "note.txt"


WRONG_VALUES: list[tuple[dict[str, Any], Any]] = [
    ({"type": "plain_text_input", "min_length": 3}, "ab"),
    ({"type": "plain_text_input", "max_length": 3}, "abcd"),
    ({"type": "email_text_input"}, "nobody"),
    ({"type": "url_text_input"}, "example"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
    ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5"),
]


@pytest.mark.parametrize(("element", "value"), WRONG_VALUES)
async def test_what_the_client_itself_refuses(
    bare: Playground, client: AsyncWebClient, app: Answers, element: dict[str, Any], value: Any
) -> None:
    await open_view(bare, client, modal(field(element | {"action_id": "f"}, block_id="b")))
    assert list((await bare.person("ana").submit({"f": value})).errors) == ["b"]
    assert app.asked == []


async def test_a_field_that_is_not_there_is_loud(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    await open_view(bare, client, modal(TEXT))
    with pytest.raises(PlaygroundError, match="no field 'venue'; it has text/t"):
        await ana.submit({"venue": "Geneva"})
    with pytest.raises(PlaygroundError, match="no 'save'"):
        await ana.click(ana.view, "save")


async def test_block_actions_in_a_form_carry_all_inputs(bare: Playground, client: AsyncWebClient, app: Answers) -> None:
    ana = bare.person("ana")
    kind = {
        "type": "static_select",
        "action_id": "kind",
        "options": [{"text": plain("Event"), "value": "event"}],
    }
    await open_view(bare, client, modal(TEXT, field(kind, block_id="kind", dispatch_action=True)))
    bare.core.views.stack(ana.id)[0].touch({"text": {"t": {"type": "plain_text_input", "value": "half"}}})
    await ana.click(ana.view, "kind", "event")
    sent = app.asked[0][1]
    assert sent["actions"][0]["selected_option"]["value"] == "event"
    assert sent["view"]["state"]["values"]["text"]["t"]["value"] == "half"
    assert sent["view"]["state"]["values"]["kind"]["kind"]["selected_option"]["value"] == "event"
    assert sent["container"] == {"type": "view", "view_id": sent["view"]["id"]}
    await ana.click(ana.view, "kind", "event", block_id="kind")


async def test_a_home_outlives_a_restart(tmp_path: Any) -> None:
    journal = tmp_path / "journal.jsonl"
    for expected in (None, "home"):
        async with Playground(MANIFEST, journal=journal) as slack, api_client(slack) as client:
            home = slack.core.views.homes.get("U0ANAUNHCR")
            assert (home.body["type"] if isinstance(home, OpenView) else None) == expected
            await client.views_publish(user_id="U0ANAUNHCR", view={"type": "home", "blocks": [{"type": "divider"}]})
