"""The rest of the day folded into one line, and when that is; and the sources with their age."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from vardklient.flows.day import Other, SourceState
from vardklient.ui import texts
from vardklient.ui.dots import Dot
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.widgets import Button, ButtonKind, Label

_WHOLE_DAY = timedelta(hours=22)
"""Longer than this is a whole day: the shortest one has 23 hours."""


class DayOthers(QWidget):
    """How many there are, as a button that shows when they are. What they are is not known here, and not needed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._others: tuple[Other, ...] = ()
        box = column(look, self, spacing=2)
        line = row(look)
        self.fold = Button(look, "", ButtonKind.PLAIN, Icon.CHEVRON_RIGHT, 36)
        self.fold.setProperty("snug", "true")
        self.fold.clicked.connect(self._toggle)
        line.addWidget(self.fold)
        line.addStretch()
        box.addLayout(line)
        self.times = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        self.times.hide()
        indented = column(look, margins=(8, 0, 0, 0))
        indented.addWidget(self.times)
        box.addLayout(indented)
        self.hide()

    def show_others(self, others: tuple[Other, ...]) -> None:
        """Show how many there are, and their times if they are unfolded."""
        self._others = others
        self.setVisible(bool(others))
        self._say()

    def _toggle(self) -> None:
        self.times.setVisible(self.times.isHidden())
        self._say()

    def _say(self) -> None:
        translate = QCoreApplication.translate
        open_ = not self.times.isHidden()
        self.fold.set_icon(Icon.CHEVRON_DOWN if open_ else Icon.CHEVRON_RIGHT)
        self.fold.say(translate("Day", "{n} annat").format(n=len(self._others)))
        told = (
            translate("Day", "Bokningar som inte är videobesök, tiderna visas")
            if open_
            else translate("Day", "Bokningar som inte är videobesök, tiderna är dolda")
        )
        self.fold.setAccessibleDescription(told)
        self.times.say(" · ".join(map(_span, self._others)))


def _span(other: Other) -> str:
    if other.end - other.start > _WHOLE_DAY:
        return QCoreApplication.translate("Day", "hela dagen")
    return f"{texts.clock_time(other.start)}–{texts.clock_time(other.end)}"


class DaySources(QWidget):
    """Each source with its age, and with its dot where there are several."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[SourceState, ...] = ()
        self._flow = Flow(look, self, 18)
        self.hide()

    def show_sources(self, sources: tuple[SourceState, ...]) -> None:
        """Show these."""
        if sources != self._shown:
            self._shown = sources
            self.renew()
        self.setVisible(bool(sources))

    def renew(self) -> None:
        """Say it again: time, sources or the language have changed."""
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for source in self._shown:
            self._flow.addWidget(_source(self._look, source, len(self._shown) > 1))
        self.updateGeometry()


def _source(look: Look, source: SourceState, dotted: bool) -> QWidget:
    holder = QWidget()
    line = row(look, holder, spacing=6)
    if dotted:
        line.addWidget(Dot(look, source.colour))
    words = f"{texts.source(source.name)} · {texts.freshness(source.read_at, source.stale)}"
    line.addWidget(Label(look, words, TextRole.SMALL, Ink.WARN if source.stale else Ink.MUTED))
    return holder
