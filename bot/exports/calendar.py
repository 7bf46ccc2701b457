"""The calendar: the dated contributions of a panel as iCalendar (RFC 5545), with our own stable UIDs."""

import datetime as dt
from collections.abc import Sequence

from icalendar import Calendar, Event

from bot.contributions.lines import Line
from bot.exports.compiling import place_of
from storage.models import Panel
from storage.words import ContributionStatus, Precision

STATUSES = {
    ContributionStatus.CONFIRMED: "CONFIRMED",
    ContributionStatus.DONE: "CONFIRMED",
    ContributionStatus.CANCELLED: "CANCELLED",
}


def calendar_file(panel: Panel, lines: Sequence[Line]) -> bytes:
    """One all-day event for each dated line; its end is exclusive, as the RFC has it (3.6.1).

    A contribution that is known by month or less says in its summary that the date is to be confirmed.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Rapporteur//Contributions//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", panel.title)
    for line in lines:
        row = line.lead
        first, last = row.start_date or row.end_date, row.end_date or row.start_date
        if first is None or last is None:
            continue
        open_date = row.tbc or row.precision not in (Precision.DAY, None)
        event = Event()
        event.add("uid", f"contribution-{row.id}@panel-{panel.id}.rapporteur")
        event.add("dtstamp", row.updated_at)
        event.add("sequence", row.version - 1)
        event.add("summary", f"{line.who}: {row.title}" + (" (date to be confirmed)" if open_date else ""))
        event.add("dtstart", first)
        event.add("dtend", last + dt.timedelta(days=1))
        status = STATUSES.get(row.status, "TENTATIVE")
        event.add("status", "TENTATIVE" if open_date and status == "CONFIRMED" else status)
        if place := place_of(row):
            event.add("location", place)
        if row.link:
            # A line break in it would begin a line of the calendar; no link has white space.
            event.add("url", "".join(row.link.split()))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
