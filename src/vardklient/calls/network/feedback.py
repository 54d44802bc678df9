"""Transport-wide feedback: when each packet reached us, so that the sender finds out how much the line carries.

The format is that of draft-holmer-rmcat-transport-wide-cc-extensions-01. What is reported again after packets in
disorder follows a browser's own receiver (libwebrtc's RemoteEstimatorProxy), because a browser's sender reads it.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import Awaitable, Callable

from vardklient.calls.network.sequence import Unwrapper

TICK_S = 0.00025
"""Unit of the time from packet to packet (the draft)."""
TICKS_PER_REFERENCE = 256
"""The reference time counts 64 ms (the draft)."""
BACK_WINDOW_S = 0.5
"""So long a packet that comes late still corrects what was reported (libwebrtc)."""
MAX_BACK = 5000
"""A number so far behind the newest is a new count, not a late packet. Own choice: 20 s at 2.5 Mbit/s."""
MAX_DELTAS_BYTES = 600
"""A report stays within one datagram. Own choice: with half of the packets lost it is some 950 bytes."""
SEND_EVERY_S, SEND_LATEST_S, SOON_PACKETS = 0.05, 0.1, 10
"""After 50 ms when ten packets are waiting, else after 100 ms. Chromium: 50 to 250 ms, by the rate."""

RTPFB, TRANSPORT_FEEDBACK = 205, 15
LOST, SMALL, LARGE = 0, 1, 2
RUN, ONE_BIT, TWO_BITS = 0b00 << 14, 0b10 << 14, 0b11 << 14
MAX_RUN = 0x1FFF


class FeedbackCollector:
    """Arrivals in, reports out.

    Attributes:
        waiting: packets that no report has told of yet.
        used: did any packet carry a transport-wide number?
    """

    def __init__(self) -> None:
        self.waiting = 0
        self.used = False
        self._begin()
        self._count = 0
        self._media_ssrc = 0

    def _begin(self) -> None:
        self._numbers = Unwrapper(16)
        self._arrivals: dict[int, float] = {}
        self._newest = -1
        self._start: int | None = None
        self._floor = -0x10000

    def add(self, number: int, arrived_s: float, ssrc: int) -> None:
        """A packet with this transport-wide number came.

        Args:
            number: 16 bits, as in the packet. Retransmissions and padding have one too, of their own.
            arrived_s: monotonic time at which it reached the machine.
            ssrc: whose packet it is; reports name the last one.
        """
        self.used = True
        unwrapped = self._numbers.unwrap(number)
        if self._start is not None and unwrapped < self._newest - MAX_BACK:
            self._begin()
            unwrapped = self._numbers.unwrap(number)
        if unwrapped in self._arrivals or unwrapped < self._floor:
            return
        self._media_ssrc = ssrc
        self._forget(arrived_s - BACK_WINDOW_S)
        self._arrivals[unwrapped] = arrived_s
        self._newest = max(self._newest, unwrapped)
        self._start = unwrapped if self._start is None else min(self._start, unwrapped)
        self.waiting += 1

    def _forget(self, before_s: float) -> None:
        """What was reported and is old; later than that, nothing of it is reported again."""
        old = []
        for number, arrived_s in self._arrivals.items():
            if arrived_s >= before_s or self._start is None or number >= self._start:
                break
            old.append(number)
        for number in old:
            del self._arrivals[number]
            self._floor = max(self._floor, number + 1)

    def build(self, own_ssrc: int) -> list[bytes]:
        """RTCP packets of everything since the last report, or none.

        A packet that came after a newer one had been reported moves the start back, so that it and what followed are
        reported (again): the sender would take it for lost otherwise.
        """
        reports: list[bytes] = []
        if not self.waiting or self._start is None:
            return reports
        start = max(self._start, self._floor)
        while start <= self._newest:
            report, start = self._build_one(own_ssrc, start)
            reports.append(report)
        self._start = self._newest + 1
        self.waiting = 0
        return reports

    def _build_one(self, own_ssrc: int, first: int) -> tuple[bytes, int]:
        """One report that begins with the number `first`, and the first number after it."""
        statuses: list[int] = []
        deltas = b""
        reference: int | None = None
        previous = 0
        for number in range(first, self._newest + 1):
            arrived_s = self._arrivals.get(number)
            if arrived_s is None:
                statuses.append(LOST)
                continue
            tick = round(arrived_s / TICK_S)
            if reference is None:
                reference = tick // TICKS_PER_REFERENCE
                previous = reference * TICKS_PER_REFERENCE
            delta = tick - previous
            if not -0x8000 <= delta <= 0x7FFF or len(deltas) >= MAX_DELTAS_BYTES:
                break
            small = 0 <= delta <= 0xFF
            statuses.append(SMALL if small else LARGE)
            deltas += struct.pack("!B" if small else "!h", delta)
            previous = tick
        body = struct.pack("!LLHH", own_ssrc, self._media_ssrc, first & 0xFFFF, len(statuses))
        body += struct.pack("!L", ((reference or 0) & 0xFFFFFF) << 8 | self._count)
        self._count = (self._count + 1) & 0xFF
        return _rtcp(body + _chunks(statuses) + deltas), first + len(statuses)


def _rtcp(body: bytes) -> bytes:
    """With header and padding."""
    pad = -len(body) % 4
    if pad:
        body += bytes(pad - 1) + bytes([pad])
    first = 0x80 | (0x20 if pad else 0) | TRANSPORT_FEEDBACK
    return struct.pack("!BBH", first, RTPFB, len(body) // 4) + body


def _chunks(statuses: list[int]) -> bytes:
    """A run where it is no longer than a vector would be; 14 statuses of one bit, or 7 of two."""
    words: list[int] = []
    at = 0
    while at < len(statuses):
        run = _run(statuses, at)
        ahead = statuses[at : at + 14]
        if run >= 14 or at + run == len(statuses):
            words.append(RUN | statuses[at] << 13 | run)
            at += run
        elif LARGE not in ahead:
            words.append(ONE_BIT | sum(status << (13 - i) for i, status in enumerate(ahead)))
            at += 14
        else:
            words.append(TWO_BITS | sum(status << (12 - 2 * i) for i, status in enumerate(ahead[:7])))
            at += 7
    return struct.pack(f"!{len(words)}H", *words)


def _run(statuses: list[int], at: int) -> int:
    end = at
    while end < len(statuses) and statuses[end] == statuses[at] and end - at < MAX_RUN:
        end += 1
    return end - at


class FeedbackReporter:
    """One per transport: collects for all of its receivers and sends while any of them is attached.

    Args:
        send: sends an RTCP packet; raises `ConnectionError` when the transport is closed.
    """

    def __init__(self, send: Callable[[bytes], Awaitable[None]]) -> None:
        self._send = send
        self._collector = FeedbackCollector()
        self._came = asyncio.Event()
        self._ssrcs: list[int] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def used(self) -> bool:
        """Did any packet carry a transport-wide number? Then nothing else may be said of the rate."""
        return self._collector.used

    def add(self, number: int, arrived_s: float, ssrc: int) -> None:
        """As `FeedbackCollector.add`; harmless for a packet that was told of already."""
        self._collector.add(number, arrived_s, ssrc)
        if self._collector.waiting:
            self._came.set()

    def attach(self, ssrc: int) -> None:
        """A receiver begins, whose own source is `ssrc`."""
        self._ssrcs.append(ssrc)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def detach(self, ssrc: int) -> None:
        """A receiver ends; with the last one ends the sending."""
        if ssrc in self._ssrcs:
            self._ssrcs.remove(ssrc)
        if self._ssrcs or self._task is None:
            return
        task, self._task = self._task, None
        task.cancel()
        await asyncio.wait([task])

    async def _run(self) -> None:
        with contextlib.suppress(ConnectionError):
            while True:
                await self._came.wait()
                await asyncio.sleep(SEND_EVERY_S)
                if self._collector.waiting < SOON_PACKETS:
                    await asyncio.sleep(SEND_LATEST_S - SEND_EVERY_S)
                self._came.clear()
                for report in self._collector.build(self._ssrcs[0]):
                    await self._send(report)
