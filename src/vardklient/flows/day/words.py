"""The day: which visits there are, how far each has come, who waits. The cross-check is a field, not a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vardklient.domain.invitation import patient_link
from vardklient.domain.lack import Lack
from vardklient.domain.record import Outcome
from vardklient.domain.summary import Errand
from vardklient.domain.visit import Problem, Role, Visit
from vardklient.flows.timers import StartTimer, TimerFired
from vardklient.ports.visits import DayResult


class Stage(StrEnum):
    """How far a visit has come."""

    PLANNED = "planned"
    DUE = "due"
    WAITING = "waiting"
    IN_CALL = "in_call"
    ENDED = "ended"
    MISSED = "missed"


class DayNotice(StrEnum):
    """The one sentence over the list; `ui/texts` holds the words."""

    NO_ROOM = "no_room"
    SERVER_LOST = "server_lost"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in the waiting room, since when, and how their own test went (None: not known)."""

    peer: str
    role: Role
    since: datetime
    devices_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One visit on the list.

    Attributes:
        confirmed: the user has looked at a row that is not green and opened it all the same; see `compared`.
        room: has it a room on our visit server?
        links: the others' one-time links, to be handed over, by role.
        gap_min: minutes since the visit before ends, where they are under five; negative where the two overlap.
        lacks: who is missing now.
    """

    visit: Visit
    stage: Stage = Stage.PLANNED
    waiting: tuple[Waiting, ...] = ()
    confirmed: bool = False
    outcome: Outcome | None = None
    room: bool = False
    links: tuple[tuple[Role, str], ...] = ()
    gap_min: int | None = None
    lacks: tuple[Lack, ...] = ()

    @property
    def patient_link(self) -> str:
        """The link of the visit's one patient; empty when there is none to hand over."""
        return patient_link(self.visit, self.links)


def compared(visit: Visit) -> tuple[object, ...]:
    """All that tells the two sides of a visit from what they were; a confirmation is for these."""
    times = (visit.start, visit.calendar_start, visit.booking_start)
    people = (visit.label, visit.birth_years, visit.protected, visit.candidates, visit.kind)
    return (visit.match, times, people, visit.marks)


@dataclass(frozen=True, slots=True)
class SourceState:
    """How fresh a source is; `stale`: the last reading failed and the rows are those of `read_at`.

    Attributes:
        read_at: None until the source has answered for the first time.
        recalled: it has not answered in this run; the rows are those of an earlier one.
        colour: tells the sources apart, 0 to `domain.account.COLOURS` - 1.
    """

    name: str
    read_at: datetime | None = None
    stale: bool = False
    colour: int = 0
    recalled: bool = False

    @property
    def settled(self) -> bool:
        """Has it answered, or failed?"""
        return not self.recalled and (self.stale or self.read_at is not None)


@dataclass(frozen=True, slots=True)
class Other:
    """Something of the day that is no visit by video. When it is, and nothing else, is kept."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayState:
    """The snapshot that the list shows.

    Attributes:
        rows: remote visits by time, cancelled ones among them, and those that no source has any more but somebody
            waits in, or that were held.
        gone: the other ones that were there earlier today and are not now: one that comes again finds its room and
            its links, and no other gets them.
        others: the bookings of the day that are not remote, by time.
        errands: what is to be seen to before the visits begin.
        next_id: the visit on the hero card.
        asking: the visit that waits for the user's confirmation before it opens.
        active_id: the visit that is in a call.
        server: can rooms be made on a visit server?
        notice: what is wrong, if anything.
        unchecked: a visit came near during a call; the equipment is looked at when that is over.
        inviting: the visit whose invitation is shown.
        look: another day that the user looks at: rows, others, errands, problems and sources of that day. Everything
            else goes on for today, of which this state tells all the while.
    """

    day: date
    now: datetime
    rows: tuple[Row, ...] = ()
    gone: tuple[Row, ...] = ()
    others: tuple[Other, ...] = ()
    errands: tuple[Errand, ...] = ()
    problems: tuple[Problem, ...] = ()
    sources: tuple[SourceState, ...] = ()
    next_id: str = ""
    asking: str = ""
    active_id: str = ""
    practice: bool = False
    loading: bool = True
    server: bool = False
    notice: DayNotice | None = None
    unchecked: bool = False
    inviting: str = ""
    look: DayState | None = None

    @property
    def shown(self) -> DayState:
        """The day that is on the screen: another one that the user looks at, else today."""
        return self.look or self

    def row(self, visit_id: str) -> Row | None:
        """The row of that visit."""
        return next((r for r in self.rows if r.visit.visit_id == visit_id), None)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Refresh:
    """Read the sources again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the sources gave, by name; it comes again when one that is pending has answered.

    Attributes:
        day: of which day; None: of today.
        colours: the colour of a source by its name; those that are not named get one by their place.
    """

    results: tuple[tuple[str, DayResult], ...]
    day: date | None = None
    colours: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LookAt:
    """The user wants to see that day; today's goes back. At midnight it goes back by itself."""

    day: date


@dataclass(frozen=True, slots=True)
class Arrived:
    """Somebody is in the waiting room of that visit."""

    visit_id: str
    peer: str
    role: Role
    devices_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class Departed:
    """Somebody left the waiting room, or was admitted."""

    visit_id: str
    peer: str


@dataclass(frozen=True, slots=True)
class ServerChanged:
    """A visit server is there, or not any more."""

    there: bool


@dataclass(frozen=True, slots=True)
class RoomMade:
    """The visit has its room, and these are the others' links to it."""

    visit_id: str
    links: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """The user wants to join."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class ConfirmOpen:
    """The user has seen both sides and opens the row all the same.

    Attributes:
        visit: as it was shown.
    """

    visit: Visit


@dataclass(frozen=True, slots=True)
class CancelOpen:
    """The user does not open it."""


@dataclass(frozen=True, slots=True)
class StartPhone:
    """The user wants to ring the patient of that visit."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class InviteTo:
    """The user wants to hand over the invitation to that visit; it gets its room if it has none."""

    visit_id: str


@dataclass(frozen=True, slots=True)
class LeaveInvitation:
    """The user has handed it over, or does not want to."""


@dataclass(frozen=True, slots=True)
class CallEnded:
    """The call of that visit is over."""

    visit_id: str
    outcome: Outcome


DayEvent = (
    Refresh
    | Loaded
    | LookAt
    | Arrived
    | Departed
    | ServerChanged
    | RoomMade
    | OpenVisit
    | ConfirmOpen
    | CancelOpen
    | StartPhone
    | InviteTo
    | LeaveInvitation
    | CallEnded
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class ReadSources:
    """Read every source for that day."""

    day: date


@dataclass(frozen=True, slots=True)
class JoinVisit:
    """Open the call of that visit."""

    visit: Visit
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Open a meeting in another program; the link's host is one that the clinic allows."""

    link: str


@dataclass(frozen=True, slots=True)
class Dial:
    """Have the computer's own telephone ring that number, if it has one. The number is on the screen as well."""

    number: str


@dataclass(frozen=True, slots=True)
class LogConfirmation:
    """Note that a row that was not green was opened on purpose; the id is opaque."""

    visit_id: str
    match: str


@dataclass(frozen=True, slots=True)
class MakeRoom:
    """Make a room on the visit server for this visit."""

    visit: Visit


@dataclass(frozen=True, slots=True)
class CheckEquipment:
    """A visit is near: look at the equipment once more."""


DayEffect = ReadSources | JoinVisit | OpenLink | Dial | LogConfirmation | MakeRoom | CheckEquipment | StartTimer
