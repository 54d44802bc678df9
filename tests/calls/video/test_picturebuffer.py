from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calls.video.packets import FRAME_S, TICKS, picture, stream, vp8_payload
from vardklient.calls.video.depayload import h264, vp8
from vardklient.calls.video.picturebuffer import (
    ASK_EVERY_S,
    MAX_HELD,
    MAX_HOLE,
    MAX_WAIT_S,
    PATIENCE_MIN_S,
    PATIENCE_RTTS,
    SILENCE_S,
    START_GUARD_S,
    CodedPicture,
    MediaPacket,
    PictureBuffer,
)


@dataclass
class Player:
    """Plays packets into a buffer and looks at it every 10 ms, as the receiver does."""

    buffer: PictureBuffer = field(default_factory=lambda: PictureBuffer(vp8))
    out: list[CodedPicture] = field(default_factory=list)
    left_s: list[float] = field(default_factory=list)
    asked_s: list[float] = field(default_factory=list)
    now_s: float = 0.0

    def play(self, *packets: MediaPacket) -> None:
        for packet in packets:
            self.until(packet.arrived_s)
            self._leave(self.buffer.add(packet, self.now_s))

    def until(self, until_s: float) -> None:
        while self.now_s + 0.01 < until_s:
            self.now_s += 0.01
            if self.buffer.busy:
                self._leave(self.buffer.tick(self.now_s))
                if self.buffer.ask_for_key(self.now_s):
                    self.asked_s.append(self.now_s)
        self.now_s = max(self.now_s, until_s)

    def _leave(self, pictures: list[CodedPicture]) -> None:
        self.out += pictures
        self.left_s += [self.now_s] * len(pictures)

    @property
    def numbers(self) -> list[int]:
        return [p.timestamp // TICKS for p in self.out]


def test_each_picture_leaves_with_its_last_packet() -> None:
    player = Player()
    packets = stream(200, start=65_500)
    player.play(*packets)
    assert player.numbers == list(range(200))
    assert player.left_s == [packets[4 * n + 3].arrived_s for n in range(200)]
    first = player.out[0]
    assert first.key
    assert not first.waited
    assert first.arrived_s == packets[3].arrived_s
    assert first.data == b"\0\0\0" * 4
    assert not player.buffer.busy
    assert not player.asked_s


@given(st.integers(), st.integers(1, 12))
def test_whatever_the_order_everything_comes_out_once(seed: int, span: int) -> None:
    """Packets are late by up to `span` and some come twice."""
    order = random.Random(seed)
    packets = stream(60)
    late = sorted([*packets, *order.sample(packets, 20)], key=lambda p: p.sequence + order.uniform(0, span))
    player = Player()
    for n, packet in enumerate(late):
        player.play(packet._replace(arrived_s=n * 0.004))
    assert player.numbers == list(range(60))
    assert player.buffer.dropped == 0


def test_one_packet_that_comes_again_holds_up_what_follows_it() -> None:
    packets = stream(40)
    lost = packets.pop(4 * 10 + 1)
    player = Player()
    player.play(*packets[: 4 * 12])
    assert player.numbers == list(range(10))
    assert player.buffer.wanted_from == picture(10)[0].sequence
    again_s = packets[4 * 12].arrived_s - 0.001
    player.play(lost._replace(arrived_s=again_s), *packets[4 * 12 :])
    assert player.numbers == list(range(40))
    assert [p.waited for p in player.out[9:14]] == [False, True, True, False, False]
    assert player.out[10].arrived_s == again_s
    assert not player.asked_s, "the repeat was quicker"


def test_what_never_comes_is_given_up_and_a_key_frame_awaited() -> None:
    packets = stream(120, keys=(0, 90))
    lost = packets.pop(4 * 10 + 1)
    player = Player()
    player.play(*packets)
    assert player.numbers == [*range(10), *range(90, 120)]
    hole_s = lost.arrived_s
    assert player.asked_s[0] == pytest.approx(hole_s + PATIENCE_RTTS * 0.1, abs=0.05)
    assert all(b - a >= ASK_EVERY_S for a, b in zip(player.asked_s, player.asked_s[1:], strict=False))
    assert player.buffer.dropped == 80


def test_a_quick_line_asks_sooner_and_a_slow_one_waits_its_limit() -> None:
    for rtt_s, patience_s in ((0.01, PATIENCE_MIN_S), (1.0, MAX_WAIT_S)):
        packets = stream(60)
        hole_s = packets.pop(41).arrived_s
        player = Player()
        player.buffer.rtt_s = rtt_s
        player.play(*packets)
        assert player.asked_s[0] == pytest.approx(hole_s + patience_s, abs=0.05)


def test_a_key_frame_that_waits_already_is_jumped_to_at_once() -> None:
    packets = stream(40, keys=(0, 12))
    del packets[4 * 10 + 1]
    player = Player()
    player.play(*packets)
    assert player.numbers == [*range(10), *range(12, 40)]
    assert player.left_s[10] == picture(12)[3].arrived_s
    assert player.buffer.dropped == 2
    assert not player.asked_s


def test_an_outage_asks_for_a_key_frame_with_the_first_packet_after_it() -> None:
    """800 packets lost, over a wrap."""
    packets = stream(600, keys=(0, 310), start=65_000)
    del packets[400:1200]
    player = Player()
    player.play(*packets)
    assert player.numbers == [*range(100), *range(310, 600)]
    assert player.asked_s[0] <= picture(300)[0].arrived_s + 0.02
    assert player.buffer.wanted_from == 65_000 + 2400


def test_a_few_packets_lost_in_a_long_silence_are_not_waited_for() -> None:
    packets = stream(20)
    pause_s = SILENCE_S + 0.5
    later = [p._replace(arrived_s=p.arrived_s + pause_s) for p in packets[43:]]
    player = Player()
    player.play(*packets[:40])
    player.until(later[0].arrived_s - 0.01)
    assert not player.asked_s, "nothing is asked of a silent line"
    player.play(*later)
    assert player.numbers == list(range(10))
    assert player.asked_s[0] <= later[0].arrived_s + 0.02


def test_without_a_key_frame_nothing_is_shown() -> None:
    player = Player()
    player.play(*stream(60, keys=(30,)))
    assert player.numbers == list(range(30, 60))
    assert player.asked_s[0] == pytest.approx(START_GUARD_S, abs=0.011)
    assert player.buffer.dropped == 30


def test_a_hole_in_the_first_picture() -> None:
    packets = stream(40, keys=(0, 20))
    lost = packets.pop(2)
    player = Player()
    player.play(*packets)
    assert player.numbers == list(range(20, 40)), "nothing before the key frame could be shown"
    assert player.asked_s
    player = Player()
    player.play(*packets[:7], lost._replace(arrived_s=0.06), *packets[7:])
    assert player.numbers == list(range(40))
    assert not player.asked_s


def test_the_first_packets_may_come_in_any_order() -> None:
    packets = stream(10)
    packets[:4] = [packets[1], packets[3], packets[0], packets[2]]
    player = Player()
    player.play(*[p._replace(arrived_s=n * 0.002) for n, p in enumerate(packets)])
    assert player.numbers == list(range(10))


def test_what_comes_too_late_or_twice_changes_nothing() -> None:
    packets = stream(20)
    player = Player()
    player.play(*packets[:40])
    for old in packets[:40]:
        player.play(old._replace(arrived_s=2.0))
    player.play(*[p._replace(arrived_s=2.01) for p in packets[40:]])
    assert player.numbers == list(range(20))


def test_the_decoder_can_ask_for_a_new_beginning() -> None:
    packets = stream(40, keys=(0, 25))
    player = Player()
    player.play(*packets[:40])
    player.buffer.break_off()
    assert player.buffer.busy
    player.play(*packets[40:])
    assert player.numbers == [*range(10), *range(25, 40)]
    assert player.asked_s


def padding(sequence: int, timestamp: int, arrived_s: float) -> MediaPacket:
    return MediaPacket(sequence, timestamp, False, b"", arrived_s)


def test_padding_between_pictures_is_passed_over_and_not_missed() -> None:
    """The same packets with two of padding after picture 9, one of which is lost."""
    shifted = [p._replace(sequence=p.sequence + 2) for p in stream(40)[40:]]
    head = stream(40)[:40]
    pads = [padding(140 + k, 9 * TICKS, head[-1].arrived_s) for k in range(2)]
    for there in (pads, pads[1:], []):
        player = Player()
        player.play(*head, *there, *shifted)
        assert player.numbers == list(range(40))
        assert player.left_s[10] == picture(10)[3].arrived_s, "at once: the count of pictures shows no gap"


def test_without_a_count_of_pictures_a_hole_between_them_is_waited_for() -> None:
    packets = stream(40, picture_ids=False)
    del packets[40]
    player = Player()
    player.play(*packets)
    assert player.numbers == list(range(10))


def test_a_picture_that_was_dropped_on_the_way_is_noticed_by_the_count() -> None:
    """A server in between renumbers packets, so that there is no hole."""
    packets = stream(10) + [p._replace(sequence=p.sequence - 4) for p in stream(40, keys=(0, 25))[44:]]
    player = Player()
    player.play(*packets)
    assert player.numbers == [*range(10), *range(25, 40)]


def test_a_count_that_stands_still_says_nothing() -> None:
    packets = [p._replace(payload=vp8_payload(7, n % 4 == 0, n < 4)) for n, p in enumerate(stream(20))]
    player = Player()
    player.play(*packets)
    assert player.numbers == list(range(20))


def test_packets_that_cannot_be_read_are_as_good_as_lost() -> None:
    packets = stream(20)
    packets[41] = packets[41]._replace(payload=b"\x90")
    player = Player()
    player.play(*packets)
    assert player.numbers == list(range(10))


def test_memory_stays_bounded() -> None:
    player = Player(PictureBuffer(vp8))
    packets = stream(MAX_HELD)
    del packets[1]
    buffer = player.buffer
    for packet in packets:
        buffer.add(packet._replace(arrived_s=0.0), 0.0)
        assert len(buffer._packets) <= MAX_HELD + 1
    assert buffer.need_key


def test_a_large_jump_is_never_a_hole_to_wait_at() -> None:
    packets = stream(10)
    jump = [p._replace(sequence=p.sequence + MAX_HOLE + 1) for p in stream(20, keys=(10,))[40:]]
    player = Player()
    player.play(*packets, *jump)
    assert player.numbers == list(range(20))


# ---------------------------------------------------------------- H.264

SPS, PPS = b"\x67abc", b"\x68ab"


def unit(*parts: bytes, start: int, number: int) -> list[MediaPacket]:
    return [
        MediaPacket(start + k, number * TICKS, k == len(parts) - 1, part, number * FRAME_S + k * 0.001)
        for k, part in enumerate(parts)
    ]


def key_unit(start: int, number: int) -> list[MediaPacket]:
    aggregate = b"\x78" + b"".join(len(u).to_bytes(2, "big") + u for u in (SPS, PPS))
    return unit(aggregate, b"\x7c\x85one", b"\x7c\x05two", b"\x7c\x45end", start=start, number=number)


def test_h264_begins_with_parameters_and_a_fragmented_key_picture() -> None:
    player = Player(PictureBuffer(h264))
    player.play(*unit(b"\x61p", start=1, number=0), *key_unit(2, 1), *unit(b"\x61q", start=6, number=2))
    code = b"\0\0\0\1"
    assert [p.data for p in player.out] == [
        code + SPS + code + PPS + code + b"\x65onetwoend",
        code + b"\x61q",
    ]
    assert [p.key for p in player.out] == [True, False]


def test_h264_parts_of_a_key_picture_are_no_key_picture() -> None:
    player = Player(PictureBuffer(h264))
    first = [b"\x65slice one", b"\x65slice two"]
    player.play(*unit(*first, start=10, number=0)[1:], *unit(b"\x61p", start=12, number=1))
    assert player.numbers == []
    player.play(*unit(*first, start=13, number=2), *unit(b"\x61p", start=15, number=3))
    assert player.numbers == [2, 3], "its beginning is known by the end of the one before"


def test_h264_with_a_delimiter_first() -> None:
    player = Player(PictureBuffer(h264))
    player.play(*unit(b"\x09\x10", SPS, PPS, b"\x65slice", start=10, number=0), *unit(b"\x61p", start=14, number=1))
    assert player.numbers == [0, 1]


def test_h264_jumps_to_a_key_picture_whose_beginning_is_sure() -> None:
    player = Player(PictureBuffer(h264))
    player.play(*key_unit(1, 0), *unit(b"\x61p", start=6, number=1), *key_unit(7, 2))
    assert player.numbers == [0, 2]


def test_a_picture_without_marker_ends_where_the_next_begins() -> None:
    player = Player(PictureBuffer(h264))
    cut = [p._replace(marker=False) for p in key_unit(1, 0)]
    player.play(*cut, *unit(b"\x61p", start=5, number=1))
    assert player.numbers == [0, 1]
