"""The ladder: which reminders should exist for one deadline. Pure: no clock, no database.

Steps are days relative to the date of the deadline. Before it and on it they are reminders to whoever answers for a
silent entity; after it they are digests to the officers, never messages to the late. An invitation goes out when
the call opens. A reminder goes at the beginning of the recipient's office hours of its day; where that is a day of
rest, or where it would be after the deadline or too near to the next reminder, at those of the last working day before.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.reminders.moments import OPENS, WEEKDAYS, Office, instant, last_moment, last_opening, local_day, next_moment
from bot.reminders.reasons import Reason
from storage.words import ReminderKind

DEFAULT_LADDER: tuple[int, ...] = (-7, -2, 0, 1)
INVITATION = "invitation"
#: At most so many reminders a person for one deadline; the invitation is none.
MOST_REMINDERS = 3
#: Between two messages to one person about one deadline.
SPACING = dt.timedelta(hours=40)
#: A digest that could not go out for so long is no news any more.
DIGEST_LIFE = dt.timedelta(days=7)
COUNTED = frozenset({ReminderKind.REMINDER, ReminderKind.INCOMPLETE})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may get messages. ``reachable``: active, and the bot knows their Slack user."""

    person_id: int
    name: str
    zone: str
    reachable: bool = True


@dataclass(frozen=True, slots=True)
class Party:
    """An entity on the panel, with those who answer for it and whether it has answered."""

    entity_id: int
    acronym: str
    working_days: frozenset[int] = WEEKDAYS
    answered: Reason | None = None
    focal_point: Recipient | None = None
    alternates: tuple[Recipient, ...] = ()

    @property
    def recipient(self) -> Recipient | None:
        """Who gets the messages: the focal point; an alternate only where the focal point cannot be reached."""
        seats = (self.focal_point, *self.alternates) if self.focal_point else self.alternates
        return next((person for person in seats if person.reachable), None)


@dataclass(frozen=True, slots=True)
class Past:
    """A message that went out (or may have), or that the recipient moved to a time of their own choice.

    ``current``: it belongs to the deadline as it stands now, not to an earlier date of it.
    """

    person_id: int
    step: str
    kind: ReminderKind
    at: dt.datetime
    current: bool = True
    snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One deadline with all that decides who is reminded when. ``zone`` is the zone in which its date is meant."""

    due_at: dt.datetime
    zone: str
    opened_at: dt.datetime | None
    parties: tuple[Party, ...]
    officers: tuple[Recipient, ...] = ()
    steps: tuple[int, ...] = DEFAULT_LADDER
    panel_open: bool = True
    starts_at: dt.datetime | None = None
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One reminder that should exist; to be sent from ``not_before`` on, and no longer at ``valid_until``."""

    step: str
    kind: ReminderKind
    person_id: int
    entity_id: int | None
    not_before: dt.datetime
    valid_until: dt.datetime


