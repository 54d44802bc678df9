"""The self-test in one sentence with one remedy: what to do now, or how it went."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt, Signal

from vardklient.domain.device import DeviceChoice
from vardklient.domain.verdict import Check, Severity
from vardklient.flows.selfcheck import SelfcheckState, SoundStage, Stage
from vardklient.ports.sound import SoundState
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.selfcheck_row import CHIPS, ChangeButton
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Card, IconLabel, Label


class Headline(NamedTuple):
    """What stands over the list."""

    sentence: str
    remedy: str
    tone: Tone
    icon: Icon
    instead: DeviceChoice | None = None


_STAGES = {
    SoundStage.QUIET: (words.QUIET, words.QUIET_WHY, Icon.EAR),
    SoundStage.SPEECH: (words.SPEAK, words.SPEAK_WHY, Icon.MIC),
    SoundStage.LOOP: (words.LOOP, words.LOOP_WHY, Icon.HEADPHONES),
}


def headline(state: SelfcheckState) -> Headline:
    """The one sentence with its remedy. While the test runs: what the user is to do now."""
    if state.running:
        said, why, icon = _to_do(state)
        return Headline(said(), why(), Tone.PRIMARY, icon)
    if not state.items:
        return Headline(words.NOT_YET(), words.START_IT(), Tone.MUTED, Icon.CIRCLE_HELP)
    first = state.first
    if first is None and state.overall is Severity.UNKNOWN:
        return Headline(words.UNSURE(), words.DO_AGAIN(), Tone.MUTED, Icon.CIRCLE_HELP)
    if first is None:
        return Headline(words.ALL_WELL(), words.NOTHING_TO_DO(), Tone.OK, Icon.CIRCLE_CHECK)
    found = texts.advice(first.advice, first.device)
    tone, icon = CHIPS[first.severity]
    return Headline(found.sentence, found.remedy, tone, icon, first.instead)


def _to_do(state: SelfcheckState) -> tuple[Words, Words, Icon]:
    """What the user is to do while it runs, why, and an icon. Nothing, where the network alone is still measured."""
    if {item.check for item in state.items if item.stage is Stage.MEASURING} == {Check.NETWORK}:
        return _NETWORK
    hears = state.microphone_state is SoundState.RUNNING
    return _STAGES.get(state.sound, _LOOK) if hears else _LOOK


_LOOK = (words.LOOK, words.LOOK_WHY, Icon.SCAN_FACE)
_NETWORK = (words.NETWORK, words.NETWORK_WHY, Icon.ETHERNET_PORT)


class HeadlineCard(Card):
    """Shows it.

    Signals:
        device_wanted: a `DeviceChoice`.
    """

    device_wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.icon = IconLabel(look, Icon.CIRCLE_HELP, Ink.MUTED, 26)
        self.sentence = Label(look, "", TextRole.SUBHEADING, wrap=True)
        self.remedy = Label(look, "", TextRole.BODY, wrap=True)
        self.change = ChangeButton(look)
        self.change.wanted.connect(self.device_wanted)
        box = row(look, self, (16, 12, 16, 12), 14)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=2)
        side.addWidget(self.sentence)
        side.addWidget(self.remedy)
        buttons = Flow(look)
        buttons.addWidget(self.change)
        side.addLayout(buttons)
        box.addLayout(side, 1)

    def show_headline(self, said: Headline) -> None:
        """Say this."""
        self.sentence.say(said.sentence)
        self.remedy.say(said.remedy)
        self.icon.set_icon(said.icon, said.tone.ink)
        self.change.offer(said.instead)
