"""The booking system's CSV export as a source of visits.

Headings and values are found by the region's tables. A personal identity number is read for the birth year and
forgotten; a name is turned into the initials it may be written with and forgotten. Of a protected identity only time,
id and the protection itself are kept.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path

from vardklient.base.clock import STOCKHOLM, SystemClock
from vardklient.base.ownthread import in_own_thread
from vardklient.domain.birthyear import birth_year, full_year
from vardklient.domain.subject import initials, parse_subject, short_initials
from vardklient.domain.visit import Booking, Key, Kind, Modality, Participant, Problem, Role
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult
from vardklient.schedule.cells import has_date, letters, name, phone, times
from vardklient.schedule.csvrows import Row, decode, rows
from vardklient.schedule.files import read_limited
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region, default_region, heading

FILE_BOX_S = 1.5
"""So long one file may take, as a calendar; 10,000 rows take 0.3 s. What comes later in it is left out. Own choice."""
PROBLEMS_MAX = 50
LOOKED_AT = 1000
"""So many rows are looked at for what the columns hold."""
COLUMNS_MAX = 500
MEMBERS_MAX = 50
HEADING_WITHIN = 10
"""So many rows may stand above the headings: the clinic's name, the day, Excel's "sep=;". Own choice."""

_ROLES = (Role.GUARDIAN, Role.PROXY, Role.RELATIVE, Role.INTERPRETER, Role.CO_HOST, Role.STAFF_ON_SITE, Role.PATIENT)
_NEEDED = {
    "Starttid": ({"start"},),
    "Datum": ({"date"},),
    "Personnummer": ({"personal_number"}, {"birth_year"}, {"initials"}),
    "Namn": ({"name"}, {"given_name", "family_name"}, {"initials"}),
    "Kontakttyp": ({"contact_type"},),
}
_CANNOT_DO_WITHOUT = {"Starttid", "Datum"}


class CsvSource:
    """Implements `ports.visits.VisitSource` on one file."""

    def __init__(self, path: Path, region: Region | None = None, clock: Clock | None = None) -> None:
        self._path = path
        self._region = region or default_region()
        self._clock = clock or SystemClock()

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self._path.name

    async def day(self, day: date) -> DayResult:
        """The day's bookings; the file is read in a thread of its own, for its disk may hang."""
        return await in_own_thread("booking-file", lambda: self._read(day))

    def _read(self, day: date) -> DayResult:
        data = read_limited(self._path)
        if isinstance(data, Reason):
            return DayResult(self._clock.now(), problems=(Problem(self.name, data),))
        bookings, problems = read_csv(data, day, self.name, self._region)
        return DayResult(self._clock.now(), bookings=bookings, problems=problems)


def read_csv(
    data: bytes, day: date, source: str, region: Region, file_box_s: float = FILE_BOX_S
) -> tuple[tuple[Booking, ...], tuple[Problem, ...]]:
    """The bookings of a day in Stockholm, and what could not be read. Never raises, whatever the file holds."""
    began_s = time.monotonic()
    if not data.strip():
        return (), (Problem(source, Reason.EMPTY),)
    text, reasons = decode(data, region.encoding)
    problems = [Problem(source, reason) for reason in reasons]
    if text.lstrip()[:200].upper().startswith(("<HTML", "<!DOCTYPE")):
        return (), (Problem(source, Reason.LOGIN_PAGE),)
    left_s = max(file_box_s / 2, file_box_s - (time.monotonic() - began_s))
    found = rows(text, lambda cell: heading(cell) in region.columns or heading(cell) in region.ignored, left_s)
    top = [*islice(found, LOOKED_AT)]
    if top and top[0].late:
        return (), (*problems, Problem(source, Reason.TOO_SLOW))
    first, content = _headed(top, region)
    columns, complaints = _columns(first.cells or (), content, region)
    problems += [Problem(source, reason, detail) for reason, detail in complaints]
    if not columns or {detail for reason, detail in complaints if reason is Reason.MISSING_COLUMN} & _CANNOT_DO_WITHOUT:
        return (), tuple(problems)
    reader = _RowReader(source, day, region)
    for row in chain(content, found):
        if row.late:
            problems.append(Problem(source, Reason.TOO_SLOW, f"line {row.line} and later"))
        else:
            reader.take(row, columns, len(first.cells or ()))
    return tuple(reader.bookings), (*problems, *reader.problems)


def _headed(found: list[Row], region: Region) -> tuple[Row, list[Row]]:
    """The headings and what follows them: the first row that names when a visit begins, else the first row."""
    for at, row in enumerate(found[:HEADING_WITHIN]):
        fields = {region.columns.get(heading(cell)) for cell in (row.cells or ())[:COLUMNS_MAX]}
        if len(fields - {None}) > 1 and fields & {"start", "date"}:
            return row, found[at + 1 :]
    return (found[0], found[1:]) if found else (Row(1, ()), [])


def _columns(
    cells: tuple[str, ...], content: Sequence[Row], region: Region
) -> tuple[dict[str, int], list[tuple[Reason, str]]]:
    """What each column holds → its place; and what is unknown or missing. Unknown headings are named, cells never."""
    places: dict[str, int] = {}
    unknown: list[tuple[Reason, str]] = []
    for place, cell in enumerate(cells[:COLUMNS_MAX]):
        field = region.columns.get(heading(cell))
        if field is not None:
            places.setdefault(field, place)
        elif cell and heading(cell) not in region.ignored:
            said = cell if re.fullmatch(r"[^\d@+]{1,40}", cell) else f"column {place + 1}"
            unknown.append((Reason.UNKNOWN_COLUMN, said))
    if not places:  # no heading at all: the first row may be a patient, so nothing of it is said
        return {}, [(Reason.NO_HEADINGS, "")]
    missing = [needed for needed, ways in _NEEDED.items() if not any(way <= places.keys() for way in ways)]
    if "Datum" in missing and any(_dated(row, places.get("start")) for row in content):
        missing.remove("Datum")  # "Starttid" holds both
    return places, [*unknown, *((Reason.MISSING_COLUMN, needed) for needed in missing)]


