"""`vardklient check`: the self-test without a window. Exit code 0: all green, yellow or unknown; 1: something red."""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from vardklient.base.errors import UsageError
from vardklient.commands.footage import LABELS_FILE, compare
from vardklient.commands.output import write_json, write_lines, write_request
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Group, Severity, Verdict, overall
from vardklient.flows.selfcheck import CAMERA_TROUBLE
from vardklient.ports.camera import Camera, CameraState

SECONDS = 6.0
_FILM_SUFFIXES = frozenset({".mp4", ".mkv", ".webm", ".mov", ".avi", ".m4v", ".mjpeg", ".mjpg", ".gif", ".y4m"})
_LONGEST_FILM_S = 24 * 3600.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of this command."""
    parser.add_argument("--camera", default="", metavar="NAME|FILE|FOLDER|drawn", help="default: the system's camera")
    parser.add_argument("--microphone", default="", metavar="NAME", help="default: the system's microphone")
    parser.add_argument("--speaker", default="", metavar="NAME", help="default: the system's loudspeaker")
    parser.add_argument(
        "--server", default="", metavar="URL", help="the visit server; its key stands in VARDKLIENT_SERVER_KEY"
    )
    parser.add_argument("--only", default="camera,sound,network", metavar="camera,sound,network", help="default: all")
    parser.add_argument(
        "--seconds", type=float, metavar="N", help=f"how long to look and listen (default: {SECONDS:g})"
    )


def run(options: argparse.Namespace) -> int:
    """Check the equipment and say how it is; of a folder with labelled clips, how far the picture checks agree."""
    groups = _groups(options.only)
    seconds: float | None = options.seconds
    if seconds is not None and not 0 < seconds <= 3600:
        raise UsageError("--seconds has to be between 0 and 3600")
    if options.camera and (Path(options.camera).is_dir() or Path(options.camera).name == LABELS_FILE):
        return compare(Path(options.camera), options.json)
    began_s = time.monotonic()
    verdicts: list[Verdict] = []
    if Group.CAMERA in groups:
        verdicts += picture_verdicts(options.camera, seconds)
    if Group.SOUND in groups:
        from vardklient.commands.check_sound import sound_verdicts

        listen_s = SECONDS if seconds is None else seconds
        verdicts += sound_verdicts(options.microphone, options.speaker, listen_s, write_request)
    if Group.NETWORK in groups:
        from vardklient.commands.check_network import network_verdict

        verdicts.append(network_verdict(options.server))
    _answer(verdicts, time.monotonic() - began_s, options.json)
    return 1 if any(verdict.severity is Severity.RED for verdict in verdicts) else 0


def _groups(only: str) -> frozenset[Group]:
    try:
        return frozenset(Group(word.strip()) for word in only.split(","))
    except ValueError as error:
        known = ", ".join(Group)
        raise UsageError(f"--only takes {known}, with commas between; not {only!r}") from error


def picture_verdicts(camera: str, seconds: float | None) -> list[Verdict]:
    """Look at the picture for so long; a film file is judged when it has played, unless `seconds` come first.

    A camera of the system is judged by its name too: a film and the drawn person are no choice that one could regret.

    Args:
        camera: a camera's name, a film file, "drawn", or nothing for the system's camera.
        seconds: how long at most; None means 6 s, and for a film its own length.

    Raises:
        UsageError: the film file is absent, or no film.
    """
    path = Path(camera)
    if camera == "drawn":
        from vardklient.media.drawn import DrawnCamera

        return _watch(DrawnCamera("clinician"), SECONDS if seconds is None else seconds, _wait)
    if camera and (path.is_file() or path.suffix.lower() in _FILM_SUFFIXES or path.parent != Path()):
        from vardklient.media.clip import ClipCamera, is_film

        if not is_film(path):
            raise UsageError(f"{path} is {'no film that can be played' if path.exists() else 'not there'}")
        return _watch(ClipCamera(path), _LONGEST_FILM_S if seconds is None else seconds, _wait)
    from vardklient.media.camera import QtCamera
    from vardklient.media.pump import application, wait_with_events

    application()
    device = QtCamera(camera)
    verdicts = _watch(device, SECONDS if seconds is None else seconds, wait_with_events)
    return [*verdicts, camera_choice(device.name, missing=verdicts[0].advice is Advice.CAMERA_MISSING)]


def camera_choice(camera: str, *, missing: bool = False) -> Verdict:
    """The verdict on the camera in use by its name."""
    from vardklient.checks.camera_choice import judge_camera_choice
    from vardklient.media.devices import list_devices
    from vardklient.program.known import clinics_names

    if missing:
        return Verdict(Check.CAMERA_CHOICE, Severity.UNKNOWN, Advice.CAMERA_MISSING)
    return judge_camera_choice(camera, list_devices().cameras, clinics_names())


def _wait(done: threading.Event, seconds: float) -> bool:
    return done.wait(seconds)


def _watch(camera: Camera, seconds: float, wait: Callable[[threading.Event, float], bool]) -> list[Verdict]:
    """Run the camera until it ends, fails or the time is over; the last verdicts, or unknown ones and why."""
    from vardklient.checks.picture import make_checker
    from vardklient.media.observer import PictureObserver

    final, newest = threading.Event(), list[Verdict]()

    def keep(verdicts: tuple[Verdict, ...], _at_s: float) -> None:
        newest[:] = verdicts

    checker = make_checker()  # before the camera runs: loading the model shall cost no picture
    observer = PictureObserver(camera, lambda: checker, keep)
    camera.on_state(lambda state: final.set() if state in CAMERA_TROUBLE else None)
    observer.start()
    try:
        camera.start()
        wait(final, seconds)
        state = camera.state
    finally:
        camera.stop()
        observer.stop()
        observer.join()
    if state in CAMERA_TROUBLE and state is not CameraState.ENDED:
        return _unknown(CAMERA_TROUBLE[state])
    return newest or _unknown(Advice.CAMERA_SLOW)


def _unknown(why: Advice) -> list[Verdict]:
    return [Verdict(check, Severity.UNKNOWN, why) for check in PICTURE_CHECKS]


def _answer(verdicts: list[Verdict], seconds: float, as_json: bool) -> None:
    from vardklient.ui import texts
    from vardklient.ui.texts import checks
    from vardklient.ui.texts.measures import figures

    worst = overall([verdict.severity for verdict in verdicts])
    if as_json:
        items = [_item(verdict) for verdict in verdicts]
        write_json({"overall": worst.value, "seconds": round(seconds, 2), "items": items})
        return
    for (advice, device), group in groupby(verdicts, key=lambda verdict: (verdict.advice, verdict.device)):
        words, same = texts.advice(advice, device), list(group)
        names = ", ".join(checks.check_name(verdict.check) for verdict in same)
        line = f"{checks.severity(same[0].severity):<12} {names}: {words.sentence} {words.remedy}"
        write_lines([line.rstrip(), *(f"{'':<13}{figure}" for verdict in same for figure in figures(verdict))])


def _item(verdict: Verdict) -> dict[str, object]:
    from vardklient.ui import texts

    words = texts.advice(verdict.advice, verdict.device)
    return {
        "check": verdict.check.value,
        "verdict": verdict.severity.value,
        "advice": verdict.advice.value,
        "sentence": words.sentence,
        "remedy": words.remedy,
        "device": verdict.device,
        "measures": {name: round(value, 4) for name, value in verdict.measures.items()},
        "limits": dict(verdict.limits),
    }
