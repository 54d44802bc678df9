"""A calendar file (.ics) as a source of visits.

icalendar and recurring-ical-events are imported at the first reading, in the reading thread. Subjects are reduced to
initials, birth year and flags, and forgotten; descriptions are looked at only for a meeting link to a host that the
clinic allows, because anybody can send an invitation.
"""

from __future__ import annotations

import re
import threading
import time
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.base.ownthread import in_own_thread
from vardklient.domain.subject import parse_subject
from vardklient.domain.visit import CalendarEvent, Join, JoinKind, Problem
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.cells import LAST
from vardklient.schedule.files import shown_name
from vardklient.schedule.found import Found, Reader, UnchangedFile
from vardklient.schedule.icsfile import IcsFile, Series, cut, slim
from vardklient.schedule.icssift import sift
from vardklient.schedule.icszones import Zones
from vardklient.schedule.invite import BOOKING_PROPERTY
from vardklient.schedule.links import first_allowed
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region
from vardklient.schedule.timebox import OutOfTime, within

if TYPE_CHECKING:
    from icalendar import Component

FILE_BOX_S = 1.5
"""So long one file may take, its cutting included; own choice below the 2 s that are noticed as a hang."""
EXPANSION_S = 0.4
"""So much of it, or more, is left for repeating events, however long the cutting took."""
FIRST_TRY_S = 0.15
"""What a series may take at first: weekly for ten years takes 0.02 s. Slower ones wait until the others are read."""
OCCURRENCES_MAX = 100
PROBLEMS_MAX = 50
SERIES_CHARS_MAX = 1_000_000
"""Of what is read of one series, its changes included: a weekly one with 500 changes has 250,000. Own choice."""
_QUICK_CHARS = 20_000

