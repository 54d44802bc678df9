"""The panel of raw figures behind Ctrl+Alt+I: for support, renewed each second while it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QWidget

from vardklient.ports.engine import CallStatistics
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import keep_spaced, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import figures as words
from vardklient.ui.widgets import Button, ButtonKind, Label

EVERY_MS = 1000
KEYS = "Ctrl+Alt+I"


class FiguresPanel(ScrollCard):
    """The panel. Build it with `look.night`.

    A screen reader reads it as a list when the focus comes to it or goes through it; new figures interrupt nobody.

    Signals:
        asked: the figures are wanted now; answer with `show_figures`.
        grown: it wants another height.
    """

    asked = Signal()
    grown = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, (18, 12, 10, 14), 6)
        self._before: CallStatistics | None = None
        self._now: CallStatistics | None = None
        self._rows: list[tuple[Label, Label]] = []
        self.title = Label(look, words.TITLE, TextRole.BODY_STRONG)
        self.nothing = Label(look, words.NOTHING, TextRole.SMALL, Ink.MUTED, wrap=True)
        self.close_button = Button(look, "", ButtonKind.PLAIN, Icon.X, height_px=30)
        self.close_button.clicked.connect(self.hide)
        look.follow(self.close_button, lambda button: button.setAccessibleName(words.CLOSE()))
        head = row(look, spacing=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self._table = QGridLayout()
        keep_spaced(look, self._table, (0, 0, 0, 0), 4)
        self._table.setColumnStretch(0, 2)
        self._table.setColumnStretch(2, 3)
        look.follow(self._table, lambda table: table.setColumnMinimumWidth(1, look.px(8)))
        self.inner.addLayout(head)
        self.inner.addWidget(self.nothing)
        self.inner.addLayout(self._table)
        self.inner.addStretch()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.asked)
        look.follow(self, FiguresPanel._renew)
        self.hide()

    def _renew(self) -> None:
        self.setAccessibleName(words.TITLE())
        self._show()

    def toggle(self) -> None:
        """Open or close it; open, it has the focus, so that Esc closes it and a screen reader reads it."""
        if self.isVisible():
            self.hide()
            return
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_figures(self, figures: CallStatistics | None) -> None:
        """The figures now; None: there is no connection. Closed, it keeps none."""
        if not self.isVisible():
            return
        changed = (figures is None) is not (self._now is None)
        self._before, self._now = self._now, figures
        self._show()
        if changed:
            self.grown.emit()

    def _show(self) -> None:
        found = [] if self._now is None else words.rows(self._now, self._before)
        self.nothing.setVisible(not found)
        while len(self._rows) < len(found):
            self._add_row()
        for pair, texts in zip(self._rows, found, strict=False):
            for label, text in zip(pair, texts, strict=True):
                label.say(text)
        for name, value in self._rows:
            name.setVisible(bool(found))
            value.setVisible(bool(found))
        self.setAccessibleDescription("; ".join(f"{name}: {value}" for name, value in found) or words.NOTHING())

    def _add_row(self) -> None:
        name = Label(self._look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        value = Label(self._look, "", TextRole.SMALL_MEDIUM, wrap=True)
        name.setBuddy(value)
        at = len(self._rows)
        self._table.addWidget(name, at, 0)
        self._table.addWidget(value, at, 2)
        self._rows.append((name, value))

    def texts(self) -> list[tuple[str, str]]:
        """What stands there now."""
        return [(name.text(), value.text()) for name, value in self._rows if not name.isHidden()]

    def showEvent(self, event: QShowEvent) -> None:
        self._timer.start()
        self.asked.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        self._before = self._now = None
        self._show()
        parent = self.parentWidget()
        if self.hasFocus() and isinstance(parent, QWidget):
            parent.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in _SCROLLS:
            self.bar.triggerAction(_SCROLLS[event.key()])
        else:
            super().keyPressEvent(event)


_STEP = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_Up.value: _STEP.SliderSingleStepSub,
    Qt.Key.Key_Down.value: _STEP.SliderSingleStepAdd,
    Qt.Key.Key_PageUp.value: _STEP.SliderPageStepSub,
    Qt.Key.Key_PageDown.value: _STEP.SliderPageStepAdd,
    Qt.Key.Key_Home.value: _STEP.SliderToMinimum,
    Qt.Key.Key_End.value: _STEP.SliderToMaximum,
}
