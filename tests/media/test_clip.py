from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from tests.media.films import DEADLINE_S, StateWait, make_film
from vardklient.base.slot import Slot
from vardklient.media.clip import ClipCamera, is_film
from vardklient.ports.camera import CameraState, Frame


class Lumas:
    """Notes the middle of every picture."""

    def __init__(self, enough: int = 10_000) -> None:
        self.seen: list[int] = []
        self.frames: list[Frame] = []
        self.enough, self._limit = threading.Event(), enough
        self.slot: Slot[Frame] = Slot(self._take)

    def _take(self) -> None:
        frame = self.slot.take()
        assert frame is not None
        self.frames.append(frame)
        self.seen.append(int(frame.pixels[24, 32, 1]))
        if len(self.seen) >= self._limit:
            self.enough.set()


def test_plays_a_file_once_at_its_own_rate(tmp_path: Path) -> None:
    camera = ClipCamera(make_film(tmp_path / "steps.avi", list(range(10, 250, 10)), rate_hz=25))
    lumas, wait = Lumas(), StateWait(camera)
    camera.subscribe(lumas.slot)
    camera.start()
    wait.until(CameraState.ENDED)
    camera.join(DEADLINE_S)
    assert camera.name == "steps.avi"
    assert lumas.seen == sorted(lumas.seen)
    assert [10 + 10 * frame.seq for frame in lumas.frames] == pytest.approx(lumas.seen, abs=4)
    first, last = lumas.frames[0], lumas.frames[-1]
    assert (last.seq - first.seq) / (last.captured_at_s - first.captured_at_s) == pytest.approx(25, rel=0.2)
    pixels = last.pixels
    assert (pixels.shape, pixels.dtype, pixels.flags.c_contiguous) == ((48, 64, 3), np.uint8, True)


def test_a_loop_begins_again(tmp_path: Path) -> None:
    camera = ClipCamera(make_film(tmp_path / "two.avi", [50, 200], rate_hz=100), loop=True)
    lumas = Lumas(enough=8)
    camera.subscribe(lumas.slot)
    camera.start()
    assert lumas.enough.wait(DEADLINE_S)
    assert camera.state is CameraState.RUNNING
    camera.stop()
    camera.join(DEADLINE_S)
    assert camera.state is CameraState.CLOSED
    assert {round(luma, -1) for luma in lumas.seen} == {50, 200}


@pytest.mark.parametrize("content", [None, b"", b"this is no film\n" * 100])
def test_what_is_absent_or_no_film_is_missing(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "clip.mp4"
    if content is not None:
        path.write_bytes(content)
    camera = ClipCamera(path)
    wait = StateWait(camera)
    camera.start()
    wait.until(CameraState.MISSING)
    camera.join(DEADLINE_S)
    assert not is_film(path)


def test_knows_a_film(tmp_path: Path) -> None:
    assert is_film(make_film(tmp_path / "some.avi", [1, 2, 3]))
    assert not is_film(tmp_path)
