"""The day in one line: what is to be seen to before the visits begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vardklient.domain.lack import Lack, lacks, needs_interpreter
from vardklient.domain.visit import Kind, Match, Visit

_DOUBTS = (Match.TIME_DIFFERS, Match.AMBIGUOUS, Match.MISMATCH)
ONE_SIDED = (Match.CALENDAR_ONLY, Match.BOOKING_ONLY)


class Topic(StrEnum):
    """What there is to see to, in the order in which it is told where times do not decide."""

    INTERPRETER = "interpreter"
    NO_INTERPRETER = "no_interpreter"
    PRINT_LIST = "print_list"
    NO_CO_HOST = "no_co_host"
    NO_STAFF = "no_staff"
    LITTLE_AIR = "little_air"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Errand:
    """One part of the line.

    Attributes:
        times: when the visits begin that it is about, by time.
    """

    topic: Topic
    times: tuple[datetime, ...]


def summary(visits: Sequence[Visit], close: Mapping[str, int], now: datetime) -> tuple[Errand, ...]:
    """What is to be seen to for the visits that are still to come, the earliest first and doubts last.

    Args:
        visits: those on the list, by time.
        close: what `spacing` gave.
        now: what is over by now needs nothing more.
    """
    to_come = [v for v in visits if v.remote and v.end > now]
    both = any(v.calendar_start for v in visits) and any(v.booking_start for v in visits)
    found = [Errand(topic, _starts(to_come, _CONCERNS[topic])) for topic in _CONCERNS]
    found.append(Errand(Topic.LITTLE_AIR, _starts(to_come, lambda v: v.visit_id in close)))
    found = sorted((errand for errand in found if errand.times), key=lambda errand: errand.times[0])
    doubts = _starts(to_come, lambda v: in_doubt(v, both))
    return (*found, *([Errand(Topic.DOUBT, doubts)] if doubts else []))


def in_doubt(visit: Visit, both: bool) -> bool:
    """Do the two sides not agree? With `both` sides read, a visit that only one of them knows counts too."""
    return visit.match in _DOUBTS or (both and visit.match in ONE_SIDED)


def _starts(visits: Iterable[Visit], concerns: Callable[[Visit], bool]) -> tuple[datetime, ...]:
    return tuple(v.start for v in visits if concerns(v))


def _lacks(lack: Lack) -> Callable[[Visit], bool]:
    return lambda visit: lack in lacks(visit, (), begins=False)


_CONCERNS: dict[Topic, Callable[[Visit], bool]] = {
    Topic.INTERPRETER: lambda v: needs_interpreter(v) and Lack.INTERPRETER not in lacks(v, (), begins=False),
    Topic.NO_INTERPRETER: _lacks(Lack.INTERPRETER),
    Topic.PRINT_LIST: lambda v: v.kind is Kind.GROUP,
    Topic.NO_CO_HOST: _lacks(Lack.CO_HOST),
    Topic.NO_STAFF: _lacks(Lack.STAFF_ON_SITE),
}
