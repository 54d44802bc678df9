"""`vardklient join`: takes part in a visit without a window; measures it. Also carries the simulated patient."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vardklient.base.errors import CallError, SignallingError, UsageError
from vardklient.base.resources import resource
from vardklient.calls.link import parse_link
from vardklient.calls.participant import Ending, Outcome, Participant
from vardklient.commands.output import write_json, write_lines
from vardklient.commands.parent import watch_parent
from vardklient.ports.engine import AudioStatistics, CallStatistics, VideoStatistics

if TYPE_CHECKING:
    from vardklient.ports.camera import Camera
    from vardklient.ports.sound import Microphone

VOICE = "sounds/patient_voice.wav"
_WHY_NOT = {
    Ending.TURNED_AWAY: "we were turned away",
    Ending.NOT_LET_IN: "nobody let us in",
    Ending.REFUSED: "the visit server did not let us back in",
    Ending.ENDED: "the visit ended before we were let in",
    Ending.STOPPED: "stopped before we were let in",
    Ending.ENOUGH: "stopped before we were let in",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("link", metavar="LINK", help="the visit link, https://.../visit#TICKET")
    parser.add_argument("--camera", metavar="FILE|drawn", default="drawn", help="a film, or a drawn person (default)")
    parser.add_argument("--sound", metavar="FILE|voice", default="voice", help="a WAV file, or a voice (default)")
    parser.add_argument("--seconds", metavar="N", type=_seconds, help="stop N seconds after being let in")
    parser.add_argument("--wait", metavar="N", type=_seconds, help="wait at most N seconds to be let in")
    parser.add_argument("--follow-parent", action="store_true", help="stop when the program that started it has ended")


def run(options: argparse.Namespace) -> int:
    """Take part until the visit ends, the time is over, or a signal comes.

    Raises:
        UsageError: not a visit link, or no such film or sound.
        SignallingError: the server cannot be reached, or the ticket is refused.
        CallError: we were never let in.
    """
    parent = os.getppid() if options.follow_parent else None
    try:
        parse_link(options.link)
    except SignallingError as error:
        raise UsageError(str(error)) from None
    camera, microphone = _camera(options.camera), _microphone(options.sound)
    outcome, usage = asyncio.run(_join(options, camera, microphone, parent))
    if not outcome.let_in:
        raise CallError(_WHY_NOT[outcome.ending])
    document = as_document(outcome) | usage
    if options.json:
        write_json(document)
    else:
        write_lines(_lines(document))
    return 0


def as_document(outcome: Outcome) -> dict[str, Any]:
    """The figures in the shape of `join --json`; null is what was not measured."""
    nothing = CallStatistics(0.0, None, VideoStatistics(), VideoStatistics(), AudioStatistics())
    return {**asdict(outcome.statistics or nothing), "ending": outcome.ending.value}


async def _join(
    options: argparse.Namespace, camera: Camera, microphone: Microphone, parent: int | None
) -> tuple[Outcome, dict[str, float | None]]:
    from vardklient.calls.engine import AiortcEngine
    from vardklient.calls.signalling import SignallingClient
    from vardklient.calls.usage import Usage
    from vardklient.media.pacedsound import NullSpeaker

    speaker = NullSpeaker()  # pulls at the pace of a real one, so that gaps are measured
    engine = AiortcEngine(camera, microphone, speaker)
    participant = Participant(SignallingClient(options.link), engine, options.seconds, options.wait)
    watcher = asyncio.create_task(watch_parent(parent, participant.stop))
    usage = Usage()
    with ExitStack() as stack:
        _on_signals(stack, participant.stop)
        for device in (camera, microphone, speaker):
            device.start()
            stack.callback(device.stop)
        try:
            outcome = await participant.run()
        finally:
            watcher.cancel()
    return outcome, {"cpu_cores": usage.cpu_cores(), "rss_mb": usage.rss_mb()}


def _on_signals(stack: ExitStack, stop: Callable[[], None]) -> None:
    """The usual signals end the visit for us, properly."""
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGINT, signal.SIGTERM):
        before = signal.signal(kind, lambda *_: loop.call_soon_threadsafe(stop))
        stack.callback(signal.signal, kind, before)


def _camera(name: str) -> Camera:
    from vardklient.media.clip import ClipCamera
    from vardklient.media.drawn import DrawnCamera

    if name == "drawn":
        return DrawnCamera("patient")
    if not Path(name).is_file():
        raise UsageError(f"there is no film {name}")
    return ClipCamera(Path(name), loop=True)


def _microphone(name: str) -> Microphone:
    from vardklient.media.soundfile import FileMicrophone

    if name == "voice":
        return FileMicrophone(resource(VOICE))
    if not Path(name).is_file():
        raise UsageError(f"there is no sound file {name}")
    return FileMicrophone(Path(name))


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 86_400:
        raise argparse.ArgumentTypeError("must be more than 0 and less than a day")
    return seconds


def _lines(document: dict[str, Any]) -> list[str]:
    """The figures for people, one a line, groups by indentation."""
    lines = []
    for name, value in document.items():
        if isinstance(value, dict):
            lines.append(name)
            lines += [f"  {inner}: {_short(found)}" for inner, found in value.items()]
        else:
            lines.append(f"{name}: {_short(value)}")
    return lines


def _short(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)
