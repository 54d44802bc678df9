"""Short sounds: somebody arrives; the loudspeaker is tried ("Hörde du tonen?")."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from vardklient.base.resources import resource
from vardklient.ports.sound import SAMPLE_RATE_HZ, SoundState
from vardklient.program.equipment import Equipment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HOLDER = "chime"
ARRIVAL, SPEAKER_TEST = "sounds/arrival.wav", "sounds/speaker_test.wav"
PATIENCE_S = 1.0
_LOOK_EVERY_S = 0.1


def ring(equipment: Equipment, name: str = ARRIVAL, halt: threading.Event | None = None) -> bool:
    """Play the sound once through the chosen loudspeaker, which is opened for it if it is not open.

    Waits until it has been played, or `halt` is set, so it belongs on a worker. False: there is no loudspeaker.
    """
    from vardklient.media.soundfile import read_wave

    samples, at, played = read_wave(resource(name)), 0, threading.Event()

    def give(wanted: int) -> NDArray[np.float32]:
        nonlocal at
        part = samples[at : at + wanted].copy()
        at += part.size
        if at >= samples.size:
            played.set()
        return part

    hold, speaker = equipment.holds[2], equipment.speaker
    hold.take(HOLDER)
    try:
        if speaker.state is not SoundState.RUNNING:
            return False
        speaker.add_player(give)
        deadline_s = time.monotonic() + samples.size / SAMPLE_RATE_HZ + PATIENCE_S
        while not (played.wait(_LOOK_EVERY_S) or time.monotonic() > deadline_s or (halt and halt.is_set())):
            pass
        speaker.remove_player(give)
        return played.is_set()
    finally:
        hold.leave(HOLDER)
