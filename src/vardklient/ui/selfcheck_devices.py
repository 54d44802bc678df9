"""The choice of camera, microphone and loudspeaker, and the microphone's level in a bar and a word."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vardklient.checks.sound_limits import LevelLimits, load_sound_limits
from vardklient.domain.device import Device, DeviceKind, DeviceList
from vardklient.ui.icons import Icon
from vardklient.ui.layouts import Reflow, column, row
from vardklient.ui.look import Ink, Look, TextRole
from vardklient.ui.texts import selfcheck_view as words
from vardklient.ui.texts.words import Words
from vardklient.ui.widgets import Choice, IconLabel, Label, Meter

SOUND_EM = 30
FLOOR_DBFS = -60.0
QUIET_DBFS = -55.0
FALL_DB_PER_S = 15.0
"""How fast the bar falls: quick to rise, slow enough to read between two words. By time, since snapshots come at any
pace."""


@dataclass(frozen=True, slots=True)
class DeviceChosen:
    """The user wants this device; `identity` is that of `ports.devices.Device`."""

    kind: DeviceKind
    identity: str


_FACES = {
    DeviceKind.CAMERA: (Icon.CAMERA, words.CAMERA, words.NO_CAMERA),
    DeviceKind.MICROPHONE: (Icon.MIC, words.MICROPHONE, words.NO_MICROPHONE),
    DeviceKind.SPEAKER: (Icon.HEADPHONES, words.SPEAKER, words.NO_SPEAKER),
}


class DeviceChoices(QWidget):
    """Three lists of devices.

    Signals:
        chosen: `DeviceChosen`, when the user picks; never for what the program fills in.
    """

    chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._devices = DeviceList()
        self._used: dict[DeviceKind, str] = {}
        self.boxes: dict[DeviceKind, Choice] = {}
        lines = column(look, self, spacing=8)
        lines.addWidget(self._line(look, DeviceKind.CAMERA))
        # Side by side while there is room: the echo test under them stays on the page.
        sound = Reflow(look, SOUND_EM, 10)
        sound.add(self._line(look, DeviceKind.MICROPHONE), 1)
        sound.add(self._line(look, DeviceKind.SPEAKER), 1)
        lines.addWidget(sound)
        look.changed.connect(self._fill)
        self._fill()

    def _line(self, look: Look, kind: DeviceKind) -> QWidget:
        icon, name, _ = _FACES[kind]
        line = QWidget()
        side = row(look, line, spacing=10)
        side.addWidget(IconLabel(look, icon, Ink.MUTED, 18))
        self.boxes[kind] = box = Choice(look, name)
        side.addWidget(box, 1)
        box.activated.connect(lambda _row: self._choose(kind))
        return line

    def show_devices(self, devices: DeviceList) -> None:
        """What is plugged in now."""
        self._devices = devices
        self._fill()

    def show_used(self, camera: str, microphone: str, speaker: str) -> None:
        """The names of those in use."""
        used = dict(zip(DeviceKind, (camera, microphone, speaker), strict=True))
        if used != self._used:
            self._used = used
            self._fill()

    def _of(self, kind: DeviceKind) -> tuple[Device, ...]:
        return self._devices.of(kind)

    def _fill(self) -> None:
        for kind, (_, _, none) in _FACES.items():
            self._fill_one(kind, none)
            self.boxes[kind].setToolTip(self.boxes[kind].currentText())

    def _fill_one(self, kind: DeviceKind, none: Words) -> None:
        box, devices, used = self.boxes[kind], self._of(kind), self._used.get(kind, "")
        wanted = [(d.name, d.identity) for d in devices]
        if used and used not in (name for name, _ in wanted):
            wanted.insert(0, (used, ""))
        there = bool(wanted)
        wanted = wanted or [(none(), "")]
        if wanted != [(box.itemText(n), box.itemData(n)) for n in range(box.count())]:
            box.clear()
            for name, identity in wanted:
                box.addItem(name, identity)
        default = next((n for n, d in enumerate(devices) if d.default), 0)
        box.setCurrentIndex(next((n for n, (name, _) in enumerate(wanted) if name == used), default))
        box.setEnabled(there)

    def _choose(self, kind: DeviceKind) -> None:
        identity = str(self.boxes[kind].currentData() or "")
        if identity:
            self.chosen.emit(DeviceChosen(kind, identity))


class LevelMeter(QWidget):
    """How loud the microphone is, as a bar and as a word.

    Args:
        limits: which level is called good.
        now_s: tells the time, in seconds that never go back.
    """

    def __init__(
        self, look: Look, limits: LevelLimits | None = None, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._now_s = now_s
        self._shown_s = 0.0
        self._limits = limits or load_sound_limits().level
        self._held_dbfs: float | None = None
        self.icon = IconLabel(look, Icon.MIC, Ink.MUTED, 18)
        self.meter = Meter(look, words.LEVEL)
        self.word = Label(look, words.LEVEL_UNHEARD, TextRole.SMALL_MEDIUM, Ink.MUTED)
        box = row(look, self, spacing=10)
        box.addWidget(self.icon)
        box.addWidget(self.meter, 1)
        box.addWidget(self.word)
        look.follow(self.word, self._widen)

    def _widen(self, word: Label) -> None:
        """As wide as its longest word, so that the bar does not jump."""
        all_words = (words.LEVEL_UNHEARD, words.LEVEL_QUIET, words.LEVEL_WEAK, words.LEVEL_GOOD, words.LEVEL_LOUD)
        word.setMinimumWidth(max(word.fontMetrics().horizontalAdvance(w()) for w in all_words) + 2)

    def show_level(self, level_dbfs: float | None) -> None:
        """The level now; None while the microphone is not heard."""
        if level_dbfs is None:
            self._held_dbfs = None
            self.meter.show_share(None)
            self._say(words.LEVEL_UNHEARD, Ink.MUTED)
            return
        before_s, self._shown_s = self._shown_s, self._now_s()
        fallen_db = FALL_DB_PER_S * (self._shown_s - before_s)
        falling = FLOOR_DBFS if self._held_dbfs is None else self._held_dbfs - fallen_db
        self._held_dbfs = max(level_dbfs, falling, FLOOR_DBFS)
        word, ink = self._judge(self._held_dbfs)
        self.meter.show_share((self._held_dbfs - FLOOR_DBFS) / -FLOOR_DBFS, Ink.OK if ink is Ink.MUTED else ink)
        self._say(word, ink)

    def _judge(self, level_dbfs: float) -> tuple[Words, Ink]:
        if level_dbfs < QUIET_DBFS:
            return words.LEVEL_QUIET, Ink.MUTED
        if level_dbfs < self._limits.green_from_dbfs:
            return words.LEVEL_WEAK, Ink.MUTED
        if level_dbfs > self._limits.red_above_dbfs:
            return words.LEVEL_LOUD, Ink.WARN
        return words.LEVEL_GOOD, Ink.OK

    def _say(self, word: Words, ink: Ink) -> None:
        self.word.say(word)
        self.word.set_ink(ink)
