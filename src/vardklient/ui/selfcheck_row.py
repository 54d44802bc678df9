"""One row of the self-test: icon, name, sentence with remedy, a chip; the figures behind it, and the better device."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from vardklient.domain.device import DeviceChoice
from vardklient.domain.verdict import Check, Severity
from vardklient.flows.selfcheck import Item, Stage
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Flow, column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.selfcheck_model import item_sentence, item_word
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.measures import NO_FIGURES, figures
from vardklient.ui.widgets import Button, ButtonKind, Chip, IconLabel, Label

CHECK_ICONS = {
    Check.LIGHT: Icon.SUN,
    Check.BACKLIGHT: Icon.SUN_DIM,
    Check.FRAMING: Icon.FRAME,
    Check.BACKGROUND: Icon.IMAGE,
    Check.COMPANY: Icon.USER,
    Check.SHARPNESS: Icon.SCAN_FACE,
    Check.LIVENESS: Icon.VIDEO,
    Check.FLICKER: Icon.LIGHTBULB,
    Check.RATE: Icon.VIDEO,
    Check.CAMERA_CHOICE: Icon.CAMERA,
    Check.MICROPHONE: Icon.MIC,
    Check.SILENCE: Icon.MIC,
    Check.NOISE: Icon.EAR,
    Check.CLIPPING: Icon.VOLUME_2,
    Check.HUM: Icon.EAR,
    Check.DROPOUTS: Icon.VOLUME_2,
    Check.BANDWIDTH: Icon.EAR,
    Check.HEADSET: Icon.HEADPHONES,
    Check.SPEAKER: Icon.VOLUME_2,
    Check.ECHO: Icon.EAR,
    Check.DEFAULT_DEVICE: Icon.HEADPHONES,
    Check.NETWORK: Icon.ETHERNET_PORT,
    Check.PLACE: Icon.LOCK,
}
CHIPS = {
    Severity.GREEN: (Tone.OK, Icon.CHECK),
    Severity.YELLOW: (Tone.WARN, Icon.TRIANGLE_ALERT),
    Severity.RED: (Tone.BAD, Icon.CIRCLE_X),
    Severity.UNKNOWN: (Tone.MUTED, Icon.CIRCLE_HELP),
}
_INKS = {Severity.GREEN: Ink.PRIMARY, Severity.YELLOW: Ink.WARN, Severity.RED: Ink.BAD, Severity.UNKNOWN: Ink.MUTED}


class ChangeButton(Button):
    """Chooses the better device with one click; not there while none is known.

    Signals:
        wanted: a `DeviceChoice`.
    """

    wanted = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "", ButtonKind.SECONDARY, height_px=34)
        self._choice: DeviceChoice | None = None
        self.clicked.connect(lambda: self.wanted.emit(self._choice))
        self.hide()

    def offer(self, choice: DeviceChoice | None) -> None:
        """Offer this device, or none."""
        self._choice = choice
        if choice is not None:
            name = choice.device.name
            self.say(lambda: words.CHANGE_TO(device=name))
        self.setVisible(choice is not None)


class ItemRow(QWidget):
    """One check.

    Signals:
        device_wanted: a `DeviceChoice`.
    """

    device_wanted = Signal(object)

    def __init__(self, look: Look, check: Check) -> None:
        super().__init__()
        self._shown: Item | None = None
        self._detailed = False
        self.icon = IconLabel(look, CHECK_ICONS[check], Ink.MUTED)
        self.name = Label(look, lambda: checks.check_name(check), TextRole.BODY_STRONG, wrap=True)
        self.sentence = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        self.figures = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        self.change = ChangeButton(look)
        self.chip = Chip(look)
        self.change.wanted.connect(self.device_wanted)
        self.figures.hide()
        box = row(look, self, (14, 8, 12, 8), 12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=1)
        side.addWidget(self.name)
        side.addWidget(self.sentence)
        side.addWidget(self.figures)
        buttons = Flow(look)
        buttons.addWidget(self.change)
        side.addLayout(buttons)
        box.addLayout(side, 1)
        box.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_item(self, item: Item) -> None:
        """Show how this check is doing; nothing is touched that is the same as before."""
        if item == self._shown:
            return
        self._shown = item
        self.sentence.say(lambda: item_sentence(item))
        self._say_figures()
        tone, icon = _chip(item)
        self.chip.show_chip(lambda: item_word(item), tone, icon)
        settled = item.stage is Stage.VERDICT
        self.icon.set_icon(CHECK_ICONS[item.check], _INKS[item.severity] if settled else Ink.MUTED)
        self.name.set_ink(Ink.TEXT if settled or item.verdict is None else Ink.MUTED)
        self.change.offer(item.verdict.instead if item.verdict and settled else None)

    def set_detailed(self, detailed: bool) -> None:
        """Show the figures too, or leave them out."""
        self._detailed = detailed
        self._say_figures()
        self.figures.setVisible(detailed)

    def _say_figures(self) -> None:
        """Not while they are hidden: they change with every measurement."""
        item = self._shown
        if self._detailed and item is not None:
            self.figures.say(lambda: _figures(item))


def _figures(item: Item) -> str:
    return "\n".join(figures(item.verdict) if item.verdict else ()) or NO_FIGURES()


def _chip(item: Item) -> tuple[Tone, Icon]:
    if item.stage is Stage.STALE:
        return Tone.MUTED, Icon.CLOCK
    return CHIPS[item.severity] if item.verdict is not None else (Tone.MUTED, Icon.LOADER_CIRCLE)
