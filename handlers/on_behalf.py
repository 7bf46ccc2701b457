"""When an officer enters something for an entity: its focal point is told, once."""

from slack_sdk.errors import SlackApiError
from structlog import get_logger

from bot.text.languages import language_of
from handlers.calls import Call
from handlers.views.history import entered_message
from storage.models import Contribution, Person
from storage.queries.panels import seats_of_panel
from storage.words import SeatRole

log = get_logger(__name__)


async def focal_points(call: Call, panel_id: int, entity_id: int) -> list[Person]:
    """The focal points of an entity who can be reached in Slack."""
    async with call.services.store.reading() as session:
        seats = await seats_of_panel(session, panel_id)
    return [
        seat.person
        for seat in seats
        if seat.entity_id == entity_id
        and seat.role is SeatRole.FOCAL_POINT
        and seat.stepped_back_at is None
        and seat.person.active
        and seat.person.slack_user_id
    ]


async def tell_focal_point(call: Call, row: Contribution) -> None:
    """Tell the entity's focal points what an officer entered for it; an entity without any in Slack is told nothing."""
    if call.caller.viewer.speaks_for(row.panel_id, row.entity_id):
        return
    for person in await focal_points(call, row.panel_id, row.entity_id):
        message = entered_message(row, call.caller.name, language_of(person.locale))
        try:
            await call.client.chat_postMessage(
                channel=person.dm_channel or person.slack_user_id or "", **message.as_payload()
            )
        except SlackApiError as error:
            log.warning("on_behalf.not_told", error=error.response.get("error"))
