"""What the user has set: applied at once, and kept. Lives on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from vardklient.domain.device import DeviceKind
from vardklient.ports.devices import Device, DeviceList
from vardklient.program.shelf import Wanted
from vardklient.ui import texts
from vardklient.ui.look import Tone
from vardklient.ui.notices import Notice
from vardklient.ui.settings import ChooseDevice, SetLanguage, SetTextScale, SetTheme
from vardklient.vault.settings import CAMERA, LANGUAGE, MICROPHONE, SPEAKER, TEXT_SCALE, THEME, Row, Settings

if TYPE_CHECKING:
    from vardklient.ui.application import Dress
    from vardklient.ui.mainwindow import MainWindow
    from vardklient.ui.settings import SettingsEvent

V = TypeVar("V")

DEVICE_ROWS = {DeviceKind.CAMERA: CAMERA, DeviceKind.MICROPHONE: MICROPHONE, DeviceKind.SPEAKER: SPEAKER}


class Preferences:
    """Between the settings page, the look, the devices and the file.

    Args:
        wanted: the devices asked for on the command line; where it is silent, the settings say.
    """

    def __init__(self, settings: Settings, dress: Dress, wanted: Wanted) -> None:
        self._settings, self._dress = settings, dress
        self._present = DeviceList()
        self._window: MainWindow | None = None
        self._devices_changed: Callable[[], None] = lambda: None
        self.wanted = Wanted(
            wanted.camera or settings.get(CAMERA),
            wanted.microphone or settings.get(MICROPHONE),
            wanted.speaker or settings.get(SPEAKER),
        )

    def attach(self, window: MainWindow, devices_changed: Callable[[], None]) -> None:
        """Serve the settings page of this window; `devices_changed` is called when another device is wanted."""
        self._window, self._devices_changed = window, devices_changed
        window.settings.commanded.connect(self.take)
        window.settings.show_settings(self._dress.language, self._dress.theme, self._dress.look.text_scale)
        if self._settings.damaged:
            self._say(texts.settings_damaged())

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
            case ChooseDevice(kind, identity):
                self._choose(kind, identity)

    def _choose(self, kind: DeviceKind, identity: str) -> None:
        """A camera is kept by its identity, sound by its name: PortAudio knows no other."""
        device = next((d for d in self._list(kind) if d.identity == identity), None)
        name = "" if device is None else device.identity if kind is DeviceKind.CAMERA else device.name
        self.wanted = replace(self.wanted, **{kind.value: name})
        self._keep(DEVICE_ROWS[kind], name)
        self.show_devices(self._present)
        self._devices_changed()

    def _list(self, kind: DeviceKind) -> tuple[Device, ...]:
        present = self._present
        return {
            DeviceKind.CAMERA: present.cameras,
            DeviceKind.MICROPHONE: present.microphones,
            DeviceKind.SPEAKER: present.speakers,
        }[kind]

    def _identity(self, kind: DeviceKind) -> str:
        name = str(getattr(self.wanted, kind.value))
        return next((d.identity for d in self._list(kind) if name and name in (d.identity, d.name)), "")

    def _keep(self, row: Row[V], value: V) -> None:
        try:
            self._settings.put(row, value)
        except OSError:
            self._say(texts.settings_not_kept())

    def _say(self, words: texts.AdviceText) -> None:
        if self._window is not None:
            self._window.notices.show_notice(Notice(words.sentence, words.remedy, Tone.WARN, replace="settings"))
