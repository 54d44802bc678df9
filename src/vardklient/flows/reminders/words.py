"""What is called to the user's attention while he looks at something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from vardklient.domain.visit import Role
from vardklient.flows.day import DayState
from vardklient.flows.timers import TimerFired


class Occasion(StrEnum):
    """What it is about.

    Attributes:
        SOON: a visit begins within ten minutes.
        ARRIVED: somebody is in the waiting room.
        STILL_WAITING: they have waited for two minutes, and nobody has opened the visit.
        OVERRUN: the visit that goes on has reached into the next one.
    """

    SOON = "soon"
    ARRIVED = "arrived"
    STILL_WAITING = "still_waiting"
    OVERRUN = "overrun"


Said = tuple[Occasion, str, str]
"""What was said, of which visit, and of whom or what time: none is said twice."""


@dataclass(frozen=True, slots=True)
class RemindersState:
    """What has been said on that day; None before the first."""

    day: date | None = None
    said: frozenset[Said] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """The day as it is now. It comes at every change and every quarter of a minute."""

    state: DayState


ReminderEvent = Seen | TimerFired


@dataclass(frozen=True, slots=True)
class Remind:
    """Tell the user once.

    Attributes:
        label: "IK-82", empty for a group and for a protected identity. Whether it may be shown is not decided here.
        start: when the visit begins that it is about; of OVERRUN, the next one.
        role: who has come; None where nobody has.
        quiet: without a sound: a call goes on.
    """

    occasion: Occasion
    visit_id: str
    label: str
    start: datetime
    quiet: bool
    role: Role | None = None
