"""Events as Microsoft Graph writes them, reduced to what the cross-check needs.

Of an event nothing is asked for that is not used: never its text, its people or its attachments, and where it takes
place only where the clinic allows links to meetings. The subject is read for initials, birth year and flags, and
forgotten. Private events are read like any other: "private" hides them from colleagues, not from their owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.subject import parse_subject
from vardklient.domain.visit import CalendarEvent, Join, JoinKind, Problem
from vardklient.schedule import invite
from vardklient.schedule.cells import LAST
from vardklient.schedule.icszones import zone_named
from vardklient.schedule.links import first_allowed
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region

BOOKING_PROPERTY = f"String {{00020329-0000-0000-C000-000000000046}} Name {invite.BOOKING_PROPERTY}"
"""Our booking id as an extended property: a named text in the set that Outlook calls public strings."""
ID_LENGTH_MAX = 1000

_ALWAYS = ("id", "iCalUId", "subject", "start", "end", "isAllDay", "isCancelled", "type")
_WITH_LINKS = ("onlineMeeting", "onlineMeetingUrl", "location")


def wanted_fields(region: Region) -> tuple[str, ...]:
    """The properties of an event that are read in that region."""
    return _ALWAYS + (_WITH_LINKS if region.meeting_hosts else ())


def day_window(day: date) -> tuple[datetime, datetime]:
    """From local midnight to the next one, in UTC: 23, 24 or 25 hours.

    Raises:
        OverflowError: the calendar ends before the day does.
    """
    after = day + timedelta(days=1)
    return _midnight(day), _midnight(after)


def read_events(
    records: Iterable[object], day: date, source: str, region: Region
) -> tuple[tuple[CalendarEvent, ...], tuple[Problem, ...]]:
    """The events of that day in Stockholm, and a problem for each that cannot be read. Never raises.

    Args:
        records: the `value` of one or more answers; a record that comes twice counts once, as it was last.
        day: in Stockholm; what only touches it from outside is left out.
        source: the name of the account.
        region: its words and the hosts whose links may be kept.
    """
    opens, closes = day_window(day)
    events: list[CalendarEvent] = []
    problems: list[Problem] = []
    for number, record in _once(records).items():
        try:
            event, zone_known = _reduce(record, source, region)
        except (ValueError, OverflowError):
            problems.append(Problem(source, Reason.BAD_EVENT, f"event {number}"))
            continue
        if not zone_known:
            problems.append(Problem(source, Reason.UNKNOWN_TIME_ZONE, f"event {number}"))
        if event.start < closes and (event.end > opens or event.start >= opens):
            events.append(event)
    return tuple(events), tuple(problems)


def _once(records: Iterable[object]) -> dict[int, object]:
    """The records by their place, counted from 1, without series as a whole: their occurrences stand beside them."""
    kept: dict[object, tuple[int, object]] = {}
    for number, record in enumerate(records, 1):
        if isinstance(record, Mapping) and record.get("type") == "seriesMaster":
            continue
        known_by = _text(record, "id") or number
        kept[known_by] = (kept.get(known_by, (number, None))[0], record)
    return dict(kept.values())


def _reduce(record: object, source: str, region: Region) -> tuple[CalendarEvent, bool]:
    """The event, and whether its time zones are known.

    Raises:
        ValueError: it is no event, or has no start.
        OverflowError: it lies where the calendar ends.
    """
    if not isinstance(record, Mapping):
        raise ValueError("no event")
    all_day = record.get("isAllDay") is True
    start, start_known = _moment(record.get("start"), all_day)
    try:
        end, end_known = _moment(record.get("end"), all_day)
    except ValueError:
        end, end_known = start, True
    link = first_allowed(_texts_with_links(record), region.meeting_hosts)
    said = parse_subject(_text(record, "subject"), region.words, link=bool(link))
    event = CalendarEvent(
        source=source,
        uid=(_text(record, "iCalUId") or _text(record, "id"))[:ID_LENGTH_MAX],
        start=start,
        end=max(start, min(end, LAST)),
        keys=said.keys,
        video=said.video,
        cancelled=said.cancelled or record.get("isCancelled") is True,
        all_day=all_day,
        booking_id=_booking_id(record)[:ID_LENGTH_MAX],
        join=Join(JoinKind.LINK, link) if link and said.video else Join(),
        kind=said.kind,
    )
    return event, start_known and end_known


def _moment(value: object, all_day: bool) -> tuple[datetime, bool]:
    """A `dateTimeTimeZone` in UTC, and whether its zone is known; one that nobody knows is taken for Swedish.

    Whole days have no zone: midnight anywhere is midnight here.

    Raises:
        ValueError: there is no such time.
    """
    wall = datetime.fromisoformat(_text(value, "dateTime"))
    if all_day and (wall.hour, wall.minute) == (0, 0):
        return _midnight(wall.date()), True
    if wall.tzinfo is not None:
        return wall.astimezone(UTC), True
    zone = zone_named(_text(value, "timeZone"))
    return wall.replace(tzinfo=zone or STOCKHOLM).astimezone(UTC), zone is not None


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM).astimezone(UTC)


def _texts_with_links(record: Mapping[object, object]) -> tuple[str, ...]:
    meeting, place = record.get("onlineMeeting"), record.get("location")
    return (
        _text(meeting, "joinUrl"),
        _text(record, "onlineMeetingUrl"),
        _text(place, "locationUri"),
        _text(place, "displayName"),
    )


def _booking_id(record: Mapping[object, object]) -> str:
    """Our own property; Graph writes the name's letters as it likes."""
    properties = record.get("singleValueExtendedProperties")
    for each in properties if isinstance(properties, list) else ():
        if _text(each, "id").casefold() == BOOKING_PROPERTY.casefold():
            return _text(each, "value").strip()
    return ""


def _text(holder: object, name: str) -> str:
    """The text of that name; empty when it is missing or something else. Halves of letters become "?"."""
    value = holder.get(name) if isinstance(holder, Mapping) else None
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else ""
