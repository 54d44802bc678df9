"""One stream's decoder together with what stands in for sound that is lost."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vardklient.calls.sound.opus import OpusDecoder, OpusError

Samples = NDArray[np.float32]

LEAST_STEP = 120
"""2.5 ms, the least that libopus makes up; more must be a multiple of it."""
FADE_SAMPLES, FADE_FROM = 4800, 960
"""What is made up is silent after 100 ms, and fainter from 20 ms on (own choice; libopus fades too)."""
RAMP_SAMPLES = 240
"""5 ms: sound that returns after a fade does not begin with a click."""


class Decoding:
    """Sound from packets, and without them.

    Args:
        decoder: of this stream.

    Attributes:
        concealed: samples made up, or silent where there should have been sound.
        recovered: samples restored from the copy in the next packet.
        made_up: how many samples in a row, up to now, were made up.
    """

    def __init__(self, decoder: OpusDecoder) -> None:
        self.concealed = self.recovered = self.made_up = 0
        self._decoder = decoder
        self._gain = 1.0

    @property
    def recovers(self) -> bool:
        """Is a copy of a lost packet of any use?"""
        return self._decoder.recovers

    @property
    def silent(self) -> bool:
        """Has what is made up faded out?"""
        return self.made_up >= FADE_SAMPLES

    def play(self, payload: bytes, samples: int) -> Samples:
        """The sound of a packet; made up, `samples` of it, when it cannot be decoded."""
        try:
            return self._true(self._decoder.decode(payload))
        except OpusError:
            return self.make_up(samples)

    def restore(self, next_payload: bytes, samples: int) -> Samples:
        """The lost sound before a packet, from the copy in it."""
        try:
            sound = self._decoder.recover(next_payload, samples)
        except OpusError:
            return self.make_up(samples)
        self.recovered += len(sound)
        return self._true(sound)

    def room(self, samples: int) -> Samples:
        """The sound of a pause: the room's noise as it was."""
        return self._true(self._decoder.conceal(samples))

    def make_up(self, samples: int) -> Samples:
        """Sound where there is none: the voice goes on, fainter and fainter."""
        self.concealed += samples
        began, self.made_up = self.made_up, self.made_up + samples
        if began >= FADE_SAMPLES:
            self._gain = 0.0
            return np.zeros(samples, np.float32)
        at = began + np.arange(1, samples + 1)
        gain = np.clip((FADE_SAMPLES - at) / (FADE_SAMPLES - FADE_FROM), 0, 1).astype(np.float32)
        self._gain = float(gain[-1])
        made: Samples = self._decoder.conceal(samples) * gain
        return made

    def was_pause(self, samples: int) -> None:
        """So much of what was made up turns out to have been no loss."""
        self.concealed -= samples

    def _true(self, sound: Samples) -> Samples:
        """No click after a fade."""
        if self._gain < 1:
            ramp = min(RAMP_SAMPLES, len(sound))
            sound[:ramp] *= np.linspace(self._gain, 1, ramp, dtype=np.float32)
        self._gain, self.made_up = 1.0, 0
        return sound
