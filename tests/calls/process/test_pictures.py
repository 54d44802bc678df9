"""The camera's picture on its way to the engine: I420, as a decoder would show it again."""

from __future__ import annotations

import logging
import threading

import cv2
import numpy as np
import pytest
from av import VideoFrame
from numpy.typing import NDArray

from tests.fakes.camera import FakeCamera
from vardklient.base.log import ROOT
from vardklient.calls.process.board import Board, board_bytes
from vardklient.calls.process.pictures import CameraFeed, as_i420
from vardklient.ports.camera import Frame

CAPACITY = 1280 * 720 * 4


def colours(height: int, width: int, channels: int) -> NDArray[np.uint8]:
    """Red to the left, green above and blue to the right, softly."""
    down, across = np.mgrid[:height, :width]
    planes = [across * 200 // width + 20, 220 - down * 200 // height, 220 - across * 200 // width]
    return np.dstack([*planes, np.full((height, width), 255)])[..., :channels].astype(np.uint8)


@pytest.mark.parametrize("channels", [3, 4])
def test_colours_are_those_that_a_receiver_sees(channels: int) -> None:
    pixels = colours(360, 640, channels)
    planes = as_i420(Frame(pixels, 1.5, 7), CAPACITY)
    assert (planes.captured_at_s, planes.seq) == (1.5, 7)
    assert planes.pixels.shape == (540, 640)
    shown = VideoFrame.from_numpy_buffer(planes.pixels, format="yuv420p").to_ndarray(format="bgr24")
    assert np.abs(shown.astype(int) - pixels[..., :3]).mean() < 2


@pytest.mark.parametrize(("size", "made"), [((361, 641), (360, 640)), ((270, 480), (268, 480)), ((33, 65), (32, 64))])
def test_odd_sizes_lose_a_few_rows_and_a_column(size: tuple[int, int], made: tuple[int, int]) -> None:
    pixels = colours(*size, 3)
    planes = as_i420(Frame(pixels, 0.0, 0), CAPACITY).pixels
    assert planes.shape == (made[0] * 3 // 2, made[1])
    shown = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)
    assert np.abs(shown.astype(int) - pixels[: made[0], : made[1]]).mean() < 6
    assert VideoFrame.from_numpy_buffer(planes, format="yuv420p").to_ndarray().tobytes() == planes.tobytes()


def test_a_picture_that_is_too_large_is_shrunk() -> None:
    pixels = colours(2160, 3840, 3)
    planes = as_i420(Frame(pixels, 0.0, 0), CAPACITY).pixels
    assert planes.shape == (1620, 1920)
    assert planes.nbytes <= CAPACITY


class Logged(logging.Handler):
    """Tells when something was logged."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.came.set()


def test_a_frame_that_cannot_be_converted_is_left_out_and_the_next_one_comes() -> None:
    came, logged, camera = threading.Event(), Logged(), FakeCamera()
    logging.getLogger(ROOT).addHandler(logged)
    feed = CameraFeed(camera, Board(memoryview(bytearray(board_bytes(CAPACITY))), CAPACITY), came.set)
    feed.want(True)
    camera.start()
    try:
        camera.picture(colours(2, 64, 3))
        assert logged.came.wait(60)
        assert not came.is_set()
        camera.picture(colours(48, 64, 3))
        assert came.wait(60)
    finally:
        logging.getLogger(ROOT).removeHandler(logged)
        feed.stop()


def test_the_feed_puts_it_on_the_board() -> None:
    memory = bytearray(board_bytes(CAPACITY))
    ours, theirs = (Board(memoryview(memory), CAPACITY) for _ in range(2))
    came = threading.Event()
    camera = FakeCamera()
    feed = CameraFeed(camera, ours, came.set)
    feed.want(True)
    camera.start()
    camera.picture(colours(48, 64, 3))
    assert came.wait(60)
    feed.stop()
    found = theirs.read()
    assert found is not None
    assert found.pixels.shape == (72, 64)
    assert found.pixels.flags.c_contiguous
    assert cv2.cvtColor(found.pixels, cv2.COLOR_YUV2BGR_I420)[:, 0, 0].mean() < 40, "blue is to the right"
