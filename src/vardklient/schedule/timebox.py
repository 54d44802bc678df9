"""Ends pure-Python work that takes too long, in whatever thread it runs.

A repeat rule such as "daily, on 30 February" makes the expander count to the year 9999. A thread cannot be killed and a
process costs a second and 100 MB, so the work is given a profile function, which Python calls at every function call of
this thread and which raises when time is up. It does not disturb debuggers or coverage, and ends when the work ends.
"""

from __future__ import annotations

import gc
import inspect
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

CALENDARS = frozenset({"icalendar", "recurring_ical_events", "x_wr_timezone", "dateutil", "vardklient"})
"""The packages that read calendars: without end is only what goes on in one of these."""


class OutOfTime(BaseException):
    """The work took too long. Not an `Exception`, so that the work's own handlers let it pass."""


def within(seconds: float, work: Callable[[], T], packages: frozenset[str] = CALENDARS) -> T:
    """The result of `work`, which is ended in the code of these packages only.

    Whatever else runs meanwhile may not be our work at all: a weak reference's callback, say, which Python calls
    wherever the object happens to go, and whose exceptions it prints and forgets.

    Raises:
        OutOfTime: it took longer than `seconds`. One call into C is not interrupted, only what comes after it.
    """
    end_s = time.monotonic() + seconds

    def look(frame: FrameType, event: str, _argument: object) -> None:
        if time.monotonic() > end_s and _package(frame) in packages and not _is_ending(frame, event):
            raise OutOfTime

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        return work()
    finally:
        sys.setprofile(before)


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _is_ending(frame: FrameType, event: str) -> bool:
    """Is it a moment at which Python would drop the exception, print it and go on without our function?

    So it does in a generator that is being closed, and in all that `__del__` or the garbage collector calls.
    """
    if event == "c_call":
        closing = sys.exc_info()[0] is GeneratorExit
    else:
        closing = event != "call" or bool(frame.f_code.co_flags & inspect.CO_GENERATOR)
    return closing or _is_for_garbage(frame)


def _is_for_garbage(frame: FrameType) -> bool:
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    inner: FrameType | None = frame
    while inner is not None:
        if inner.f_code.co_name == "__del__" or inner.f_code in callbacks:
            return True
        inner = inner.f_back
    return False
