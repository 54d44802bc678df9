from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.network.reception import SenderReport
from vardklient.calls.video.lipsync import ACCEPTED_S, CHEAP_S, EARLY_S, MAX_HOLD_S, MAX_STEP_S, LipSync

# the sender's clock says 1000 s when its streams are at these timestamps
PICTURE = SenderReport(1000.0, 900_000, 5.0)
SOUND = SenderReport(1000.0, 48_000, 5.1)


def show(sync: LipSync, pictures: int, sound_late_s: float, picture_late_s: float = 0.05, start: int = 0) -> float:
    """Pictures at 30 Hz, each taken `picture_late_s` before it could be shown; the same for the sound that is heard."""
    for n in range(start, start + pictures):
        now_s = 200.0 + n / 30
        taken_s = now_s - picture_late_s - 100.0
        spoken_s = now_s - 0.013 - sound_late_s - 100.0
        timestamp = PICTURE.timestamp + round(taken_s * 90_000)
        playing = SOUND.timestamp + round(spoken_s * 48_000), now_s - 0.013
        sync.measure(timestamp, now_s, PICTURE, SOUND, playing)
    return sync.hold_s


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.3))
def test_lips_stay_near_their_sound_and_no_picture_waits_without_need(sound_s: float, picture_s: float) -> None:
    sync = LipSync()
    hold_s = show(sync, 300, sound_s, picture_s)
    early_s = sound_s - picture_s
    assert 0.0 <= hold_s <= MAX_HOLD_S
    assert sync.offset_ms is not None
    assert sync.offset_ms == pytest.approx((early_s - hold_s) * 1000, abs=2)
    if early_s <= EARLY_S:
        assert hold_s == 0.0
    elif early_s < EARLY_S + CHEAP_S - 0.001:
        assert 50 < sync.offset_ms < 60
    elif EARLY_S + CHEAP_S + 0.001 < early_s < ACCEPTED_S:
        assert hold_s == 0.0
    elif early_s < ACCEPTED_S + MAX_HOLD_S:
        assert sync.offset_ms < 155
    else:
        assert hold_s == pytest.approx(MAX_HOLD_S, abs=0.011)


def test_the_wait_changes_little_by_little_and_rests() -> None:
    sync = LipSync()
    before_s, seen = 0.0, []
    for n in range(300):
        hold_s = show(sync, 1, 0.3 + (n % 7) * 0.001, 0.05, n)
        assert abs(hold_s - before_s) <= MAX_STEP_S + 1e-9
        before_s = hold_s
        seen.append(hold_s)
    assert len(set(seen[100:])) == 1, "small changes of the measure change nothing"


def test_the_wait_ends_when_the_sound_has_caught_up() -> None:
    sync = LipSync()
    assert show(sync, 200, 0.3) > 0.05
    assert show(sync, 300, 0.05, start=200) == 0.0


def test_unknown_without_reports_or_sound() -> None:
    sync = LipSync()
    now_s = 200.0
    known = (900_000, now_s, PICTURE, SOUND, (48_000, now_s))
    assert sync.measure(*known) == 0.0
    assert sync.offset_ms == pytest.approx(0.0, abs=1e-6)
    for at in (2, 3, 4):
        missing = [None if n == at else value for n, value in enumerate(known)]
        assert sync.measure(*missing) == 0.0  # type: ignore[arg-type]
        assert sync.offset_ms is None


def test_reports_that_cannot_be_true_are_not_believed() -> None:
    sync = LipSync()
    wrong = SOUND._replace(ntp_s=0.0)
    assert sync.measure(900_000, 200.0, PICTURE, wrong, (48_000, 200.0)) == 0.0
    assert sync.offset_ms is None
