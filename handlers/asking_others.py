"""*Ask somebody else*: a form with a colleague's name, and the way back.

What the database knows is checked before the form is acked; what only Slack knows (a bot, an account that is closed)
afterwards, and is then told in a message. The colleague's invitation goes through the outbox like every other.
"""

import re

import structlog
from slack_sdk.errors import SlackApiError

from bot.panels.handing_over import HandedOver, NoHandingOver, TakenBack, hand_over, take_back, why_not
from bot.panels.seats import OpenSeat, open_seats, seat_meant
from handlers.calls import Call
from handlers.directory import find_caller
from handlers.forms.asking import WHO, asking_view, read_asking
from handlers.showing import seat_shown
from handlers.views.message import Message
from handlers.views.replies import asked_message
from handlers.views.reply_drafts import Seat
from storage.models import Person
from storage.queries.panels import panel_by_id
from storage.words import PanelState

log = structlog.get_logger(__name__)

MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
SLACKBOT = "USLACKBOT"


async def open_form(call: Call) -> None:
    """The form, from a button (``panel:entity``, with a Slack id behind it) or from ``/contribute ask @ana``."""
    parts = (call.value or "").split(":")
    named = MENTION.search(call.text)
    user = named[1] if named else parts[2] if len(parts) > 2 and re.fullmatch(r"[UW][A-Z0-9]+", parts[2]) else None
    panel_id = int(parts[0]) if parts[0].isdecimal() and len(parts[0]) < 10 else None
    async with call.services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id, panel_id)
        if not seats:
            await call.answer_text("handlers.no_open_panel")
            return
        seat = _meant(seats, parts)
        refused = await why_not(session, call.caller.viewer, seat.panel.id, seat.entity.id)
    if refused is not None:
        await call.answer(_refusal(call, refused, seat_shown(seat)))
        return
    view = asking_view(seat_shown(seat), call.language, user)
    try:
        await call.client.views_open(trigger_id=call.trigger_id or "", view=view)
    except SlackApiError as error:
        if user is None:
            raise
        # Slack refuses a form that begins with somebody whom it does not know: then nobody is chosen yet.
        log.info("asking.without_name", error=error.response.get("error"))
        await call.client.views_open(
            trigger_id=call.trigger_id or "", view=asking_view(seat_shown(seat), call.language)
        )


def _meant(seats: list[OpenSeat], parts: list[str]) -> OpenSeat:
    entity = parts[1] if len(parts) > 1 else ""
    return next((seat for seat in seats if str(seat.entity.id) == entity), seat_meant(seats))


async def submit(call: Call) -> None:
    """Check, ack, and let the colleague answer from now on."""
    panel_id, entity_id, user = read_asking(call.body["view"])
    viewer = call.caller.viewer
    async with call.services.store.reading() as session:
        refused = await why_not(session, viewer, panel_id, entity_id, user or None)
        panel = await panel_by_id(session, panel_id)
        seats = await open_seats(session, call.caller.person_id, panel_id)
    closed = panel is None or panel.state is not PanelState.OPEN or not seats
    if user == SLACKBOT or user.startswith("B"):
        text = call.phrase("replies.ask_bot")
    elif not user:
        text = call.phrase("replies.ask_nobody")
    elif refused is None and not closed:
        text = ""
    else:
        shown = seat_shown(seats[0]) if seats else Seat(panel_id, entity_id, "", "")
        text = _refusal_text(call, refused or NoHandingOver.CLOSED, shown)
    if text:
        await call.ack(response_action="errors", errors={WHO: text})
        return
    await call.ack()
    await _tell(call, await _hand_over(call, seat_shown(seats[0]), user))


async def _hand_over(call: Call, seat: Seat, user: str) -> Message:
    try:
        found = (await call.client.users_info(user=user, include_locale=True))["user"]
    except SlackApiError as error:
        log.warning("asking.unread", error=error.response.get("error"))
        return _refusal(call, NoHandingOver.GONE, seat)
    if found.get("is_bot"):
        return Message.plain(call.phrase("replies.ask_bot"))
    if found.get("deleted"):
        return _refusal(call, NoHandingOver.GONE, seat)
    team_id = str((call.body.get("team") or {}).get("id") or call.body.get("team_id") or "")
    asked, new = await find_caller(call.services.store, team_id, user, str(found.get("real_name") or user))
    async with call.services.store.unit() as session:
        person = await session.get_one(Person, asked.person_id)
        if new:
            person.name = found.get("real_name") or person.name
            person.zone = found.get("tz") or person.zone
            person.locale = found.get("locale") or person.locale
        now = call.services.clock.now()
        outcome = await hand_over(session, call.caller.viewer, seat.panel_id, seat.entity_id, person, at=now)
        name = person.name
    if isinstance(outcome, HandedOver):
        call.services.wake_outbox()
        return asked_message(seat, name, call.language, new=outcome.new)
    return _refusal(call, outcome, seat)


async def give_back(call: Call) -> None:
    """*I will answer after all*"""
    parts = (call.value or "").split(":")
    if len(parts) < 2 or not all(part.isdecimal() and len(part) < 10 for part in parts[:2]):
        await call.answer_text("replies.ask_not_yours")
        return
    panel_id, entity_id = int(parts[0]), int(parts[1])
    async with call.services.store.unit() as session:
        outcome = await take_back(session, call.caller.viewer, panel_id, entity_id, at=call.services.clock.now())
        told: TakenBack | NoHandingOver = outcome
        name = outcome.relieved.name if isinstance(outcome, TakenBack) and outcome.relieved else ""
    if isinstance(told, TakenBack):
        call.services.wake_outbox()
        key = "replies.taken_back" if name else "replies.taken_back_alone"
        await call.put(Message.plain(call.phrase(key, entity=told.entity, name=name)))
    else:
        await call.answer(_refusal(call, told, Seat(panel_id, entity_id, "", "")))


async def _tell(call: Call, message: Message) -> None:
    await call.client.chat_postMessage(channel=call.caller.slack_user_id, **message.as_payload())


def _refusal(call: Call, reason: NoHandingOver, seat: Seat) -> Message:
    return Message.plain(_refusal_text(call, reason, seat))


def _refusal_text(call: Call, reason: NoHandingOver, seat: Seat) -> str:
    return call.phrase(f"replies.ask_{reason}", entity=seat.entity)
