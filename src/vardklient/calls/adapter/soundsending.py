"""Sound out: every packet is encoded and sent at once, ahead of all pictures."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import numpy as np
from av import AudioFrame
from av.frame import Frame

from vardklient.base.units import amplitude_to_db
from vardklient.calls.adapter.picturesending import Transform
from vardklient.calls.adapter.stream import OutgoingStream
from vardklient.calls.sound.packet import is_pause

if TYPE_CHECKING:
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

RATE_HZ, PACKET_SAMPLES = 48_000, 960
LOSS_FADES = 0.8
"""The loss that the encoder prepares for rises at once and falls by a fifth with every better report. Own choice."""
QUIETEST_DBOV = -127
"""RFC 6464."""


class SoundEncoder(Protocol):
    """What `sound.opus.OpusEncoder` does."""

    name: str

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        """20 ms of sound; empty when there is nothing to send."""
        ...

    def expect_loss(self, share: float) -> None:
        """How much redundancy to put in."""
        ...


class SoundSending:
    """What a sender of sound does.

    Args:
        stream: where packets go.
        make_encoder: makes the Opus encoder.
        clock: monotonic seconds.

    Attributes:
        enabled: sound is dropped otherwise.
        transform: done to every coded packet; for end-to-end encryption.
    """

    def __init__(
        self, stream: OutgoingStream, make_encoder: Callable[[], SoundEncoder], clock: Callable[[], float]
    ) -> None:
        self.enabled = True
        self.transform: Transform | None = None
        self._stream, self._clock = stream, clock
        self._encoder = make_encoder()
        stream.counters.encoder = self._encoder.name
        self._paused = True
        self._loss_share = 0.0
        self._strange = False

    # ------------------------------------------------------------ what the other side says

    def take_loss(self, lost: int, packets: int) -> None:
        """From a receiver report; one alone may speak of three packets, so the share over many is taken."""
        share = self._stream.counters.loss_share
        if share is None:
            return
        self._loss_share = max(share, LOSS_FADES * self._loss_share)
        self._encoder.expect_loss(self._loss_share)

    def take_estimate(self, bps: int) -> None:
        """Sound has its rate; it is the pictures that give way."""

    def want_key_frame(self) -> None:
        """There is none in sound."""

    def send_again(self, numbers: list[int]) -> None:
        """Sound is not sent again: it would come too late, and carries its own redundancy."""

    # ------------------------------------------------------------ frames

    async def take(self, frame: Frame) -> None:
        """20 ms of the track, sent before this returns.

        During a pause nothing is sent, but the time goes on; the first packet after it has the marker (RFC 3551).

        Raises:
            ConnectionError: the connection is gone.
        """
        samples = self._samples(frame)
        if samples is None or not self.enabled:
            return
        at_s = frame.opaque if isinstance(frame.opaque, float) else self._clock()
        media = 0 if frame.pts is None else int(frame.pts * Fraction(frame.time_base or 0) * RATE_HZ)
        stamp = self._stream.timeline.stamp(media, at_s)
        payload = self._encoder.encode(samples)
        if payload:
            if self.transform is not None:
                payload = self.transform(payload)
            packet = self._stream.packet(payload, stamp, marker=self._paused)
            packet.extensions.audio_level = (False, -level_dbov(samples))
            await self._stream.write_media(packet)
        self._paused = is_pause(payload)

    def work(self) -> list[Coroutine[None, None, None]]:
        """Nothing goes on in between."""
        return []

    async def close(self) -> None:
        """Nothing to let go of."""

    def _samples(self, frame: Frame) -> NDArray[np.int16] | None:
        """One channel; what is not 20 ms of 16 bits at 48 kHz is not sent, and said once."""
        if (
            isinstance(frame, AudioFrame)
            and frame.format.name == "s16"
            and (frame.sample_rate, frame.samples) == (RATE_HZ, PACKET_SAMPLES)
        ):
            packed = frame.to_ndarray().reshape(PACKET_SAMPLES, -1)
            return np.ascontiguousarray(packed[:, 0], np.int16)
        if not self._strange:
            log.error("sound of a shape that is not sent: %s", type(frame).__name__)
        self._strange = True
        return None


def level_dbov(samples: NDArray[np.int16]) -> int:
    """Level as RFC 6464 has it: 0 is full scale, -127 silence."""
    rms = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) / 32767
    return max(QUIETEST_DBOV, min(0, round(amplitude_to_db(rms)))) if rms else QUIETEST_DBOV
