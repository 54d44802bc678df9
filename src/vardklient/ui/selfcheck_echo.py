"""The echo test: speak for four seconds, hear yourself, answer; and the loudspeaker alone. Nothing is kept."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal

from vardklient.flows.selfcheck import (
    ECHO_SECONDS,
    ChimeAnswered,
    EchoAnswered,
    EchoStage,
    SelfcheckState,
    SoundStage,
    SpeakerStage,
    StartChime,
    StartEcho,
)
from vardklient.ports.sound import SoundState
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.widgets import Button, ButtonKind, Card, CardKind, IconLabel, Label, Meter

STEP_MS = 100

_ICONS = {
    EchoStage.IDLE: Icon.EAR,
    EchoStage.RECORDING: Icon.MIC,
    EchoStage.PLAYING: Icon.VOLUME_2,
    EchoStage.ASKING: Icon.CIRCLE_HELP,
    EchoStage.DONE: Icon.CHECK,
}
_GONE = (SoundState.MISSING, SoundState.BUSY, SoundState.REFUSED, SoundState.LOST)


class EchoPanel(Card):
    """The panel of the echo test.

    Signals:
        commanded: `StartEcho`, `EchoAnswered`, `StartChime` or `ChimeAnswered`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, CardKind.SUNKEN)
        self._stage = EchoStage.IDLE
        self._since = QElapsedTimer()
        self.icon = IconLabel(look, Icon.EAR, Ink.PRIMARY)
        self.title = Label(look, words.ECHO, TextRole.BODY_STRONG)
        self.sentence = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        self.meter = Meter(look, words.ECHO_PROGRESS)
        self.start = Button(look, words.ECHO_START, ButtonKind.SECONDARY, height_px=36)
        self.yes = Button(look, words.YES, ButtonKind.SECONDARY, height_px=36)
        self.no = Button(look, words.NO, ButtonKind.SECONDARY, height_px=36)
        self.again = Button(look, words.ECHO_AGAIN, ButtonKind.PLAIN, height_px=36)
        self.speaker = Button(look, words.SPEAKER_TRY, ButtonKind.PLAIN, height_px=36)
        self._chime = SpeakerStage.IDLE
        self.speaker.clicked.connect(lambda: self.commanded.emit(StartChime()))
        self.start.clicked.connect(lambda: self.commanded.emit(StartEcho()))
        self.again.clicked.connect(lambda: self.commanded.emit(StartEcho()))
        self.yes.clicked.connect(lambda: self._answer(True))
        self.no.clicked.connect(lambda: self._answer(False))
        self._assemble(look)
        self._ticker = QTimer(self)
        self._ticker.setInterval(STEP_MS)
        self._ticker.timeout.connect(self._tick)
        self.show_state(SelfcheckState())

    def _assemble(self, look: Look) -> None:
        box = row(look, self, (14, 12, 14, 12), 12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=6)
        side.addWidget(self.title)
        side.addWidget(self.sentence)
        side.addWidget(self.meter)
        buttons = Flow(look, spacing=8)
        for button in (self.start, self.speaker, self.yes, self.no, self.again):
            buttons.addWidget(button)
        side.addLayout(buttons)
        box.addLayout(side, 1)

    def show_state(self, state: SelfcheckState) -> None:
        """Show how far the echo test has come."""
        stage = state.echo
        if stage is not self._stage:
            self._stage = stage
            self._since.start()
            self.icon.set_icon(_ICONS[stage], Ink.OK if stage is EchoStage.DONE else Ink.PRIMARY)
        self._chime = state.chime
        self._show_words(stage, state.chime)
        self._show_buttons(state)
        self._run_meter(stage in (EchoStage.RECORDING, EchoStage.PLAYING))

    def _show_words(self, stage: EchoStage, chime: SpeakerStage) -> None:
        if chime is SpeakerStage.IDLE:
            self.sentence.say(lambda: checks.echo_stage(stage))
        else:
            self.sentence.say(words.SPEAKER_LISTEN if chime is SpeakerStage.PLAYING else words.SPEAKER_QUESTION)
        self.start.say(words.ECHO_ONCE_MORE if stage is EchoStage.DONE else words.ECHO_START)

    def _show_buttons(self, state: SelfcheckState) -> None:
        chime, stage = state.chime, state.echo
        at_rest = chime is SpeakerStage.IDLE and stage in (EchoStage.IDLE, EchoStage.DONE)
        echo_asks = chime is SpeakerStage.IDLE and stage is EchoStage.ASKING
        self.start.setVisible(at_rest)
        self.speaker.setVisible(at_rest)
        for button in (self.yes, self.no):
            button.setVisible(echo_asks or chime is SpeakerStage.ASKING)
        self.again.setVisible(echo_asks)
        free = state.sound not in (SoundStage.QUIET, SoundStage.LOOP) and state.speaker_state not in _GONE
        self.speaker.setEnabled(free)
        self.start.setEnabled(free and state.microphone_state not in _GONE)

    def _run_meter(self, busy: bool) -> None:
        self.meter.setVisible(busy)
        if busy and not self._ticker.isActive():
            self._ticker.start()
        elif not busy:
            self._ticker.stop()
        if busy:
            self._tick()

    def _answer(self, heard: bool) -> None:
        asked = self._chime is SpeakerStage.ASKING
        self.commanded.emit(ChimeAnswered(heard) if asked else EchoAnswered(heard))

    def _tick(self) -> None:
        self.meter.show_share(self._since.elapsed() / 1000 / ECHO_SECONDS, Ink.PRIMARY)
