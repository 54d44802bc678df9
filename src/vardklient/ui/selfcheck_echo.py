"""The echo test: speak for four seconds, hear yourself, answer. Nothing is written to disk."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal

from vardklient.flows.selfcheck import ECHO_SECONDS, EchoAnswered, EchoStage, SelfcheckState, StartEcho
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
        commanded: `StartEcho` or `EchoAnswered`.
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
        self.start.clicked.connect(lambda: self.commanded.emit(StartEcho()))
        self.again.clicked.connect(lambda: self.commanded.emit(StartEcho()))
        self.yes.clicked.connect(lambda: self.commanded.emit(EchoAnswered(True)))
        self.no.clicked.connect(lambda: self.commanded.emit(EchoAnswered(False)))
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
        for button in (self.start, self.yes, self.no, self.again):
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
        busy = stage in (EchoStage.RECORDING, EchoStage.PLAYING)
        self.sentence.say(lambda: checks.echo_stage(stage))
        self.meter.setVisible(busy)
        self.start.say(words.ECHO_ONCE_MORE if stage is EchoStage.DONE else words.ECHO_START)
        self.start.setVisible(stage in (EchoStage.IDLE, EchoStage.DONE))
        for button in (self.yes, self.no, self.again):
            button.setVisible(stage is EchoStage.ASKING)
        self.start.setEnabled(state.microphone_state not in _GONE and state.speaker_state not in _GONE)
        if busy and not self._ticker.isActive():
            self._ticker.start()
        elif not busy:
            self._ticker.stop()
        if busy:
            self._tick()

    def _tick(self) -> None:
        self.meter.show_share(self._since.elapsed() / 1000 / ECHO_SECONDS, Ink.PRIMARY)
