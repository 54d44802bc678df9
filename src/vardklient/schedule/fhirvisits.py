"""Appointments of a FHIR server as bookings. A bad one is a problem with its number, never its content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.visit import Booking, Kind, Modality, Problem
from vardklient.schedule.cells import LAST, MINUTES_MAX, USUAL_LENGTH
from vardklient.schedule.fhirbundle import Entry, Records, key_of, outcome_reason
from vardklient.schedule.fhirjson import LINK_MAX, Record, part, parts, text
from vardklient.schedule.fhirmeeting import Meeting, read_meeting
from vardklient.schedule.fhirperson import Person, is_protected, read_named, read_person
from vardklient.schedule.fhirroles import Actor, Cast, sort_of
from vardklient.schedule.reasons import Reason
from vardklient.schedule.regions import Region


def actors(entries: Sequence[Entry]) -> Iterator[tuple[Record, Record]]:
    """Everybody who takes part in the appointments: the Reference and the Appointment that it stands in."""
    for entry in entries:
        if entry.sort == "Appointment":
            yield from ((part(each, "actor"), entry.record) for each in parts(entry.record, "participant"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    Attributes:
        day: in Stockholm.
        source: the source's name.
        region: what words and codes mean here, and which links may be kept.
        base: the server's address, with which absolute references begin.
        actor: whose day it is.
        complete: were all patients asked for? Else a missing one is no problem of its own.
    """

    day: date
    source: str
    region: Region
    base: str
    actor: Actor
    complete: bool = True


def read_appointments(entries: Sequence[Entry], asked: Asked) -> tuple[tuple[Booking, ...], tuple[Problem, ...]]:
    """The bookings of the day, and what could not be read. Never raises, whatever the records hold.

    `entries` are of all pages, and of what was asked for afterwards; of two versions of a record the later one counts.
    """
    reading = _Reading(entries, asked)
    for entry in {entry.key or entry.number: entry for entry in entries}.values():
        reading.take(entry)
    if reading.foreign:
        reading.complain(Reason.BAD_ANSWER)
    return tuple(reading.bookings), tuple(reading.problems)


