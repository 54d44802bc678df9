"""The list of the self-test: one row per check, changed in place so that nothing flickers while it is measured."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from vardklient.domain.verdict import Check, Severity
from vardklient.flows.selfcheck import Item, Stage
from vardklient.ui import texts
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import column, row
from vardklient.ui.look import Ink, Look, TextRole, Tone
from vardklient.ui.texts import checks
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Card, Chip, IconLabel, Label, Text

CHECK_ICONS = {
    Check.LIGHT: Icon.SUN,
    Check.BACKLIGHT: Icon.SUN_DIM,
    Check.FRAMING: Icon.FRAME,
    Check.BACKGROUND: Icon.IMAGE,
    Check.COMPANY: Icon.USER,
    Check.SHARPNESS: Icon.SCAN_FACE,
    Check.LIVENESS: Icon.CAMERA,
    Check.FLICKER: Icon.LIGHTBULB,
    Check.RATE: Icon.VIDEO,
    Check.MICROPHONE: Icon.MIC,
    Check.SILENCE: Icon.MIC,
    Check.NOISE: Icon.EAR,
    Check.CLIPPING: Icon.VOLUME_2,
    Check.HUM: Icon.EAR,
    Check.BANDWIDTH: Icon.EAR,
    Check.HEADSET: Icon.HEADPHONES,
    Check.SPEAKER: Icon.VOLUME_2,
    Check.ECHO: Icon.EAR,
    Check.DEFAULT_DEVICE: Icon.HEADPHONES,
    Check.CAMERA_CHOICE: Icon.CAMERA,
    Check.DROPOUTS: Icon.VOLUME_2,
    Check.NETWORK: Icon.ETHERNET_PORT,
    Check.PLACE: Icon.LOCK,
}

SOUND_CHECKS = frozenset(
    {
        Check.MICROPHONE,
        Check.SILENCE,
        Check.NOISE,
        Check.CLIPPING,
        Check.HUM,
        Check.DROPOUTS,
        Check.BANDWIDTH,
        Check.HEADSET,
        Check.SPEAKER,
        Check.ECHO,
        Check.DEFAULT_DEVICE,
    }
)

_CHIPS = {
    Severity.GREEN: (Tone.OK, Icon.CHECK),
    Severity.YELLOW: (Tone.WARN, Icon.TRIANGLE_ALERT),
    Severity.RED: (Tone.BAD, Icon.CIRCLE_X),
    Severity.UNKNOWN: (Tone.MUTED, Icon.CIRCLE_HELP),
}
_INKS = {Severity.GREEN: Ink.PRIMARY, Severity.YELLOW: Ink.WARN, Severity.RED: Ink.BAD, Severity.UNKNOWN: Ink.MUTED}


def item_sentence(item: Item) -> str:
    """What the row says under the name: what is seen, and what to do about it."""
    if item.verdict is None:
        return words.MEASURING() if item.stage is Stage.MEASURING else words.WAITING()
    said = texts.advice(item.verdict.advice)
    return f"{said.sentence} {said.remedy}".strip()


class ItemRow(QWidget):
    """One check: icon, name, sentence with remedy, and a chip with icon and word."""

    def __init__(self, look: Look, check: Check) -> None:
        super().__init__()
        self._shown: Item | None = None
        self.icon = IconLabel(look, CHECK_ICONS[check], Ink.MUTED)
        self.name = Label(look, lambda: checks.check_name(check), TextRole.BODY_STRONG, wrap=True)
        self.sentence = Label(look, "", TextRole.SMALL, Ink.MUTED, wrap=True)
        self.chip = Chip(look)
        box = row(look, self, (14, 8, 12, 8), 12)
        box.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        side = column(look, spacing=1)
        side.addWidget(self.name)
        side.addWidget(self.sentence)
        box.addLayout(side, 1)
        box.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        look.changed.connect(self._name_it)

    def show_item(self, item: Item) -> None:
        """Show how this check is doing; nothing is touched that is the same as before."""
        if item == self._shown:
            return
        self._shown = item
        self.sentence.say(lambda: item_sentence(item))
        word, tone, icon = _chip(item)
        self.chip.show_chip(word, tone, icon)
        settled = item.stage is Stage.VERDICT
        self.icon.set_icon(CHECK_ICONS[item.check], _INKS[item.severity] if settled else Ink.MUTED)
        self.name.set_ink(Ink.TEXT if settled or item.verdict is None else Ink.MUTED)
        self._name_it()

    def _name_it(self) -> None:
        if self._shown is not None:
            self.setAccessibleName(f"{self.name.text()}: {self.chip.text}. {self.sentence.text()}")


def _chip(item: Item) -> tuple[Text, Tone, Icon]:
    if item.stage is Stage.STALE:
        return words.STALE, Tone.MUTED, Icon.CLOCK
    if item.verdict is None:
        measuring = item.stage is Stage.MEASURING
        return (words.MEASURING if measuring else words.WAITING), Tone.MUTED, Icon.LOADER_CIRCLE
    tone, icon = _CHIPS[item.severity]
    return lambda: checks.severity(item.severity), tone, icon


class ItemGroup(QWidget):
    """A heading with its rows on one card."""

    def __init__(self, look: Look, heading: Words) -> None:
        super().__init__()
        self._look = look
        self.rows: dict[Check, ItemRow] = {}
        box = column(look, self, spacing=6)
        box.addWidget(Label(look, heading, TextRole.SMALL_STRONG, Ink.MUTED))
        card = Card(look)
        self._list = column(look, card, (0, 4, 0, 4), 0)
        box.addWidget(card)

    def show_items(self, items: list[Item]) -> None:
        """Show these checks, in this order; rows that are there already stay."""
        wanted = [item.check for item in items]
        for check in [c for c in self.rows if c not in wanted]:
            old = self.rows.pop(check)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, item in enumerate(items):
            if item.check not in self.rows:
                self.rows[item.check] = ItemRow(self._look, item.check)
                self._list.insertWidget(place, self.rows[item.check])
                self.rows[item.check].show()
            self.rows[item.check].show_item(item)
        self.setVisible(bool(items))
