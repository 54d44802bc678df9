from __future__ import annotations

import threading

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.media.machine import HalvingCanceller
from vardklient.media.cleaning import Cleaning, CleaningLine, Cutter
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ, SoundBlock


def count_up(samples: int, begin: int = 0) -> np.ndarray:
    return np.arange(begin, begin + samples, dtype=np.float32)


@given(st.lists(st.integers(0, 2_000), max_size=20))
def test_whatever_comes_is_cut_into_blocks_and_nothing_is_lost(sizes: list[int]) -> None:
    cutter, at, blocks = Cutter(), 0, []
    for size in sizes:
        blocks += cutter.cut(count_up(size, at))
        at += size
        assert 0 <= cutter.kept < BLOCK_SAMPLES
    assert all(block.size == BLOCK_SAMPLES for block in blocks)
    assert len(blocks) * BLOCK_SAMPLES + cutter.kept == at
    assert np.array_equal(np.concatenate([np.zeros(0), *blocks]), count_up(at - cutter.kept))


def test_times_are_those_of_the_speech_in_the_blocks() -> None:
    line = CleaningLine(HalvingCanceller(True), lambda: None)
    first = line.heard(SoundBlock(count_up(700), 5.0))
    then = line.heard(SoundBlock(count_up(740, 700), 5.0 + 700 / SAMPLE_RATE_HZ))
    assert [block.samples[0] * 2 for block in (*first, *then)] == [0, 480, 960]
    times_s = [block.captured_at_s + HalvingCanceller.delay_s for block in (*first, *then)]
    assert np.allclose(times_s, [5.0, 5.01, 5.02])


def test_a_new_canceller_works_from_the_next_block_on() -> None:
    heard: list[SoundBlock] = []
    cleaning = Cleaning(heard.append)
    cleaning.start()
    cleaning.start()
    for canceller in (None, HalvingCanceller(True), None):
        cleaning.fit(canceller)
        cleaning.heard(SoundBlock(np.full(BLOCK_SAMPLES, 0.5, np.float32), 0.0))
    cleaning.stop()
    cleaning.stop()
    assert [block.samples[0] for block in heard] == [0.5, 0.25, 0.5]
    assert "sound-cleaning" not in [thread.name for thread in threading.enumerate()]


def test_while_it_is_stopped_nothing_comes_through() -> None:
    heard: list[SoundBlock] = []
    cleaning = Cleaning(heard.append)
    cleaning.heard(SoundBlock(np.full(BLOCK_SAMPLES, 0.5, np.float32), 0.0))
    cleaning.start()
    cleaning.stop()
    assert heard == []


def test_a_machine_that_is_behind_loses_sound_and_not_its_memory() -> None:
    held, heard = threading.Event(), []

    def wait(block: SoundBlock) -> None:
        assert held.wait(60)
        heard.append(block)

    cleaning = Cleaning(wait)
    cleaning.start()
    cleaning.fit(HalvingCanceller(True))
    for _ in range(1_000):
        cleaning.played(count_up(BLOCK_SAMPLES))
        cleaning.heard(SoundBlock(count_up(BLOCK_SAMPLES), 0.0))
    held.set()
    cleaning.stop()
    assert 90 <= len(heard) <= 110
