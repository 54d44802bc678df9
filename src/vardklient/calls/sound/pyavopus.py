"""Opus by way of PyAV, for machines where libopus itself cannot be reached: same sound, less comfort in bad weather.

It cannot be told of loss while it runs, it does not use the copies in packets, and what is lost is made up by repeating
the last period of the voice.
"""

from __future__ import annotations

import fractions
from typing import TYPE_CHECKING

import av
import numpy as np
from av import AudioFrame, CodecContext, Packet
from numpy.typing import NDArray

from vardklient.calls.sound.libopus import COMPLEXITY, OpusError
from vardklient.calls.sound.packet import PACKET_SAMPLES
from vardklient.calls.sound.stretch import NEEDED_SAMPLES, find_lag
from vardklient.ports.sound import SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext

EXPECTED_LOSS_PERCENT = 5
"""Told once: with any loss from 1 % on, libopus puts copies into three packets of four (measured)."""
FADE_SAMPLES = 2880
"""60 ms: a period that is repeated for longer sounds like a machine (own choice)."""


def _set_up(context: AudioCodecContext) -> AudioCodecContext:
    context.format, context.layout, context.sample_rate = "s16", "mono", SAMPLE_RATE_HZ
    return context


class PyavEncoder:
    """Mono, 20 ms a packet."""

    def __init__(self, bitrate_bps: int) -> None:
        self._context = _set_up(CodecContext.create("libopus", "w"))
        self._context.bit_rate = bitrate_bps
        self._context.time_base = fractions.Fraction(1, SAMPLE_RATE_HZ)
        # what a version of FFmpeg does not know (dtx, in 8.1) it leaves alone
        self._context.options = {
            "application": "voip",
            "vbr": "constrained",
            "frame_duration": "20",
            "compression_level": str(COMPLEXITY),
            "fec": "1",
            "packet_loss": str(EXPECTED_LOSS_PERCENT),
            "dtx": "1",
        }
        self._pts = 0

    def expect_loss(self, percent: int) -> None:
        """Not possible once it runs."""

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        """The payload of these 20 ms."""
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(samples, np.int16)[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, self._pts
        self._pts += PACKET_SAMPLES
        return b"".join(bytes(packet) for packet in self._context.encode(frame))


class PyavDecoder:
    """Mono float; a stereo sender is mixed down by libopus."""

    recovers = False

    def __init__(self) -> None:
        self._context = _set_up(CodecContext.create("libopus", "r"))
        self._heard = np.zeros(NEEDED_SAMPLES, np.float32)
        self._made_up = 0

    def decode(self, payload: bytes) -> NDArray[np.float32]:
        """The sound of a packet."""
        try:
            frames = self._context.decode(Packet(payload))
        except av.FFmpegError as error:
            raise OpusError(str(error)) from error
        pieces = [frame.to_ndarray().reshape(-1).astype(np.float32) / np.float32(32768) for frame in frames]
        if not pieces:
            raise OpusError("no sound in it")
        sound: NDArray[np.float32] = np.concatenate(pieces)
        self._heard = np.concatenate((self._heard, sound))[-NEEDED_SAMPLES:]
        self._made_up = 0
        return sound

    def recover(self, next_payload: bytes, samples: int) -> NDArray[np.float32]:
        """FFmpeg does not reach the copy in `next_payload`: made up."""
        return self.conceal(samples)

    def conceal(self, samples: int) -> NDArray[np.float32]:
        """The last period of what was heard, again and again and fainter, then silence."""
        lag = find_lag(self._heard[::-1]).samples
        at = (self._made_up + np.arange(samples)) % lag
        gain = np.clip(1 - (self._made_up + np.arange(samples)) / FADE_SAMPLES, 0, 1)
        self._made_up += samples
        return (self._heard[-lag:][at] * gain).astype(np.float32)
