"""The window of our side: the program's own picture widget, with notes of what it painted when."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent

from bench.call import barcode
from bench.call.figures import Painted
from vardklient.ui.video import VideoView

SIZE_PX = (1280, 720)
GREEN = 1
"""The channel that is nearest to brightness."""


class Screen(VideoView):
    """Notes the end of every paint event that brought a new picture, and reads the barcode of that picture.

    Attributes:
        notes: what was painted since they were taken last.
    """

    ended = Signal()

    def __init__(self, first: Callable[[], None]) -> None:
        super().__init__(radius_px=0)
        self.notes: deque[Painted] = deque()
        self._first: Callable[[], None] | None = first
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.resize(*SIZE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        before = self.painted
        super().paintEvent(event)
        now_s = time.monotonic()
        frame = self.last_frame()
        if self.painted == before or frame is None:
            return
        height, width = frame.pixels.shape[:2]
        number = barcode.read(frame.pixels[..., GREEN])
        self.notes.append(Painted(now_s, number, width, height, self.painted))
        if self._first is not None:
            self._first()
            self._first = None
