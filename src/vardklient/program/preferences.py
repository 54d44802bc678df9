"""What the user has set: applied at once, and kept. Lives on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from vardklient.domain.device import DeviceKind
from vardklient.domain.place import Chosen, Place, arrive, choose, surroundings
from vardklient.ports.devices import DeviceList
from vardklient.program.shelf import Wanted
from vardklient.ui import texts
from vardklient.ui.look import Tone
from vardklient.ui.notices import Notice
from vardklient.ui.settings import ChooseDevice, SetInitials, SetLanguage, SetTextScale, SetTheme
from vardklient.vault.settings import (
    CAMERA,
    LANGUAGE,
    MICROPHONE,
    NOTIFY_INITIALS,
    PLACES,
    SPEAKER,
    TEXT_MOST,
    TEXT_SCALE,
    THEME,
    Row,
    Settings,
)

if TYPE_CHECKING:
    from vardklient.ui.application import Dress
    from vardklient.ui.mainwindow import MainWindow
    from vardklient.ui.settings import SettingsEvent

V = TypeVar("V")

DEVICE_ROWS = {DeviceKind.CAMERA: CAMERA, DeviceKind.MICROPHONE: MICROPHONE, DeviceKind.SPEAKER: SPEAKER}


def _word(kind: DeviceKind, chosen: Chosen, present: DeviceList) -> str:
    """What the device is opened by: a camera by its identity, sound by its name, for PortAudio knows no other."""
    device = chosen.among(present.of(kind))
    now = chosen if device is None else Chosen(device.identity, device.name)
    return now.identity if kind is DeviceKind.CAMERA else now.name


def _kept(identity: str) -> str:
    """An identity that is too long to be kept is no use cut: then the name says which device it is."""
    return identity if len(identity) <= TEXT_MOST else ""


class Preferences:
    """Between the settings page, the look, the devices and the file.

    Args:
        wanted: the devices asked for on the command line; where it is silent, the choices made in this place say, and
            where none was made here, the settings.
        screens: each screen by words that stay the same.

    Attributes:
        wanted: the devices to use.
    """

    def __init__(
        self, settings: Settings, dress: Dress, wanted: Wanted, screens: Callable[[], tuple[str, ...]] = tuple
    ) -> None:
        self._settings, self._dress, self._screens, self._asked = settings, dress, screens, wanted
        self._present = DeviceList()
        self._window: MainWindow | None = None
        self._devices_changed: Callable[[], None] = lambda: None
        self._places = settings.get(PLACES)
        self._settled = False
        self.wanted = Wanted(
            wanted.camera or settings.get(CAMERA),
            wanted.microphone or settings.get(MICROPHONE),
            wanted.speaker or settings.get(SPEAKER),
        )

    def attach(self, window: MainWindow, devices_changed: Callable[[], None]) -> None:
        """Serve the settings page of this window; `devices_changed` is called when another device is wanted."""
        self._window, self._devices_changed = window, devices_changed
        window.settings.commanded.connect(self.take)
        dress = self._dress
        window.settings.show_settings(dress.language, dress.theme, dress.look.text_scale, self.initials)
        rows: tuple[Row[Any], ...] = (LANGUAGE, THEME, TEXT_SCALE, *DEVICE_ROWS.values(), NOTIFY_INITIALS)
        window.settings.show_locked({row.name for row in rows if self._settings.locked(row)})
        if self._settings.damaged:
            self._say(texts.settings_damaged())
        elif self._settings.unread:
            self._say(texts.settings_unread())

    @property
    def initials(self) -> bool:
        """May a notification name the patient by initials and year?"""
        return self._settings.get(NOTIFY_INITIALS)

    @property
    def place(self) -> str:
        """What tells this place from others; "" before the devices are known."""
        return str(self._places[0].number) if self._settled else ""

    def settle(self, present: DeviceList) -> Wanted:
        """Find out where we are, and what is wanted here.

        The place is remembered, and a change written down: when nothing more is plugged in or out.
        """
        self._remember(arrive(surroundings(self._screens(), present), self._places))
        self._settled = True
        chosen = self._places[0].chosen
        for kind in DeviceKind:
            if not getattr(self._asked, kind.value):
                row = DEVICE_ROWS[kind]
                free = kind in chosen and not self._settings.locked(row)
                word = _word(kind, chosen[kind], present) if free else self._settings.get(row)
                self.wanted = replace(self.wanted, **{kind.value: word})
        return self.wanted

    def _remember(self, places: tuple[Place, ...]) -> None:
        """Also if it cannot be written down: it holds as long as the program runs."""
        if places != self._places:
            self._places = places
            self._keep(PLACES, places)

    def show_devices(self, present: DeviceList) -> None:
        """What is plugged in now."""
        self._present = present
        if self._window is not None:
            chosen = tuple(self._identity(kind) for kind in DeviceKind)
            self._window.settings.show_devices(present, chosen)

    def take(self, event: SettingsEvent) -> None:
        """The user has set something."""
        match event:
            case SetLanguage(language):
                self._dress.set_language(language)
                self._keep(LANGUAGE, language)
            case SetTheme(theme):
                self._dress.set_theme(theme)
                self._keep(THEME, theme)
            case SetTextScale(text_scale):
                self._dress.set_text_scale(text_scale)
                self._keep(TEXT_SCALE, text_scale)
            case SetInitials(shown):
                self._keep(NOTIFY_INITIALS, shown)
            case ChooseDevice(kind, identity):
                self._choose(kind, identity)

    def _choose(self, kind: DeviceKind, identity: str) -> None:
        """Here, and in no other place; before the place is known, wherever nothing else has been chosen."""
        if self._settings.locked(DEVICE_ROWS[kind]):
            return
        device = next((d for d in self._present.of(kind) if d.identity == identity), None)
        chosen = Chosen() if device is None else Chosen(_kept(device.identity), device.name[:TEXT_MOST])
        word = _word(kind, chosen, self._present)
        self.wanted = replace(self.wanted, **{kind.value: word})
        self._asked = replace(self._asked, **{kind.value: ""})
        if self._settled:
            here, *others = self._places
            self._remember((choose(here, kind, chosen), *others))
        else:
            self._keep(DEVICE_ROWS[kind], word)
        self.show_devices(self._present)
        self._devices_changed()

    def _identity(self, kind: DeviceKind) -> str:
        name = str(getattr(self.wanted, kind.value))
        return next((d.identity for d in self._present.of(kind) if name and name in (d.identity, d.name)), "")

    def _keep(self, row: Row[V], value: V) -> None:
        try:
            self._settings.put(row, value)
        except (OSError, ValueError):
            self._say(texts.settings_unread() if self._settings.unread else texts.settings_not_kept())

    def _say(self, words: texts.AdviceText) -> None:
        if self._window is not None:
            self._window.notices.show_notice(Notice(words.sentence, words.remedy, Tone.WARN, replace="settings"))
