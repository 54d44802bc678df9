"""Puts the windowed program together out of the command line's options: the composition root of the window."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vardklient.base.clock import SystemClock
from vardklient.base.errors import UsageError
from vardklient.program.accountsite import AccountSite
from vardklient.program.command import own_command
from vardklient.program.library import Library
from vardklient.program.named import Named, named
from vardklient.program.plan import Plan
from vardklient.program.preferences import Preferences
from vardklient.program.program import Program
from vardklient.program.shelf import Shelf, Wanted
from vardklient.program.signinsite import SignInSite
from vardklient.program.workbench import Workbench
from vardklient.ui.application import Application, make_application
from vardklient.ui.placement import screen_marks
from vardklient.vault.policy import Policy
from vardklient.vault.settings import (
    ACCOUNTS,
    INSTALLATION,
    LANGUAGE,
    REGION,
    SUPPORT,
    TEXT_SCALE,
    THEME,
    Settings,
    Support,
)

if TYPE_CHECKING:
    from vardklient.media.eyes import EyesAt, EyesWatch
    from vardklient.ports.clock import Clock
    from vardklient.ports.engine import CallEngine
    from vardklient.ports.signalling import Signalling
    from vardklient.ports.signin import Browser
    from vardklient.program.chronicle import Chronicle
    from vardklient.program.equipment import Equipment
    from vardklient.program.outlets import Makers
    from vardklient.program.rooms import RoomMaker
    from vardklient.program.sources import Sources

HOST = "Din vårdgivare"
# a number that PTS keeps for fiction
PRACTICE_SUPPORT = (Support("Support", "070-174 06 99", "1, 3"),)


def dress(options: argparse.Namespace, settings: Settings) -> Application:
    """The application, in language, colours and text size: as the command line says, else as the settings say."""
    return make_application(
        sys.argv[:1],
        language=options.language or settings.get(LANGUAGE),
        theme=options.theme or settings.get(THEME),
        text_scale=options.text_size / 100 if options.text_size else settings.get(TEXT_SCALE),
    )


def assemble(
    app: Application,
    options: argparse.Namespace,
    settings: Settings,
    policy: Policy | None = None,
    browser: Browser | None = None,
) -> Program:
    """The program, ready to be started. Without a policy nothing has been decided for the user.

    Without a browser it is the system's in which one signs in.
    """
    policy = Policy() if policy is None else policy
    clock = SystemClock()
    sources = Named() if options.practice else named(options.calendar, options.bookings)
    practising = options.practice or not (sources or settings.get(ACCOUNTS))
    live = not (sources or practising)
    library = Library(
        settings,
        policy.issuers,
        clock,
        live=live,
        microsoft=policy.microsoft,
        meeting_hosts=policy.meeting_hosts,
        browser=browser,
    )
    preferences = Preferences(
        settings, app.dress, Wanted(options.camera, options.microphone, options.speaker), screen_marks
    )
    server = None if practising else _server(options)
    bench = Workbench(clock, server, lambda: preferences.place)
    plan = Plan(
        make_reader=library.reader if library.live else lambda: _reader(sources, library),
        make_makers=partial(_makers, _installation(settings) if server else ""),
        load=bench.load,
        make_selftest=bench.selftest,
        make_eyes=_eyes,
        shelf=Shelf(preferences.wanted, drawn_if_none=practising),
        preferences=preferences,
        practising=practising,
        host=policy.host or HOST,
        registration=lambda: library.region.registration,
        server=server,
        support=_support(settings, library, practising),
        open_practice=_open_practice,
        make_chronicle=None if practising else lambda failing: _chronicle(clock, failing, policy.log_days),
        initials=lambda: preferences.initials,
    )
    program = Program(app, plan, clock)
    AccountSite(app, program, library)
    if library.issuer is not None and not practising:
        SignInSite(app, program, library)
    return program


def _support(settings: Settings, library: Library, practising: bool) -> tuple[str, ...]:
    """The support numbers, a line each, else the region's; in practice, where none is set, one that is nobody's."""
    rows = settings.get(SUPPORT) or (PRACTICE_SUPPORT if practising else ())
    if not rows and settings.get(REGION) != REGION.default:  # whose tables would only keep the first window waiting
        return tuple(row.number for row in library.region.registration.support)
    return tuple(f"{row.number}, tonval {row.choices}" if row.choices else row.number for row in rows)


def _open_practice() -> None:
    """Start this program once more, practising; it is a program of its own and outlives this one."""
    import subprocess

    subprocess.Popen(own_command(("window", "--practice")), start_new_session=True)


def _server(options: argparse.Namespace) -> tuple[str, str] | None:
    """The clinic's visit server.

    Raises:
        UsageError: the address is none, or its key is not in the environment.
    """
    if not options.server:
        return None
    if urlsplit(options.server).scheme not in ("http", "https"):
        raise UsageError(f"--server: {options.server!r} is no address such as https://visits.example.org")
    from vardklient.visitserver.config import KEY_VARIABLE

    key = os.environ.get(KEY_VARIABLE, "")
    if not key:
        raise UsageError(f"--server needs the server's key in the environment variable {KEY_VARIABLE}")
    return options.server, key


def _chronicle(clock: Clock, failing: Callable[[bool], None], keep_days: int | None) -> Chronicle:
    from vardklient.program.chronicle import Chronicle
    from vardklient.vault.clientlog import ClientLog
    from vardklient.vault.folders import user_folders

    return Chronicle(ClientLog(user_folders().data, clock), clock, failing, keep_days)


def _reader(sources: Named, library: Library) -> Sources:
    from vardklient.program.sources import Sources

    if sources:
        return Sources(sources.sources(library.region, library.clock))
    from vardklient.schedule.practice import practice_sources

    return Sources(practice_sources(library.clock.now()))


def _eyes(tell: Callable[[EyesAt], None]) -> EyesWatch:
    from vardklient.checks.picture import installed_detector
    from vardklient.media.eyes import EyesWatch

    return EyesWatch(installed_detector, tell)


def _installation(settings: Settings) -> str:
    """This installation's secret, made at first need. Where it cannot be kept, the next run makes rooms of its own."""
    known = settings.get(INSTALLATION)
    if not known:
        known = secrets.token_hex(16)
        with suppress(OSError):
            settings.put(INSTALLATION, known)
    return known


def _makers(installation: str) -> Makers:
    from vardklient.program.outlets import Makers

    return Makers(_engine, _line, partial(_rooms, installation))


def _engine(equipment: Equipment) -> CallEngine:
    from vardklient.calls.process.remote import RemoteEngine

    return RemoteEngine(own_command(("engine", "--follow-parent")), equipment.camera)


def _line(link: str) -> Signalling:
    from vardklient.calls.signalling import SignallingClient

    return SignallingClient(link)


def _rooms(installation: str, url: str, key: str) -> RoomMaker:
    from vardklient.schedule.visitserver import VisitServerClient

    return VisitServerClient(url, key, installation=installation)