_TOO_OFTEN = re.compile(r"^RRULE[^\n]*FREQ=(?:SECONDLY|MINUTELY)", re.MULTILINE | re.IGNORECASE)
_NO_RULE = re.compile(
    r"^RRULE(?:(?![^\n]*FREQ=(?:HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY))|[^\n]*[;:]COUNT=0+(?:;|$))",
    re.MULTILINE | re.IGNORECASE,
)
_REPEATING = re.compile(r"^(?:RRULE|RDATE)[;:]", re.MULTILINE | re.IGNORECASE)
_LINK_PROPERTIES = ("X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "CONFERENCE", "URL")
_TEXTS_WITH_LINKS = ("LOCATION", "DESCRIPTION")

_parsing = threading.Lock()  # `warnings.catch_warnings` is for one thread at a time


class IcsSource:
    """Implements `ports.visits.VisitSource` on one file, which is parsed again only when it has changed."""

    def __init__(self, path: Path, region: Region | None = None, clock: Clock | None = None) -> None:
        self._path = path
        self._file = UnchangedFile(path, self.name, ics_reader(self.name, region or default_region()))
        self._clock = clock or SystemClock()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return shown_name(self._path)

    async def day(self, day: date) -> DayResult:
        """The day's events; the file is read and parsed in a thread of its own, for its disk may hang."""
        return await in_own_thread("calendar-file", lambda: self._read(day))

    def _read(self, day: date) -> DayResult:
        found = self._file.day(day)
        return DayResult(self._clock.now(), events=found.events, problems=found.problems)


def ics_reader(source: str, region: Region) -> Reader:
    """Reads the bytes of a calendar file for a day."""

    def read(data: bytes, day: date) -> Found:
        events, problems = read_ics(data, day, source, region)
        return Found(events=events, problems=problems)

    return read


def read_ics(
    data: bytes, day: date, source: str, region: Region, file_box_s: float = FILE_BOX_S
) -> tuple[tuple[CalendarEvent, ...], tuple[Problem, ...]]:
    """The events of a day in Stockholm, and what could not be read. Never raises, whatever the file holds.

    The day is [local midnight, next local midnight), 23 or 25 hours twice a year; an event that began earlier and
    reaches into it counts.
    """
    load()
    began_s = time.monotonic()
    file = cut(data)
    reading = _Reading(file, day, source, region)
    series = sift(file.series, day)
    left_s = max(EXPANSION_S, file_box_s - (time.monotonic() - began_s))
    with _parsing, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reading.run(series, left_s)
    return tuple(reading.events), tuple(reading.problems)


def load() -> None:
    """Import what parses: 0.3 s once, many times that on a cold disk. Before any time is measured."""
    import icalendar  # noqa: F401
    import recurring_ical_events  # type: ignore[import-untyped]  # noqa: F401


@dataclass(frozen=True, slots=True)
class _Window:
    """The day as two moments, and the libraries' own local times of them."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, day: date) -> _Window:
        first = datetime(day.year, day.month, day.day, tzinfo=STOCKHOLM)
        after = day + timedelta(days=1)
        return cls(first, datetime(after.year, after.month, after.day, tzinfo=STOCKHOLM))

    def touches(self, start: datetime, end: datetime) -> bool:
        first, last = self.start.astimezone(UTC), self.end.astimezone(UTC)
        return start < last and (end > first or start >= first)


class _Reading:
    """One pass over one file."""

    def __init__(self, file: IcsFile, day: date, source: str, region: Region) -> None:
        self._file, self._day, self._source, self._region = file, day, source, region
        self._zones = Zones(file.zones or {})
        self.events: list[CalendarEvent] = []
        self.problems = [Problem(source, reason) for reason in file.reasons]
        for number in file.broken:
            self._complain(Reason.BAD_EVENT, number)

    def _complain(self, reason: Reason, number: int, what: str = "") -> None:
        """A problem with one event; a file full of them is not told event by event."""
        if len(self.problems) == PROBLEMS_MAX:
            what = "and later"
        if len(self.problems) <= PROBLEMS_MAX:
            self.problems.append(Problem(self._source, reason, f"event {number}" + (f" {what}" if what else "")))

    def run(self, series: Sequence[Series], seconds: float) -> None:
        """Every series alone; one that is bad or slow is reported and left out.

        Those that repeat come after the plain ones, and those among them that are slow come last.
        """
        try:
            window = _Window.of(self._day)
        except OverflowError:
            return
        end_s = time.monotonic() + seconds
        again = self._pass(sorted(series, key=_repeats), window, end_s, FIRST_TRY_S)
        left = self._pass(again, window, end_s, seconds)
        if left:
            self._complain(Reason.TOO_SLOW, min(one.number for one in left), "and later" if len(left) > 1 else "")

    def _pass(self, series: Sequence[Series], window: _Window, end_s: float, seconds: float) -> list[Series]:
        """Read them, each within that time; those that take longer, or were not come to, are given back."""
        left: list[Series] = []
        for n, one in enumerate(series):
            left_s = end_s - time.monotonic()
            if left_s <= 0:
                return [*left, *series[n:]]
            if not self._take(one, window, min(seconds, left_s)):
                left.append(one)
        return left

    def _take(self, series: Series, window: _Window, seconds: float) -> bool:
        """Read one series; False when it takes longer than that."""
        try:
            self.events += self._one(series, window, seconds)
        except OutOfTime:
            return False
        except Exception:  # noqa: BLE001 - the libraries raise many kinds; here any of them is a bad event
            self._complain(Reason.BAD_EVENT, series.number)
        return True

    def _one(self, series: Series, window: _Window, seconds: float) -> list[CalendarEvent]:
        if any(_TOO_OFTEN.search(block) for block in series.blocks):
            self._complain(Reason.TOO_OFTEN, series.number)
            return []
        blocks = [slim(block) for block in series.blocks]
        if sum(map(len, blocks)) > SERIES_CHARS_MAX:
            self._complain(Reason.BAD_EVENT, series.number)
            return []
        unknown_zone, text = self._zones.unknown_in(blocks), self._zones.calendar(blocks)
        if _repeats(series):
            found = within(seconds, lambda: _expand(_parse(text), window))
        elif len(text) < _QUICK_CHARS:
            found = _parse(text)
        else:
            found = within(seconds, lambda: _parse(text))
        if unknown_zone:
            self._complain(Reason.UNKNOWN_TIME_ZONE, series.number)
        if len(found) > OCCURRENCES_MAX:
            self._complain(Reason.TOO_OFTEN, series.number)
            return []
        if any(event.errors for event in found) or any(_NO_RULE.search(block) for block in blocks):
            self._complain(Reason.BAD_EVENT, series.number, "in part")
        read = [self._reduce(event, series.uid) for event in found]
        return [event for event in read if window.touches(event.start, event.end)]

    def _reduce(self, event: Component, uid: str) -> CalendarEvent:
        """What the cross-check needs of it, and no more."""
        start, end, all_day = _times(event)
        link = _link(event, self._region.meeting_hosts)
        said = parse_subject(_text(event, "SUMMARY"), self._region.words, link=bool(link))
        return CalendarEvent(
            source=self._source,
            uid=uid,
            start=start,
            end=end,
            keys=said.keys,
            video=said.video,
            cancelled=said.cancelled or self._file.cancels or _text(event, "STATUS").upper() == "CANCELLED",
            all_day=all_day,
            booking_id=_text(event, BOOKING_PROPERTY).strip(),
            join=Join(JoinKind.LINK, link) if link and said.video else Join(),
            kind=said.kind,
        )


def _repeats(series: Series) -> bool:
    return any(_REPEATING.search(block) for block in series.blocks)


def _parse(text: str) -> list[Component]:
    """The events of a calendar of one series: for each occurrence the newest version only.

    Raises:
        ValueError: one has no start, or one that cannot be read.
    """
    from icalendar import Calendar

    return _newest(Calendar.from_ical(text).walk("VEVENT"))


def _value(event: Component, name: str) -> object:
    """The date, time or duration of a property; None when it is missing or could not be read."""
    try:
        return getattr(event.get(name), "dt", None)
    except ValueError:  # the library's mark for a broken property
        return None


def _start(event: Component) -> date:
    start = _value(event, "DTSTART")
    if not isinstance(start, date):
        raise ValueError("no start")
    return start


def _newest(events: Iterable[Component]) -> list[Component]:
    """SEQUENCE decides, then the stamp; of equals all stay that begin at different times."""
    best: dict[str, tuple[tuple[int, str], dict[str, Component]]] = {}
    for event in events:
        start, which = str(_start(event)), str(_value(event, "RECURRENCE-ID") or "")
        rank = (int(_text(event, "SEQUENCE") or 0), str(_value(event, "DTSTAMP") or ""))
        kept = best.get(which)
        if kept is None or rank > kept[0]:
            best[which] = (rank, {start: event})
        elif rank == kept[0]:
            kept[1][start] = event
    return [event for _, versions in best.values() for event in versions.values()]


def _expand(events: list[Component], window: _Window) -> list[Component]:
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    for event in events:
        calendar.add_component(event)
    query = recurring_ical_events.of(calendar, components=["VEVENT"])
    return list(query.between(window.start, window.end))


def _times(event: Component) -> tuple[datetime, datetime, bool]:
    """Start and end in UTC, and whether it is for whole days. A missing or impossible end is the start."""
    begins = _start(event)
    all_day = not isinstance(begins, datetime)
    start = _utc(begins)
    ends, lasts = _value(event, "DTEND"), _value(event, "DURATION")
    if isinstance(ends, date):
        end = _utc(ends)
    elif isinstance(lasts, timedelta):
        end = _utc(begins + lasts)
    else:
        end = _utc(begins + timedelta(days=1)) if all_day else start
    whole = _text(event, "X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
    return start, max(start, min(end, LAST)), all_day or whole


def _utc(moment: date) -> datetime:
    """Whole days and times without a zone are Swedish. By way of UTC, a time that the clock skips moves on an hour."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def _text(event: Component, name: str) -> str:
    value = event.get(name, "")
    return str(value[0] if isinstance(value, list) and value else value)


def _link(event: Component, hosts: frozenset[str]) -> str:
    """The first link to a meeting that may be kept; empty when there is none."""
    return first_allowed((_text(event, name) for name in (*_LINK_PROPERTIES, *_TEXTS_WITH_LINKS)), hosts)
