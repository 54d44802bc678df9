"""The colours that tell accounts apart. Never alone: the name of the source is said beside or behind each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from vardklient.domain.account import COLOURS
from vardklient.ui.look import LIGHT, Ink, Look

# Told apart with the common colour blindnesses too (Okabe and Ito 2008, darkened and lightened), each with a contrast
# of at least 3 to the rows' ground.
_ON_LIGHT = ("#0072B2", "#B85C00", "#00805E", "#A8478A", "#6B4FBB", "#8A6D00", "#2B2B2B", "#C0392B")
_ON_DARK = ("#56B4E9", "#F0A04B", "#35C49A", "#E39AC9", "#B3A0F0", "#F0E442", "#DDE3E8", "#FF8A80")


def dot_colour(look: Look, place: int) -> QColor:
    """The colour of an account, by its number."""
    colours = _ON_LIGHT if look.palette.name == LIGHT.name else _ON_DARK
    return QColor(colours[place % COLOURS])


def paint_dot(painter: QPainter, look: Look, area: QRectF, place: int) -> None:
    """One dot that fills `area`; a thin ring in the ground's colour keeps neighbours apart."""
    painter.setPen(QPen(look.colour(Ink.SURFACE), 1))
    painter.setBrush(dot_colour(look, place))
    painter.drawEllipse(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)


class Dot(QWidget):
    """A dot beside a source's name; screen readers are told the name."""

    def __init__(self, look: Look, place: int, side_px: int = 10) -> None:
        super().__init__()
        self._look, self._place, self._side_px = look, place, side_px
        look.follow(self, Dot._renew)

    def _renew(self) -> None:
        side = self._look.px(self._side_px)
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_dot(painter, self._look, QRectF(self.rect()), self._place)
        painter.end()
