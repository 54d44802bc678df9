"""The goal over one's own picture: where head and shoulders should be, and an arrow when one should move."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from vardklient.domain.verdict import Advice, Verdict

MIDDLE_SHARE = 0.38
HALF_SHARE = 0.25
SHOULDERS_SHARE = 0.76
"""Where a well framed head is, as shares of the height: eyes at .30-.42, a face of .24-.36 (the checks' goal)."""

_DARK, _LIGHT, _FAINT = QColor(0, 0, 0, 90), QColor(255, 255, 255, 235), QColor(255, 255, 255, 120)


class Hint(StrEnum):
    """Which way to move on the screen, where one's picture is mirrored."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    CLOSER = "closer"
    AWAY = "away"


_HINTS = {
    Advice.FRAMING_NEAR: Hint.AWAY,
    Advice.FRAMING_FAR: Hint.CLOSER,
    Advice.FRAMING_HIGH: Hint.DOWN,
    Advice.FRAMING_LOW: Hint.UP,
}


def hint_of(verdict: Verdict | None) -> Hint | None:
    """Where the verdict on the framing asks the head to go, in the mirrored picture."""
    if verdict is None:
        return None
    if verdict.advice is Advice.FRAMING_OFF_CENTRE:
        # `off_centre_share` is positive for a head to the right in the camera's picture: in the mirror, to the left.
        return Hint.RIGHT if verdict.measures.get("off_centre_share", 0.0) > 0 else Hint.LEFT
    return _HINTS.get(verdict.advice)


def paint_guide(painter: QPainter, area: QRectF, hint: Hint | None, met: bool) -> None:
    """Draw it over the picture, dark under white: readable on any picture.

    Args:
        painter: of the widget.
        area: where the picture is.
        hint: which way to move, None for none.
        met: the goal is met: it stays to be seen, faintly.
    """
    painter.setBrush(Qt.BrushStyle.NoBrush)
    goal = _goal(area)
    for tint, line_px in ((_DARK, 4.0), (_FAINT if met else _LIGHT, 2.0)):
        if met and tint is _DARK:
            continue
        pen = QPen(tint, line_px, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([12.0 / line_px, 6.0 / line_px])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPath(goal)
    if hint is not None:
        _paint_arrows(painter, area, hint)


def _goal(area: QRectF) -> QPainterPath:
    """Head and shoulders."""
    height, middle = area.height(), area.center().x()
    half_h = HALF_SHARE * height
    half_w = min(half_h * 0.8, 0.4 * area.width())
    head = QPointF(middle, area.top() + MIDDLE_SHARE * height)
    goal = QPainterPath()
    goal.addEllipse(head, half_w, half_h)
    shoulders, wide = area.top() + SHOULDERS_SHARE * height, min(half_w * 2.1, 0.46 * area.width())
    goal.moveTo(middle - wide, area.top() + 0.97 * height)
    goal.quadTo(middle - wide, shoulders, middle - half_w * 0.7, shoulders)
    goal.lineTo(middle + half_w * 0.7, shoulders)
    goal.quadTo(middle + wide, shoulders, middle + wide, area.top() + 0.97 * height)
    return goal


def _paint_arrows(painter: QPainter, area: QRectF, hint: Hint) -> None:
    size = min(area.width(), area.height()) * 0.13
    middle = QPointF(area.center().x(), area.top() + MIDDLE_SHARE * area.height())
    aside = min(HALF_SHARE * area.height() + size, area.width() * 0.42)
    above = HALF_SHARE * area.height() - size * 0.2
    left, right = middle - QPointF(aside, 0), middle + QPointF(aside, 0)
    arrows = {
        Hint.LEFT: [(left, 180)],
        Hint.RIGHT: [(right, 0)],
        Hint.UP: [(middle - QPointF(0, above), 270)],
        Hint.DOWN: [(middle + QPointF(0, above), 90)],
        Hint.CLOSER: [(left, 180), (right, 0)],
        Hint.AWAY: [(left, 0), (right, 180)],
    }[hint]
    for at, turn_deg in arrows:
        painter.save()
        painter.translate(at)
        painter.rotate(turn_deg)
        for tint, line_px in ((QColor(0, 0, 0, 150), size * 0.26), (QColor(255, 255, 255, 245), size * 0.16)):
            pen = QPen(tint, line_px, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(_arrow(size))
        painter.restore()


def _arrow(size: float) -> QPainterPath:
    """To the right, about (0, 0)."""
    arrow = QPainterPath(QPointF(-size / 2, 0))
    arrow.lineTo(size / 2, 0)
    arrow.moveTo(size * 0.12, -size * 0.36)
    arrow.lineTo(size / 2, 0)
    arrow.lineTo(size * 0.12, size * 0.36)
    return arrow
