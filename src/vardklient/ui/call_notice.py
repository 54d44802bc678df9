"""The line over the picture when something is wrong: what has happened, and what to do. One at a time, the worst."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from vardklient.domain.quality import CallQuality, Cause, Quality
from vardklient.flows.call import CallNotice, CallState, Phase, SetMicrophone, SoundNotice, SoundTrouble
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Look, TextRole, Tone
from vardklient.ui.texts import call_window as words
from vardklient.ui.texts import calls
from vardklient.ui.texts.advices import AdviceText
from vardklient.ui.widgets import Button, ButtonKind, IconLabel, Label, restyle

_LOOKS = {
    CallNotice.SIGNALLING_LOST: (Tone.WARN, Icon.UNPLUG),
    CallNotice.PEER_DROPPED: (Tone.BAD, Icon.WIFI_OFF),
    CallNotice.PEER_LEFT: (Tone.WARN, Icon.USER_X),
    CallNotice.MEDIA_LOST: (Tone.BAD, Icon.WIFI_OFF),
    CallNotice.CANNOT_CONNECT: (Tone.BAD, Icon.CIRCLE_ALERT),
    CallNotice.ENGINE_DIED: (Tone.BAD, Icon.CIRCLE_ALERT),
    CallNotice.TICKET_REFUSED: (Tone.BAD, Icon.CIRCLE_X),
}


@dataclass(frozen=True, slots=True)
class CallLine:
    """What the line says.

    Attributes:
        what: tells two lines apart: the same means the same words.
        says: the words now, in the language in force.
        unmute: offer to turn the microphone on.
    """

    what: object
    tone: Tone
    icon: Icon
    says: Callable[[], AdviceText]
    unmute: bool = False


def line_of(state: CallState) -> CallLine | None:
    """The most important of what there is to say; None while all is well."""
    if state.notice is not None and state.notice is not CallNotice.SIGNALLING_LOST:
        return _of_notice(state.notice)
    if state.phase in (Phase.CONNECTED, Phase.RECONNECTING):
        if state.muted_talk:
            return CallLine("muted", Tone.WARN, Icon.MIC_OFF, calls.muted_talk, unmute=True)
        if state.sound_notice is not None:
            return _of_sound(state.sound_notice)
    if state.notice is not None:
        return _of_notice(state.notice)
    quality = state.quality
    if state.phase is not Phase.CONNECTED or quality is None or quality.level is Quality.GOOD:
        return None
    return _of_quality(quality)


def _of_notice(notice: CallNotice) -> CallLine:
    tone, icon = _LOOKS[notice]
    return CallLine(notice, tone, icon, lambda: calls.call_notice(notice))


def _of_sound(notice: SoundNotice) -> CallLine:
    moved = {notice.microphone, notice.speaker} <= {SoundTrouble.MOVED, None}
    icon = Icon.VOLUME_X if notice.microphone is None else Icon.MIC if moved else Icon.MIC_OFF
    return CallLine(notice, Tone.WARN if moved else Tone.BAD, icon, lambda: calls.sound_notice(notice))


def _of_quality(quality: CallQuality) -> CallLine:
    tone = Tone.WARN if quality.level is Quality.WEAK else Tone.BAD
    icon = Icon.MONITOR if quality.cause is Cause.COMPUTER else Icon.WIFI
    return CallLine(quality, tone, icon, lambda: calls.quality(quality))


class NoticeLine(QFrame):
    """One sentence, one remedy, and a button where one press is the remedy. Build it with `look.night`.

    Signals:
        commanded: `SetMicrophone`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._line: CallLine | None = None
        self.icon = IconLabel(look, Icon.TRIANGLE_ALERT)
        self.sentence = Label(look, "", TextRole.BODY_STRONG, wrap=True)
        self.remedy = Label(look, "", TextRole.SMALL, wrap=True)
        self.unmute = Button(look, words.UNMUTE, ButtonKind.SECONDARY, Icon.MIC, height_px=34)
        look.follow(self.unmute, lambda button: button.setAccessibleName(words.UNMUTE_WHAT()))
        self.unmute.clicked.connect(lambda: self.commanded.emit(SetMicrophone(True)))
        self.setProperty("notice", Tone.WARN.value)
        box = row(look, self, (14, 10, 14, 10), 12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=4)
        side.addWidget(self.sentence)
        side.addWidget(self.remedy)
        self._buttons = Flow(look, spacing=8)
        self._buttons.addWidget(self.unmute)
        side.addLayout(self._buttons)
        box.addLayout(side, 1)
        self.unmute.hide()
        self.hide()

    @property
    def line(self) -> CallLine | None:
        """What is shown, None for nothing."""
        return self._line

    def show_line(self, line: CallLine | None) -> None:
        """Show it, or nothing."""
        self._line = line
        self.setVisible(line is not None)
        if line is None:
            return
        said = line.says()
        self.icon.set_icon(line.icon, line.tone.ink)
        self.sentence.say(lambda: line.says().sentence)
        self.remedy.say(lambda: line.says().remedy)
        self.remedy.setVisible(bool(said.remedy))
        self.unmute.setVisible(line.unmute)
        self.setAccessibleName(" ".join(said).strip())
        if self.property("notice") != line.tone.value:
            self.setProperty("notice", line.tone.value)
            restyle(self)
