"""An item for a calendar as an .ics file (RFC 5545): to be saved and handed over by the user; nothing is mailed."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vardklient.domain.invitation import CalendarItem

PRODUCT = "-//vardklient//invitation//SV"
BOOKING_PROPERTY = "X-VARDKLIENT-BOOKING"
"""Holds the booking's id wherever a calendar's item does: in files here, by CalDAV, and under this name in Graph."""
_MINUTE_S = 60


def calendar_file(item: CalendarItem) -> bytes:
    """The file: UTF-8, lines folded at 75 bytes and ended by CRLF, times in UTC, marked as private.

    It is published and not a request (METHOD:PUBLISH, nobody attends): no calendar answers or mails on its account.
    """
    from icalendar import Calendar, Event

    calendar, event = Calendar(), Event()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", "PUBLISH")
    event.add("uid", item.uid)
    event.add("dtstamp", item.made_at.astimezone(UTC))
    # A file that is made again, for the visit was moved, has to take the place of the first: a later minute is higher.
    event.add("sequence", int(item.made_at.timestamp()) // _MINUTE_S)
    event.add("dtstart", item.start.astimezone(UTC))
    event.add("dtend", item.end.astimezone(UTC))
    event.add("summary", item.subject)
    event.add("description", item.text)
    event.add("class", "PRIVATE")
    if item.link:
        event.add("url", item.link)
    if item.booking_id:
        event.add(BOOKING_PROPERTY, item.booking_id)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
