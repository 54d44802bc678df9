"""Notices: lines at the top of the window that say what happened and what to do. Never modal, never in the way.

A notice has a key; another one with the same key takes its place, so that the same trouble never piles up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from vardklient.ui.announce import announce
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label

_ICONS = {
    Tone.MUTED: Icon.INFO,
    Tone.PRIMARY: Icon.INFO,
    Tone.OK: Icon.CIRCLE_CHECK,
    Tone.WARN: Icon.TRIANGLE_ALERT,
    Tone.BAD: Icon.CIRCLE_ALERT,
}
MOST = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say.

    Attributes:
        replace: the key; a notice with the same key takes this one's place. Empty: the sentence itself.
        action: words of a button, none when empty; pressing it emits `Notices.acted` with the key.
        lasting: stays until it is dropped; otherwise the user may close it.
    """

    sentence: str
    remedy: str = ""
    tone: Tone = Tone.WARN
    replace: str = ""
    action: str = ""
    lasting: bool = False

    @property
    def key(self) -> str:
        """What it is replaced and dropped by."""
        return self.replace or self.sentence


class Notices(QWidget):
    """The place where notices stand, newest first; takes no room while there are none.

    Signals:
        acted: the key of the notice whose button was pressed.
    """

    acted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bars: dict[str, _Bar] = {}
        self._box: QVBoxLayout = column(look, self, (32, 16, 32, 0), 8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Say it, in place of an older one with the same key; screen readers hear it at once."""
        shown = self._bars.get(notice.key)
        if shown is not None and shown.notice == notice:
            return
        self.drop(notice.key)
        bar = _Bar(self._look, notice, self.drop, self.acted.emit)
        self._bars[notice.key] = bar
        self._box.insertWidget(0, bar)
        for key in [k for k, b in self._bars.items() if not b.notice.lasting][: max(0, len(self._bars) - MOST)]:
            self.drop(key)
        self.show()
        announce(self, f"{notice.sentence} {notice.remedy}".strip(), urgent=notice.tone is Tone.BAD)

    def drop(self, key: str) -> None:
        """It is over; unknown keys are ignored."""
        bar = self._bars.pop(key, None)
        if bar is not None:
            self._box.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self.setVisible(bool(self._bars))

    @property
    def shown(self) -> tuple[Notice, ...]:
        """What is said now, oldest first."""
        return tuple(bar.notice for bar in self._bars.values())


class _Bar(QFrame):
    """One notice."""

    def __init__(
        self, look: Look, notice: Notice, drop: Callable[[str], None], acted: Callable[[object], None]
    ) -> None:
        super().__init__()
        self.notice = notice
        self.setProperty("notice", notice.tone.value)
        box = row(look, self, (14, 10, 10, 10), 12)
        box.addWidget(IconLabel(look, _ICONS[notice.tone], notice.tone.ink, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = column(look, spacing=1)
        words.addWidget(Label(look, notice.sentence, TextRole.BODY_STRONG, wrap=True))
        if notice.remedy:
            words.addWidget(Label(look, notice.remedy, ink=Ink.TEXT, wrap=True))
        box.addLayout(words, 1)
        if notice.action:
            button = Button(look, notice.action, height_px=36)
            button.clicked.connect(lambda: acted(notice.key))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        if not notice.lasting:
            box.addWidget(self._closer(look, drop), 0, Qt.AlignmentFlag.AlignTop)

    def _closer(self, look: Look, drop: Callable[[str], None]) -> Button:
        close = Button(look, lambda: QCoreApplication.translate("Notices", "Stäng"), ButtonKind.PLAIN, height_px=32)
        close.clicked.connect(lambda: drop(self.notice.key))
        return close
