"""From Qt's video frames to arrays. Meant for a worker thread: 1-6 ms for 1280x720."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

Pixels = NDArray[np.uint8]

_BYTES_OF_BGR = {
    "BGRA": slice(0, 3), "BGRX": slice(0, 3), "ABGR": slice(1, 4), "XBGR": slice(1, 4),
    "RGBA": slice(2, None, -1), "RGBX": slice(2, None, -1), "ARGB": slice(3, 0, -1), "XRGB": slice(3, 0, -1),
}  # fmt: skip
"""Where blue, green and red stand in the four bytes of a pixel."""
_VIDEO_BLACK, _VIDEO_LUMA, _VIDEO_CHROMA = 16, 219, 224
"""Video range (ITU-R BT.601): luma 16..235, colour 16..240."""


def to_pixels(frame: QVideoFrame) -> Pixels | None:
    """The picture as (height, width, 3) BGR or (height, width, 4) BGRX, upright; None for a frame that holds none."""
    from PySide6.QtMultimedia import QVideoFrame as Video

    if not frame.isValid():
        return None
    pixels: Pixels | None = None
    if frame.map(Video.MapMode.ReadOnly):
        try:
            pixels = _from_planes(frame)
        finally:
            frame.unmap()
    if pixels is None:
        pixels = _from_image(frame)
    return None if pixels is None else _upright(pixels, frame)


def _from_planes(frame: QVideoFrame) -> Pixels | None:
    """The formats that cameras really deliver; None for the others."""
    name = frame.pixelFormat().name.removeprefix("Format_")
    if name == "Jpeg":
        decoded = cv2.imdecode(np.frombuffer(frame.bits(0), np.uint8), cv2.IMREAD_COLOR)
        return None if decoded is None else decoded.astype(np.uint8, copy=False)
    if name[:4] in _BYTES_OF_BGR and "8888" in name:
        pixels = _plane(frame, 0, frame.width(), 4)
        return pixels.copy() if name[:3] == "BGR" else np.ascontiguousarray(pixels[..., _BYTES_OF_BGR[name[:4]]])
    if name == "Y8":
        return _bgr(_plane(frame, 0, frame.width(), 1), cv2.COLOR_GRAY2BGR)
    if name in ("YUYV", "UYVY") and frame.width() % 2 == 0:
        code = cv2.COLOR_YUV2BGR_YUY2 if name == "YUYV" else cv2.COLOR_YUV2BGR_UYVY
        return _bgr(_plane(frame, 0, frame.width(), 2), code)
    if name in ("NV12", "NV21"):
        return _semi_planar(frame, name)
    if name in ("YUV420P", "YV12", "YUV422P"):
        first, second = (2, 1) if name == "YV12" else (1, 2)
        half = _half(frame.width())
        return _planar(frame, *(_plane(frame, index, half, 1)[..., 0] for index in (first, second)))
    return None


def _semi_planar(frame: QVideoFrame, name: str) -> Pixels:
    luma, chroma = _plane(frame, 0, frame.width(), 1), _plane(frame, 1, _half(frame.width()), 2)
    if _full_range(frame) or frame.width() % 2 or frame.height() % 2:  # OpenCV's direct way wants even sizes
        first, second = (0, 1) if name == "NV12" else (1, 0)
        return _planar(frame, chroma[..., first], chroma[..., second])
    code = cv2.COLOR_YUV2BGR_NV12 if name == "NV12" else cv2.COLOR_YUV2BGR_NV21
    return cv2.cvtColorTwoPlane(np.ascontiguousarray(luma), np.ascontiguousarray(chroma), code).astype(
        np.uint8, copy=False
    )


def _planar(frame: QVideoFrame, blue: Pixels, red: Pixels) -> Pixels:
    """From luma in plane 0 and half-size colour differences, in either range."""
    luma = np.ascontiguousarray(_plane(frame, 0, frame.width(), 1)[..., 0])
    size = (frame.width(), frame.height())
    planes = [luma, *(cv2.resize(np.ascontiguousarray(p), size, interpolation=cv2.INTER_LINEAR) for p in (red, blue))]
    if not _full_range(frame):
        planes = [
            cv2.LUT(p, table) for p, table in zip(planes, (_LUMA_TABLE, _CHROMA_TABLE, _CHROMA_TABLE), strict=True)
        ]
    return _bgr(cv2.merge(planes), cv2.COLOR_YCrCb2BGR)


def _plane(frame: QVideoFrame, index: int, width: int, channels: int) -> Pixels:
    """One plane as (rows, width, channels), a view into the frame."""
    stride = frame.bytesPerLine(index)
    data = np.frombuffer(frame.bits(index), np.uint8)
    rows = data.size // stride
    return (
        data[: rows * stride]
        .reshape(rows, stride)[: _rows(frame, index), : width * channels]
        .reshape(-1, width, channels)
    )


def _rows(frame: QVideoFrame, index: int) -> int:
    """How many rows of that plane hold picture: some back-ends pad planes at the bottom."""
    halved = index > 0 and frame.pixelFormat().name != "Format_YUV422P"
    return _half(frame.height()) if halved else frame.height()


def _half(size_px: int) -> int:
    """Planes of half size round up."""
    return (size_px + 1) // 2


def _full_range(frame: QVideoFrame) -> bool:
    return bool(frame.surfaceFormat().colorRange().name == "ColorRange_Full")


def _from_image(frame: QVideoFrame) -> Pixels | None:
    """Any format, by way of Qt's own conversion."""
    from PySide6.QtGui import QImage

    image = frame.toImage()
    if image.isNull():
        return None
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).copy()


def _upright(pixels: Pixels, frame: QVideoFrame) -> Pixels:
    """Turned the way the device was held."""
    quarters = int(frame.rotation().value) // 90
    if quarters:
        pixels = np.rot90(pixels, -quarters)
    if frame.mirrored():
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _bgr(pixels: NDArray[np.uint8] | cv2.typing.MatLike, code: int) -> Pixels:
    return cv2.cvtColor(pixels, code).astype(np.uint8, copy=False)


def _stretch(span: int, centre: float) -> Pixels:
    """A table from video range to the full range."""
    values = np.arange(256, dtype=np.float64)
    low = _VIDEO_BLACK if centre == 0 else 128
    return np.clip((values - low) * 255 / span + centre, 0, 255).round().astype(np.uint8)


_LUMA_TABLE, _CHROMA_TABLE = _stretch(_VIDEO_LUMA, 0), _stretch(_VIDEO_CHROMA, 128)
