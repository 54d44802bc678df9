"""Pictures out: newest frame, encoder on a thread, packets, pacer. Whatever is slow costs frames, never time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from av import VideoFrame
from av.error import FFmpegError
from av.frame import Frame

from vardklient.calls.adapter.packets import cutter
from vardklient.calls.adapter.stream import HEADER_BYTES, OutgoingStream
from vardklient.calls.network.history import History
from vardklient.calls.network.keyrequests import KeyRequests
from vardklient.calls.network.pacer import Pacer
from vardklient.calls.network.sendrate import SendRate
from vardklient.calls.network.startprobe import StartProbe, offsets_s

if TYPE_CHECKING:
    from aiortc.rtp import RtpPacket

    from vardklient.calls.video.coded import Encoded
    from vardklient.calls.video.encoding import VideoEncoder

log = logging.getLogger(__name__)

T = TypeVar("T")
Transform = Callable[[bytes], bytes]
FULL_S = 0.06
"""While packets of so long a time wait in the pacer, no frame is encoded: it would come later than the next one. Own
choice, two frames."""
HEADERS_OVER_S = 1.0
"""The share of headers is counted over this time."""
OUTAGE_S = 2.0
"""Nothing heard of the other side for so long: nothing reached it either. Browsers report every second."""
TWICE_ABOVE_SHARE, TWICE_ABOVE_BPS = 0.03, 300_000
"""Where more is lost than this share, a packet is sent again twice at once: a repeat that is lost as well costs the
patient another round trip, and freezes of 0.2 s at 10 % (measured). Not on a slow line, which loses because it is full.
Own choice."""
AFTER_FAULT_S = 0.5
"""Between an encoder that failed and the next one; own choice."""
ENCODER_FAULTS = (FFmpegError, RuntimeError, OSError, ValueError)
"""What PyAV and the direct bindings raise when a codec refuses."""


class PictureSending:
    """What a sender of pictures does.

    Args:
        stream: where packets go.
        make_encoder: by MIME type.
        clock: monotonic seconds.
        start_bps: what pictures may take at first.

    Attributes:
        enabled: frames are dropped otherwise.
        transform: done to every coded picture before it is cut; for end-to-end encryption.
        rate: how much may be sent.
    """

    def __init__(
        self,
        stream: OutgoingStream,
        make_encoder: Callable[[str], VideoEncoder],
        clock: Callable[[], float],
        start_bps: int,
    ) -> None:
        now_s = clock()
        self.enabled = True
        self.transform: Transform | None = None
        self.rate = SendRate(now_s, start_bps)
        self._stream, self._make_encoder, self._clock = stream, make_encoder, clock
        self._cut = cutter(stream.codec.mimeType)
        self._pacer: Pacer[tuple[RtpPacket, bool]] = Pacer(self.rate.picture_bps, now_s)
        self._history: History[RtpPacket] = History(self.rate.picture_bps, now_s)
        self._keys = KeyRequests()
        self._probe = StartProbe()
        self._largest: RtpPacket | None = None
        self._newest: tuple[VideoFrame, int] | None = None
        self._came, self._queued, self._room = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._thread = ThreadPoolExecutor(1, "picture-encoder")
        self._encoder: VideoEncoder | None = None
        self._counted = (now_s, 0)
        self._heard_s: float | None = None

    @property
    def target_bps(self) -> int:
        """What the encoder may use."""
        return self.rate.picture_bps

    # ------------------------------------------------------------ what the other side says

    def take_loss(self, lost: int, packets: int) -> None:
        """From a receiver report: what was lost of how many since the one before."""
        now_s, rtt_s = self._hear(), self._stream.counters.rtt_s
        self.rate.take_loss(lost, packets, now_s)
        if rtt_s is not None:
            self.rate.take_round_trip(rtt_s, now_s)
        self._history.rtt_s = rtt_s

    def take_estimate(self, bps: int) -> None:
        """From a REMB."""
        self._probe.estimate_bps = bps
        self.rate.take_estimate(bps, self._hear())
        self._apply_rate()

    def want_key_frame(self) -> None:
        """From a PLI or FIR."""
        now_s = self._hear()
        self.rate.hear(now_s)
        self._keys.ask(now_s, self._stream.counters.rtt_s)

    def send_again(self, numbers: list[int]) -> None:
        """From a NACK."""
        now_s = self._hear()
        self.rate.hear(now_s)
        if now_s < self.rate.rests_until_s:
            return
        for number in numbers:
            packet = self._history.again(number, now_s)
            if packet is None:
                continue
            self._repeat(packet)
            if self._is_lossy and self._history.affords(_size(packet), now_s):
                self._repeat(packet)
        self._queued.set()

    @property
    def _is_lossy(self) -> bool:
        """So many packets are lost, though the line is not full, that repeats are lost too."""
        share = self._stream.counters.loss_share
        return share is not None and share > TWICE_ABOVE_SHARE and self.rate.picture_bps > TWICE_ABOVE_BPS

    def _repeat(self, packet: RtpPacket) -> None:
        self._pacer.put((self._stream.wrapped(packet), True), _size(packet), again=True)

    def _hear(self) -> float:
        """The time now, at which the other side said something.

        After an outage it would ask for all that it missed, and wait for it: a browser for 3 s, before it asks for a
        key frame (measured: its picture came back after 4.1 s). So it gets one at once, and nothing of the past.
        """
        now_s = self._clock()
        if self._heard_s is not None and now_s - self._heard_s > OUTAGE_S:
            self._history.forget()
            self._keys.ask(now_s, None)
        self._heard_s = now_s
        return now_s

    # ------------------------------------------------------------ frames

    async def take(self, frame: Frame) -> None:
        """A frame of the track; it replaces one that still waits."""
        if not isinstance(frame, VideoFrame) or not self.enabled:
            return
        at_s = frame.opaque if isinstance(frame.opaque, float) else self._clock()
        media = (
            0 if frame.pts is None else int(frame.pts * Fraction(frame.time_base or 0) * self._stream.codec.clockRate)
        )
        self._newest = frame, self._stream.timeline.stamp(media, at_s)
        self._came.set()

    def work(self) -> list[Coroutine[None, None, None]]:
        """What goes on until cancelled, or until a `ConnectionError`: the connection is gone."""
        return [self._encode(), self._send()]

    async def _encode(self) -> None:
        while True:
            await self._came.wait()
            await self._room.wait()
            newest, self._newest = self._newest, None
            self._came.clear()
            if newest is None or self._clock() < self.rate.rests_until_s:
                continue
            self._apply_rate()
            try:
                encoded = await self._on_thread(self._encode_one, newest[0], self._keys.due(self._clock()))
            except ENCODER_FAULTS as error:
                log.warning("the picture encoder failed: %s", type(error).__name__)
                await self._on_thread(self._forget_encoder)
                await asyncio.sleep(AFTER_FAULT_S)
                continue
            if encoded is not None:
                self._queue(encoded, newest[1])

    def _encode_one(self, frame: VideoFrame, key: bool) -> Encoded | None:
        """On the thread."""
        if self._encoder is None:
            self._encoder = self._make_encoder(self._stream.codec.mimeType)
        self._encoder.target_bps = self.rate.picture_bps
        return self._encoder.encode(frame, key)

    def _queue(self, encoded: Encoded, stamp: int) -> None:
        now_s = self._clock()
        counters = self._stream.counters
        counters.frames += 1
        counters.width, counters.height = encoded.width, encoded.height
        counters.encoder = self._encoder.name if self._encoder else None
        if encoded.key:
            counters.key_frames += 1
            self._keys.made(now_s)
        data = encoded.data if self.transform is None else self.transform(encoded.data)
        payloads = self._cut(data)
        for k, payload in enumerate(payloads, 1):
            packet = self._stream.packet(payload, stamp, marker=k == len(payloads))
            self._history.keep(packet.sequence_number, packet, _size(packet), now_s)
            self._pacer.put((packet, False), _size(packet))
            if self._largest is None or len(packet.payload) > len(self._largest.payload):
                self._largest = packet
        self._room.clear()  # the sending task knows how much there is
        self._queued.set()

    def _apply_rate(self) -> None:
        now_s, packets = self._clock(), self._stream.counters.packets
        since_s, before = self._counted
        if now_s - since_s >= HEADERS_OVER_S:
            self.rate.headers_bps = round((packets - before) * HEADER_BYTES * 8 / (now_s - since_s))
            self._counted = now_s, packets
        self._history.target_bps = self.rate.picture_bps
        self._pacer.target_bps = self.rate.picture_bps + self.rate.headers_bps

    # ------------------------------------------------------------ packets

    async def _send(self) -> None:
        while True:
            for packet, again in self._pacer.due(self._clock()):
                if again:
                    await self._stream.write(packet)
                    self._stream.counters.retransmitted += 1
                else:
                    await self._stream.write_media(packet)
            if self._pacer.waiting_s() <= FULL_S:
                self._room.set()
            next_s = self._pacer.next_s()
            if next_s is None:
                self._queued.clear()
                await self._show_line()
                await self._queued.wait()
            else:
                await asyncio.sleep(max(0.0, next_s - self._clock()))

    async def _show_line(self) -> None:
        """Send a series of packets at even distances, if one is due: a large one again and again, as repairs.

        Pictures wait meanwhile, some 0.1 s at most, in the first two seconds.
        """
        packet = self._largest
        if packet is None or (bps := self._probe.due_bps(self._stream.counters.rtt_s, self._clock())) is None:
            return
        begin_s = self._clock()
        for offset_s in offsets_s(bps, len(packet.payload)):
            await asyncio.sleep(max(0.0, begin_s + offset_s - self._clock()))
            repair = self._stream.wrapped(packet)
            if repair is packet:  # no stream of repairs was agreed upon, and a packet sent twice would be refused
                return
            await self._stream.write(repair)

    # ------------------------------------------------------------ the end

    async def close(self) -> None:
        """After the work has been cancelled: lets go of encoder and thread."""
        await self._on_thread(self._forget_encoder)
        self._thread.shutdown()

    def _forget_encoder(self) -> None:
        """On the thread, where it may just be in the making."""
        encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.close()

    def _on_thread(self, work: Callable[..., T], *args: object) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._thread, work, *args)


def _size(packet: RtpPacket) -> int:
    """What the packet takes on the line."""
    return len(packet.payload) + HEADER_BYTES
