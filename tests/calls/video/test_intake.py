from __future__ import annotations

from tests.calls.video.packets import picture, stream
from vardklient.calls.network.reception import ReceivedCounters
from vardklient.calls.video.decoding import MAX_BEHIND, PictureDecoder
from vardklient.calls.video.intake import PictureIntake
from vardklient.calls.video.picturebuffer import MediaPacket


class Rig:
    """The decoder is not started: what is handed over stays in its queue."""

    def __init__(self) -> None:
        self.counters = ReceivedCounters()
        self.decoder = PictureDecoder(lambda _: None, lambda: None)
        self.intake = PictureIntake(self.decoder, self.counters)
        self.asked: list[int] = []
        self.keys: list[float] = []

    def take(self, *packets: MediaPacket, stream: object = 1, codec: str = "VP8", again: bool = False) -> None:
        for packet in packets:
            self.intake.take(stream, codec, packet, again, packet.arrived_s)

    def look(self, now_s: float) -> None:
        packets, key = self.intake.due(now_s)
        self.asked += packets
        self.keys += [now_s] * key

    @property
    def handed_over(self) -> int:
        """A key frame replaces what waits before it."""
        return self.decoder._waiting.qsize() + self.decoder.left_out


def test_a_hole_is_asked_for_and_filled() -> None:
    rig = Rig()
    packets = stream(20)
    lost = packets.pop(41)
    rig.take(*packets[:60])
    assert rig.handed_over == 10
    assert rig.intake.busy
    rig.look(packets[60].arrived_s)
    assert rig.asked == [lost.sequence]
    rig.take(lost._replace(arrived_s=packets[60].arrived_s), again=True)
    assert rig.handed_over == 15
    assert not rig.intake.busy
    assert (rig.counters.recovered, rig.counters.nacks_sent) == (1, 1)
    rig.take(lost, again=True)
    assert rig.counters.recovered == 1


def test_what_the_buffer_gave_up_is_not_asked_for_any_more() -> None:
    rig = Rig()
    packets = stream(60, keys=(0, 40))
    lost = packets.pop(41)
    rig.take(*packets)
    assert rig.handed_over == 10 + 20
    rig.look(packets[-1].arrived_s)
    assert rig.asked == []
    assert lost.sequence == 141
    rig.intake.count()
    assert rig.counters.frames_dropped == 30 + 10
    assert not rig.intake.busy


def test_a_key_frame_is_asked_for_where_a_stream_begins_without_one() -> None:
    rig = Rig()
    rig.look(1.0)
    assert rig.keys == []
    rig.take(*stream(20, keys=()))
    rig.look(0.7)
    assert rig.keys == [0.7]
    assert rig.counters.plis_sent == 1


def test_another_stream_or_codec_begins_anew() -> None:
    rig = Rig()
    rig.take(*stream(10))
    rig.take(*picture(3, start=9), stream=2)
    rig.look(0.2)
    assert rig.keys == [0.2], "its first picture is no key frame"
    rig.take(*stream(5), stream=2)
    rig.take(*stream(5), stream=2, codec="AV1")
    assert not rig.intake.busy
    rig.intake.break_off()
    rig.look(9.0)
    assert rig.handed_over == 15
    rig.intake.count()
    assert rig.counters.frames_dropped >= 1


def test_the_round_trip_reaches_what_needs_it_also_later() -> None:
    rig = Rig()
    rig.intake.rtt_s = 0.4
    packets = stream(20)
    del packets[41]
    rig.take(*packets)
    rig.look(0.65)
    rig.look(0.8)
    assert rig.asked == [141], "its answer is under way"
    rig.intake.rtt_s = 0.02
    rig.look(0.81)
    assert rig.asked == [141, 141]
    assert rig.intake.rtt_s == 0.02


def test_a_decoder_that_cannot_follow_gets_a_key_frame() -> None:
    rig = Rig()
    packets = stream(MAX_BEHIND + 10, keys=(0, MAX_BEHIND + 5))
    rig.take(*packets[: 4 * (MAX_BEHIND + 3)])
    assert rig.handed_over == MAX_BEHIND
    rig.look(packets[4 * (MAX_BEHIND + 3)].arrived_s)
    assert rig.keys
    rig.take(*packets[4 * (MAX_BEHIND + 3) :])
    assert rig.handed_over == MAX_BEHIND + 5
    rig.intake.count()
    assert rig.counters.frames_dropped == MAX_BEHIND + 5


def test_a_failure_of_the_decoder_waits_for_a_key_frame() -> None:
    rig = Rig()
    packets = stream(20)
    rig.take(*packets[:40])
    rig.intake.break_off()
    assert rig.intake.busy
    rig.take(*packets[40:])
    assert rig.handed_over == 10
    rig.look(packets[-1].arrived_s)
    assert rig.keys
