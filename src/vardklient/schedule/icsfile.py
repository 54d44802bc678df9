"""An iCalendar file as bytes: decoded and cut into series of VEVENT blocks before anything is parsed.

Every series (the blocks of one UID) is parsed alone, so that a bad one never hides the rest. All patterns here take
time in proportion to the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vardklient.schedule.files import wide_encoding
from vardklient.schedule.invite import BOOKING_PROPERTY
from vardklient.schedule.reasons import Reason

_EVENT_EDGE = re.compile(r"^(BEGIN|END):VEVENT[ \t]*$", re.MULTILINE | re.IGNORECASE)
_ZONE_EDGE = re.compile(r"^(BEGIN|END):VTIMEZONE[ \t]*$", re.MULTILINE | re.IGNORECASE)
_ZONE_NAME = re.compile(r"^TZID[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_FOLDED = re.compile(rb"\r?\n[ \t]")
_UNTIL_A_DAY = re.compile(r"(UNTIL=\d{8})(?![\dT])", re.IGNORECASE)
_METHOD = re.compile(r"^METHOD:\s*(\w+)", re.MULTILINE | re.IGNORECASE)
_UID = re.compile(r"^UID[^:\n]*:(.*)$", re.MULTILINE | re.IGNORECASE)
_START = re.compile(r"^DTSTART[;:]", re.MULTILINE | re.IGNORECASE)
_INNER_EDGE = re.compile(r"(BEGIN|END):(?!VEVENT[ \t]*$)", re.IGNORECASE)
_NAME = re.compile(r"[A-Z0-9-]+(?=[;:])", re.IGNORECASE)

# What is read of an event; the rest (attendees, alarms, attached pictures) is not even parsed.
_READ = frozenset(
    {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "UID"}
    | {"STATUS", BOOKING_PROPERTY, "X-MICROSOFT-CDO-ALLDAYEVENT"}
)
_READ_TEXTS = frozenset(
    {"SUMMARY", "LOCATION", "DESCRIPTION", "CONFERENCE", "URL"}
    | {"X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK"}
)
TEXT_MAX = 20_000
"""Characters of a subject or description that are looked at; the rest is left out. Own choice."""


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
        broken: places of the events that have no start, or no end.
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
    text = re.sub(r"\n[ \t]", "", text)
    start = text[:4096].upper()
    if "BEGIN:VCALENDAR" not in start:
        page = "<HTML" in start or "<!DOCTYPE" in start
        return IcsFile(reasons=(Reason.LOGIN_PAGE if page else Reason.NOT_A_CALENDAR,))
    if not text.rstrip("\x00 \t\n").upper().endswith("END:VCALENDAR"):
        reasons = (*reasons, Reason.TRUNCATED)
    text = _mend(text)
    blocks, broken = _blocks(text)
    if not blocks and not broken and "VEVENT" in text.upper():
        reasons = (*reasons, Reason.BAD_EVENT)
    zones = {name[1].strip(' "\t'): zone for zone in _zones(text) if (name := _ZONE_NAME.search(zone))}
    method = _METHOD.search(text)
    cancels = method is not None and method[1].upper() == "CANCEL"
    return IcsFile(tuple(_series(blocks)), zones, cancels, tuple(broken), reasons)


def decode(data: bytes) -> tuple[str, tuple[Reason, ...]]:
    """Text with Unix line ends: UTF-8, UTF-16, else Windows' western table, which is reported.

    Lines may be folded within a letter (RFC 5545 §3.1: by octets), so that the bytes have to be unfolded first.
    """
    reasons: tuple[Reason, ...] = ()
    try:
        text = data.decode(wide_encoding(data) or "utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = _FOLDED.sub(b"", data).decode("utf-8-sig")
        except UnicodeDecodeError:
            text, reasons = data.decode("cp1252", "replace"), (Reason.ENCODING,)
    return text.replace("\r\n", "\n").replace("\r", "\n"), reasons


def _mend(text: str) -> str:
    """Faults that real calendars have: spaces in a rule, one that ends on a day without a time (the day counts, but
    the library would leave it out), an EXDATE or RDATE of nothing.
    """
    text = re.sub(r"^RRULE[^\n]*", lambda rule: _mended(rule[0]), text, flags=re.MULTILINE | re.IGNORECASE)
    return re.sub(r"^(?:EXDATE|RDATE)[^:\n]*:[ \t]*\n", "", text, flags=re.MULTILINE | re.IGNORECASE)


def _mended(rule: str) -> str:
    return _UNTIL_A_DAY.sub(r"\1T235959Z", rule.replace(" ", ""))


def _blocks(text: str) -> tuple[list[tuple[int, str]], list[int]]:
    """Numbered VEVENT blocks, and the numbers of those without a start, and of those that are cut off."""
    blocks: list[tuple[int, str]] = []
    broken: list[int] = []
    number, begun = 0, -1
    for edge in _EVENT_EDGE.finditer(text):
        if edge[1].upper() == "BEGIN":
            if begun >= 0:
                broken.append(number)
            number, begun = number + 1, edge.start()
        elif begun >= 0:
            block = text[begun : edge.end()]
            if _START.search(block):
                blocks.append((number, block))
            else:
                broken.append(number)
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


def _zones(text: str) -> Iterable[str]:
    begun = -1
    for edge in _ZONE_EDGE.finditer(text):
        if edge[1].upper() == "BEGIN":
            begun = edge.start()
        elif begun >= 0:
            yield text[begun : edge.end()]
            begun = -1


def slim(block: str) -> str:
    """The block with the properties that are read, and without what stands in it (alarms)."""
    kept: list[str] = []
    depth = 0
    for line in block.split("\n"):
        if edge := _INNER_EDGE.match(line):
            depth += 1 if edge[1].upper() == "BEGIN" else -1
        elif depth <= 0 and (wanted := _wanted(line)):
            kept.append(wanted)
    return "\n".join(kept)


def _wanted(line: str) -> str:
    if _EVENT_EDGE.match(line):
        return line
    named = _NAME.match(line)
    name = named[0].upper() if named else ""
    return line if name in _READ else line[:TEXT_MAX] if name in _READ_TEXTS else ""
