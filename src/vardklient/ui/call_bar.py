"""The bar under the call: microphone, camera, phone, end. The buttons never move, whatever their words say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from vardklient.flows.call import CallState, End, Phase, SetCamera, SetMicrophone, UsePhone
from vardklient.ui.icons import Icon, qicon
from vardklient.ui.layouts import row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.slip import SlipGuard
from vardklient.ui.texts import call_window as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import paint_focus, restyle

ONCE_MS = 3000
"""A second click on "Avsluta" within this time is a slip of the hand."""

BUTTON_PX = (112, 64)


class BarButton(QToolButton):
    """A square button with an icon over its words.

    Attributes:
        released_at: where on the desktop the mouse last let go of it; None when it was pressed by key.

    `kind`: "", "off" (what the user has turned off), "advised" (what to do now) or "danger".
    """

    def __init__(self, look: Look, icon: Icon, text: Words, tip: Words, keys: str, kind: str = "") -> None:
        super().__init__()
        self._look, self._icon, self._text, self._tip, self.keys = look, icon, text, tip, keys
        self.released_at: QPoint | None = None
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("kind", kind)
        look.follow(self, BarButton._renew)

    def _renew(self) -> None:
        look, kind = self._look, str(self.property("kind"))
        ink = {"danger": Ink.ON_DANGER, "off": Ink.WARN, "advised": Ink.ON_PRIMARY}.get(kind, Ink.TEXT)
        self.setFont(look.font(TextRole.SMALL_MEDIUM))
        self.setFixedSize(look.px(BUTTON_PX[0]), look.px(BUTTON_PX[1]))
        self.setIcon(qicon(self._icon, look.colour(ink), look.px(22)))
        self.setIconSize(QSize(look.px(22), look.px(22)))
        keys = QKeySequence(self.keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(self._text())
        self.setToolTip(self._tip(keys=keys))
        self.setAccessibleName(self._text())
        self.setAccessibleDescription(self._tip(keys=keys))

    def show_as(self, icon: Icon, text: Words, tip: Words, kind: str = "") -> None:
        """Show another state of it."""
        before = self.property("kind")
        if (icon, text, tip, kind) == (self._icon, self._text, self._tip, before):
            return
        self._icon, self._text, self._tip = icon, text, tip
        self.setProperty("kind", kind)
        self._renew()
        if kind != before:
            restyle(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.released_at = event.globalPosition().toPoint()
        super().mouseReleaseEvent(event)
        self.released_at = None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            paint_focus(self, self._look, radius_px=8)


class CallBar(QWidget):
    """The bar. Build it with `look.night`.

    Signals:
        commanded: `SetMicrophone`, `SetCamera`, `UsePhone` or `End`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._state = CallState()
        self.microphone = BarButton(look, Icon.MIC, words.MICROPHONE_ON, words.MICROPHONE_TIP_ON, "Ctrl+M")
        self.camera = BarButton(look, Icon.VIDEO, words.CAMERA_ON, words.CAMERA_TIP_ON, "Ctrl+K")
        self.phone = BarButton(look, Icon.PHONE, words.PHONE, words.PHONE_TIP, "Ctrl+T")
        self.end = BarButton(look, Icon.PHONE_OFF, words.END, words.END_TIP, "Ctrl+Shift+A", kind="danger")
        box = row(look, self, (16, 0, 16, 0), 10)
        box.addStretch()
        for button in (self.microphone, self.camera, self.phone):
            box.addWidget(button)
        # Apart from the others, so that a hand that goes for the microphone does not end the visit.
        box.addSpacing(look.px(28))
        box.addWidget(self.end)
        box.addStretch()
        self._wire(self.microphone, lambda: SetMicrophone(not self._state.microphone_on))
        self._wire(self.camera, lambda: SetCamera(not self._state.camera_on))
        self._wire(self.phone, UsePhone)
        self._shortcut(self.end)
        self.end.clicked.connect(self._ended_by_hand)
        self._slip = SlipGuard(ONCE_MS, self)
        self._once = QTimer(self)
        self._once.setSingleShot(True)
        self._once.setInterval(ONCE_MS)

    def _wire(self, button: BarButton, command: Callable[[], object]) -> None:
        button.clicked.connect(lambda: self.commanded.emit(command()))
        self._shortcut(button)

    def _shortcut(self, button: BarButton) -> None:
        QShortcut(QKeySequence(button.keys), self, button.click)

    def _ended_by_hand(self) -> None:
        if self.end.released_at is not None:
            self._slip.guard(self.end.released_at)
        self.finish()

    def finish(self) -> None:
        """End the visit, once: what comes within three seconds is the same click again."""
        if self._once.isActive():
            return
        self._once.start()
        self.commanded.emit(End())

    def show_state(self, state: CallState) -> None:
        """Show what is on and what can be done."""
        if state.visit_id != self._state.visit_id:
            self._once.stop()
        self._state = state
        if state.microphone_on:
            self.microphone.show_as(Icon.MIC, words.MICROPHONE_ON, words.MICROPHONE_TIP_ON)
        else:
            self.microphone.show_as(Icon.MIC_OFF, words.MICROPHONE_OFF, words.MICROPHONE_TIP_OFF, "off")
        if state.camera_on:
            self.camera.show_as(Icon.VIDEO, words.CAMERA_ON, words.CAMERA_TIP_ON)
        else:
            self.camera.show_as(Icon.VIDEO_OFF, words.CAMERA_OFF, words.CAMERA_TIP_OFF, "off")
        unsettled = state.started is not None and state.identity is None
        self.end.show_as(Icon.PHONE_OFF, words.END, words.END_TIP_ID if unsettled else words.END_TIP, "danger")
        running = state.phase not in (Phase.PREPARING, Phase.ENDED)
        self.microphone.setEnabled(running)
        self.camera.setEnabled(running)
        self.phone.setEnabled(running and state.phase is not Phase.PHONE)
        self.end.setEnabled(state.phase is not Phase.ENDED)

    def advise_phone(self, advised: bool) -> None:
        """Make the phone the thing to do now; only where no larger offer of it is on the screen."""
        self.phone.show_as(Icon.PHONE, words.PHONE, words.PHONE_TIP, "advised" if advised else "")
