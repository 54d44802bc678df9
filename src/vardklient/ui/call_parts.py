"""Small parts of the call window: one's own picture, the eye-line hint, the question before closing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QWidget

from vardklient.ui.icons import Icon, icon_pixmap
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.texts import call_window as words
from vardklient.ui.video import VideoView
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, IconLabel, Label

GOOD_DEG = 7.0
"""7° was preferred over 15° in 87 % of cases (Tam et al. 2007)."""


class OwnPicture(Card):
    """What the others see of oneself, as in a mirror."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.CARD)
        self.view = VideoView(radius_px=8)
        self.view.set_mirrored(True)
        self.view.set_whole(True)
        self.caption = Label(look, words.AS_OTHERS_SEE, TextRole.SMALL_MEDIUM, Ink.MUTED)
        box = column(look, self, (12, 10, 12, 12), 8)
        box.addWidget(self.caption)
        box.addWidget(self.view, 1)
        look.follow(self.view, lambda view: view.setAccessibleName(words.OWN_PICTURE()))
        look.follow(self.view, lambda view: view.set_placeholder(words.OWN_OFF(), _off(look)))

    def show_on(self, on: bool) -> None:
        """Is the camera on?"""
        self.view.set_blank(not on)


def _off(look: Look) -> QPixmap:
    return icon_pixmap(Icon.VIDEO_OFF, look.colour(Ink.MUTED), look.px(24), 2.0)


class EyeHint(QWidget):
    """How far below the lens the patient's eyes are, as the clinician sees them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.icon = IconLabel(look, Icon.EYE, Ink.RAIL_ACCENT, 18)
        self.words = Label(look, "", TextRole.SMALL_MEDIUM, Ink.MUTED)
        box = row(look, self, spacing=8)
        box.addStretch()
        box.addWidget(self.icon)
        box.addWidget(self.words)
        box.addStretch()

    def show_angle(self, angle_deg: float | None) -> None:
        """Say the angle, in as many words as there is room for; nothing where it is not known."""
        self.icon.setVisible(angle_deg is not None)
        if angle_deg is None:
            self.words.say("")
            return
        good = round(angle_deg) <= GOOD_DEG
        said = words.EYES_GOOD if good else words.EYES_FAR
        full = said(angle=round(angle_deg))
        fits = self.words.fontMetrics().horizontalAdvance(full) + self._look.px(30) <= self.width()
        self.words.say(full if fits else words.EYES_SHORT(angle=round(angle_deg)))
        self.words.set_ink(Ink.MUTED if good else Ink.WARN)
        self.icon.set_icon(Icon.EYE, Ink.RAIL_ACCENT if good else Ink.WARN)


class CloseStrip(QFrame):
    """The question that appears when the window is closed during a visit; nothing stops meanwhile.

    Signals:
        confirmed: end the visit.
    """

    confirmed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("notice", Tone.WARN.value)
        self.question = Label(look, words.CLOSE_ASK, TextRole.BODY_STRONG, wrap=True)
        self.yes = Button(look, words.CLOSE_YES, ButtonKind.DANGER, height_px=38)
        self.no = Button(look, words.CLOSE_NO, ButtonKind.SECONDARY, height_px=38)
        box = column(look, self, (16, 12, 16, 12), 10)
        box.addWidget(self.question)
        buttons = Flow(look, spacing=10)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        box.addLayout(buttons)
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.hide)
        self.hide()

    def _confirm(self) -> None:
        self.hide()
        self.confirmed.emit()

    def ask(self) -> None:
        """Show the question; the harmless answer has the focus."""
        self.show()
        self.raise_()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)
