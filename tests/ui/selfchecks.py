"""Self-tests to show, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vardklient.domain.device import Device, DeviceChoice, DeviceKind, DeviceList
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows.selfcheck import Item, SelfcheckState, Setup, Stage
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState
from vardklient.ui.look import Look
from vardklient.ui.selfcheck import SelfcheckView

AT = datetime(2026, 11, 24, 6, 42, tzinfo=UTC)
DEVICES = DeviceList(
    cameras=(Device("c1", "LifeCam"), Device("c2", "Inbyggd kamera", True)),
    microphones=(Device("m1", "Jabra"), Device("m2", "SpeechMike")),
    speakers=(Device("s1", "Jabra"),),
)


def judged(*verdicts: Verdict) -> tuple[Item, ...]:
    return tuple(Item(v.check, Stage.VERDICT, v) for v in verdicts)


GREEN = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK)
YELLOW = Verdict(Check.BACKLIGHT, Severity.YELLOW, Advice.BACKLIGHT_STRONG)
RED = Verdict(Check.SILENCE, Severity.RED, Advice.SILENCE_MUTED)
UNKNOWN = Verdict(Check.LIVENESS, Severity.UNKNOWN, Advice.CAMERA_MISSING)
SETUP = Setup("LifeCam", "Jabra", "Jabra")
READY = SelfcheckState(
    items=judged(GREEN, YELLOW, RED, UNKNOWN),
    finished_at=AT,
    setup=SETUP,
    camera_state=CameraState.RUNNING,
    microphone_state=SoundState.RUNNING,
    speaker_state=SoundState.RUNNING,
)


JABRA = Device("m1", "Jabra")
DICTATION = Verdict(
    Check.DEFAULT_DEVICE,
    Severity.YELLOW,
    Advice.DEFAULT_DEVICE_DICTATION,
    device="SpeechMike",
    instead=DeviceChoice(DeviceKind.MICROPHONE, JABRA),
)


def open_view(qtbot: QtBot, look: Look) -> SelfcheckView:
    """The page with everything plugged in and tested, shown."""
    made = SelfcheckView(look)
    qtbot.addWidget(made)
    made.resize(1060, 720)
    made.show_devices(DEVICES)
    made.show_state(READY)
    made.show()
    return made


def commands(view: SelfcheckView) -> list[object]:
    """What the user will do, in order."""
    heard: list[object] = []
    view.commanded.connect(lambda command: heard.append(command))
    return heard


def press(qtbot: QtBot, button: QWidget) -> None:
    """With the mouse, on what is to be seen."""
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
