"""Timers as data: a flow asks for one, the driver runs it and feeds the event back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StartTimer:
    """Feed `TimerFired(name)` after `seconds`; a running timer of that name starts anew."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CancelTimer:
    """Stop the timer of that name, if it runs."""

    name: str


@dataclass(frozen=True, slots=True)
class TimerFired:
    """The timer of that name has run out."""

    name: str
