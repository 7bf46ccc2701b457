"""What somebody with a seat writes to the bot alone: a contribution, an answer of another kind, or a question."""

import asyncio
import re
from zoneinfo import ZoneInfo

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.contributions.reading import Reading, read_reply
from bot.panels.seats import OpenSeat, names_on_panel, open_seats, seat_meant
from bot.replies.deciding import Way, first_way, is_attempt, way_after
from bot.replies.keeping import Home, keep, keep_text, read_again, rows_of, source_of
from handlers import reply_answers
from handlers.answering import Considered, answer_question, consider, give, remember_turn, send
from handlers.calls import Call
from handlers.form_notes import today_of
from handlers.showing import seat_shown, show_all_again, show_new
from handlers.spoken import spoken
from handlers.views.message import Message
from handlers.views.replies import THANKS_BLOCK, help_message, thanks_message
from handlers.views.reply_drafts import more_message, offer_message
from storage.queries.leases import claim_event
from storage.queries.reminders import panel_of_message

log = structlog.get_logger(__name__)

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
LOOKED_BACK = 20


async def answer(call: Call) -> None:
    """Do what a direct message wants. Who has no seat on an open panel asks questions, as everybody may."""
    event = call.body["event"]
    thread_ts = event.get("thread_ts")
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id)
        panel_id = await panel_of_message(session, call.caller.person_id, thread_ts) if seats and thread_ts else None
    if not seats:
        await answer_question(call, call.text, thread_ts=thread_ts)
        return
    seat = seat_meant(seats, panel_id)
    async with call.services.store.reading() as session:
        known = await names_on_panel(session, seat.panel.id)
    reading = await asyncio.to_thread(read_reply, call.text, today_of(call), seat.entity.acronym, known)
    words = spoken(call.text)
    way = first_way(reading, words, seated=True, entity=seat.entity.acronym)
    considered: Considered | None = None
    if way is None:
        considered = await consider(call, call.text, thread_ts)
        way = way_after(reading, considered.answer)
    if way is Way.DRAFTS:
        await _drafts(call, seat, reading, thread_ts)
    elif not await _first_time(call):
        return
    elif way is Way.ANSWER_FIRST and considered is not None:
        await give(call, considered, thread_ts)
        await _offer(call, seat, reading, thread_ts)
    elif way is Way.HELP and considered is not None:
        await _help(call, seat, considered, thread_ts)
    elif way is Way.NOTHING:
        await reply_answers.ask_nothing(call, seat, seats, thread_ts)
    elif way is Way.SNOOZE:
        await reply_answers.put_off(call, seat, reading.until, thread_ts)
    elif way is Way.DECLINE:
        named = MENTION.search(call.text)
        await reply_answers.decline(call, seat, named[1] if named else None, reading.instead, thread_ts)
    elif way is Way.THANKS:
        await _thanks(call, thread_ts)
    elif considered is not None:
        await give(call, considered, thread_ts)
    else:
        await answer_question(call, call.text, thread_ts=thread_ts)


def _source(call: Call, ts: str) -> str:
    return source_of(call.channel_id or "", ts)


async def _first_time(call: Call) -> bool:
    """Whether this message is answered for the first time: one that is delivered twice gets one answer."""
    mark = f"reply:{call.channel_id}:{call.body['event']['ts']}"
    async with call.services.store.unit() as session:
        return await claim_event(session, mark, call.services.clock.now())


async def _drafts(call: Call, seat: OpenSeat, reading: Reading, thread_ts: str | None) -> None:
    """Keep the drafts at once, and show them before anything is saved."""
    event, now = call.body["event"], call.services.clock.now()
    home = Home(seat.panel.id, seat.entity.id, _source(call, event["ts"]))
    async with call.services.store.unit() as session:
        first = await claim_event(session, f"reply:{call.channel_id}:{event['ts']}", now)
        await keep(session, call.caller.viewer, home, reading.drafts, at=now)
    if not first:
        return
    await show_new(call, home.source, thread_ts)
    if reading.unread:
        await send(call, more_message(reading.unread, len(reading.drafts), call.language), thread_ts)


