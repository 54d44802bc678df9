"""Moving pictures on the screen: the newest frame wins, painted by QPainter straight from the frame's own memory.

Without a graphics card every OpenGL way dropped half the frames of one 720p stream; QPainter took 2 ms, dropped none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from shiboken6 import isValid

from vardklient.base.slot import Slot
from vardklient.ui.crop import MOST_LOST_SHARE, Part, cover, crop_above_head, fit, lost_share
from vardklient.ui.guide import Hint, paint_guide

if TYPE_CHECKING:
    from vardklient.ports.camera import Frame

CONVERT_OVER_PX = 60_000
"""Qt scales 32-bit pixels 3 to 4 times as fast as 24-bit ones: from this area on a conversion (0.5 ms at 720p) pays."""

SHRINK_OVER = 2.2
"""Bilinear sampling skips pixels when it shrinks by more than two: go to twice the size by the quick way first."""

GROUND = QColor("#18232B")
GROUND_TEXT = QColor("#B6C6D0")


class VideoView(QWidget):
    """Shows what is put into its slot.

    Attributes:
        slot: anybody, from any thread, puts frames here; at most one wake-up is on its way to the window's thread.
        painted: how many different frames have reached the screen.

    Signals:
        picture_changed: the first picture has come, or one of another size.
    """

    picture_changed = Signal()
    _woken = Signal()

    def __init__(self, parent: QWidget | None = None, *, radius_px: float = 12.0) -> None:
        super().__init__(parent)
        self.slot: Slot[Frame] = Slot(self._wake)
        self.painted = 0
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._grey: QImage | None = None
        self._fresh = False
        self._mirrored = False
        self._stale = False
        self._blank = False
        self._whole = False
        self._guide = self._met = False
        self._hint: Hint | None = None
        self._eyes_share: float | None = None
        self._crop_share: float | None = None
        self._overlay = ""
        self._placeholder = ""
        self._placeholder_icon: QPixmap | None = None
        self._ground, self._ground_text = GROUND, GROUND_TEXT
        self._radius_px = radius_px
        self._outline = QPainterPath()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._woken.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # ------------------------------------------------------------ what is shown

    def set_mirrored(self, mirrored: bool) -> None:
        """As in a mirror: how people know their own face."""
        self._mirrored = mirrored
        self.update()

    def set_whole(self, whole: bool) -> None:
        """Show the whole picture (fit) instead of filling the tile (cover)."""
        self._whole = whole
        self.update()

    def set_guide(self, guide: bool, hint: Hint | None = None, met: bool = False) -> None:
        """Draw where head and shoulders should be, and which way to move; faintly when the goal is `met`."""
        if (guide, hint, met) != (self._guide, self._hint, self._met):
            self._guide, self._hint, self._met = guide, hint, met
            self.update()

    def set_eyes(self, eyes_share: float | None) -> None:
        """Where the eyes are in the picture, from its top: what is above the head is cut so that they come up."""
        self._eyes_share = eyes_share
        self.update()

    def set_crop_top(self, share: float | None) -> None:
        """Cut exactly this much at the top; None: by the eyes."""
        self._crop_share = share
        self.update()

    def set_stale(self, stale: bool) -> None:
        """The last picture is old: grey it, so that nobody takes it for the present."""
        if stale != self._stale:
            self._stale, self._grey = stale, None
            self.update()

    def set_overlay(self, text: str) -> None:
        """A sentence in the middle of a stale picture."""
        if text != self._overlay:
            self._overlay = text
            self.update()

    def set_placeholder(self, text: str, icon: QPixmap | None = None) -> None:
        """What is there while there is no picture."""
        self.setAccessibleDescription(text if self._image is None else "")
        key = None if icon is None else icon.cacheKey()
        before = None if self._placeholder_icon is None else self._placeholder_icon.cacheKey()
        if (text, key) != (self._placeholder, before):
            self._placeholder, self._placeholder_icon = text, icon
            self.update()

    def set_blank(self, blank: bool) -> None:
        """Show the placeholder whatever comes in: the camera is off, or what it showed is no longer to be seen."""
        if blank != self._blank:
            self._blank = blank
            self.update()

    def set_ground(self, ground: QColor, text: QColor) -> None:
        """The colours behind and of the placeholder."""
        self._ground, self._ground_text = ground, text
        self.update()

    def clear(self) -> None:
        """Forget the picture: nothing of it stays in memory."""
        self.slot.take()
        self._frame = self._image = self._grey = None
        self._fresh = False
        self.update()

    def last_frame(self) -> Frame | None:
        """The newest frame that was taken over, whether it is painted yet or not."""
        return self._frame

    def picture_size(self) -> tuple[int, int] | None:
        """Width and height of the newest picture in pixels; None while there is none."""
        return None if self._image is None else (self._image.width(), self._image.height())

    def sizeHint(self) -> QSize:
        return QSize(320, 180)

    # ------------------------------------------------------------ frames in

    def _wake(self) -> None:
        """Called from the writer's thread. A window that is gone needs no waking."""
        try:
            self._woken.emit()
        except RuntimeError:
            if isValid(self):
                raise

    def _take(self) -> None:
        frame = self.slot.take()
        if frame is None:
            return
        before = self.picture_size()
        self._frame, self._image, self._grey, self._fresh = frame, wrap(frame), None, True
        self.update()
        if self.picture_size() != before:
            self.picture_changed.emit()

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._outline = self._rounded(QRectF(self.rect()))

    def _rounded(self, area: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(area, self._radius_px, self._radius_px)
        return path

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(self._outline)
        if self._image is None or self._blank:
            self._paint_placeholder(painter)
        else:
            self._paint_picture(painter, self._image)
        if self._guide:
            size = self.picture_size()
            area = QRectF(self.rect()) if size is None else self._rectangles(size)[0]
            paint_guide(painter, area, self._hint, self._met)
        painter.end()

    def _paint_picture(self, painter: QPainter, image: QImage) -> None:
        target, source = self._rectangles((image.width(), image.height()))
        if target.size() != self.rect().toRectF().size():
            painter.fillRect(self.rect(), self._ground)
            painter.setClipPath(self._rounded(target))
        painter.save()
        if self._mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        if self._stale:
            if self._grey is None:
                self._grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
            painter.drawImage(target, self._grey, source)
        else:
            self._draw(painter, target, source, image)
        painter.restore()
        if self._stale:
            self._paint_overlay(painter)
        if self._fresh:
            self._fresh = False
            self.painted += 1

    def _draw(self, painter: QPainter, target: QRectF, source: QRectF, image: QImage) -> None:
        ratio = self.devicePixelRatioF()
        if source.width() > target.width() * ratio * SHRINK_OVER:
            twice = QSize(round(target.width() * ratio * 2), round(target.height() * ratio * 2))
            part = image if source.toRect() == image.rect() else image.copy(source.toRect())
            painter.drawImage(target, part.scaled(twice))
            return
        large = target.width() * target.height() * ratio * ratio > CONVERT_OVER_PX
        if large and image.format() != QImage.Format.Format_RGB32:
            self._image = image = image.convertToFormat(QImage.Format.Format_RGB32)
        painter.drawImage(target, image, source)

    def _rectangles(self, picture: tuple[int, int]) -> tuple[QRectF, QRectF]:
        """Where to paint, and which part of the picture."""
        tile = (float(max(1, self.width())), float(max(1, self.height())))
        if self._whole or lost_share(picture, tile) > MOST_LOST_SHARE:
            return _rect(fit(picture, tile)), QRectF(0, 0, *picture)
        top = crop_above_head(self._eyes_share) if self._crop_share is None else self._crop_share
        return QRectF(0, 0, *tile), _rect(cover(picture, tile, top))

    def _paint_overlay(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(13, 21, 26, 165))
        if self._overlay:
            painter.setPen(QColor("#FFFFFF"))
            painter.setFont(self._font(1.15, QFont.Weight.DemiBold))
            painter.drawText(self._inner(), _CENTRED, self._overlay)

    def _paint_placeholder(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._ground)
        icon, gap = self._placeholder_icon, self.fontMetrics().height()
        area = self._inner()
        painter.setPen(self._ground_text)
        painter.setFont(self._font(1.0, QFont.Weight.Medium))
        if icon is None:
            painter.drawText(area, _CENTRED, self._placeholder)
            return
        size = icon.deviceIndependentSize()
        text = painter.boundingRect(area, _CENTRED, self._placeholder)
        top = area.center().y() - (size.height() + gap / 2 + text.height()) / 2
        painter.drawPixmap(QPointF(area.center().x() - size.width() / 2, top), icon)
        text.moveTop(top + size.height() + gap / 2)
        painter.drawText(text, _CENTRED, self._placeholder)

    def _inner(self) -> QRectF:
        margin = min(24.0, self.width() / 10)
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def _font(self, factor: float, weight: QFont.Weight) -> QFont:
        font = QFont(self.font())
        if font.pixelSize() > 0:
            font.setPixelSize(round(font.pixelSize() * factor))
        font.setWeight(weight)
        return font


_CENTRED = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)


def wrap(frame: Frame) -> QImage:
    """The frame's own memory as a picture: nothing is copied, so the frame must outlive it."""
    height, width, channels = frame.pixels.shape
    form = QImage.Format.Format_BGR888 if channels == 3 else QImage.Format.Format_RGB32
    return QImage(frame.pixels.data, width, height, width * channels, form)


def _rect(part: Part) -> QRectF:
    return QRectF(part.x, part.y, part.width, part.height)
