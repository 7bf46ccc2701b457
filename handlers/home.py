"""App Home: everybody's own page."""

from bot.answers.following import coming
from bot.contributions.drafts import at_hand
from bot.contributions.form import missing_fields
from bot.panels.seats import OpenSeat, open_seats
from bot.text.dates import instant_in_words
from bot.text.escape import escape, shorten
from bot.text.periods import Period, period_in_words
from handlers.calls import Call
from handlers.views.contributions import open_fields
from handlers.views.drafts import home_blocks
from handlers.views.message import Block, actions, button, header, section
from storage.models import Contribution
from storage.queries.contributions import contributions_of_entity, nil_return_of

NEXT = 5


async def show(call: Call) -> None:
    """Publish the page of whoever opened it."""
    if call.body["event"].get("tab") in (None, "home"):
        await publish(call)


async def publish(call: Call) -> None:
    """Publish the page of the caller, as it is now."""
    services = call.services
    async with services.store.reading() as session:
        seats = await open_seats(session, call.caller.person_id)
        blocks: list[Block] = [header(call.phrase("handlers.home_title"), block_id="home.title")]
        drafts = await at_hand(session, call.caller.viewer)
        for seat in seats:
            rows = await contributions_of_entity(session, seat.panel.id, seat.entity.id)
            nil = await nil_return_of(session, seat.deadline.id, seat.entity.id) if seat.deadline else None
            blocks += _seat(call, seat, rows, nil is not None)
    if drafts:
        blocks.append(header(call.phrase("drafts.home_title"), block_id="home.drafts"))
        blocks += home_blocks(drafts, call.language)
    if not seats:
        blocks.append(section(escape(call.phrase("handlers.home_guest")), block_id="home.guest"))
    corpus = await services.answerer.corpus()
    entries = coming(corpus, services.clock.now().date(), NEXT)
    lines = [f"• {period_in_words(e.period, call.language)}: {shorten(e.title, 200)}" for e in entries]
    blocks.append(header(call.phrase("handlers.home_next"), block_id="home.next"))
    text = "\n".join(lines) or call.phrase("handlers.home_nothing_next")
    blocks.append(section(escape(text), block_id="home.next.lines"))
    await call.client.views_publish(user_id=call.caller.slack_user_id, view={"type": "home", "blocks": blocks})


def _seat(call: Call, seat: OpenSeat, rows: list[Contribution], nil: bool) -> list[Block]:
    entity, ident = seat.entity.acronym, f"home.{seat.panel.id}.{seat.entity.id}"
    lines = []
    if seat.deadline is not None:
        due = instant_in_words(seat.deadline.due_at, seat.deadline.zone, call.language, also=[call.caller.zone])
        lines.append(call.phrase("handlers.home_deadline", panel=seat.panel.title, due=due))
    standing = "answered" if rows else "nil" if nil else "silent"
    lines.append(call.phrase(f"handlers.home_{standing}", entity=entity))
    listed = [
        "• " + ": ".join(part for part in (_when(call, row), shorten(row.title, 200)) if part) + _open(call, row)
        for row in rows[:20]
    ]
    shown = "\n".join(listed) or call.phrase("handlers.home_no_contributions")
    heading = f"*{escape(call.phrase('handlers.home_contributions', entity=entity))}*"
    add = button(call.phrase("handlers.home_add"), action_id=f"contribution.add:{seat.panel.id}", style="primary")
    return [
        section(escape("\n".join(lines)), block_id=f"{ident}.standing"),
        section(f"{heading}\n{escape(shown)}", block_id=f"{ident}.list"),
        actions([add], block_id=f"{ident}.actions"),
    ]


def _open(call: Call, row: Contribution) -> str:
    """What a contribution still lacks, behind its title."""
    missing = missing_fields(row)
    if not missing:
        return ""
    return " - " + call.phrase("contributions.still_open", fields=open_fields(missing, call.language))


def _when(call: Call, row: Contribution) -> str:
    return period_in_words(Period(row.start_date, row.end_date, row.precision, row.tbc), call.language)