def _dated(row: Row, place: int | None) -> bool:
    if place is None or row.cells is None or place >= len(row.cells):
        return False
    return has_date(row.cells[place])


class _RowReader:
    """Turns rows into the bookings of one day."""

    def __init__(self, source: str, day: date, region: Region) -> None:
        self._source, self._day, self._region = source, day, region
        self.bookings: list[Booking] = []
        self.problems: list[Problem] = []

    def _complain(self, reason: Reason, row: Row) -> None:
        """A problem with one row; a file full of them is not told row by row."""
        if len(self.problems) <= PROBLEMS_MAX:
            later = " and later" if len(self.problems) == PROBLEMS_MAX else ""
            self.problems.append(Problem(self._source, reason, f"line {row.line}{later}"))

    def take(self, row: Row, columns: Mapping[str, int], width: int) -> None:
        """Read one row; a bad one becomes a problem, one of another day nothing."""
        if row.cells is None or len(row.cells) > width:
            self._complain(Reason.BAD_ROW, row)
            return
        cells = row.cells
        texts = {field: cells[place] if place < len(cells) else "" for field, place in columns.items()}
        try:
            start, end = times(texts)
            day = start.astimezone(STOCKHOLM).date()
        except (ValueError, OverflowError):
            self._complain(Reason.BAD_ROW, row)
            return
        if day == self._day:
            self.bookings.append(self._booking(texts, start, end, row))

    def _booking(self, texts: Mapping[str, str], start: datetime, end: datetime, row: Row) -> Booking:
        protected = self._is(texts, "protected", "protected")
        kind, modality = self._kind(texts), self._modality(texts)
        key, ways, year = (None, frozenset[str](), None) if protected else self._person(texts)
        if key is None and not protected and kind is not Kind.GROUP:
            number = texts.get("personal_number", "")
            self._complain(Reason.BAD_PERSONAL_NUMBER if number and year is None else Reason.BAD_ROW, row)
        return Booking(
            source=self._source,
            booking_id=texts.get("booking_id", ""),
            start=start,
            end=end,
            key=key,
            initials=ways,
            birth_year=year,
            protected=protected,
            cancelled=self._is(texts, "status", "cancelled"),
            modality=modality,
            kind=kind,
            participants=() if protected else self._participants(texts, kind),
            phone="" if protected else phone(texts.get("phone", "")),
        )

    def _person(self, texts: Mapping[str, str]) -> tuple[Key | None, frozenset[str], int | None]:
        given, family = name(texts)
        written = parse_subject(texts.get("initials", "") + " video besök").keys if texts.get("initials") else ()
        number = texts.get("personal_number", "")
        year = birth_year(number, self._day) if number else full_year(texts.get("birth_year", ""), self._day)
        if written and year is None:
            year = written[0].birth_year
        short = written[0].initials if written else short_initials(given, family) or letters(texts.get("initials", ""))
        ways = initials(given, family) | ({short} if short else set())
        if not short or (year is None and not written):
            return None, ways, year
        return Key(short, year % 100 if year is not None else written[0].birth_year2), ways, year

    def _is(self, texts: Mapping[str, str], field: str, value: str) -> bool:
        return self._region.means(texts.get(field, ""), value)

    def _kind(self, texts: Mapping[str, str]) -> Kind:
        if self._is(texts, "contact_type", "digi_physical"):
            return Kind.DIGI_PHYSICAL
        return Kind.GROUP if self._is(texts, "contact_type", "group") else Kind.ONE_TO_ONE

    def _modality(self, texts: Mapping[str, str]) -> Modality:
        """By the words of the contact type; video and telephone in one breath say nothing."""
        said = [
            modality
            for modality in (Modality.VIDEO, Modality.PHONE, Modality.PHYSICAL)
            if self._is(texts, "contact_type", modality.value)
        ]
        return said[0] if said and said[:2] != [Modality.VIDEO, Modality.PHONE] else Modality.UNKNOWN

    def _participants(self, texts: Mapping[str, str], kind: Kind) -> tuple[Participant, ...]:
        """By role; empty when the row says nothing. A group counts its members."""
        language, place = texts.get("language", ""), texts.get("place", "")
        roles = [role for part in re.split(r"[,;/+]| och ", texts.get("role", "")) for role in self._roles(part)]
        members = texts.get("members", "")
        if kind is Kind.GROUP and members.isdecimal():
            roles = [Role.PATIENT] * min(int(members), MEMBERS_MAX) + [
                role for role in roles if role is not Role.PATIENT
            ]
        if language and Role.INTERPRETER not in roles:
            roles = [*(roles or [Role.PATIENT]), Role.INTERPRETER]
        if kind is Kind.DIGI_PHYSICAL and Role.STAFF_ON_SITE not in roles:
            roles = [*(roles or [Role.PATIENT]), Role.STAFF_ON_SITE]
        return tuple(
            Participant(
                role,
                language=language if role is Role.INTERPRETER else "",
                place=place if role is Role.STAFF_ON_SITE else "",
            )
            for role in roles
        )

    def _roles(self, part: str) -> list[Role]:
        return [role for role in _ROLES if part.strip() and self._region.means(part.strip(), role.value)][:1]
