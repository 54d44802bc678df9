from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from vardklient.ports.camera import Frame
from vardklient.ui.video import VideoView

RED, BLUE = (0, 0, 255), (255, 0, 0)  # as BGR


def picture(left: tuple[int, int, int], right: tuple[int, int, int], channels: int = 3, seq: int = 0) -> Frame:
    """A 160 x 90 picture of two colours side by side."""
    pixels = np.zeros((90, 160, channels), np.uint8)
    pixels[:, :80, :3], pixels[:, 80:, :3] = left, right
    pixels.flags.writeable = False
    return Frame(pixels, seq / 30, seq)


@pytest.fixture
def view(qtbot: QtBot) -> VideoView:
    widget = VideoView(radius_px=0)
    qtbot.addWidget(widget)
    widget.resize(160, 90)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def shown(view: VideoView, x: int, y: int) -> QColor:
    return QImage(view.grab().toImage()).pixelColor(QPoint(x, y))


def give(qtbot: QtBot, view: VideoView, frame: Frame) -> None:
    before = view.painted
    view.slot.put(frame)
    qtbot.waitUntil(lambda: view.painted > before)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("size", [(160, 90), (40, 22), (640, 360)])
def test_a_frame_reaches_the_screen_in_its_colours(
    qtbot: QtBot, view: VideoView, channels: int, size: tuple[int, int]
) -> None:
    view.resize(*size)
    give(qtbot, view, picture(RED, BLUE, channels))
    middle = size[1] // 2
    assert shown(view, size[0] // 8, middle) == QColor(255, 0, 0)
    assert shown(view, size[0] * 7 // 8, middle) == QColor(0, 0, 255)


def test_oneself_is_seen_as_in_a_mirror(qtbot: QtBot, view: VideoView) -> None:
    view.set_mirrored(True)
    give(qtbot, view, picture(RED, BLUE))
    assert shown(view, 20, 45) == QColor(0, 0, 255)


def test_an_old_picture_is_grey_and_says_so(qtbot: QtBot, view: VideoView) -> None:
    give(qtbot, view, picture(RED, RED))
    view.set_stale(True)
    plain = view.grab().toImage()
    grey = plain.pixelColor(3, 3)
    assert grey.red() == pytest.approx(grey.green(), abs=12)
    assert grey.red() < 120
    view.set_overlay("Paus")
    assert view.grab().toImage() != plain
    view.set_overlay("")
    view.set_stale(False)
    assert shown(view, 20, 45) == QColor(255, 0, 0)


def test_the_cut_at_the_top_brings_the_eyes_up(qtbot: QtBot, view: VideoView) -> None:
    pixels = np.zeros((100, 160, 3), np.uint8)
    pixels[:20] = RED
    give(qtbot, view, Frame(pixels, 0.0, 0))
    assert shown(view, 80, 2) == QColor(255, 0, 0)
    view.set_eyes(0.5)
    assert shown(view, 80, 2) == QColor(0, 0, 0)
    view.set_crop_top(0.0)
    assert shown(view, 80, 2) == QColor(255, 0, 0)
    view.set_crop_top(None)
    assert shown(view, 80, 2) == QColor(0, 0, 0)


def test_the_whole_picture_of_an_upright_telephone_is_shown(qtbot: QtBot, view: VideoView) -> None:
    pixels = np.zeros((160, 90, 3), np.uint8)
    pixels[:, :] = RED
    give(qtbot, view, Frame(pixels, 0.0, 0))
    assert shown(view, 80, 3) == QColor(255, 0, 0)
    assert shown(view, 3, 45) != QColor(255, 0, 0)


def test_whole_shows_all_of_a_picture_that_is_a_little_too_wide(qtbot: QtBot, view: VideoView) -> None:
    view.resize(120, 90)
    give(qtbot, view, picture(RED, RED))
    assert shown(view, 60, 2) == QColor(255, 0, 0)
    view.set_whole(True)
    assert shown(view, 60, 2) != QColor(255, 0, 0)


def test_nothing_of_the_picture_is_left_after_clear(qtbot: QtBot, view: VideoView) -> None:
    frame = picture(RED, RED)
    give(qtbot, view, frame)
    assert view.last_frame() is frame
    view.set_placeholder("Ingen bild", view.grab().scaled(20, 20))
    view.clear()
    assert view.last_frame() is None
    assert shown(view, 3, 3) == QColor("#18232B")


def test_the_guide_is_drawn_over_the_picture(qtbot: QtBot, view: VideoView) -> None:
    give(qtbot, view, picture(RED, RED))
    plain = view.grab().toImage()
    view.set_guide(True)
    assert view.grab().toImage() != plain


def test_corners_are_round(qtbot: QtBot) -> None:
    view = VideoView(radius_px=20)
    qtbot.addWidget(view)
    view.resize(160, 90)
    view.show()
    give(qtbot, view, picture(RED, RED))
    assert shown(view, 0, 0) != QColor(255, 0, 0)
    assert shown(view, 80, 1) == QColor(255, 0, 0)


def test_a_thousand_frames_while_the_window_is_busy_queue_one_wake_up(qtbot: QtBot, view: VideoView) -> None:
    wake_ups: list[int] = []
    view._woken.connect(lambda: wake_ups.append(1))
    frames = [picture(RED, BLUE, seq=n) for n in range(1000)]

    def write() -> None:
        for frame in frames:
            view.slot.put(frame)

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()
    QCoreApplication.processEvents()
    assert len(wake_ups) == 1
    assert view.last_frame() is frames[-1]
    assert view.slot.dropped == 999
    qtbot.waitUntil(lambda: view.painted == 1)


def test_the_same_frame_painted_twice_counts_once(qtbot: QtBot, view: VideoView) -> None:
    give(qtbot, view, picture(RED, BLUE))
    view.grab()
    assert view.painted == 1


def test_a_frame_for_a_window_that_is_gone_is_ignored(qtbot: QtBot) -> None:
    from shiboken6 import delete

    view = VideoView()
    slot = view.slot
    delete(view)
    slot.put(picture(RED, BLUE))
