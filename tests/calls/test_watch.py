"""The state of the media by what arrives, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.settings import (
    LOST_AFTER_S,
    QUIET_FLOW_S,
    STUCK_AFTER_S,
    STUCK_LOSSY_AFTER_S,
    STUCK_PACKETS,
    WEAK_AFTER_S,
)
from vardklient.calls.watch import Arrivals, MediaWatch
from vardklient.ports.engine import MediaState

STEP_S = 0.1


class Stage:
    """Moves the clock and counts packets."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.watch = MediaWatch(self.now_s)
        self.seen = Arrivals()

    def go(
        self,
        seconds: float,
        sound: int = 0,
        packets: int = 0,
        pictures: int = 0,
        dbfs: float | None = None,
        lost: int = 0,
    ) -> set:
        """For so long, with so many of each per step; the states on the way."""
        states = set()
        for _ in range(round(seconds / STEP_S)):
            self.now_s += STEP_S
            level = dbfs if dbfs is not None else self.seen.sound_dbfs
            before = self.seen
            self.seen = Arrivals(
                before.sound_packets + sound,
                before.picture_packets + packets,
                before.pictures + pictures,
                level,
                before.picture_lost + lost,
            )
            states.add(self.watch.look(self.now_s, self.seen))
        return states


def flowing() -> Stage:
    stage = Stage()
    stage.go(1.0, sound=10, packets=30, pictures=6, dbfs=-30)
    assert stage.watch.state is MediaState.FLOWING
    return stage


def test_connecting_for_as_long_as_nothing_comes() -> None:
    assert Stage().go(60) == {MediaState.CONNECTING}


def test_a_decoded_picture_is_a_flow() -> None:
    stage = Stage()
    assert stage.go(1, packets=10) == {MediaState.CONNECTING}, "packets are not yet a picture"
    assert stage.go(STEP_S, packets=10, pictures=1) == {MediaState.FLOWING}


def test_audible_sound_is_a_flow_at_once_and_quiet_sound_after_a_second() -> None:
    assert Stage().go(STEP_S, sound=10, dbfs=-30) == {MediaState.FLOWING}
    quiet = Stage()
    assert quiet.go(0.8, sound=10, dbfs=-100) == {MediaState.CONNECTING}
    quiet.go(0.4, sound=10, dbfs=-100)
    assert quiet.watch.state is MediaState.FLOWING


def test_silence_on_the_line_is_weak_then_lost() -> None:
    stage = flowing()
    assert stage.go(WEAK_AFTER_S - STEP_S) == {MediaState.FLOWING}
    stage.go(2 * STEP_S)
    assert stage.go(2 * STEP_S) == {MediaState.WEAK}
    stage.go(LOST_AFTER_S - WEAK_AFTER_S)
    assert stage.watch.state is MediaState.LOST


def lost() -> Stage:
    stage = flowing()
    stage.go(5.0)
    assert stage.watch.state is MediaState.LOST
    return stage


def test_a_picture_is_back_at_once_and_sound_alone_after_a_second() -> None:
    assert lost().go(STEP_S, packets=3, pictures=1) == {MediaState.FLOWING}
    stage = lost()
    assert stage.go(QUIET_FLOW_S, sound=5) == {MediaState.LOST}, "the picture may be just behind"
    stage.go(STEP_S, sound=5)
    assert stage.go(STEP_S, sound=5) == {MediaState.FLOWING}
    again = lost()
    again.go(QUIET_FLOW_S / 2, sound=5)
    again.go(5.0)
    assert again.go(QUIET_FLOW_S, sound=5) == {MediaState.LOST}, "a second of it, not what came before"


def test_sound_alone_keeps_it_flowing() -> None:
    assert flowing().go(60, sound=10) == {MediaState.FLOWING}, "the other side's camera may have gone"


def test_packets_without_pictures_are_lost_after_a_second() -> None:
    stage = flowing()
    assert stage.go(STUCK_AFTER_S, sound=10, packets=15) == {MediaState.FLOWING}
    stage.go(2 * STEP_S, sound=10, packets=15)
    assert stage.watch.state is MediaState.LOST
    assert stage.go(2.0, sound=10, packets=15) == {MediaState.LOST}, "sound does not hide it"
    assert stage.go(STEP_S, sound=10, packets=15, pictures=1) == {MediaState.FLOWING}


def test_a_line_that_loses_its_pictures_is_not_changed_for_another_too_soon() -> None:
    stage = flowing()
    assert stage.go(STUCK_LOSSY_AFTER_S, sound=10, packets=15, lost=3) == {MediaState.FLOWING}
    stage.go(2 * STEP_S, sound=10, packets=15, lost=3)
    assert stage.watch.state is MediaState.LOST, "but not for ever"


def test_a_key_frame_that_creeps_in_on_a_slow_line_is_waited_for() -> None:
    stage = flowing()
    assert stage.go(2.5, sound=5, packets=1) == {MediaState.FLOWING}
    assert stage.go(STEP_S, sound=5, packets=1, pictures=1) == {MediaState.FLOWING}
    stage.go(STUCK_PACKETS * STEP_S + STUCK_AFTER_S, sound=5, packets=1)
    assert stage.watch.state is MediaState.LOST, "but not for ever"


def test_a_picture_that_pauses_is_no_fault() -> None:
    stage = flowing()
    assert stage.go(0.5, sound=10, packets=40) == {MediaState.FLOWING}
    assert stage.go(30, sound=10) == {MediaState.FLOWING}, "half a picture, and then their camera went"
    assert stage.go(0.5, sound=10, packets=40) == {MediaState.FLOWING}, "padding that tries the line"
    assert stage.go(5, sound=10) == {MediaState.FLOWING}


def test_black_pictures_of_a_camera_that_is_off_are_pictures() -> None:
    stage = flowing()
    assert stage.go(60, sound=5, packets=1, pictures=1) == {MediaState.FLOWING}


def test_pictures_that_come_back_after_a_long_pause_are_not_stuck() -> None:
    stage = flowing()
    stage.go(30, sound=10)
    assert stage.go(STEP_S, sound=10, packets=3) == {MediaState.FLOWING}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 1)), max_size=200))
def test_once_begun_it_never_says_connecting_again(steps: Iterable[tuple[int, int, int]]) -> None:
    stage = Stage()
    began = False
    for sound, packets, pictures in steps:
        stage.go(STEP_S, sound, packets, pictures, dbfs=-30 if sound else None)
        began = began or stage.watch.state is MediaState.FLOWING
        assert (stage.watch.state is MediaState.CONNECTING) == (not began)
        assert stage.watch.state is not MediaState.CLOSED
