"""Fuzzing of what booking systems send: whatever the bytes hold, nothing is raised and nothing is kept that may not be.

Run for long: python -m tests.schedule.fuzz SECONDS [csv|fhir]. The tests run the same for some seconds.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.match import cross_check
from vardklient.domain.visit import Booking, Join, Problem

DAY = date(2026, 11, 23)
EXAMPLES_PER_ROUND = 500

_PLACE = re.compile(r"(?:line|record|column) \d+|[^\d@+]{0,40}")

T = TypeVar("T")
seen: Counter[str] = Counter()
"""What the examples led to; without bookings and problems of every sort the fuzzing would prove little."""


def check_kept(bookings: Sequence[Booking], problems: Sequence[Problem], day: date = DAY) -> None:
    """What holds of all that a reader gives, whatever it read."""
    for booking in bookings:
        assert booking.start.astimezone(STOCKHOLM).date() == day
        assert booking.end >= booking.start
        assert booking.join == Join(), "no host is allowed here"
        assert booking.key is None or (booking.initials and 0 <= booking.key.birth_year2 < 100)
        if booking.protected:
            bare = (booking.key, booking.initials, booking.birth_year, booking.phone, booking.participants)
            assert bare == (None, frozenset(), None, "", ())
        repr(booking).encode()
    for problem in problems:
        assert _PLACE.fullmatch(problem.detail), problem
    cross_check((), bookings)
    seen["examples"] += 1
    seen["examples with bookings"] += bool(bookings)
    seen.update(str(problem.reason) for problem in problems)


def run(strategy: st.SearchStrategy[T], check: Callable[[T], None], seconds: float) -> None:
    """Try examples for so long, in rounds that each begin with another seed; what fails is shrunk and raised."""
    seen.clear()
    began_s = time.monotonic()
    number = time.time_ns()
    while time.monotonic() - began_s < seconds:
        number += 1
        again = settings(
            max_examples=EXAMPLES_PER_ROUND,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(again(given(strategy)(check)))()


def main(arguments: Sequence[str]) -> None:
    """Fuzz each, or the one that is named, for so many seconds."""
    from tests.schedule.test_fuzz_csv import check_csv, exports
    from tests.schedule.test_fuzz_fhir import answers, check_fhir

    seconds, names = float(arguments[0]), set(arguments[1:]) or {"csv", "fhir"}
    if "csv" in names:
        run(exports, check_csv, seconds)
        print(f"csv: {seconds:.0f} s without an escape, {dict(seen)}")  # noqa: T201
    if "fhir" in names:
        run(answers, check_fhir, seconds)
        print(f"fhir: {seconds:.0f} s without an escape, {dict(seen)}")  # noqa: T201


if __name__ == "__main__":
    # imported by its name, so that there is one `seen`
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.schedule.fuzz import main as of_the_module

    of_the_module(sys.argv[1:])
