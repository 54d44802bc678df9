"""Looking at another day than today: yesterday, tomorrow. It is only read; rooms and calls are today's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from vardklient.base.clock import STOCKHOLM
from vardklient.flows.day.listing import listed, ordered
from vardklient.flows.day.words import DayState, Loaded, ReadSources

DAYS_BACK = 7
DAYS_AHEAD = 7
"""So far one can look: to last Friday on a Monday, to next Monday on a Friday, with some to spare. Own choice."""


def within_reach(day: date, today: date) -> bool:
    """May that day be looked at?"""
    return -DAYS_BACK <= (day - today).days <= DAYS_AHEAD


def look_at(state: DayState, day: date) -> tuple[DayState, tuple[ReadSources, ...]]:
    """Show that day, and read it; today's own goes on behind it."""
    state = replace(state, asking="")
    if day == state.day or not within_reach(day, state.day):
        return replace(state, look=None), ()
    if state.look is not None and state.look.day == day:
        return state, ()
    return replace(state, look=DayState(day, state.now, practice=state.practice)), (ReadSources(day),)


def looked(state: DayState, event: Loaded) -> DayState:
    """What the sources gave for the day that is looked at; for any other it comes too late."""
    look = state.look
    if look is None or look.day != event.day:
        return state
    # As it looks when it begins: yesterday's visits did not all fail to happen because nobody opened them here.
    begins = datetime.combine(look.day, time(), tzinfo=STOCKHOLM)
    look = ordered(replace(listed(look, event), now=begins))
    errands = look.errands if look.day > state.day else ()
    return replace(state, look=replace(look, now=state.now, next_id="", errands=errands))


def days_read(state: DayState) -> tuple[ReadSources, ...]:
    """Today, and the day that is looked at."""
    look = (ReadSources(state.look.day),) if state.look is not None else ()
    return (ReadSources(state.day), *look)
