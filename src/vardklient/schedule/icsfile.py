"""An iCalendar file as bytes: decoded, cut into series of VEVENT blocks, and sifted by day before anything is parsed.

Every series (the blocks of one UID) is parsed alone, so that a bad one never hides the rest. Sifting by bytes makes
10,000 events cost 0.1 s instead of 10 s; it keeps whatever it is not sure of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vardklient.schedule.reasons import Reason

_EVENT_EDGE = re.compile(r"^(BEGIN|END):VEVENT[ \t]*$", re.MULTILINE | re.IGNORECASE)
_ZONE = re.compile(r"^BEGIN:VTIMEZONE[ \t]*$.*?^END:VTIMEZONE[ \t]*$", re.MULTILINE | re.IGNORECASE | re.DOTALL)
_ZONE_NAME = re.compile(r"^TZID[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_METHOD = re.compile(r"^METHOD:\s*(\w+)", re.MULTILINE | re.IGNORECASE)
_UID = re.compile(r"^UID[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_DATES = {
    name: re.compile(rf"^{name}(?=[;:])[^:\n]*(?:\"[^\"\n]*\"[^:\n]*)*:\s*(\d{{8}})", re.MULTILINE | re.IGNORECASE)
    for name in ("DTSTART", "DTEND")
}
_DURATION = re.compile(
    r"^DURATION[^:\n]*:\s*\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?[\dMS]*)?\s*$", re.M | re.I
)
_REPEATS = re.compile(r"^(?:RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_NEAR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Series:
    """The blocks of one UID, in the file's order; `number` is the place of the first one, for reports."""

    uid: str
    number: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IcsFile:
    """A calendar, cut up.

    Attributes:
        zones: TZID → its VTIMEZONE block.
        cancels: is the whole file a cancellation (METHOD:CANCEL)?
        broken: places of the events that have no end.
        reasons: what is wrong with the file as a whole.
    """

    series: tuple[Series, ...] = ()
    zones: Mapping[str, str] | None = None
    cancels: bool = False
    broken: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()


def cut(data: bytes) -> IcsFile:
    """Cut a file up. Never raises."""
    if not data.strip():
        return IcsFile(reasons=(Reason.EMPTY,))
    text, reasons = decode(data)
    start = text[:4096].upper()
    if "BEGIN:VCALENDAR" not in start:
        page = "<HTML" in start or "<!DOCTYPE" in start
        return IcsFile(reasons=(Reason.LOGIN_PAGE if page else Reason.NOT_A_CALENDAR,))
    if not text.rstrip("\x00 \t\n").upper().endswith("END:VCALENDAR"):
        reasons = (*reasons, Reason.TRUNCATED)
    text = _mend(re.sub(r"\n[ \t]", "", text))
    blocks, broken = _blocks(text)
    zones = {name[1].strip(' "\t'): zone for zone in _ZONE.findall(text) if (name := _ZONE_NAME.search(zone))}
    method = _METHOD.search(text)
    cancels = method is not None and method[1].upper() == "CANCEL"
    return IcsFile(tuple(_series(blocks)), zones, cancels, tuple(broken), reasons)


def decode(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    """Text with Unix line ends: UTF-8, UTF-16 with a mark, else Windows' western table, which is reported."""
    reasons: tuple[Reason, ...] = ()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text, reasons = data.decode("cp1252", "replace"), (Reason.ENCODING,)
    return text.replace("\r\n", "\n").replace("\r", "\n"), reasons


def _mend(text: str) -> str:
    """Two faults that real calendars have and the library refuses: spaces in a rule, an EXDATE or RDATE of nothing."""
    text = re.sub(r"^RRULE[^\n]*", lambda rule: rule[0].replace(" ", ""), text, flags=re.MULTILINE | re.IGNORECASE)
    return re.sub(r"^(?:EXDATE|RDATE)[^:\n]*:[ \t]*\n", "", text, flags=re.MULTILINE | re.IGNORECASE)


def _blocks(text: str) -> tuple[list[tuple[int, str]], list[int]]:
    """Numbered VEVENT blocks, and the numbers of those that another event or the end of the file cuts off."""
    blocks: list[tuple[int, str]] = []
    broken: list[int] = []
    number, begun = 0, -1
    for edge in _EVENT_EDGE.finditer(text):
        if edge[1].upper() == "BEGIN":
            if begun >= 0:
                broken.append(number)
            number, begun = number + 1, edge.start()
        elif begun >= 0:
            blocks.append((number, text[begun : edge.end()]))
            begun = -1
    if begun >= 0:
        broken.append(number)
    return blocks, broken


def _series(blocks: Iterable[tuple[int, str]]) -> Iterable[Series]:
    by_uid: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, block in blocks:
        named = _UID.search(block)
        by_uid[named[1].strip() if named and named[1].strip() else f"\0{number}"].append((number, block))
    for uid, members in by_uid.items():
        yield Series(uid.partition("\0")[0], members[0][0], tuple(block for _, block in members))


def sift(series: Iterable[Series], day: date) -> list[Series]:
    """Those that may have something on that day: what repeats, spans the day, is near it, or cannot be told."""
    return [one for one in series if any(_may_touch(block, day) for block in one.blocks)]


def _may_touch(block: str, day: date) -> bool:
    if _REPEATS.search(block):
        return True
    try:
        begins = _day(block, "DTSTART")
        ends = _day(block, "DTEND") or begins
        if begins is None or ends is None:
            return True
        if lasts := _DURATION.search(block):
            weeks, days, hours = (int(part or 0) for part in lasts.groups())
            ends = begins + timedelta(weeks=weeks, days=days, hours=hours) + _NEAR
        elif re.search(r"^DURATION", block, re.MULTILINE | re.IGNORECASE) and "DTEND" not in block.upper():
            return True
        return begins - _NEAR <= day <= max(ends, begins) + _NEAR
    except (ValueError, OverflowError):
        return True


def _day(block: str, name: str) -> date | None:
    found = _DATES[name].search(block)
    return date.fromisoformat(found[1]) if found else None
