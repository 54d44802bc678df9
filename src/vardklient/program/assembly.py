"""Puts the windowed program together out of the command line's options: the composition root of the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from vardklient.base.clock import SystemClock
from vardklient.base.loop import CoreLoop
from vardklient.ports.clock import Clock
from vardklient.ports.visits import DayResult, VisitSource
from vardklient.program.backend import Makers, Outlets
from vardklient.program.equipment import Equipment
from vardklient.program.program import Plan, Program
from vardklient.program.selftest import SelfTest
from vardklient.program.shelf import Shelf, Wanted, make_watches
from vardklient.schedule.reader import Reading, read_day
from vardklient.ui.application import Application, make_application

if TYPE_CHECKING:
    from vardklient.ports.engine import CallEngine
    from vardklient.ports.signalling import Signalling
    from vardklient.program.rooms import RoomMaker

HOST = "Din vårdgivare"


class Sources:
    """The day's sources, with what each last knew. Implements `backend.DayReader`."""

    def __init__(self, sources: Sequence[VisitSource]) -> None:
        self._sources = tuple(sources)
        self._last: tuple[Reading, ...] = ()

    async def read(self, day: date) -> tuple[tuple[str, DayResult], ...]:
        """Every source; one that fails keeps what it last knew, marked stale."""
        self._last = await read_day(self._sources, day, self._last)
        return tuple((r.name, replace(r.result, stale=r.stale)) for r in self._last)


def dress(options: argparse.Namespace) -> Application:
    """The application, in language, colours and text size."""
    size = options.text_size or 100
    return make_application(
        sys.argv[:1], language=options.language or "sv", theme=options.theme or "system", text_scale=size / 100
    )


def assemble(app: Application, options: argparse.Namespace) -> Program:
    """The program, ready to be started."""
    clock = SystemClock()
    sources = _sources(options, clock)
    practising = not (options.calendar or options.bookings)
    shelf = Shelf(Wanted(options.camera, options.microphone, options.speaker), drawn_if_none=practising)

    def make_selftest(core: CoreLoop, equipment: Equipment, outlets: Outlets) -> SelfTest:
        from vardklient.checks.sound_limits import load_sound_limits
        from vardklient.media.echotest import EchoTest

        return SelfTest(
            core,
            equipment,
            clock=clock,
            make_watches=lambda reporter: make_watches(equipment, reporter),
            echo=EchoTest(equipment.microphone, equipment.speaker, load_sound_limits()),
            on_state=outlets.show_selfcheck,
        )

    plan = Plan(
        reader=Sources(sources),
        makers=Makers(_engine, _line, _rooms),
        shelf=shelf,
        make_selftest=make_selftest,
        practising=practising,
        host=HOST,
    )
    return Program(app, plan, clock)


def _sources(options: argparse.Namespace, clock: Clock) -> list[VisitSource]:
    if not (options.calendar or options.bookings):
        from vardklient.schedule.practice import practice_sources

        return list(practice_sources(clock.now()))
    from vardklient.schedule.bookings import CsvSource
    from vardklient.schedule.ics import IcsSource

    return [*(IcsSource(path) for path in options.calendar), *(CsvSource(path) for path in options.bookings)]


def _engine(equipment: Equipment) -> CallEngine:
    from vardklient.calls.engine import AiortcEngine

    return AiortcEngine(equipment.camera, equipment.microphone, equipment.speaker)


def _line(link: str) -> Signalling:
    from vardklient.calls.signalling import SignallingClient

    return SignallingClient(link)


def _rooms(url: str, key: str) -> RoomMaker:
    from vardklient.schedule.visitserver import VisitServerClient

    return VisitServerClient(url, key)
