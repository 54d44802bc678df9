"""What one frame costs the window's thread: VideoView against a QLabel with a pixmap, in the same minute.

Run: python -m bench.painting [FRAMES]     prints median milliseconds per frame and the ratio; goal: under 2 ms.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from vardklient.ports.camera import Frame
from vardklient.ui.video import VideoView


class CountingLabel(QLabel):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.painted += 1


def median_ms(
    app: QApplication, frames: list[Frame], show: Callable[[Frame], None], painted: Callable[[], int]
) -> float:
    """Hand over one frame, let the window paint it, and take the time."""
    spent: list[float] = []
    for frame in frames:
        before, began_s = painted(), time.perf_counter()
        show(frame)
        while painted() == before:
            app.processEvents()
        spent.append((time.perf_counter() - began_s) * 1000)
    return statistics.median(spent)


def window(child: QWidget, size: tuple[int, int]) -> QWidget:
    top = QWidget()
    child.setParent(top)
    top.resize(*size)
    child.resize(*size)
    top.show()
    return top


def label_shows(label: QLabel, frame: Frame) -> None:
    """What one writes first: every frame becomes a pixmap of the label's size."""
    height, width, channels = frame.pixels.shape
    form = QImage.Format.Format_BGR888 if channels == 3 else QImage.Format.Format_RGB32
    image = QImage(frame.pixels.data, width, height, width * channels, form)
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    label.setPixmap(QPixmap.fromImage(image.scaled(label.size(), mode, Qt.TransformationMode.SmoothTransformation)))


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 120
    app = QApplication([])
    random = np.random.default_rng(7)
    print(f"{'frame':>10} {'tile':>10} {'VideoView':>10} {'QLabel':>8} {'ratio':>6}   (median ms of {count})")
    worst_ms = 0.0
    for channels in (4, 3):
        pictures = [random.integers(0, 255, (720, 1280, channels), dtype=np.uint8) for _ in range(8)]
        frames = [Frame(pictures[n % 8], n / 30, n) for n in range(count)]
        for size in ((250, 142), (600, 338), (960, 540), (1280, 720)):
            view, label = VideoView(), CountingLabel()
            tops = window(view, size), window(label, size)
            app.processEvents()
            ours_ms = median_ms(app, frames, view.slot.put, partial(getattr, view, "painted"))
            theirs_ms = median_ms(app, frames, partial(label_shows, label), partial(getattr, label, "painted"))
            worst_ms = max(worst_ms, ours_ms)
            name, tile = f"720p {'BGRX' if channels == 4 else 'BGR'}", f"{size[0]}x{size[1]}"
            print(f"{name:>10} {tile:>10} {ours_ms:10.2f} {theirs_ms:8.2f} {ours_ms / theirs_ms:6.2f}")
            for top in tops:
                top.close()
    print(f"slowest {worst_ms:.2f} ms, goal under 2 ms")
    return 0 if worst_ms < 2 else 1


if __name__ == "__main__":
    raise SystemExit(main())
