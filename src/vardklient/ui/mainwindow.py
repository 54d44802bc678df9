"""The window of the morning: rail, pages, notices, and a clear mark while one practises."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QByteArray, QCoreApplication, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from vardklient.ui.day import DayView
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.notices import Notices
from vardklient.ui.rail import Page, Rail
from vardklient.ui.widgets import IconLabel, Label

if TYPE_CHECKING:
    from vardklient.ui.settings import SettingsView

RAIL_WORDS_FROM_EM = 60
START_SIZE_PX = (1280, 760)


class MainWindow(QMainWindow):
    """The main window.

    Attributes:
        day: the page made here. selfcheck, practice: the pages handed in, or None.
        notices: where to say what happened.

    Signals:
        navigated: a `Page` that is shown now.
        closed: the user closed the window.
    """

    navigated = Signal(object)
    closed = Signal()

    def __init__(
        self,
        look: Look,
        *,
        selfcheck: QWidget | None = None,
        practice: QWidget | None = None,
        support: tuple[str, ...] = (),
        geometry: bytes = b"",
        keep_geometry: Callable[[bytes], None] | None = None,
    ) -> None:
        """`geometry` is what `keep_geometry` was given when the window was closed last; both hold no patient data."""
        super().__init__()
        self._look = look
        self._keep_geometry = keep_geometry
        self._awaited: Page | None = None
        self._cover: QWidget | None = None
        self._before: QWidget | None = None
        self.day = DayView(look)
        self.selfcheck = selfcheck
        self.practice = practice
        self.notices = Notices(look)
        self.rail = Rail(look, support)
        self._practice_mark = _practice_mark(look)
        self._practice_mark.hide()
        self._stack = QStackedWidget()
        self._pages: dict[Page, QWidget | None] = {
            Page.DAY: self.day,
            Page.SELFCHECK: selfcheck,
            Page.PRACTICE: practice,
            Page.SETTINGS: None,
        }
        for widget in self._pages.values():
            if widget is not None:
                self._stack.addWidget(widget)
        self._build()
        self._add_keys()
        self.rail.chosen.connect(self.navigate)
        self.setWindowTitle("Vårdklient")
        if not geometry or not self.restoreGeometry(QByteArray(geometry)):
            self.resize(*START_SIZE_PX)
        look.changed.connect(self._fit_rail)
        self._fit_rail()

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        box = row(self._look, page)
        box.addWidget(self.rail)
        content = column(self._look)
        content.addWidget(self._practice_mark)
        content.addWidget(self.notices)
        content.addWidget(self._stack, 1)
        box.addLayout(content, 1)
        self._all = QStackedWidget()
        self._all.addWidget(page)
        self.setCentralWidget(self._all)

    def _add_keys(self) -> None:
        self._keys = [QShortcut(QKeySequence(f"Ctrl+{number}"), self) for number in range(1, len(Page) + 1)]
        for shortcut, page in zip(self._keys, Page, strict=True):
            shortcut.activated.connect(lambda p=page: self.navigate(p))

    def cover(self, view: QWidget | None) -> None:
        """Show this in place of everything, None: everything again. What is covered neither mouse nor keyboard reaches.

        The keyboard goes to the view, and back to where it was.
        """
        if view is self._cover:
            return
        self._cover, gone = view, self._cover
        for shortcut in self._keys:
            shortcut.setEnabled(view is None)
        if view is not None:
            self._before = self.focusWidget()
            self._all.addWidget(view)
            self._all.setCurrentWidget(view)
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif gone is not None:
            self._all.removeWidget(gone)
            if self._before is not None and shiboken6.isValid(self._before):
                self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def covered(self) -> bool:
        """Is everything covered?"""
        return self._cover is not None

    @cached_property
    def settings(self) -> SettingsView:
        """The settings page, made when it is first wanted."""
        from vardklient.ui.settings import SettingsView

        view = SettingsView(self._look)
        self.add_page(Page.SETTINGS, view)
        return view

    def navigate(self, page: Page) -> None:
        """Show that page; one that is still to come is shown when it is added.

        The practice page may have no view of its own: then only the signal tells.
        """
        widget = self.settings if page is Page.SETTINGS else self._pages[page]
        self._awaited = page if widget is None else None
        if widget is not None:
            self._stack.setCurrentWidget(widget)
            self.rail.choose(page)
        else:
            self.rail.choose(self.page or Page.DAY)
        self.navigated.emit(page)

    def add_page(self, page: Page, view: QWidget) -> None:
        """A page that was not there from the start."""
        self._pages[page] = view
        self._stack.addWidget(view)
        if self._awaited is page:
            self.navigate(page)

    def show_over(self, view: QWidget) -> None:
        """Show a view that is no page of the rail, such as the card after a call, until the next `navigate`."""
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    @property
    def page(self) -> Page | None:
        """The page shown; None while another view is shown over the pages."""
        shown = self._stack.currentWidget()
        return next((page for page, widget in self._pages.items() if widget is shown), None)

    def set_practice(self, on: bool) -> None:
        """Mark, on every page, that nothing here is about a real patient."""
        self._practice_mark.setVisible(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_narrow(self.width() < self._look.em(RAIL_WORDS_FROM_EM))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._keep_geometry is not None:
            self._keep_geometry(bytes(self.saveGeometry().data()))
        super().closeEvent(event)
        self.closed.emit()


def _practice_mark(look: Look) -> QFrame:
    mark = QFrame()
    mark.setObjectName("practice")
    box = row(look, mark, (32, 8, 32, 8), 10)
    box.addWidget(IconLabel(look, Icon.GRADUATION_CAP, Ink.WARN, 20), 0, Qt.AlignmentFlag.AlignVCenter)
    translate = QCoreApplication.translate
    box.addWidget(Label(look, lambda: translate("Window", "Övning"), TextRole.BODY_STRONG, Ink.WARN))
    words = Label(look, lambda: translate("Window", "Besöken är påhittade. Inget når en riktig patient."), wrap=True)
    box.addWidget(words, 1)
    return mark
