"""Frames as cameras deliver them, made by hand in each raw format, and the colours that must come out."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QtVideo, QVideoFrame, QVideoFrameFormat

from vardklient.media.videoframe import to_pixels

WIDTH, HEIGHT = 66, 50  # strides are rounded up from 66: a row taken for too short or too long shows
Pixel = QVideoFrameFormat.PixelFormat
Range = QVideoFrameFormat.ColorRange

# Four corners, red, green, blue and grey, in BGR.
CORNERS = {(0, 0): (30, 40, 200), (0, 1): (40, 180, 30), (1, 0): (190, 60, 40), (1, 1): (128, 128, 128)}


def picture() -> np.ndarray:
    bgr = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for (row, column), colour in CORNERS.items():
        rows = slice(0, 24) if row == 0 else slice(24, HEIGHT)
        columns = slice(0, 32) if column == 0 else slice(32, WIDTH)
        bgr[rows, columns] = colour
    return bgr


def planes_of(bgr: np.ndarray, full: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Y, U (Cb), V (Cr) at full size, BT.601, written out from the standard's formula."""
    blue, green, red = (bgr[..., i].astype(float) for i in range(3))
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    cb, cr = (blue - luma) * 0.564 + 128, (red - luma) * 0.713 + 128
    if not full:
        luma, cb, cr = luma * 219 / 255 + 16, (cb - 128) * 224 / 255 + 128, (cr - 128) * 224 / 255 + 128
    y, u, v = (np.clip(np.round(p), 0, 255).astype(np.uint8) for p in (luma, cb, cr))
    return y, u, v


