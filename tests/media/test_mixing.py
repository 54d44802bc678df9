from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.media.mixing import Continuity, Listeners, Mixer
from vardklient.ports.sound import SoundBlock

BLOCK, RATE_HZ = 480, 48_000


def tone(amplitude: float, count: int = BLOCK) -> np.ndarray:
    return (amplitude * np.sin(np.arange(count) / 7)).astype(np.float32)


def test_players_are_added_up() -> None:
    mixer = Mixer()
    mixer.add(lambda wanted: np.full(wanted, 0.2, np.float32))
    mixer.add(lambda wanted: np.full(wanted, 0.3, np.float32))
    assert mixer.mix(BLOCK) == pytest.approx(np.full(BLOCK, 0.5))


def test_a_player_is_mixed_once_and_can_be_taken_out() -> None:
    mixer = Mixer()

    def player(wanted: int) -> np.ndarray:
        return np.full(wanted, 0.2, np.float32)

    mixer.add(player)
    mixer.add(player)
    assert mixer.mix(4) == pytest.approx(np.full(4, 0.2))
    mixer.remove(player)
    mixer.remove(player)
    assert not mixer.mix(4).any()


def test_too_little_is_filled_with_silence_and_too_much_is_cut() -> None:
    mixer = Mixer()
    mixer.add(lambda wanted: np.full(3, 0.2, np.float32))
    mixer.add(lambda wanted: np.full(wanted + 7, 0.1, np.float32))
    assert mixer.mix(5) == pytest.approx([0.3, 0.3, 0.3, 0.1, 0.1])


def test_a_failing_player_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    mixer, asked = Mixer(), []

    def fails(wanted: int) -> np.ndarray:
        asked.append(wanted)
        raise ValueError("meant to fail")

    mixer.add(fails)
    mixer.add(lambda wanted: np.full(wanted, 0.1, np.float32))
    assert mixer.mix(4) == pytest.approx(np.full(4, 0.1))
    mixer.mix(4)
    assert asked == [4]
    assert "left out" in caplog.text


def test_loud_voices_together_get_softer_and_come_back() -> None:
    mixer = Mixer()
    loud = [0.9]
    mixer.add(lambda wanted: tone(loud[0], wanted))
    mixer.add(lambda wanted: tone(loud[0], wanted))
    for _ in range(10):
        block = mixer.mix(BLOCK)
    assert np.abs(block).max() == pytest.approx(0.98, abs=0.01)
    assert np.corrcoef(block, tone(1.0))[0, 1] > 0.999, "softer, not cut off"
    loud[0] = 0.1
    assert np.abs(mixer.mix(BLOCK)).max() < 0.15
    for _ in range(200):
        block = mixer.mix(BLOCK)
    assert np.abs(block).max() == pytest.approx(0.2, abs=0.005)


@given(st.lists(st.floats(0, 4), min_size=1, max_size=30))
def test_nothing_ever_leaves_full_scale(amplitudes: list[float]) -> None:
    mixer, level = Mixer(), [0.0]
    mixer.add(lambda wanted: tone(level[0], wanted))
    for level[0] in amplitudes:
        assert np.abs(mixer.mix(BLOCK)).max() <= 1.0


def test_a_failing_listener_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    listeners, heard = Listeners(), []

    def fails(block: SoundBlock) -> None:
        raise ValueError("meant to fail")

    listeners.add(fails)
    listeners.add(heard.append)
    for _ in range(2):
        listeners.hand_out(SoundBlock(tone(0.1), 0.0))
    assert len(heard) == 2
    assert caplog.text.count("ValueError: meant to fail") == 1


# ---------------------------------------------------------------- continuity


def test_lost_sound_is_counted_by_the_clock() -> None:
    continuity = Continuity()
    for block in range(200):
        assert continuity.missing(block * 0.01, BLOCK, overflow=False) == 0
    assert continuity.missing(200 * 0.01 + 0.02, BLOCK, overflow=True) == 960
    assert continuity.missing(201 * 0.01 + 0.02, BLOCK, overflow=True) == 0, "it was filled once"


def test_lateness_without_loss_is_no_gap() -> None:
    continuity = Continuity()
    for block in range(200):
        late_s = 0.05 if block == 100 else 0.0
        assert continuity.missing(block * 0.01 + late_s, BLOCK, overflow=False) == 0


def test_the_first_block_and_a_false_alarm_add_nothing() -> None:
    continuity = Continuity()
    assert continuity.missing(5.0, BLOCK, overflow=True) == 0
    assert continuity.missing(5.0105, BLOCK, overflow=True) == 0
    assert continuity.missing(5.0, BLOCK, overflow=True) == 0


def test_after_an_hour_of_drift_a_loss_is_still_measured_rightly() -> None:
    continuity = Continuity()
    for block in range(20_000):
        continuity.missing(block * 0.01 * (1 + 200e-6), BLOCK, overflow=False)
    at_s = 20_000 * 0.01 * (1 + 200e-6) + 0.1
    assert continuity.missing(at_s, BLOCK, overflow=True) == pytest.approx(4_800, abs=10)


def test_a_clock_that_jumps_adds_a_second_at_most() -> None:
    continuity = Continuity()
    continuity.missing(0.0, BLOCK, overflow=False)
    assert continuity.missing(900.0, BLOCK, overflow=True) == RATE_HZ
