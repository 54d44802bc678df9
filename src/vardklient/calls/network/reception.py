"""What a receiver must report of one source, so that the sender finds its rate (RFC 3550, A.3 and A.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MOST_LOST, LEAST_LOST = (1 << 23) - 1, -(1 << 23)
"""The count of lost packets has 24 bits with a sign."""
JITTER_SHARE = 16
"""RFC 3550, 6.4.1."""
MAX_TRANSIT_JUMP_S = 5.0
"""A larger step is a pause or a new clock, not jitter (libwebrtc)."""


class SenderReport(NamedTuple):
    """Which moment of the sender's clock a timestamp of its stream stands for.

    Attributes:
        ntp_s: seconds since 1900 by the sender's clock.
        timestamp: of RTP, unwrapped, in the stream's own clock.
        heard_s: monotonic time at which the report came.
    """

    ntp_s: float
    timestamp: int
    heard_s: float


@dataclass(slots=True)
class ReceivedCounters:
    """What came of one medium, counted since the beginning.

    Attributes:
        packets: media packets; those sent again are counted in `recovered`.
        bytes: of the payloads of all packets.
        lost: packets that did not come when they were sent; the current value of what reports say of it.
        recovered: of these, packets that came when they were sent again.
        jitter_s: how much the way's time varies, smoothed.
        frames: pictures decoded.
        key_frames: of these, pictures that need no other.
        frames_dropped: pictures that came, whole or in part, and could not be shown.
        nacks_sent: packets asked for again, each time counted.
        plis_sent: key frames asked for.
        codec: of the newest packet.
    """

    packets: int = 0
    bytes: int = 0
    lost: int = 0
    recovered: int = 0
    jitter_s: float = 0.0
    frames: int = 0
    key_frames: int = 0
    frames_dropped: int = 0
    nacks_sent: int = 0
    plis_sent: int = 0
    codec: str | None = None


@dataclass(frozen=True, slots=True)
class ReceptionReport:
    """One block of an RTCP receiver report, as numbers.

    Attributes:
        fraction_lost: 1/256 of what was expected since the last report.
        lost: packets since the beginning; packets that came again as retransmissions count as lost.
        highest: sequence number with its cycles, 32 bits.
        jitter: in ticks of the stream's clock.
        last_report: middle 32 bits of the last sender report's time, 0 before any.
        delay: since that report, in 1/65536 s.
    """

    fraction_lost: int
    lost: int
    highest: int
    jitter: int
    last_report: int
    delay: int


class ReceptionStatistics:
    """Counts one source. Numbers are handed in unwrapped, times are monotonic seconds of arrival.

    Args:
        clock_hz: of the stream's timestamps.

    Attributes:
        packets: how many came.
    """

    def __init__(self, clock_hz: int) -> None:
        self.packets = 0
        self._clock_hz = clock_hz
        self._first: int | None = None
        self._highest = 0
        self._jitter = 0.0
        self._timestamp: int | None = None
        self._transit = 0.0
        self._expected_before = self._packets_before = 0
        self._report_ntp = 0
        self._report_s: float | None = None

    def add(self, sequence: int, timestamp: int, arrived_s: float) -> None:
        """A packet came, in whatever order."""
        self.packets += 1
        if self._first is None:
            self._first = self._highest = sequence
        self._first = min(self._first, sequence)
        if sequence >= self._highest:
            self._highest = sequence
            self._note_transit(timestamp, arrived_s)

    def _note_transit(self, timestamp: int, arrived_s: float) -> None:
        """Only the first packet of a picture: the others have its timestamp, but were sent later."""
        if timestamp == self._timestamp:
            return
        transit = arrived_s * self._clock_hz - timestamp
        if self._timestamp is not None:
            change = abs(transit - self._transit)
            if change < MAX_TRANSIT_JUMP_S * self._clock_hz:
                self._jitter += (change - self._jitter) / JITTER_SHARE
        self._timestamp, self._transit = timestamp, transit

    def hear(self, ntp: int, heard_s: float) -> None:
        """A sender report came, with this NTP time of 64 bits."""
        self._report_ntp, self._report_s = ntp >> 16 & 0xFFFFFFFF, heard_s

    @property
    def expected(self) -> int:
        """Packets sent so far, by their numbers."""
        return 0 if self._first is None else self._highest - self._first + 1

    @property
    def lost(self) -> int:
        """Packets that did not come, as reports count them."""
        return max(LEAST_LOST, min(self.expected - self.packets, MOST_LOST))

    @property
    def jitter_s(self) -> float:
        """How much the way's time varies, smoothed."""
        return self._jitter / self._clock_hz

    def report(self, now_s: float) -> ReceptionReport | None:
        """A block for now, which begins a new interval; None before the first packet."""
        if self._first is None:
            return None
        expected = self.expected - self._expected_before
        lost = expected - (self.packets - self._packets_before)
        self._expected_before, self._packets_before = self.expected, self.packets
        fraction = min(255, lost * 256 // expected) if expected > 0 and lost > 0 else 0
        delay_s = 0.0 if self._report_s is None else max(0.0, now_s - self._report_s)
        return ReceptionReport(
            fraction,
            self.lost,
            self._highest & 0xFFFFFFFF,
            min(int(self._jitter), 0xFFFFFFFF),
            self._report_ntp,
            min(int(delay_s * 65536), 0xFFFFFFFF),
        )