@dataclass(frozen=True, slots=True)
class Dropped:
    """A step that has no reminder, and why."""

    step: str
    kind: ReminderKind
    person_id: int | None
    entity_id: int | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """What should exist, in the order of sending, and what was dropped."""

    rows: tuple[Row, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(slots=True)
class _Chain:
    """The steps of one recipient while they are being placed."""

    person: Recipient
    party: Party
    past: Sequence[Past]
    placed: list[tuple[str, ReminderKind, dt.datetime]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return Office(self.person.zone, self.party.working_days)

    def drop(self, step: str, kind: ReminderKind, reason: Reason) -> None:
        self.dropped.append(Dropped(step, kind, self.person.person_id, self.party.entity_id, reason))


def step_name(days: int) -> str:
    """The name under which a step is stored: ``day-7``, ``day+0``, ``digest+1``."""
    return f"digest+{days}" if days > 0 else f"day{days}" if days else "day+0"


def plan(call: Call) -> Plan:
    """The reminders that should exist, sent ones left out. Nothing while the call is not open."""
    if call.opened_at is None or not call.panel_open:
        return Plan()
    rows: list[Row] = []
    dropped: list[Dropped] = []
    past: dict[int, list[Past]] = {}
    for message in sorted(call.past, key=lambda message: message.at):
        past.setdefault(message.person_id, []).append(message)
    for party in call.parties:
        if party.answered is not None:
            continue
        person = party.recipient
        if person is None:
            reason = Reason.UNREACHABLE if party.focal_point or party.alternates else Reason.NO_FOCAL_POINT
            dropped.append(Dropped(INVITATION, ReminderKind.INVITATION, None, party.entity_id, reason))
            continue
        messages = [one for one in past.get(person.person_id, []) if one.kind is not ReminderKind.DIGEST]
        chain = _Chain(person, party, messages)
        _place_invitation(chain, call, call.opened_at)
        _place_reminders(chain, call, call.opened_at)
        rows += _windows(chain, call)
        dropped += chain.dropped
    for officer in call.officers:
        done = {one.step for one in past.get(officer.person_id, []) if one.current}
        for days in sorted(step for step in set(call.steps) if step > 0):
            if step_name(days) not in done and officer.reachable:
                row = _digest(call, officer, days)
                if row is not None:
                    rows.append(row)
    rows.sort(key=lambda row: (row.not_before, row.person_id, row.step))
    return Plan(tuple(rows), tuple(dropped))


def _place_invitation(chain: _Chain, call: Call, opened_at: dt.datetime) -> None:
    if chain.past:
        return  # whoever got any message about this deadline has been told of it
    moment = next_moment(opened_at, chain.office)
    if moment is None or moment >= call.due_at:
        chain.drop(INVITATION, ReminderKind.INVITATION, Reason.NO_MOMENT)
        return
    chain.placed.append((INVITATION, ReminderKind.INVITATION, moment))


def _place_reminders(chain: _Chain, call: Call, opened_at: dt.datetime) -> None:
    """Place the reminders from the deadline backwards: the nearer to the deadline, the more it is worth."""
    kind = ReminderKind.REMINDER
    done = {message.step for message in chain.past if message.current}
    left = MOST_REMINDERS - sum(1 for message in chain.past if message.kind in COUNTED)
    invited = chain.placed[0][2] if chain.placed else None
    due_day = local_day(call.due_at, call.zone)
    limit = call.due_at - dt.timedelta.resolution
    for days in sorted((step for step in set(call.steps) if step <= 0), reverse=True):
        step = step_name(days)
        if step in done:
            continue
        if left <= 0:
            chain.drop(step, kind, Reason.CAP)
            continue
        nominal = instant(due_day + dt.timedelta(days=days), OPENS, chain.person.zone)
        moment = last_opening(min(nominal, limit), chain.office)
        reason = _obstacle(chain, moment, opened_at, invited)
        if reason is not None or moment is None:
            chain.drop(step, kind, reason or Reason.NO_MOMENT)
            continue
        chain.placed.append((step, kind, moment))
        limit = moment - SPACING
        left -= 1


def _obstacle(
    chain: _Chain, moment: dt.datetime | None, opened_at: dt.datetime, invited: dt.datetime | None
) -> Reason | None:
    """What keeps a reminder from going out at a moment, if anything does."""
    if moment is None:
        return Reason.NO_MOMENT
    if moment < opened_at:
        return Reason.BEFORE_OPENING
    if invited is not None and moment < invited + SPACING:
        return Reason.SPACING
    for message in chain.past:
        if message.snoozed and moment < message.at + SPACING:
            return Reason.SNOOZED
        if message.at >= moment:
            return Reason.OVERTAKEN
        if moment < message.at + SPACING:
            return Reason.SPACING
    return None


def _windows(chain: _Chain, call: Call) -> list[Row]:
    """Close each window where the next one opens: of a chain at most one reminder is due at any time."""
    rows: list[Row] = []
    snoozed = [message.at for message in chain.past if message.snoozed]
    until = call.due_at
    for step, kind, moment in sorted(chain.placed, key=lambda placed: placed[2], reverse=True):
        ends = min([until, *(at for at in snoozed if at > moment)])
        closing = last_moment(ends, chain.office)
        if closing is None or closing <= moment:
            chain.drop(step, kind, Reason.NO_MOMENT)
            continue
        rows.append(Row(step, kind, chain.person.person_id, chain.party.entity_id, moment, closing))
        until = moment
    return rows


def _digest(call: Call, officer: Recipient, days: int) -> Row | None:
    """A digest goes on the first working day from its date on: after the deadline, so it cannot be moved before it."""
    office = Office(officer.zone)
    nominal = instant(local_day(call.due_at, call.zone) + dt.timedelta(days=days), OPENS, officer.zone)
    moment = next_moment(max(nominal, call.due_at), office)
    if moment is None:
        return None
    ends = moment + DIGEST_LIFE
    if call.starts_at is not None and call.starts_at > moment:
        ends = min(ends, call.starts_at)
    closing = last_moment(ends, office)
    assert closing is not None, "the moment itself lies in office hours before the end"
    return Row(step_name(days), ReminderKind.DIGEST, officer.person_id, None, moment, closing)
