"""The Web API: error codes, argument checks, scopes, pages, history, metadata, users."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from tests.playground.conftest import MANIFEST, api_client


async def refused(call: Any) -> Any:
    """The answer of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response


async def test_unknown_methods_and_arguments_are_named(client: AsyncWebClient) -> None:
    answer = await refused(client.chat_scheduleMessage(channel="C0COORDIN8", post_at=1, text="x"))
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "chat.scheduleMessage")
    answer = await refused(client.api_call("users.info", params={"user": "U0ANAUNHCR", "colour": "red"}))
    assert answer["error"] == "invalid_arguments"
    assert "colour" in answer["response_metadata"]["messages"][0]
    answer = await refused(client.api_call("users.info"))
    assert "missing required field: user" in answer["response_metadata"]["messages"][0]


async def test_tokens(bare: Playground, client: AsyncWebClient) -> None:
    assert (await refused(client.auth_test(token="xoxb-other")))["error"] == "invalid_auth"
    assert (await refused(client.auth_test(token=bare.app_token)))["error"] == "not_allowed_token_type"
    assert (await refused(client.apps_connections_open(app_token=bare.bot_token)))["error"] == (
        "not_allowed_token_type"
    )
    async with api_client(bare) as nobody:
        nobody.token = None
        assert (await refused(nobody.auth_test()))["error"] == "not_authed"


