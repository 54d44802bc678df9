"""Puts the windowed program together out of the command line's options: the composition root of the window."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.clock import SystemClock
from vardklient.base.errors import UsageError
from vardklient.program.program import Plan, Program
from vardklient.program.shelf import Shelf, Wanted, make_watches
from vardklient.ui.application import Application, make_application

if TYPE_CHECKING:
    from vardklient.base.loop import CoreLoop
    from vardklient.ports.clock import Clock
    from vardklient.ports.engine import CallEngine
    from vardklient.ports.signalling import Signalling
    from vardklient.program.backend import Makers, Outlets
    from vardklient.program.equipment import Equipment
    from vardklient.program.rooms import RoomMaker
    from vardklient.program.selftest import SelfTest
    from vardklient.program.sources import Sources

HOST = "Din vårdgivare"
SERVER_KEY_VARIABLE = "VARDKLIENT_SERVER_KEY"


def dress(options: argparse.Namespace) -> Application:
    """The application, in language, colours and text size."""
    size = options.text_size or 100
    return make_application(
        sys.argv[:1], language=options.language or "sv", theme=options.theme or "system", text_scale=size / 100
    )


def assemble(app: Application, options: argparse.Namespace) -> Program:
    """The program, ready to be started."""
    clock = SystemClock()
    practising = not (options.calendar or options.bookings)
    plan = Plan(
        make_reader=lambda: _reader(options, clock),
        make_makers=_makers,
        make_selftest=lambda core, equipment, outlets: _selftest(core, equipment, outlets, clock),
        shelf=Shelf(Wanted(options.camera, options.microphone, options.speaker), drawn_if_none=practising),
        practising=practising,
        host=HOST,
        server=_server(options),
    )
    return Program(app, plan, clock)


def _server(options: argparse.Namespace) -> tuple[str, str] | None:
    """The clinic's visit server.

    Raises:
        UsageError: the address is none, or its key is not in the environment.
    """
    if not options.server:
        return None
    if urlsplit(options.server).scheme not in ("http", "https"):
        raise UsageError(f"--server: {options.server!r} is no address such as https://visits.example.org")
    key = os.environ.get(SERVER_KEY_VARIABLE, "")
    if not key:
        raise UsageError(f"--server needs the server's key in the environment variable {SERVER_KEY_VARIABLE}")
    return options.server, key


def _reader(options: argparse.Namespace, clock: Clock) -> Sources:
    from vardklient.program.sources import Sources

    if not (options.calendar or options.bookings):
        from vardklient.schedule.practice import practice_sources

        return Sources(practice_sources(clock.now()))
    from vardklient.schedule.bookings import CsvSource
    from vardklient.schedule.ics import IcsSource

    return Sources([*(IcsSource(path) for path in options.calendar), *(CsvSource(path) for path in options.bookings)])


def _selftest(core: CoreLoop, equipment: Equipment, outlets: Outlets, clock: Clock) -> SelfTest:
    from vardklient.checks.sound_limits import load_sound_limits
    from vardklient.media.echotest import EchoTest
    from vardklient.program.selftest import SelfTest

    return SelfTest(
        core,
        equipment,
        clock=clock,
        make_watches=lambda reporter: make_watches(equipment, reporter),
        echo=EchoTest(equipment.microphone, equipment.speaker, load_sound_limits()),
        on_state=outlets.show_selfcheck,
    )


def _makers() -> Makers:
    from vardklient.program.backend import Makers

    return Makers(_engine, _line, _rooms)


def _engine(equipment: Equipment) -> CallEngine:
    from vardklient.calls.engine import AiortcEngine

    return AiortcEngine(equipment.camera, equipment.microphone, equipment.speaker)


def _line(link: str) -> Signalling:
    from vardklient.calls.signalling import SignallingClient

    return SignallingClient(link)


def _rooms(url: str, key: str) -> RoomMaker:
    from vardklient.schedule.visitserver import VisitServerClient

    return VisitServerClient(url, key)
