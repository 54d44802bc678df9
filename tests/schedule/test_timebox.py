from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from vardklient.schedule.timebox import OutOfTime, within


def test_work_that_is_quick_enough() -> None:
    assert within(60, lambda: sum(range(10))) == 45


def test_work_without_end_is_ended() -> None:
    def endless() -> None:
        while True:
            len("")

    with pytest.raises(OutOfTime):
        within(0.01, endless)
    assert sys.getprofile() is None


def test_generators_that_are_dropped_do_not_swallow_the_end() -> None:
    """Python would print the exception, forget it, and stop looking at the time."""

    def numbers() -> Iterator[int]:
        try:
            yield 1
        finally:
            sys.intern("closed")

    def endless() -> None:
        while True:
            next(numbers())

    for _ in range(20):
        with pytest.raises(OutOfTime):
            within(0.005, endless)
