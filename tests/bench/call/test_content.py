"""The content is what it says: a loop without a jump, a voice that is never silent, files made once."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.call import content


def test_the_loop_goes_there_and_back() -> None:
    indices = [content.index_in_loop(n) for n in range(2 * content.LOOP_FRAMES)]
    assert indices[: content.LOOP_FRAMES] == indices[content.LOOP_FRAMES :]
    assert max(indices) == content.LOOP_FRAMES // 2
    assert all(abs(b - a) == 1 for a, b in pairwise(indices))


def test_the_files_are_made_once(tmp_path: Path) -> None:
    made = content.make_content(tmp_path, 160, 90)
    assert made.pictures.stat().st_size == made.count * made.picture_bytes
    assert made.sound.stat().st_size == 2.5 * 48_000 * 4
    before = made.pictures.stat().st_mtime_ns
    assert content.make_content(tmp_path, 160, 90) == made
    assert made.pictures.stat().st_mtime_ns == before


def test_the_head_moves_before_a_wall_that_stands() -> None:
    first, last = (np.float32(p[:90]) for p in content.talking_head(160, 90)[:: content.LOOP_FRAMES // 2])
    assert np.abs(first - last)[:, :20].mean() < 4  # noise
    assert np.abs(first - last)[20:, 60:100].mean() > 6


def test_the_voice_is_never_silent_and_never_clips() -> None:
    blocks = content.voice().reshape(-1, content.BLOCK_SAMPLES)
    assert np.sqrt((blocks**2).mean(axis=1)).min() > 0.03
    assert np.abs(blocks).max() < 0.4