async def test_missing_scope_says_which(client: AsyncWebClient) -> None:
    answer = await refused(client.users_lookupByEmail(email="ana@example.org"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "users:read.email")
    assert "chat:write" in answer["provided"].split(",")
    answer = await refused(client.conversations_list(types="public_channel,private_channel"))
    assert answer["needed"] == "groups:read"


async def test_users_with_zone_locale_guest_and_email_by_scope(tmp_path: Path, client: AsyncWebClient) -> None:
    gus = (await client.users_info(user="U0GUSGUEST", include_locale=True))["user"]
    assert (gus["tz"], gus["tz_offset"], gus["locale"], gus["is_restricted"]) == ("Europe/London", 0, "en-GB", True)
    assert "email" not in gus["profile"]
    assert "locale" not in (await client.users_info(user="U0GUSGUEST"))["user"]
    assert (await refused(client.users_info(user="U0NOBODY00")))["error"] == "user_not_found"
    richer = yaml.safe_load(MANIFEST.read_text())
    richer["oauth_config"]["scopes"]["bot"].append("users:read.email")
    async with Playground(richer) as slack, api_client(slack) as other:
        found = (await other.users_lookupByEmail(email="ana@example.org"))["user"]
        assert (found["id"], found["profile"]["email"]) == ("U0ANAUNHCR", "ana@example.org")


async def test_the_list_of_users_comes_in_pages(client: AsyncWebClient) -> None:
    ids: list[str] = []
    async for page in await client.users_list(limit=10):
        assert len(page["members"]) <= 10
        ids += [m["id"] for m in page["members"]]
    assert len(ids) == len(set(ids)) == 25
    assert (await refused(client.users_list(cursor="nonsense")))["error"] == "invalid_cursor"


async def test_posting_to_a_person_opens_the_direct_message(bare: Playground, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="U0ANAUNHCR", text="hello")
    assert posted["channel"] == bare.person("ana").dm
    opened = await client.conversations_open(users="U0ANAUNHCR")
    assert opened["channel"]["id"] == posted["channel"]
    assert opened["already_open"] is True


async def test_where_one_may_not_post(bare: Playground, client: AsyncWebClient) -> None:
    assert (await refused(client.chat_postMessage(channel="C0NOWHERE0", text="x")))["error"] == "channel_not_found"
    assert (await refused(client.chat_postMessage(channel="C0COORDIN8", text="")))["error"] == "no_text"
    long = await refused(client.chat_postMessage(channel="C0COORDIN8", text="x" * 40_001))
    assert long["error"] == "msg_too_long"
    gone = await refused(client.chat_postMessage(channel="C0COORDIN8", text="x", thread_ts="1.000000"))
    assert gone["error"] == "thread_not_found"
    bare.deactivate("luis")
    assert (await refused(client.conversations_open(users="U0LUISUNHC")))["error"] == "user_disabled"
    assert (await client.users_info(user="U0LUISUNHC"))["user"]["deleted"] is True


async def test_metadata_is_kept_and_shown_only_when_asked_for(bare: Playground, client: AsyncWebClient) -> None:
    about = {"event_type": "reminder", "event_payload": {"key": "abc"}}
    posted = await client.chat_postMessage(channel="U0ANAUNHCR", text="due", metadata=about)
    plain = await client.conversations_history(channel=posted["channel"])
    full = await client.conversations_history(channel=posted["channel"], include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == about
    assert "metadata" not in bare.person("ana").messages()[0]
    wrong = await refused(client.chat_postMessage(channel="U0ANAUNHCR", text="x", metadata={"event_type": "x"}))
    assert wrong["error"] == "invalid_metadata_format"


async def test_history_bounds_pages_and_threads(bare: Playground, client: AsyncWebClient) -> None:
    dm = bare.person("ana").dm
    stamps = [(await client.chat_postMessage(channel=dm, text=str(n)))["ts"] for n in range(5)]
    assert stamps == sorted(set(stamps))
    reply = await client.chat_postMessage(channel=dm, text="a reply", thread_ts=stamps[0])
    history = await client.conversations_history(channel=dm)
    assert [m["text"] for m in history["messages"]] == ["4", "3", "2", "1", "0"]
    assert history["messages"][-1]["reply_count"] == 1
    between = await client.conversations_history(channel=dm, oldest=stamps[1], latest=stamps[3])
    assert [m["text"] for m in between["messages"]] == ["2"]
    between = await client.conversations_history(channel=dm, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [m["text"] for m in between["messages"]] == ["3", "2", "1"]
    pages = [
        [m["text"] for m in page["messages"]] async for page in await client.conversations_history(channel=dm, limit=2)
    ]
    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    thread = await client.conversations_replies(channel=dm, ts=stamps[0])
    assert [m["text"] for m in thread["messages"]] == ["0", "a reply"]
    assert reply["message"]["thread_ts"] == stamps[0]


async def test_ephemeral_messages_are_for_one_and_not_in_the_history(bare: Playground, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C0COORDIN8", user="U0ANAUNHCR", text="psst")
    assert (await bare.person("ana").wait_message("psst")).is_ephemeral
    assert bare.person("luis").messages("C0COORDIN8") == []
    assert (await client.conversations_history(channel="C0COORDIN8"))["messages"] == []
    stranger = await refused(client.chat_postEphemeral(channel="C0SECRETAR", user="U0ANAUNHCR", text="x"))
    assert stranger["error"] == "user_not_in_channel"


async def test_editing_and_deleting_only_what_is_ones_own(bare: Playground, client: AsyncWebClient) -> None:
    ana = bare.person("ana")
    mine = await client.chat_postMessage(channel=ana.dm, text="first", blocks=[{"type": "divider"}])
    hers = await ana.say("hers")
    changed = await client.chat_update(channel=ana.dm, ts=mine["ts"], text="second")
    assert changed["text"] == "second"
    message = await ana.wait_message("second")
    assert message["edited"]
    assert message.blocks == []
    assert (await refused(client.chat_update(channel=ana.dm, ts=hers.ts, text="x")))["error"] == "cant_update_message"
    assert (await refused(client.chat_delete(channel=ana.dm, ts=hers.ts)))["error"] == "cant_delete_message"
    await client.chat_delete(channel=ana.dm, ts=mine["ts"])
    assert [m.text for m in ana.messages()] == ["hers"]


async def test_history_needs_the_scope_of_its_kind_of_channel(client: AsyncWebClient) -> None:
    answer = await refused(client.conversations_history(channel="C0SECRETAR"))
    assert answer["needed"] == "groups:history"


async def test_a_file_is_uploaded_shared_and_read_back(bare: Playground, client: AsyncWebClient) -> None:
    ana = bare.person("ana")
    sent = await client.files_upload_v2(channel=ana.dm, filename="matrix.csv", content="a,b\n1,2\n", title="Matrix")
    message = await ana.wait_message(lambda m: bool(m.get("files")))
    assert message["files"][0]["title"] == "Matrix"
    file = (await client.files_info(file=sent["file"]["id"]))["file"]
    assert file["ims"] == [ana.dm]
    assert client.session is not None
    async with client.session.get(file["url_private"]) as nobody:
        assert nobody.status == 403
    token = {"Authorization": f"Bearer {bare.bot_token}"}
    async with client.session.get(file["url_private"], headers=token) as answer:
        assert await answer.text() == "a,b\n1,2\n"
    async with client.session.get(f"{bare.url}/_/file/{file['id']}?as=U0LUISUNHC") as other:
        assert other.status == 403
    async with client.session.get(f"{bare.url}/_/file/{file['id']}?as=U0ANAUNHCR") as own:
        assert own.status == 200


async def test_permalink_reaction_members_and_bot(bare: Playground, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="#coordination", text="hi")
    where = {"channel": posted["channel"]}
    link = (await client.chat_getPermalink(**where, message_ts=posted["ts"]))["permalink"]
    assert link.endswith("/archives/C0COORDIN8/p" + posted["ts"].replace(".", ""))
    await client.reactions_add(**where, timestamp=posted["ts"], name="tada")
    assert (await refused(client.reactions_add(**where, timestamp=posted["ts"], name="tada")))["error"] == (
        "already_reacted"
    )
    members = (await client.conversations_members(channel="C0COORDIN8"))["members"]
    assert {"U0ANAUNHCR", "U0GUSGUEST", bare.bot_user} <= set(members)
    assert (await client.bots_info(bot=bare.bot_id))["bot"]["user_id"] == bare.bot_user


async def test_form_fields_carry_json_too(client: AsyncWebClient) -> None:
    fields = {"channel": "C0COORDIN8", "text": "x", "blocks": json.dumps([{"type": "divider"}])}
    posted = await client.api_call("chat.postMessage", data=fields)
    assert posted["message"]["blocks"][0]["block_id"]
    fields["blocks"] = "{not json"
    assert (await refused(client.api_call("chat.postMessage", data=fields)))["error"] == "invalid_blocks_format"
