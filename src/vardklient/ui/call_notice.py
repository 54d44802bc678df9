"""The line over the picture when something is wrong: what has happened, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from vardklient.flows.call import CallNotice
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Look, TextRole, Tone
from vardklient.ui.texts import calls
from vardklient.ui.widgets import IconLabel, Label, restyle

_LOOKS = {
    CallNotice.SIGNALLING_LOST: (Tone.WARN, Icon.UNPLUG),
    CallNotice.PEER_DROPPED: (Tone.BAD, Icon.WIFI_OFF),
    CallNotice.PEER_LEFT: (Tone.WARN, Icon.USER_X),
    CallNotice.MEDIA_LOST: (Tone.BAD, Icon.WIFI_OFF),
    CallNotice.CANNOT_CONNECT: (Tone.BAD, Icon.CIRCLE_ALERT),
    CallNotice.ENGINE_DIED: (Tone.BAD, Icon.CIRCLE_ALERT),
    CallNotice.TICKET_REFUSED: (Tone.BAD, Icon.CIRCLE_X),
}


class NoticeLine(QFrame):
    """One sentence and one remedy. Build it with `look.night`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._notice: CallNotice | None = None
        self.icon = IconLabel(look, Icon.TRIANGLE_ALERT)
        self.sentence = Label(look, "", TextRole.BODY_STRONG, wrap=True)
        self.remedy = Label(look, "", TextRole.SMALL, wrap=True)
        self.setProperty("notice", Tone.WARN.value)
        box = row(look, self, (14, 10, 14, 10), 12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=2)
        side.addWidget(self.sentence)
        side.addWidget(self.remedy)
        box.addLayout(side, 1)
        self.setAccessibleName("")
        self.hide()

    @property
    def notice(self) -> CallNotice | None:
        """What is shown, None for nothing."""
        return self._notice

    def show_notice(self, notice: CallNotice | None) -> None:
        """Show it, or nothing."""
        self._notice = notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        tone, icon = _LOOKS[notice]
        self.icon.set_icon(icon, tone.ink)
        self.sentence.say(lambda: calls.call_notice(notice).sentence)
        self.remedy.say(lambda: calls.call_notice(notice).remedy)
        self.setAccessibleName(" ".join(calls.call_notice(notice)))
        if self.property("notice") != tone.value:
            self.setProperty("notice", tone.value)
            restyle(self)
