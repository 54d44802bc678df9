"""The visit and what it is made from: the booking in the record system and the event in the calendar.

No names are kept: a reader turns a name into the set of initials it may be written with, and forgets it.
All times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of meeting."""

    ONE_TO_ONE = "one_to_one"
    GROUP = "group"
    DIGI_PHYSICAL = "digi_physical"
    INSTANT = "instant"
    PRACTICE = "practice"


class Modality(StrEnum):
    """How one meets. OTHER: nothing says that it is a visit by video ("Lunch 12-13"); it is only counted."""

    VIDEO = "video"
    PHONE = "phone"
    PHYSICAL = "physical"
    OTHER = "other"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What the sources say of the visit."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """Who takes part."""

    CLINICIAN = "clinician"
    CO_HOST = "co_host"
    PATIENT = "patient"
    GUARDIAN = "guardian"
    PROXY = "proxy"
    RELATIVE = "relative"
    INTERPRETER = "interpreter"
    STAFF_ON_SITE = "staff_on_site"


class Match(StrEnum):
    """What the cross-check of calendar and booking system found.

    UNCOMPARED: on one side only, while a source was never read that may be the other.
    WITHDRAWN: no source has it any more as a visit by video, and yet somebody waits in its room.
    """

    AGREES = "agrees"
    TIME_DIFFERS = "time_differs"
    AMBIGUOUS = "ambiguous"
    MISMATCH = "mismatch"
    CALENDAR_ONLY = "calendar_only"
    BOOKING_ONLY = "booking_only"
    PROTECTED = "protected"
    CANCELLED = "cancelled"
    UNCOMPARED = "uncompared"
    WITHDRAWN = "withdrawn"


class JoinKind(StrEnum):
    """How one gets into the meeting."""

    SERVER = "server"
    LINK = "link"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Key:
    """Initials and two-digit birth year: "IK-82".

    `birth_year` is the full year where it was written ("IK-1982"); it tells 1925 from 2025 but is no part of equality.
    """

    initials: str
    birth_year2: int
    birth_year: int | None = field(default=None, compare=False)

    @property
    def label(self) -> str:
        """As written in the calendar: `IK-82`."""
        return f"{self.initials}-{self.birth_year2:02d}"


@dataclass(frozen=True, slots=True)
class Join:
    """How one gets into the meeting; `link` is empty for NONE and until the visit server has given one."""

    kind: JoinKind = JoinKind.NONE
    link: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody expected, by role and never by name."""

    role: Role
    language: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Booking:
    """One line of the booking system.

    `initials` are all the ways in which the patient's name may have been abbreviated; empty for a protected identity.
    `account` is what its source is known by, where that is not the name `source`, which may change.
    """

    source: str
    booking_id: str
    start: datetime
    end: datetime
    key: Key | None
    initials: frozenset[str]
    birth_year: int | None
    protected: bool = False
    cancelled: bool = False
    modality: Modality = Modality.VIDEO
    kind: Kind = Kind.ONE_TO_ONE
    participants: tuple[Participant, ...] = ()
    phone: str = ""
    join: Join = Join()
    account: str = ""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence in the calendar, reduced to what the cross-check needs; the subject itself is not kept."""

    source: str
    uid: str
    start: datetime
    end: datetime
    keys: tuple[Key, ...] = ()
    video: bool = False
    cancelled: bool = False
    all_day: bool = False
    booking_id: str = ""
    join: Join = Join()
    kind: Kind = Kind.ONE_TO_ONE


@dataclass(frozen=True, slots=True)
class Visit:
    """One meeting at one time, of one kind, after the cross-check.

    Attributes:
        visit_id: stable over re-reads, opaque, holds no patient data.
        label: "IK-82", or empty (group, protected identity, nothing known).
        calendar_start, booking_start: both sides' times when the cross-check found both.
        candidates: "09:30 IK-82": times and labels of the possible twins when `match` is AMBIGUOUS, both sides when it
            is MISMATCH.
        birth_years: full birth years that the bookings behind this visit give.
        booking_id: the booking system's own number of it, where it is one booking.
        names: every label that one of its records gives the patient, for knowing the visit again; never shown.
        marks: opaque marks of its records; see `domain.visitid`.
    """

    visit_id: str
    start: datetime
    end: datetime
    kind: Kind = Kind.ONE_TO_ONE
    modality: Modality = Modality.VIDEO
    status: Status = Status.BOOKED
    label: str = ""
    protected: bool = False
    match: Match = Match.CALENDAR_ONLY
    calendar_start: datetime | None = None
    booking_start: datetime | None = None
    candidates: tuple[str, ...] = ()
    birth_years: tuple[int, ...] = ()
    participants: tuple[Participant, ...] = ()
    phone: str = ""
    join: Join = Join()
    sources: tuple[str, ...] = ()
    booking_id: str = ""
    names: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()

    @property
    def remote(self) -> bool:
        """Is it a visit that this program can carry, or at least show as remote?"""
        return self.modality in (Modality.VIDEO, Modality.UNKNOWN) and self.status is not Status.CANCELLED


@dataclass(frozen=True, slots=True)
class Problem:
    """A record or a source that could not be read: where, and why as one of the codes of `ui/texts`.

    Attributes:
        source: the source's own name (a file name, never a path or an address with a secret).
        reason: a code such as `bad_event`, `bad_row`, `not_a_calendar`, `unreadable`.
        detail: where in the source, free of patient data: "line 7", "event 3".
    """

    source: str
    reason: str
    detail: str = ""
