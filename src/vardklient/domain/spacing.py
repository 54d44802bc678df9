"""How close visits lie: no time between two, or two at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import timedelta

from vardklient.domain.visit import Modality, Status, Visit

LITTLE_AIR = timedelta(minutes=5)
"""Less than this between two meetings is told. From the issue: gaps under 5 minutes."""
_LONGEST = timedelta(hours=12)


def spacing(visits: Iterable[Visit]) -> dict[str, int]:
    """For each visit that begins less than 5 minutes after the one before has ended: the whole minutes between.

    A negative number tells by how many minutes they overlap. Visits on site and by telephone take time too; what is
    no visit ("Lunch 12-13"), what is cancelled, and what lasts half a day or longer does not count. A visit that only
    the calendar knows and one by video of that time that only the booking system knows are likely one: they count once.
    """
    close: dict[str, int] = {}
    end = None
    for meeting in _meetings(sorted((v for v in visits if _takes_time(v)), key=lambda v: (v.start, v.end, v.visit_id))):
        start, ends = min(v.start for v in meeting), max(v.end for v in meeting)
        if end is not None and start - end < LITTLE_AIR:
            close |= {visit.visit_id: (start - end) // timedelta(minutes=1) for visit in meeting}
        end = ends if end is None else max(end, ends)
    return close


def _meetings(visits: Iterable[Visit]) -> list[list[Visit]]:
    """The visits, and together those that are likely one; by time."""
    # Imported here: the first window does not wait for the cross-check's modules.
    from vardklient.domain.pairing import SAME_TIME

    meetings: list[list[Visit]] = []
    for visit in visits:
        since = visit.start - SAME_TIME
        near = itertools.takewhile(lambda meeting: meeting[0].start >= since, reversed(meetings))  # noqa: B023
        other = next((m for m in reversed([*near]) if len(m) == 1 and _likely_one(m[0], visit)), None)
        if other is None:
            meetings.append([visit])
        else:
            other.append(visit)
    return meetings


def _likely_one(one: Visit, other: Visit) -> bool:
    """Does each lack the side that the other has? They begin at the same time."""
    sides = {(v.calendar_start is not None, v.booking_start is not None) for v in (one, other)}
    return sides == {(True, False), (False, True)} and one.remote and other.remote


def _takes_time(visit: Visit) -> bool:
    booked = visit.status is not Status.CANCELLED and visit.modality is not Modality.OTHER
    return booked and visit.end - visit.start < _LONGEST
