"""How close visits lie: no time between two, or two at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from vardklient.domain.visit import Modality, Status, Visit

LITTLE_AIR = timedelta(minutes=5)
"""Less than this between two meetings is told. From the issue: gaps under 5 minutes."""
_LONGEST = timedelta(hours=12)


def spacing(visits: Iterable[Visit]) -> dict[str, int]:
    """For each visit that begins less than 5 minutes after the one before has ended: the whole minutes between.

    A negative number tells by how many minutes they overlap. Visits on site and by telephone take time too; what is
    no visit ("Lunch 12-13"), what is cancelled, and what lasts half a day or longer does not count.
    """
    close: dict[str, int] = {}
    end = None
    for visit in sorted((v for v in visits if _takes_time(v)), key=lambda v: (v.start, v.end, v.visit_id)):
        if end is not None and visit.start - end < LITTLE_AIR:
            close[visit.visit_id] = (visit.start - end) // timedelta(minutes=1)
        end = visit.end if end is None else max(end, visit.end)
    return close


def _takes_time(visit: Visit) -> bool:
    booked = visit.status is not Status.CANCELLED and visit.modality is not Modality.OTHER
    return booked and visit.end - visit.start < _LONGEST
