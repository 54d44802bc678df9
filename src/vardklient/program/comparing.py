"""While the user speaks for the echo test the other microphones listen too: in which one is he heard best?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from vardklient.checks.default_device import judge_default_device, judge_loudest, rivals
from vardklient.checks.device_names import DeviceNames
from vardklient.domain.verdict import Check, Severity, Verdict
from vardklient.program.equipment import Equipment
from vardklient.program.trials import Echo, Recording


class Loudest(Protocol):
    """Opens microphones and listens. Blocks, and so belongs on a worker."""

    def run(self, names: Sequence[str], seconds: float, halt: Event) -> Mapping[str, float | None]:
        """The speech level in dBFS in each; None where none was heard."""
        ...


@dataclass(frozen=True, slots=True)
class Compared:
    """A recording, with what the comparison has added."""

    verdicts: tuple[Verdict, ...]
    audible: bool


class ComparingEcho:
    """An echo test that also tells of a microphone that hears the user far better. Implements `trials.Echo`.

    It only ever adds a warning, and only where the names have nothing against the devices in use: that the one in use
    is heard well enough, the recording says itself. A microphone that gives digital silence is not compared either: it
    is off, and not the wrong one.

    Args:
        make_loudest: makes the comparison.
    """

    def __init__(
        self, echo: Echo, equipment: Equipment, names: DeviceNames, make_loudest: Callable[[], Loudest]
    ) -> None:
        self._echo, self._equipment, self._names, self._make_loudest = echo, equipment, names, make_loudest
        self._halt = Event()

    def record(self, seconds: float, halt: Event) -> Recording:
        """Listen for so long, with all microphones that might be the better one."""
        used, present = self._equipment.microphone.name, self._equipment.present()
        named = judge_default_device(used, self._equipment.speaker.name, present, self._names)
        others = rivals(used, present, self._names)
        if not others or named.severity not in (Severity.GREEN, Severity.UNKNOWN):
            return self._echo.record(seconds, halt)
        self._halt = halt
        with ThreadPoolExecutor(1, "other-microphones") as pool:
            heard = pool.submit(self._make_loudest().run, others, seconds, halt)
            recording = self._echo.record(seconds, halt)
        found = {verdict.check: verdict for verdict in recording.verdicts}
        if halt.is_set() or not _hears(found.get(Check.SILENCE)):
            return recording
        verdict = judge_loudest(
            used, {used: _speech_dbfs(found.get(Check.MICROPHONE)), **heard.result()}, present.microphones
        )
        if verdict.severity is not Severity.YELLOW:
            return recording
        return Compared((*recording.verdicts, verdict), recording.audible)

    def play(self, halt: Event) -> bool:
        """As the echo test does."""
        return self._echo.play(halt)

    def cancel(self) -> None:
        """As the echo test does; the other microphones are let go of too."""
        self._halt.set()
        self._echo.cancel()


def _hears(silence: Verdict | None) -> bool:
    return silence is not None and silence.severity is Severity.GREEN


def _speech_dbfs(verdict: Verdict | None) -> float | None:
    """What the recording itself says of the microphone in use; None where it heard no speech."""
    return None if verdict is None or verdict.severity is Severity.UNKNOWN else verdict.measures.get("active_dbfs")
