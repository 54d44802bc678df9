from __future__ import annotations

import asyncio
import random
import struct
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.network.feedback import (
    BACK_WINDOW_S,
    MAX_BACK,
    SOON_PACKETS,
    TICK_S,
    FeedbackCollector,
    FeedbackReporter,
)

OWN, THEIRS = 5, 7
REFERENCE_S = 0.064
WRAP_S = REFERENCE_S * (1 << 24)


@dataclass
class Read:
    """What a report says, read strictly by the draft."""

    base: int
    count: int
    number: int
    reference: int
    arrivals: dict[int, float] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)


def read(packet: bytes) -> Read:
    first, kind, words = struct.unpack_from("!BBH", packet)
    assert (first >> 6, first & 31, kind) == (2, 15, 205)
    assert len(packet) == 4 + 4 * words
    end = len(packet) - (packet[-1] if first & 0x20 else 0)
    own, media, base, count, reference = struct.unpack_from("!LLHHL", packet, 4)
    assert (own, media) == (OWN, THEIRS)
    found = Read(base, count, reference & 0xFF, reference >> 8)
    statuses: list[int] = []
    at = 20
    while len(statuses) < count:
        (word,) = struct.unpack_from("!H", packet, at)
        at += 2
        if not word & 0x8000:
            assert word & 0x1FFF
            statuses += [word >> 13] * (word & 0x1FFF)
        elif word & 0x4000:
            statuses += [word >> shift & 3 for shift in range(12, -1, -2)]
        else:
            statuses += [word >> shift & 1 for shift in range(13, -1, -1)]
    ticks = found.reference * 256
    for k, status in enumerate(statuses[:count]):
        number = (base + k) & 0xFFFF
        if not status:
            found.lost.add(number)
            continue
        ticks += packet[at] if status == 1 else struct.unpack_from("!h", packet, at)[0]
        at += status
        found.arrivals[number] = ticks * TICK_S
    assert at == end, "nothing is left over but the padding"
    return found


class Sender:
    """Reads reports as libwebrtc's sender does: what came is forgotten, what was lost may still come."""

    def __init__(self, sent: list[int]) -> None:
        self.waiting = {number & 0xFFFF for number in sent}
        self.arrivals: dict[int, float] = {}
        self.lost: set[int] = set()
        self._before: int | None = None
        self._offset_s = 0.0

    def take(self, packet: bytes) -> None:
        found = read(packet)
        if self._before is not None:
            half = 1 << 23
            step = (found.reference - self._before + half) % (1 << 24) - half
            self._offset_s += step * REFERENCE_S
        self._before = found.reference
        for number, arrived_s in found.arrivals.items():
            if number in self.waiting:
                self.waiting.discard(number)
                self.lost.discard(number)
                self.arrivals[number] = self._offset_s + arrived_s - found.reference * REFERENCE_S
        self.lost |= found.lost & self.waiting


def collect(arrivals: list[tuple[int, float]], every: int = 25) -> list[bytes]:
    collector = FeedbackCollector()
    reports: list[bytes] = []
    for k, (number, arrived_s) in enumerate(arrivals, 1):
        collector.add(number & 0xFFFF, arrived_s, THEIRS)
        if not k % every:
            reports += collector.build(OWN)
    return reports + collector.build(OWN)


@given(
    st.integers(0, 0xFFFF),
    st.floats(0.0, WRAP_S * 1.5),
    st.lists(st.tuples(st.sampled_from([0.0, 0.0001, 0.005, 0.07, 1.5]), st.booleans()), min_size=1, max_size=200),
    st.integers(1, 60),
)
def test_decodes_to_the_same_times(start: int, begin_s: float, steps: list[tuple[float, bool]], every: int) -> None:
    now_s, arrivals = begin_s, []
    for k, (step_s, came) in enumerate(steps):
        now_s += step_s
        if came or k == 0:
            arrivals.append((start + k, now_s))
    sender = Sender([start + k for k in range(len(steps))])
    for report in collect(arrivals, every):
        sender.take(report)
    assert sender.arrivals.keys() == {number & 0xFFFF for number, _ in arrivals}
    first, first_s = arrivals[0]
    for number, arrived_s in arrivals:
        after_s = sender.arrivals[number & 0xFFFF] - sender.arrivals[first]
        assert abs(after_s - (arrived_s - first_s)) <= 1.01 * TICK_S
    last = arrivals[-1][0] - start
    assert sender.lost == {(start + k) & 0xFFFF for k, (_, came) in enumerate(steps) if not came and 0 < k < last}


