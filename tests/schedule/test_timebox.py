from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from vardklient.schedule.timebox import OutOfTime, within

HERE = frozenset({"tests"})


def test_work_that_is_quick_enough() -> None:
    assert within(60, lambda: sum(range(10))) == 45


def test_work_without_end_is_ended() -> None:
    def endless() -> None:
        while True:
            len("")

    with pytest.raises(OutOfTime):
        within(0.01, endless, HERE)
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
            within(0.005, endless, HERE)


def test_what_is_called_for_garbage_does_not_swallow_the_end() -> None:
    def called(_phase: str, _info: dict[str, int]) -> None:
        sys.intern("collected")

    class Dropped:
        def __del__(self) -> None:
            called("", {})

    def endless() -> None:
        while True:
            Dropped()
            gc.collect(0)

    gc.callbacks.append(called)
    try:
        for _ in range(20):
            with pytest.raises(OutOfTime):
                within(0.005, endless, HERE)
    finally:
        gc.callbacks.remove(called)


def test_what_is_called_when_an_object_goes_does_not_swallow_the_end() -> None:
    elsewhere: dict[str, Any] = {"__name__": "elsewhere"}
    exec("import sys\ndef called(_): sys.intern('gone')", elsewhere)

    class Dropped:
        pass

    def endless() -> None:
        while True:
            dropped = Dropped()
            kept = weakref.ref(dropped, elsewhere["called"])
            del dropped, kept
            len("")

    for _ in range(20):
        with pytest.raises(OutOfTime):
            within(0.005, endless, HERE)


def test_work_that_swallows_exceptions_is_ended_all_the_same() -> None:
    def forever() -> None:
        while True:
            try:
                len("")
            except Exception:  # noqa: BLE001 - the very fault that is tried here
                continue

    with pytest.raises(OutOfTime):
        within(0.05, forever, HERE)
