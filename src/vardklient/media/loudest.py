"""Every microphone opened for the same few seconds, while the user speaks: in which is he heard best?

The loop test cannot see a dictation microphone as the system's default; his own voice can. Nothing of it is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from vardklient.checks import level
from vardklient.checks.sound_limits import LevelLimits
from vardklient.media.listening import Window
from vardklient.ports.sound import Microphone, SoundState

SECONDS = 3.0


class LoudestTest:
    """Opens microphones of its own, beside the one in use; a device that allows one user only counts as unheard."""

    def __init__(self, make_microphone: Callable[[str], Microphone], limits: LevelLimits) -> None:
        """Prepare.

        Args:
            make_microphone: a closed microphone of that name.
            limits: what counts as speech.
        """
        self._make, self._limits = make_microphone, limits

    def run(
        self, names: Sequence[str], seconds: float = SECONDS, halt: threading.Event | None = None
    ) -> Mapping[str, float | None]:
        """The active speech level in dBFS that each heard; None where no speech was heard or it could not be opened.

        What `checks.default_device.judge_loudest` wants. Blocks for `seconds` or until `halt` is set, and while
        devices open (50-300 ms each): call it on a worker while the user speaks.
        """
        microphones = {name: self._make(name) for name in names}
        windows = {name: Window(seconds) for name in names}
        try:
            for name, microphone in microphones.items():
                microphone.subscribe(windows[name].add)
                microphone.start()
            (halt or threading.Event()).wait(seconds)
            running = {name for name, microphone in microphones.items() if microphone.state is SoundState.RUNNING}
        finally:
            for microphone in microphones.values():
                microphone.stop()
        return {name: self._speech_dbfs(windows[name]) if name in running else None for name in names}

    def _speech_dbfs(self, window: Window) -> float | None:
        reading = level.measure(window.samples())
        return round(reading.active_dbfs, 1) if level.is_speech(reading, self._limits) else None