def frame_of(
    pixel: Pixel, planes: list[np.ndarray], full: bool = False, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> QVideoFrame:
    """A real QVideoFrame; each plane is (rows, bytes)."""
    form = QVideoFrameFormat(QSize(*size), pixel)
    form.setColorRange(Range.ColorRange_Full if full else Range.ColorRange_Video)
    frame = QVideoFrame(form)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for index, plane in enumerate(planes):
        stride = frame.bytesPerLine(index)
        target = np.frombuffer(frame.bits(index), np.uint8)
        rows = target[: target.size // stride * stride].reshape(-1, stride)
        rows[:] = 0xAA  # what is beyond the picture must not show
        rows[: plane.shape[0], : plane.shape[1]] = plane
    frame.unmap()
    return frame


def halved(plane: np.ndarray, rows: bool = True) -> np.ndarray:
    return plane[:: 2 if rows else 1, ::2]


def nv12(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    chroma = np.stack((halved(u), halved(v)), axis=2).reshape(HEIGHT // 2, WIDTH)
    return frame_of(Pixel.Format_NV12, [y, chroma], full)


def nv21(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    chroma = np.stack((halved(v), halved(u)), axis=2).reshape(HEIGHT // 2, WIDTH)
    return frame_of(Pixel.Format_NV21, [y, chroma], full)


def yuv420p(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    return frame_of(Pixel.Format_YUV420P, [y, halved(u), halved(v)], full)


def yv12(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    return frame_of(Pixel.Format_YV12, [y, halved(v), halved(u)], full)


def yuv422p(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    return frame_of(Pixel.Format_YUV422P, [y, halved(u, rows=False), halved(v, rows=False)], full)


def yuyv(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    packed = np.stack((y[:, ::2], u[:, ::2], y[:, 1::2], v[:, ::2]), axis=2).reshape(HEIGHT, WIDTH * 2)
    return frame_of(Pixel.Format_YUYV, [packed], full)


def uyvy(full: bool) -> QVideoFrame:
    y, u, v = planes_of(picture(), full)
    packed = np.stack((u[:, ::2], y[:, ::2], v[:, ::2], y[:, 1::2]), axis=2).reshape(HEIGHT, WIDTH * 2)
    return frame_of(Pixel.Format_UYVY, [packed], full)


def bgra(full: bool) -> QVideoFrame:
    return four_bytes("BGRA")


def four_bytes(order: str) -> QVideoFrame:
    """A format of four bytes for each pixel, in that order; A and X hold nothing that may show."""
    channels = {"B": picture()[..., 0], "G": picture()[..., 1], "R": picture()[..., 2]}
    rest = np.full((HEIGHT, WIDTH), 255, np.uint8)
    packed = np.stack([channels.get(letter, rest) for letter in order], axis=2).reshape(HEIGHT, WIDTH * 4)
    return frame_of(getattr(Pixel, f"Format_{order}8888"), [packed])


def jpeg(full: bool) -> QVideoFrame:
    coded = cv2.imencode(".jpg", picture(), [cv2.IMWRITE_JPEG_QUALITY, 98])[1].reshape(1, -1)
    form = QVideoFrameFormat(QSize(WIDTH, HEIGHT), Pixel.Format_Jpeg)
    frame = QVideoFrame(form)
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    target = np.frombuffer(frame.bits(0), np.uint8)
    if target.size < coded.size:
        frame.unmap()
        pytest.skip("platform: Qt gives no room for a compressed frame here")
    target[: coded.size] = coded[0]
    frame.unmap()
    return frame


def assert_colours(pixels: np.ndarray, tolerance: int = 6) -> None:
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert pixels.shape[:2] == (HEIGHT, WIDTH)
    for (row, column), colour in CORNERS.items():
        y, x = (4, 40)[row], (4, 60)[column]
        assert pixels[y, x, :3].astype(int) == pytest.approx(colour, abs=tolerance), (row, column)
        assert pixels[(0, HEIGHT - 1)[row], (0, WIDTH - 1)[column], :3].astype(int) == pytest.approx(colour, abs=12)


@pytest.mark.parametrize("full", [False, True], ids=["video range", "full range"])
@pytest.mark.parametrize("make", [nv12, nv21, yuv420p, yv12, yuv422p], ids=lambda make: make.__name__)
def test_planar_formats_in_both_ranges(make: Callable[[bool], QVideoFrame], full: bool) -> None:
    pixels = to_pixels(make(full))
    assert pixels is not None
    assert_colours(pixels)


@pytest.mark.parametrize("make", [yuyv, uyvy, jpeg], ids=lambda make: make.__name__)
def test_packed_formats(make: Callable[[bool], QVideoFrame]) -> None:
    pixels = to_pixels(make(False))
    assert pixels is not None
    assert_colours(pixels)


@pytest.mark.parametrize("order", ["BGRA", "BGRX", "ABGR", "XBGR", "RGBA", "RGBX", "ARGB", "XRGB"])
def test_four_bytes_in_each_order(order: str) -> None:
    pixels = to_pixels(four_bytes(order))
    assert pixels is not None
    assert_colours(pixels, tolerance=0)


@pytest.mark.qt_log_ignore("No RHI backend")
def test_any_other_format_goes_by_way_of_qt() -> None:
    y, u, v = planes_of(np.full((HEIGHT, WIDTH, 3), (40, 180, 30), np.uint8), full=False)
    chroma = np.stack((halved(u), halved(v)), axis=2).reshape(HEIGHT // 2, WIDTH)
    wide = [plane.astype("<u2") << 8 for plane in (y, chroma)]
    pixels = to_pixels(frame_of(Pixel.Format_P016, [plane.view(np.uint8) for plane in wide]))
    assert pixels is not None
    assert pixels[20, 20, :3].astype(int) == pytest.approx((40, 180, 30), abs=10)


def test_grey() -> None:
    grey = cv2.cvtColor(picture(), cv2.COLOR_BGR2GRAY)
    pixels = to_pixels(frame_of(Pixel.Format_Y8, [grey]))
    assert pixels is not None
    assert (pixels == grey[..., None]).all()


def test_an_image_of_qt() -> None:
    image = QImage(
        cv2.cvtColor(picture(), cv2.COLOR_BGR2RGB).data, WIDTH, HEIGHT, WIDTH * 3, QImage.Format.Format_RGB888
    )
    pixels = to_pixels(QVideoFrame(image.convertToFormat(QImage.Format.Format_RGB32)))
    assert pixels is not None
    assert (pixels[..., :3] == picture()).all()


@pytest.mark.parametrize("full", [False, True], ids=["video range", "full range"])
def test_odd_sizes(full: bool) -> None:
    bgr = np.full((49, 65, 3), (40, 180, 30), np.uint8)
    y, u, v = planes_of(bgr, full)
    chroma = np.stack((halved(u), halved(v)), axis=2).reshape(25, 66)
    pixels = to_pixels(frame_of(Pixel.Format_NV12, [y, chroma], full, size=(65, 49)))
    assert pixels is not None
    assert pixels.shape == (49, 65, 3)
    for row, column in ((0, 0), (48, 64), (20, 20)):
        assert pixels[row, column].astype(int) == pytest.approx((40, 180, 30), abs=6)


def test_the_array_lives_on_without_the_frame() -> None:
    frame = bgra(False)
    pixels = to_pixels(frame)
    assert pixels is not None
    before = pixels.copy()
    assert frame.map(QVideoFrame.MapMode.ReadWrite)
    np.frombuffer(frame.bits(0), np.uint8)[:] = 0
    frame.unmap()
    assert (pixels == before).all()


@pytest.mark.parametrize(
    ("rotation", "quarters"),
    [(QtVideo.Rotation.Clockwise90, 3), (QtVideo.Rotation.Clockwise180, 2), (QtVideo.Rotation.Clockwise270, 1)],
)
def test_a_turned_device_gives_an_upright_picture(rotation: QtVideo.Rotation, quarters: int) -> None:
    frame = bgra(False)
    frame.setRotation(rotation)
    pixels = to_pixels(frame)
    assert pixels is not None
    assert (pixels[..., :3] == np.rot90(picture(), quarters)).all()
    assert pixels.flags.c_contiguous


def test_a_mirrored_frame_is_mirrored_back() -> None:
    frame = bgra(False)
    frame.setMirrored(True)
    pixels = to_pixels(frame)
    assert pixels is not None
    assert (pixels[..., :3] == picture()[:, ::-1]).all()


def test_no_frame_is_no_picture() -> None:
    assert to_pixels(QVideoFrame()) is None