async def _offer(call: Call, seat: OpenSeat, reading: Reading, thread_ts: str | None) -> None:
    """The roadmap had an answer to what may have been a contribution: its draft is one button away."""
    home = Home(seat.panel.id, seat.entity.id, _source(call, call.body["event"]["ts"]))
    async with call.services.store.unit() as session:
        rows = await keep(session, call.caller.viewer, home, reading.drafts, at=call.services.clock.now(), aside=True)
    if rows:
        await send(call, offer_message(rows[0], seat_shown(seat), call.language), thread_ts)


async def _help(call: Call, seat: OpenSeat, considered: Considered, thread_ts: str | None) -> None:
    """Nothing was understood: say what can be done, and keep the text where it may have been an attempt."""
    draft_id = None
    if is_attempt(considered.text):
        home = Home(seat.panel.id, seat.entity.id, _source(call, call.body["event"]["ts"]))
        async with call.services.store.unit() as session:
            now = call.services.clock.now()
            rows = await keep_text(session, call.caller.viewer, home, considered.text, at=now, aside=True)
            draft_id = rows[0].id if rows else None
    number = await remember_turn(call, considered) if any(map(str.isalnum, considered.text)) else None
    message = help_message(seat_shown(seat), considered.answer, call.language, question=number, draft_id=draft_id)
    await send(call, message, thread_ts)


async def _thanks(call: Call, thread_ts: str | None) -> None:
    """A warm line, and never the same one twice in a row."""
    if not await _just_thanked(call, thread_ts):
        await send(call, thanks_message(call.language), thread_ts)


async def _just_thanked(call: Call, thread_ts: str | None) -> bool:
    """Whether the last that the bot said there was its thanks; False where that cannot be read."""
    ts, channel = call.body["event"]["ts"], call.channel_id or ""
    try:
        if thread_ts:
            page = await call.client.conversations_replies(channel=channel, ts=thread_ts, limit=200)
            said = list(reversed(page["messages"]))
        else:
            page = await call.client.conversations_history(channel=channel, latest=ts, limit=LOOKED_BACK)
            said = page["messages"]
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        log.info("channel.unread", error=type(error).__name__)
        return False
    own = next((message for message in said if message.get("bot_id")), None)
    return own is not None and any(block.get("block_id") == THANKS_BLOCK for block in own.get("blocks") or ())


async def edited(call: Call) -> None:
    """A message was edited: where nothing was done with its drafts yet, the new words count.

    What was saved, discarded or changed by hand stays as it is, and the person is told so. A message without drafts
    was answered when it was written.
    """
    event = call.body["event"]
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    text, old = str(message.get("text") or ""), str(before.get("text") or "")
    if text == old or not message.get("ts"):
        return
    source, viewer = _source(call, message["ts"]), call.caller.viewer
    async with call.services.store.unit() as session:
        rows = [row for row in await rows_of(session, viewer, source) if row.message_ts is not None]
        mark = f"edit:{call.channel_id}:{message['ts']}:{(message.get('edited') or {}).get('ts')}"
        if not rows or not await claim_event(session, mark, call.services.clock.now()):
            return
        acronym = rows[0].entity.acronym if rows[0].entity else ""
        day = rows[0].created_at.astimezone(ZoneInfo(call.caller.zone)).date()
        names = await names_on_panel(session, rows[0].panel_id)
        now = await asyncio.to_thread(read_reply, text, day, acronym, names)
        told = await asyncio.to_thread(read_reply, old, day, acronym, names)
        done = await read_again(session, viewer, source, told.drafts, now.drafts, at=call.services.clock.now())
    thread_ts = message.get("thread_ts")
    if done is None:
        await send(call, Message.plain(call.phrase("replies.edited_late")), thread_ts)
        return
    await show_all_again(call, source)
    await show_new(call, source, thread_ts)
    if now.unread:
        await send(call, more_message(now.unread, len(now.drafts), call.language), thread_ts)
