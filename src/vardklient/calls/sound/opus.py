"""Opus as this program speaks it: mono, 48 kHz, 20 ms a packet, 32 kbit/s, pauses not sent.

libopus itself where it can be reached, otherwise PyAV. The same promises hold for both, except where it is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vardklient.calls.sound.libopus import Libopus, LibopusDecoder, LibopusEncoder, OpusError, libopus
from vardklient.calls.sound.packet import PACKET_SAMPLES, is_pause
from vardklient.calls.sound.pyavopus import PyavDecoder, PyavEncoder

__all__ = ["BITRATE_BPS", "OpusDecoder", "OpusEncoder", "OpusError"]

BITRATE_BPS = 32_000
"""What browsers send; wideband and more for one voice."""
FEWEST_PERCENT, MOST_PERCENT = 1, 30
"""Any loss counts as 1 % at least: libopus makes no copies at 0. Beyond 30 % it gains nothing (own choice)."""
FALLBACK_NAME = "PyAV libopus"


class _Encoder(Protocol):
    def expect_loss(self, percent: int) -> None: ...
    def encode(self, samples: NDArray[np.int16]) -> bytes: ...


class _Decoder(Protocol):
    @property
    def recovers(self) -> bool: ...
    def decode(self, payload: bytes) -> NDArray[np.float32]: ...
    def recover(self, next_payload: bytes, samples: int) -> NDArray[np.float32]: ...
    def conceal(self, samples: int) -> NDArray[np.float32]: ...


class OpusEncoder:
    """What one connection sends. Not for two threads at once.

    Args:
        bitrate_bps: mean rate while somebody speaks.
        library: finds libopus.

    Attributes:
        name: for statistics: "libopus 1.6.1" or "PyAV libopus".
    """

    def __init__(self, bitrate_bps: int = BITRATE_BPS, library: Callable[[], Libopus | None] = libopus) -> None:
        found = library()
        self._encoder: _Encoder = PyavEncoder(bitrate_bps) if found is None else LibopusEncoder(found, bitrate_bps)
        self.name = FALLBACK_NAME if found is None else found.version
        self._percent = 0
        self._pausing = False

    def expect_loss(self, share: float) -> None:
        """What share of the packets the other side loses, 0..1; in effect from the next packet on.

        With PyAV this does nothing: some loss is always expected there.
        """
        percent = 0 if share <= 0 else min(MOST_PERCENT, max(FEWEST_PERCENT, math.ceil(share * 100)))
        if percent != self._percent:
            self._percent = percent
            self._encoder.expect_loss(percent)

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        """The payload of 20 ms, (960,) int16, b"" when nothing is to be sent.

        In a pause (DTX) nothing is, but for its first packet, which is one byte long: it tells the other side that a
        pause begins and nothing was lost (as Chromium does), and one every 0.4 s that renews the room's noise. PyAV's
        FFmpeg may not know pauses; then all is sent.
        """
        payload = self._encoder.encode(samples)
        paused, self._pausing = self._pausing, is_pause(payload)
        return b"" if paused and self._pausing else payload


class OpusDecoder:
    """What one connection hears. Not for two threads at once. Sound is (n,) float32 in -1..1.

    Args:
        library: finds libopus.

    Attributes:
        name: for statistics.
        recovers: can it use the copy of a lost packet that the next one carries?
    """

    def __init__(self, library: Callable[[], Libopus | None] = libopus) -> None:
        found = library()
        self._decoder: _Decoder = PyavDecoder() if found is None else LibopusDecoder(found)
        self.name = FALLBACK_NAME if found is None else found.version
        self.recovers: bool = self._decoder.recovers

    def decode(self, payload: bytes) -> NDArray[np.float32]:
        """The sound of a packet; 20 ms, unless the sender makes longer or shorter ones.

        Raises:
            OpusError: it is no Opus.
        """
        return self._decoder.decode(payload)

    def recover(self, next_payload: bytes, samples: int = PACKET_SAMPLES) -> NDArray[np.float32]:
        """The lost sound right before `next_payload`, from the copy in it where there is one; else made up.

        Raises:
            OpusError: it is no Opus.
        """
        return self._decoder.recover(next_payload, samples)

    def conceal(self, samples: int = PACKET_SAMPLES) -> NDArray[np.float32]:
        """Sound made up from what was heard, fainter the longer it lasts; in a pause the room's noise.

        Args:
            samples: a multiple of 120 (2.5 ms), 5760 at most.
        """
        return self._decoder.conceal(samples)
