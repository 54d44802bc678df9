"""A letter with an invitation: one A4 page with a QR code, on paper or as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from vardklient.domain.invitation import Invitation
from vardklient.ui.look import FAMILIES
from vardklient.ui.outfile import write_private

MARGIN_MM = 20.0
CODE_MM = 45.0
"""Read from 40 cm, at arm's length of the paper: a tenth of the distance and some. Own choice."""
QUIET_MM = 8.0
"""The white around a QR code: four squares (ISO/IEC 18004), 6.2 mm of the largest that a link gives."""
GAP_MM = 5.0
TO_PT, WHEN_PT, BODY_PT, LINK_PT, SMALL_PT = 20.0, 15.0, 12.5, 11.0, 9.0
"""Twelve points and more, for those who see less well."""
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class _Block:
    """Words in one font, and the room after them."""

    text: str
    points: float
    bold: bool = False
    after_mm: float = GAP_MM
    indent_mm: float = 0.0
    bullet: bool = False


class LetterWriter:
    """Writes letters on a printer or into a PDF: whatever has pages."""

    def __init__(self, device: QPagedPaintDevice) -> None:
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        device.setPageOrientation(QPageLayout.Orientation.Portrait)
        device.setPageMargins(QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM), QPageLayout.Unit.Millimeter)
        self._device = device
        self._mm = device.logicalDpiX() / 25.4
        self._width = float(device.width())

    def write(self, invitation: Invitation) -> float:
        """One letter; how far down the page it reaches, in mm of the room between the margins."""
        painter = QPainter(self._device)
        try:
            y = 0.0
            for block in _head(invitation):
                y = self._say(painter, block, y)
            if invitation.link:
                y = self._show_link(painter, invitation, y)
            for block in _foot(invitation):
                y = self._say(painter, block, y)
            return y / self._mm
        finally:
            painter.end()

    def _say(self, painter: QPainter, block: _Block, y: float) -> float:
        painter.setFont(_font(block.points, block.bold))
        painter.setPen(QColor("black"))
        x = block.indent_mm * self._mm
        room = QRectF(x, y, self._width - x, 1e6)
        used = painter.boundingRect(room, _WRAP, block.text)
        painter.drawText(QRectF(room.x(), y, room.width(), used.height()), _WRAP, block.text)
        if block.bullet:
            painter.drawText(QRectF(0, y, x, used.height()), 0, "•")
        return y + used.height() + block.after_mm * self._mm

    def _show_link(self, painter: QPainter, invitation: Invitation, y: float) -> float:
        """The code, and beside it what to do with it and the link in letters that cannot be taken for each other."""
        side = CODE_MM * self._mm
        draw_code(painter, invitation.link, QRectF(0, y, side, side))
        x = side + QUIET_MM * self._mm
        room = QRectF(x, y, self._width - x, 1e6)
        painter.setPen(QColor("black"))
        painter.setFont(_font(BODY_PT, True))
        below = painter.boundingRect(room, _WRAP, invitation.link_heading)
        painter.drawText(room, _WRAP, invitation.link_heading)
        room.setTop(below.bottom() + 2 * self._mm)
        painter.setFont(_font(BODY_PT))
        below = painter.boundingRect(room, _WRAP, invitation.scan)
        painter.drawText(room, _WRAP, invitation.scan)
        room.setTop(below.bottom() + 3 * self._mm)
        painter.setFont(_fixed_font(LINK_PT))
        shown = _broken(invitation.link, QFontMetricsF(painter.font(), self._device), room.width())
        below = painter.boundingRect(room, 0, shown)
        painter.drawText(room, 0, shown)
        return max(y + side, below.bottom()) + QUIET_MM * self._mm


def write_pdf(invitation: Invitation, path: Path) -> None:
    """The letter as a PDF.

    Raises:
        OSError: the file cannot be written.
    """
    paper = QBuffer()  # the writer does not tell where a file could not be written
    paper.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(paper)
    writer.setTitle(invitation.subject)
    writer.setCreator("Vårdklient")
    writer.setResolution(300)
    LetterWriter(writer).write(invitation)
    write_private(path, bytes(paper.data().data()))


def draw_code(painter: QPainter, text: str, place: QRectF) -> None:
    """A QR code at the place's upper left, in whole dots of the device so that every square is as large."""
    import segno

    matrix = segno.make(text, error="m", micro=False).matrix
    size = place.width() // len(matrix)
    left, top = place.x(), place.y()
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            if dark:
                painter.fillRect(QRectF(left + x * size, top + y * size, size, size), QColor("black"))


def _head(invitation: Invitation) -> Iterator[_Block]:
    yield _Block(invitation.to, TO_PT, bold=True)
    yield _Block(invitation.lead, BODY_PT)
    yield _Block(invitation.when, WHEN_PT, bold=True, after_mm=QUIET_MM)


def _foot(invitation: Invitation) -> Iterator[_Block]:
    for point in invitation.points:
        yield _Block(point, BODY_PT, after_mm=2.5, indent_mm=6, bullet=True)
    yield _Block("", SMALL_PT, after_mm=3)
    yield _Block(invitation.closing, BODY_PT, bold=True)
    yield _Block(invitation.footer, SMALL_PT, after_mm=0)


def _font(points: float, bold: bool = False) -> QFont:
    font = QFont(list(FAMILIES))
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    # Inter's own signs between figures ("09:30–09:50") are no text to who copies them, or has the PDF read aloud.
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def _fixed_font(points: float) -> QFont:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(points)
    return font


def _broken(link: str, metrics: QFontMetricsF, width: float) -> str:
    """The link in lines that fit, so that no hyphen or space is thought to belong to it."""
    letters = max(1, int(width // max(1.0, metrics.horizontalAdvance("m"))))
    return "\n".join(link[at : at + letters] for at in range(0, len(link), letters))
