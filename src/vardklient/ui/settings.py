"""Settings: language, theme, text size, devices, notifications. Everything is applied at once; there is no "save"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from vardklient.domain.device import DeviceKind
from vardklient.ports.devices import Device, DeviceList
from vardklient.ui.layouts import Reflow, column
from vardklient.ui.look import TEXT_SCALES, Ink, Look, TextRole
from vardklient.ui.scroll_card import ScrollBody
from vardklient.ui.settings_accounts import AccountsSection
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP
from vardklient.ui.widgets import Card, CardKind, Choice, Label

BESIDE_EM = 40


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language: "sv" or "en"."""

    language: str


@dataclass(frozen=True, slots=True)
class SetTheme:
    """The theme: "light", "dark" or "system"."""

    theme: str


@dataclass(frozen=True, slots=True)
class SetTextScale:
    """1.0 is 100 %."""

    text_scale: float


@dataclass(frozen=True, slots=True)
class ChooseDevice:
    """Use this device; an empty identity means the system's own choice."""

    kind: DeviceKind
    identity: str


@dataclass(frozen=True, slots=True)
class SetInitials:
    """Initials and year in the system's notifications."""

    shown: bool


SettingsEvent = SetLanguage | SetTheme | SetTextScale | ChooseDevice | SetInitials

# Languages are named in themselves, so that whoever is lost finds back.
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))
_THEMES = (
    ("system", QT_TRANSLATE_NOOP("Settings", "Som datorn")),
    ("light", QT_TRANSLATE_NOOP("Settings", "Ljust")),
    ("dark", QT_TRANSLATE_NOOP("Settings", "Mörkt")),
)
_INITIALS = (
    (False, QT_TRANSLATE_NOOP("Settings", "Nej")),
    (True, QT_TRANSLATE_NOOP("Settings", "Ja, när skärmen inte är låst")),
)
_NAMES = {
    "language": QT_TRANSLATE_NOOP("Settings", "Språk"),
    "theme": QT_TRANSLATE_NOOP("Settings", "Tema"),
    "text_scale": QT_TRANSLATE_NOOP("Settings", "Textstorlek"),
    DeviceKind.CAMERA: QT_TRANSLATE_NOOP("Settings", "Kamera"),
    DeviceKind.MICROPHONE: QT_TRANSLATE_NOOP("Settings", "Mikrofon"),
    DeviceKind.SPEAKER: QT_TRANSLATE_NOOP("Settings", "Högtalare"),
    "notify_initials": QT_TRANSLATE_NOOP("Settings", "Visa initialer och födelseår"),
}
_TITLE = QT_TRANSLATE_NOOP("Settings", "Inställningar")
_LEAD = QT_TRANSLATE_NOOP("Settings", "Allt gäller genast.")
_DECIDED = QT_TRANSLATE_NOOP("Settings", "Bestämt av din vårdgivare")
_SECTIONS = (
    QT_TRANSLATE_NOOP("Settings", "Språk och utseende"),
    QT_TRANSLATE_NOOP("Settings", "Kamera och ljud"),
    QT_TRANSLATE_NOOP("Settings", "Datorns aviseringar"),
)


