"""`vardklient window`, the default: the program itself. With no source configured, a practice day."""

from __future__ import annotations

import argparse
import errno
import gc
import json
import logging
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vardklient.program.instance import Instance
    from vardklient.program.program import Program
    from vardklient.ui.application import Application
    from vardklient.vault.policy import Policy
    from vardklient.vault.settings import Settings

HEAVY = ("cv2", "av", "aiortc", "aiohttp", "numpy")


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_source_options(parser)
    add_look_options(parser)
    parser.add_argument("link", nargs="?", default="", metavar="LINK", help="vardklient://visit/ID: show that visit")
    parser.add_argument("--practice", action="store_true", help="a practice day, whatever is configured")
    parser.add_argument("--another", action="store_true", help="start also if the program runs already")
    parser.add_argument("--quit-when-shown", action="store_true", help="print when the window was painted, and quit")
    parser.add_argument("--quit-when-listed", action="store_true", help="print when the day was listed, and quit")


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Where the visits come from, and the devices."""
    calendar = "an .ics file, a folder of such files, or an address (https, webcal, caldav); may be repeated"
    bookings = "a .csv file or a folder of such files; may be repeated"
    parser.add_argument("--calendar", metavar="FILE|FOLDER|URL", action="append", default=[], help=calendar)
    parser.add_argument("--bookings", metavar="FILE|FOLDER", action="append", default=[], help=bookings)
    parser.add_argument("--server", default="", metavar="URL", help="the clinic's visit server")
    parser.add_argument("--camera", default="", metavar="NAME|FILE|drawn", help="default: the system's camera")
    parser.add_argument("--microphone", default="", metavar="NAME", help="default: the system's microphone")
    parser.add_argument("--speaker", default="", metavar="NAME", help="default: the system's loudspeaker")


def add_look_options(parser: argparse.ArgumentParser) -> None:
    """How it looks; without them as the settings say."""
    parser.add_argument("--language", choices=("sv", "en"), help="default: as in the settings")
    parser.add_argument("--theme", choices=("light", "dark", "system"), help="default: as in the settings")
    parser.add_argument("--text-size", type=int, choices=(100, 125, 150, 200), metavar="PERCENT", help="100 to 200")


def run(options: argparse.Namespace) -> int:
    """Show the window until it is closed; where there is one already, hand the link over to it."""
    instance, fault = _claimed(options)
    if instance is not None and not instance.first:
        return 0
    from vardklient.base.log import Code, note
    from vardklient.calls.process.priority import raise_priority
    from vardklient.vault.folders import user_folders
    from vardklient.vault.logs import logging_to
    from vardklient.vault.policy import policy_in_force
    from vardklient.vault.settings import Settings

    end_on_interrupt()
    raise_priority()  # as the engine's: it fetches the camera's pictures and paints the patient's
    folders = user_folders()
    with logging_to(folders.log):
        note(Code.STARTED, system=sys.platform)
        if fault:
            note(Code.RUNS_BESIDE, logging.WARNING, reason=fault)
        policy = policy_in_force()
        settings = Settings(folders.config, policy.locks)
        if settings.damaged:
            note(Code.SETTINGS_DAMAGED, logging.WARNING)
        if settings.unread:
            note(Code.SETTINGS_UNREAD, logging.WARNING)
        for name in settings.refused:
            note(Code.POLICY_FAULT, logging.WARNING, key=f"locked.{name}")
        app, program = make_program(options, settings, policy)
        if options.quit_when_shown:
            program.painted.connect(partial(_tell_and_quit, program, "painted"))
        if options.quit_when_listed:
            program.listed.connect(partial(_tell_and_quit, program, "listed"))
        _open_doorway(app, program, instance, options.link)
        program.start()
        ended_with = int(app.exec())
        if instance is not None:
            instance.close()
        note(Code.STOPPED, exit=ended_with)
        return ended_with


def _open_doorway(app: Application, program: Program, instance: Instance | None, link: str) -> None:
    from vardklient.program.doorway import Doorway

    Doorway(app, program, instance, link)


def _claimed(options: argparse.Namespace) -> tuple[Instance | None, str]:
    """The user's one place for this window, taken, or found taken and told.

    None: several may run side by side, or have to; the word says why they have to.
    """
    if options.another or options.quit_when_shown or options.quit_when_listed:
        return None, ""
    from vardklient.ui.bindings import load_bindings

    load_bindings()
    from vardklient.program.instance import Instance, instance_folder

    instance = Instance(instance_folder(), "practice" if options.practice else "window")
    try:
        if not (instance.claim() or instance.hand_over(options.link) or instance.first):
            print("vardklient: the program runs already", file=sys.stderr)  # noqa: T201 - there may be no stderr
    except OSError as error:  # no folder or no lock for it: better two windows than none
        return None, errno.errorcode.get(error.errno or 0, "unknown")
    return instance, ""


def end_on_interrupt() -> None:
    """Let Ctrl-C end the program at once: Qt's loop gives Python no turn to raise KeyboardInterrupt in.

    The system takes the devices back, and the processes that we started follow us.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def make_program(
    options: argparse.Namespace, settings: Settings, policy: Policy | None = None
) -> tuple[Application, Program]:
    """The program, ready to be started; made in the order that brings the window to the screen soonest."""
    # Hardly anything that is made while the program starts becomes garbage, and looking for it stops every thread.
    gc.disable()
    from vardklient.ui.bindings import load_bindings

    load_bindings()
    from vardklient.program.assembly import assemble, dress

    app = dress(options, settings)
    program = assemble(app, options, settings, policy)
    program.finished.connect(app.quit)
    program.warm.connect(_collect_from_now)
    return app, program


def _collect_from_now() -> None:
    """Let garbage be collected, but not searched for in all that was loaded: it stays until the end anyway."""
    gc.freeze()
    gc.enable()


def _tell_and_quit(program: Program, what: str) -> None:
    """Print the seconds since exec, the processor's seconds and the heavy modules that are loaded; then quit."""
    loaded = [name for name in HEAVY if name in sys.modules]
    told = {f"{what}_s_since_exec": round(seconds_since_exec(), 3), "cpu_s": round(time.process_time(), 3)}
    sys.stdout.write(json.dumps(told | {"modules": loaded}) + "\n")
    sys.stdout.flush()
    program.close()


def seconds_since_exec() -> float:
    """Seconds since this process was started; on systems that do not tell, since Python was."""
    try:
        started_ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return time.process_time()
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started_ticks / os.sysconf("SC_CLK_TCK")