class _Reading:
    """One pass over the records."""

    def __init__(self, entries: Sequence[Entry], asked: Asked) -> None:
        self._asked, self._region = asked, asked.region
        self._records = Records(entries, asked.base)
        self._cast = Cast(self._records, asked.base, asked.region, asked.actor)
        self._encounters: dict[str, list[Record]] = defaultdict(list)
        for entry in entries:
            for reference in parts(entry.record, "appointment") if entry.sort == "Encounter" else ():
                self._encounters[key_of(text(reference, "reference", LINK_MAX), asked.base)].append(entry.record)
        self.bookings: list[Booking] = []
        self.problems: list[Problem] = []
        self.foreign = False

    def complain(self, reason: Reason, entry: Entry | None = None) -> None:
        """Note a problem, of one record or of the answer."""
        self.problems.append(Problem(self._asked.source, reason, f"record {entry.number}" if entry else ""))

    def take(self, entry: Entry) -> None:
        """Read one record; those that are no appointment of the day and the actor give nothing."""
        if not entry.sort:
            self.complain(Reason.BAD_RECORD, entry)
        elif entry.sort == "OperationOutcome":
            if reason := outcome_reason(entry.record):
                self.complain(reason)
        elif entry.sort == "Appointment" and text(entry.record, "status").lower() != "entered-in-error":
            try:
                start, end = _times(entry.record)
                today = start.astimezone(STOCKHOLM).date() == self._asked.day
            except (ValueError, OverflowError):
                self.complain(Reason.BAD_RECORD, entry)
                return
            if today and self._cast.is_others(entry.record):
                self.foreign = True  # a server that does not know `actor` sends everybody's
            elif today:
                self.bookings.append(self._booking(entry, start, end))

    def _booking(self, entry: Entry, start: datetime, end: datetime) -> Booking:
        record = entry.record
        status = text(record, "status")
        meeting = read_meeting(record, self._encounters[entry.key] if entry.key else (), self._region)
        people = self._patients(record)
        kind = Kind.GROUP if len(people) > 1 else meeting.kind
        unknown = Modality.UNKNOWN if people or kind is Kind.GROUP else Modality.OTHER
        protected = self._is_protected(record, people)
        plain = Booking(
            source=self._asked.source,
            booking_id=entry.ident,
            start=start,
            end=end,
            key=None,
            initials=frozenset(),
            birth_year=None,
            protected=protected,
            cancelled=status.lower() == "cancelled" or self._region.means(status, "cancelled"),
            modality=unknown if meeting.modality is Modality.UNKNOWN else meeting.modality,
            kind=kind,
        )
        return plain if protected else self._named(plain, entry, meeting, people)

    def _named(self, plain: Booking, entry: Entry, meeting: Meeting, people: list[Person | None]) -> Booking:
        """The booking with its people, who are known to need no protection."""
        alone = people[0] if len(people) == 1 else None
        known = [person for person in people if person is not None]
        self._complain_of(entry, plain.kind, people)
        return Booking(
            source=plain.source,
            booking_id=plain.booking_id,
            start=plain.start,
            end=plain.end,
            key=alone.key if alone else None,
            initials=alone.initials if alone else frozenset(),
            birth_year=alone.birth_year if alone else None,
            cancelled=plain.cancelled,
            modality=plain.modality,
            kind=plain.kind,
            participants=self._cast.participants(entry.record, plain.kind, known) if people else (),
            phone=alone.phone if alone else "",
            join=meeting.join,
        )

    def _complain_of(self, entry: Entry, kind: Kind, people: list[Person | None]) -> None:
        """Say it when a patient is not known well enough to be compared."""
        if any(person and person.bad_number for person in people):
            self.complain(Reason.BAD_PERSONAL_NUMBER, entry)
        elif self._asked.complete and kind is not Kind.GROUP and any(not (person and person.key) for person in people):
            self.complain(Reason.BAD_RECORD, entry)

    def _patients(self, appointment: Record) -> list[Person | None]:
        """Each patient who takes part, once; None is one of whom the server sent nothing."""
        found: dict[str, Person | None] = {}
        for number, participant in enumerate(parts(appointment, "participant")):
            actor = part(participant, "actor")
            reference = text(actor, "reference", LINK_MAX)
            record = self._records.find(actor, appointment)
            if sort_of(actor, record) != "Patient":
                continue
            if record is not None:
                person: Person | None = read_person(record, self._asked.day)
            else:  # where a record was named and is withheld, its words may name a protected identity
                person = None if reference else read_named(actor, self._asked.day)
            found[key_of(reference, self._asked.base) or reference or f"{number}"] = person
        return list(found.values())

    def _is_protected(self, appointment: Record, people: list[Person | None]) -> bool:
        """By the marks of the appointment, its patients and those who come with them."""
        sent = (self._records.find(part(each, "actor"), appointment) for each in parts(appointment, "participant"))
        near = (record for record in sent if record is not None and text(record, "resourceType") == "RelatedPerson")
        return is_protected(appointment) or any(p and p.protected for p in people) or any(map(is_protected, near))


def _times(appointment: Record) -> tuple[datetime, datetime]:
    """Start and end in UTC. Without an end the length, without a length half an hour.

    Raises:
        ValueError: there is no start.
        OverflowError: it is beyond the calendar.
    """
    start = _moment(text(appointment, "start"))
    minutes = appointment.get("minutesDuration")
    length = USUAL_LENGTH
    if isinstance(minutes, int) and 0 < minutes <= MINUTES_MAX:
        length = timedelta(minutes=minutes)
    try:
        end = _moment(text(appointment, "end"))
    except ValueError:
        end = start + length
    return start, min(end, LAST) if end >= start else start + length


def _moment(said: str) -> datetime:
    """An instant; without a zone it is Swedish time.

    Raises:
        ValueError: it is none, or a whole day.
        OverflowError: it is beyond the calendar.
    """
    if "T" not in said:
        raise ValueError("no moment")
    moment = datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)).astimezone(UTC)
