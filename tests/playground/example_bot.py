"""A plain Bolt app, written as in Bolt's own guides: it knows nothing of the playground but two addresses."""

import asyncio
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

DISHES = ["Soup", "Salad", "Pasta", "Paella"]


def text(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def choice(word: str) -> dict[str, Any]:
    return {"text": text(word), "value": word.lower()}


def form(note: str = "", *, blocks: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "order",
        "title": text("Order lunch"),
        "submit": text("Order"),
        "close": text("Not today"),
        "notify_on_close": True,
        "private_metadata": "table 4",
        "blocks": blocks
        or [
            {
                "type": "input",
                "block_id": "dish",
                "label": text("Dish"),
                "element": {"type": "static_select", "action_id": "dish", "options": [choice(d) for d in DISHES]},
            },
            {
                "type": "input",
                "block_id": "note",
                "optional": True,
                "label": text("Note"),
                "element": {"type": "plain_text_input", "action_id": "note", "initial_value": note or "no salt"},
            },
            {
                "type": "input",
                "block_id": "day",
                "optional": True,
                "label": text("Day"),
                "element": {"type": "datepicker", "action_id": "day"},
            },
            {
                "type": "input",
                "block_id": "side",
                "optional": True,
                "label": text("Side"),
                "element": {"type": "external_select", "action_id": "side", "min_query_length": 0},
            },
        ],
    }


def order_message(dish: str) -> list[dict[str, Any]]:
    button = {"type": "button", "action_id": "cancel", "text": text("Cancel"), "value": dish, "style": "danger"}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"One *{dish}*"}},
        {"type": "actions", "block_id": "what", "elements": [button]},
    ]


def build(client: AsyncWebClient, **how: Any) -> AsyncApp:
    app = AsyncApp(client=client, **how)

    @app.command("/lunch")
    async def lunch(ack: Any, body: Any, client: Any, respond: Any) -> None:
        if body["text"] == "menu":
            await ack("Soup, salad, pasta, paella")
        elif body["text"] == "later":
            await ack()
            await respond("Here it is", response_type="in_channel")
        elif body["text"] == "slow":
            await asyncio.Event().wait()
        else:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=form(body["text"]))

    @app.command("/escaped")
    async def escaped(ack: Any, body: Any) -> None:
        await ack(f"got {body['text']}")

    @app.view("order")
    async def ordered(ack: Any, body: Any, view: Any, client: Any) -> None:
        dish = view["state"]["values"]["dish"]["dish"]["selected_option"]["value"]
        if dish == "paella":
            await ack(response_action="errors", errors={"dish": "No paella on Mondays"})
            return
        await ack()
        note = view["state"]["values"]["note"]["note"]["value"]
        await client.chat_postMessage(
            channel=body["user"]["id"],
            text=f"Ordered {dish} ({note}) for {view['private_metadata']}",
            blocks=order_message(dish),
            metadata={"event_type": "order", "event_payload": {"dish": dish}},
        )

    @app.view_closed("order")
    async def closed(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="Another day, then")

    @app.options("side")
    async def sides(ack: Any, payload: Any) -> None:
        await ack(options=[choice(s) for s in ("Bread", "Rice") if payload["value"].lower() in s.lower()])

    @app.action("cancel")
    async def cancel(ack: Any, action: Any, body: Any, respond: Any, client: Any) -> None:
        await ack()
        if "response_url" in body:
            await respond(text=f"Cancelled {action['value']}", replace_original=True)
        else:  # in the Home there is nothing to respond to
            await client.chat_postMessage(channel=body["user"]["id"], text=f"Cancelled {action['value']} at home")

    @app.action("count")
    async def count(ack: Any, body: Any, client: Any) -> None:
        await ack()
        view = body["view"]
        note = view["state"]["values"]["note"]["note"]["value"]
        blocks = [*view["blocks"], {"type": "section", "text": text(f"noted: {note}")}]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form(blocks=blocks))

    @app.shortcut("order_this")
    async def order_this(ack: Any, shortcut: Any, respond: Any) -> None:
        await ack()
        await respond(f"You like: {shortcut['message']['text']}")

    @app.shortcut("order_any")
    async def order_any(ack: Any, shortcut: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        blocks = [{"type": "header", "text": text("Your orders")}, *order_message("soup")]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event("app_mention")
    async def mention(event: Any, say: Any) -> None:
        await say(text="Hungry?", thread_ts=event["ts"])

    @app.event("message")
    async def message(event: Any, say: Any) -> None:
        if event.get("channel_type") == "im" and "subtype" not in event:
            await say(f"You said: {event['text']}")

    return app