class SettingsView(QScrollArea):
    """The settings' page.

    Attributes:
        accounts: the section of the calendars and booking systems, which has signals of its own.

    Signals:
        commanded: a `SettingsEvent`.
    """

    commanded = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.choices: dict[str, Choice] = {key: Choice(look, _namer(key)) for key in _NAMES}
        self.decided = {key: Label(look, _texter(_DECIDED), TextRole.SMALL, Ink.MUTED) for key in _NAMES}
        self._locked: frozenset[str] = frozenset()
        self._found = dict.fromkeys(DeviceKind, False)
        body = ScrollBody()
        page = column(look, body, (32, 26, 32, 24), 14)
        page.addWidget(Label(look, _texter(_TITLE), TextRole.TITLE))
        page.addWidget(Label(look, _texter(_LEAD), ink=Ink.MUTED, wrap=True))
        keys = list(_NAMES)
        self.accounts = AccountsSection(look)
        page.addWidget(self.accounts)
        self._add_section(page, _SECTIONS[0], keys[:3])
        self._add_section(page, _SECTIONS[1], keys[3:6])
        self._add_section(page, _SECTIONS[2], keys[6:])
        page.addStretch()
        for key, choice in self.choices.items():
            choice.activated.connect(lambda _index, k=key: self._chosen(k))
        self._fill()
        look.changed.connect(self._fill)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _add_section(self, page: QVBoxLayout, heading: str, keys: list[str]) -> None:
        look = self._look
        page.addWidget(Label(look, _texter(heading), TextRole.STRONG))
        card = Card(look, CardKind.CARD)
        box = column(look, card, (20, 16, 20, 16), 14)
        for key in keys:
            line = Reflow(look, BESIDE_EM, 6)
            name = Label(look, _namer(key), TextRole.BODY_MEDIUM)
            name.setBuddy(self.choices[key])
            line.add(name, 2)
            line.add(self.choices[key], 3)
            box.addWidget(line)
            box.addWidget(self.decided[key])
            self.decided[key].hide()
        page.addWidget(card)

    def show_settings(self, language: str, theme: str, text_scale: float, initials: bool = False) -> None:
        """Show what is in force."""
        values = {"language": language, "theme": theme, "text_scale": text_scale, "notify_initials": initials}
        for key, value in values.items():
            choice = self.choices[key]
            choice.setCurrentIndex(choice.findData(value))

    def show_locked(self, keys: Collection[str]) -> None:
        """Show which of them the administrator has decided: they can be read, and not changed."""
        self._locked = frozenset(keys)
        for key, choice in self.choices.items():
            choice.setEnabled(self._may_choose(key))
            self.decided[key].setVisible(key in self._locked)
        self._describe()

    def _describe(self) -> None:
        """For whoever hears the page read: why it cannot be changed."""
        decided = QCoreApplication.translate("Settings", _DECIDED)
        for key, choice in self.choices.items():
            choice.setAccessibleDescription(decided if key in self._locked else "")

    def _may_choose(self, key: str) -> bool:
        return key not in self._locked and (not isinstance(key, DeviceKind) or self._found[key])

    def show_devices(self, devices: DeviceList, chosen: Sequence[str] = ("", "", "")) -> None:
        """Show what is plugged in, and the identities chosen (camera, microphone, speaker; empty: the system's)."""
        lists = (devices.cameras, devices.microphones, devices.speakers)
        for kind, found, identity in zip(DeviceKind, lists, chosen, strict=True):
            self._fill_devices(kind, found, identity)

    def _fill_devices(self, kind: DeviceKind, devices: tuple[Device, ...], identity: str) -> None:
        choice = self.choices[kind]
        self._found[kind] = bool(devices)
        translate = QCoreApplication.translate
        choice.clear()
        choice.addItem(
            translate("Settings", "Datorns eget val") if devices else translate("Settings", "Ingen hittades"), ""
        )
        for device in devices:
            choice.addItem(device.name, device.identity)
        choice.setCurrentIndex(max(0, choice.findData(identity)))
        choice.setEnabled(self._may_choose(kind))

    def _fill(self) -> None:
        translate = QCoreApplication.translate
        self._describe()
        self._refill("language", list(_LANGUAGES))
        self._refill("theme", [(value, translate("Settings", words)) for value, words in _THEMES])
        self._refill("text_scale", [(scale, f"{scale:.0%}".replace("%", " %")) for scale in TEXT_SCALES])
        self._refill("notify_initials", [(shown, translate("Settings", words)) for shown, words in _INITIALS])
        for kind in DeviceKind:
            if self.choices[kind].count() == 0:
                self._fill_devices(kind, (), "")
            elif not self._found[kind]:
                self.choices[kind].setItemText(0, translate("Settings", "Ingen hittades"))
            else:
                self.choices[kind].setItemText(0, translate("Settings", "Datorns eget val"))

    def _refill(self, key: str, items: Sequence[tuple[object, str]]) -> None:
        choice = self.choices[key]
        if choice.count() == 0:
            for value, words in items:
                choice.addItem(words, value)
        for place, (_, words) in enumerate(items):
            choice.setItemText(place, words)

    def _chosen(self, key: str) -> None:
        value = self.choices[key].currentData()
        if key == "language":
            self.commanded.emit(SetLanguage(value))
        elif key == "theme":
            self.commanded.emit(SetTheme(value))
        elif key == "text_scale":
            self.commanded.emit(SetTextScale(value))
        elif key == "notify_initials":
            self.commanded.emit(SetInitials(value))
        else:
            self.commanded.emit(ChooseDevice(DeviceKind(key), value))


def _namer(key: str) -> Callable[[], str]:
    return _texter(_NAMES[key])


def _texter(text: str) -> Callable[[], str]:
    return lambda: QCoreApplication.translate("Settings", text)