@given(st.integers(), st.integers(0, 0xFFFF), st.integers(2, 40))
def test_packets_in_disorder_are_never_lost_for_good(seed: int, start: int, every: int) -> None:
    order = random.Random(seed)
    arrivals = [(start + k, 50.0 + k * 0.002) for k in range(300)]
    arrivals.sort(key=lambda a: a[1] + order.random() * 0.1)
    stamped = [(number, 50.0 + k * 0.002) for k, (number, _) in enumerate(arrivals)]
    sender = Sender([number for number, _ in stamped])
    for report in collect(stamped, every):
        sender.take(report)
    assert not sender.lost
    # what came before the very first one is known only once it is there
    assert len(sender.arrivals) == 300


def test_late_packets_move_the_start_back_but_not_for_ever() -> None:
    collector = FeedbackCollector()
    for number in (10, 11, 13):
        collector.add(number, 1.0, THEIRS)
    assert read(collector.build(OWN)[0]).lost == {12}
    collector.add(12, 1.2, THEIRS)
    again = read(collector.build(OWN)[0])
    assert (again.base, again.arrivals.keys(), again.lost) == (12, {12, 13}, set())
    collector.add(15, 1.3 + BACK_WINDOW_S, THEIRS)
    assert read(collector.build(OWN)[0]).lost == {14}
    collector.add(12, 1.4 + BACK_WINDOW_S, THEIRS)
    assert collector.build(OWN) == [], "told of long ago"
    collector.add(14, 1.4 + BACK_WINDOW_S, THEIRS)
    assert read(collector.build(OWN)[0]).arrivals.keys() == {14, 15}


def test_the_first_packets_may_be_swapped() -> None:
    collector = FeedbackCollector()
    for number in (1, 0, 0xFFFF):
        collector.add(number, 1.0, THEIRS)
    (report,) = collector.build(OWN)
    assert read(report).base == 0xFFFF
    assert read(report).arrivals.keys() == {0xFFFF, 0, 1}


def test_a_packet_counts_when_it_first_came() -> None:
    collector = FeedbackCollector()
    collector.add(7, 1.0, THEIRS)
    collector.add(7, 1.05, THEIRS)
    assert collector.waiting == 1
    assert read(collector.build(OWN)[0]).arrivals == {7: 1.0}
    assert collector.build(OWN) == []


def test_a_long_silence_and_a_big_gap() -> None:
    collector = FeedbackCollector()
    collector.add(100, 1.0, THEIRS)
    collector.add(900, 21.0, THEIRS)
    reports = [read(report) for report in collector.build(OWN)]
    assert [r.arrivals for r in reports] == [{100: 1.0}, {900: 21.0}]
    assert sum(len(r.lost) for r in reports) == 799
    assert [r.number for r in reports] == [0, 1]


def test_another_count_begins_anew() -> None:
    collector = FeedbackCollector()
    collector.add(20_000, 1.0, THEIRS)
    collector.build(OWN)
    collector.add(20_000 - MAX_BACK - 1, 2.0, THEIRS)
    (report,) = collector.build(OWN)
    assert read(report).arrivals.keys() == {20_000 - MAX_BACK - 1}


def test_a_full_second_fits_into_datagrams() -> None:
    reports = collect([(k * 2, k * 0.07) for k in range(3000)], every=3000)
    assert len(reports) > 1
    assert max(map(len, reports)) < 1200
    assert sum(len(read(r).arrivals) for r in reports) == 3000


async def test_the_reporter_sends_while_a_receiver_is_there() -> None:
    sent: asyncio.Queue[bytes] = asyncio.Queue()
    reporter = FeedbackReporter(sent.put)
    assert not reporter.used
    reporter.attach(OWN)
    reporter.attach(OWN + 1)
    for number in range(SOON_PACKETS):
        reporter.add(number, 1.0, THEIRS)
    assert reporter.used
    assert len(read(await asyncio.wait_for(sent.get(), 60)).arrivals) == SOON_PACKETS
    await reporter.detach(OWN + 1)
    reporter.add(SOON_PACKETS, 1.0, THEIRS)
    assert read(await asyncio.wait_for(sent.get(), 60)).arrivals.keys() == {SOON_PACKETS}
    before = asyncio.all_tasks()
    await reporter.detach(OWN)
    await reporter.detach(OWN)
    assert len(before - asyncio.all_tasks()) == 1, "its task ended"


async def test_the_reporter_ends_with_the_transport() -> None:
    tried = asyncio.Event()

    async def closed(packet: bytes) -> None:
        tried.set()
        raise ConnectionError

    reporter = FeedbackReporter(closed)
    reporter.attach(OWN)
    reporter.add(1, 1.0, THEIRS)
    await asyncio.wait_for(tried.wait(), 60)
    await reporter.detach(OWN)
