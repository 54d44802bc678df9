"""The phone step: the number large, ready to copy or to dial, the support numbers, and the way back to the picture.

It is a step of the visit, never an error box, and it needs no network.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from vardklient.flows.call import BackToVideo, CallState, Phase, UsePhone
from vardklient.ui.clipboard import LentClipboard
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.scroll_card import ScrollCard
from vardklient.ui.texts import call_window as words
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label

COPIED_MS = 2000


def dial_address(number: str) -> QUrl:
    """The `tel:` address of a number as people write it: digits and a leading plus are kept (RFC 3966)."""
    return QUrl("tel:" + ("+" if number.strip().startswith("+") else "") + re.sub(r"\D", "", number))


class PhonePanel(ScrollCard):
    """The number, or why it is not shown. Build it with `look.night`.

    Signals:
        commanded: `UsePhone` or `BackToVideo`.
    """

    commanded = Signal(object)

    def __init__(
        self, look: Look, support: tuple[str, ...] = (), dial: Callable[[QUrl], object] = QDesktopServices.openUrl
    ) -> None:
        super().__init__(look, (22, 18, 14, 16), 8)
        self._number = ""
        self._on_phone = False
        self._ask_dialler = dial
        self._clipboard = LentClipboard(self)
        self.title = Label(look, words.CALL_PATIENT, TextRole.STRONG, Ink.MUTED)
        self.number = Label(look, "", TextRole.TITLE, wrap=True)
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.more = Label(look, words.CALL_MORE, TextRole.BODY, Ink.MUTED, wrap=True)
        self.dial = Button(look, words.CALL_WITH, ButtonKind.PRIMARY, Icon.PHONE, 44)
        self.copy = Button(look, words.COPY_NUMBER, ButtonKind.SECONDARY, Icon.COPY, 44)
        self.switch = Button(look, words.TO_PHONE, ButtonKind.SECONDARY, None, 44)
        self.back = Button(look, words.BACK_TO_VIDEO, ButtonKind.SECONDARY, Icon.VIDEO, 44)
        self.support = Label(look, "\n".join(support), TextRole.BODY_MEDIUM, wrap=True)
        self._support_title = Label(look, words.SUPPORT, TextRole.SMALL_STRONG, Ink.MUTED)
        self._has_support = bool(support)
        look.follow(self.number, lambda label: label.setAccessibleName(words.NUMBER()))
        self.dial.clicked.connect(self._dial)
        self.copy.clicked.connect(self._copy)
        self.switch.clicked.connect(lambda: self.commanded.emit(UsePhone()))
        self.back.clicked.connect(lambda: self.commanded.emit(BackToVideo()))
        self._assemble(look)

    def _assemble(self, look: Look) -> None:
        inner = self.inner
        head = row(look, spacing=10)
        head.addWidget(IconLabel(look, Icon.PHONE, Ink.RAIL_ACCENT))
        head.addWidget(self.title, 1)
        inner.addLayout(head)
        inner.addWidget(self.number)
        inner.addWidget(self.more)
        buttons = Flow(look, spacing=10)
        for button in (self.dial, self.copy, self.switch, self.back):
            buttons.addWidget(button)
        inner.addSpacing(look.px(4))
        inner.addLayout(buttons)
        inner.addSpacing(look.px(8))
        inner.addWidget(self._support_title)
        inner.addWidget(self.support)
        inner.addStretch()

    def show_state(self, state: CallState) -> None:
        """Show the number as far as it may be shown."""
        self._number = "" if state.protected else state.phone
        self._on_phone = on_phone = state.phase is Phase.PHONE
        if state.protected:
            self.number.say(words.NUMBER_WITHHELD)
            self.more.say(words.NUMBER_WITHHELD_MORE)
        elif not state.phone:
            self.number.say(words.NUMBER_UNKNOWN)
            self.more.say(words.NUMBER_UNKNOWN_MORE)
        else:
            self.number.say(self._number)
            self.more.say(words.CALL_MORE if on_phone else words.CALL_OFFER_MORE)
        self.dial.setVisible(bool(self._number))
        self.copy.setVisible(bool(self._number) and on_phone)
        self.switch.setVisible(not on_phone)
        self.back.setVisible(on_phone)
        self._support_title.setVisible(on_phone and self._has_support)
        self.support.setVisible(on_phone and self._has_support)
        if not on_phone:
            self.copy.say(words.COPY_NUMBER)

    def _dial(self) -> None:
        if not self._on_phone:
            self.commanded.emit(UsePhone())
        self._ask_dialler(dial_address(self._number))

    def _copy(self) -> None:
        self._clipboard.lend(self._number)
        self.copy.say(words.COPIED)
        QTimer.singleShot(COPIED_MS, self.copy, lambda: self.copy.say(words.COPY_NUMBER))
