"""The names of the checks, and how devices are doing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.domain.verdict import Check, Severity
from vardklient.flows.selfcheck import EchoStage
from vardklient.ports.camera import CameraState
from vardklient.ui.texts.mark import QT_TRANSLATE_NOOP


def check_name(check: Check) -> str:
    """What the check is called on the list."""
    return QCoreApplication.translate("Check", CHECKS[check])


def severity(code: Severity) -> str:
    """One word for a chip."""
    return QCoreApplication.translate("Check", SEVERITIES[code])


def camera_state(code: CameraState) -> str:
    """How the camera is."""
    return QCoreApplication.translate("Check", CAMERA_STATES[code])


def echo_stage(code: EchoStage) -> str:
    """What the user does now in the echo test."""
    return QCoreApplication.translate("Check", ECHO_STAGES[code])


CHECKS: dict[Check, str] = {
    Check.LIGHT: QT_TRANSLATE_NOOP("Check", "Ljus"),
    Check.BACKLIGHT: QT_TRANSLATE_NOOP("Check", "Motljus"),
    Check.FRAMING: QT_TRANSLATE_NOOP("Check", "Inramning"),
    Check.BACKGROUND: QT_TRANSLATE_NOOP("Check", "Bakgrund"),
    Check.COMPANY: QT_TRANSLATE_NOOP("Check", "Ensam i bilden"),
    Check.SHARPNESS: QT_TRANSLATE_NOOP("Check", "Skärpa"),
    Check.LIVENESS: QT_TRANSLATE_NOOP("Check", "Rörlig bild"),
    Check.FLICKER: QT_TRANSLATE_NOOP("Check", "Flimmer"),
    Check.RATE: QT_TRANSLATE_NOOP("Check", "Jämn bild"),
    Check.CAMERA_CHOICE: QT_TRANSLATE_NOOP("Check", "Rätt kamera"),
    Check.MICROPHONE: QT_TRANSLATE_NOOP("Check", "Mikrofon"),
    Check.SILENCE: QT_TRANSLATE_NOOP("Check", "Mikrofonen är på"),
    Check.NOISE: QT_TRANSLATE_NOOP("Check", "Buller"),
    Check.CLIPPING: QT_TRANSLATE_NOOP("Check", "Rent ljud"),
    Check.HUM: QT_TRANSLATE_NOOP("Check", "Brum"),
    Check.DROPOUTS: QT_TRANSLATE_NOOP("Check", "Ljud utan avbrott"),
    Check.BANDWIDTH: QT_TRANSLATE_NOOP("Check", "Ljudets bredd"),
    Check.HEADSET: QT_TRANSLATE_NOOP("Check", "Headset"),
    Check.SPEAKER: QT_TRANSLATE_NOOP("Check", "Högtalare"),
    Check.ECHO: QT_TRANSLATE_NOOP("Check", "Ekotest"),
    Check.DEFAULT_DEVICE: QT_TRANSLATE_NOOP("Check", "Rätt enhet vald"),
    Check.NETWORK: QT_TRANSLATE_NOOP("Check", "Nätverk"),
    Check.PLACE: QT_TRANSLATE_NOOP("Check", "Platsen"),
}

SEVERITIES: dict[Severity, str] = {
    Severity.GREEN: QT_TRANSLATE_NOOP("Check", "Klart"),
    Severity.YELLOW: QT_TRANSLATE_NOOP("Check", "Se över"),
    Severity.RED: QT_TRANSLATE_NOOP("Check", "Åtgärda"),
    Severity.UNKNOWN: QT_TRANSLATE_NOOP("Check", "Vet inte"),
}

CAMERA_STATES: dict[CameraState, str] = {
    CameraState.CLOSED: QT_TRANSLATE_NOOP("Check", "Kameran är avstängd"),
    CameraState.OPENING: QT_TRANSLATE_NOOP("Check", "Kameran startar"),
    CameraState.RUNNING: QT_TRANSLATE_NOOP("Check", "Kameran är på"),
    CameraState.MISSING: QT_TRANSLATE_NOOP("Check", "Ingen kamera hittades"),
    CameraState.BUSY: QT_TRANSLATE_NOOP("Check", "Kameran används av ett annat program"),
    CameraState.REFUSED: QT_TRANSLATE_NOOP("Check", "Datorn släpper inte fram kameran"),
    CameraState.ENDED: QT_TRANSLATE_NOOP("Check", "Filmen är slut"),
}

ECHO_STAGES: dict[EchoStage, str] = {
    EchoStage.IDLE: QT_TRANSLATE_NOOP("Check", "Tala i fyra sekunder och hör dig själv. Inget sparas."),
    EchoStage.RECORDING: QT_TRANSLATE_NOOP("Check", "Tala nu: säg ditt namn och din mottagning."),
    EchoStage.PLAYING: QT_TRANSLATE_NOOP("Check", "Lyssna nu."),
    EchoStage.ASKING: QT_TRANSLATE_NOOP("Check", "Hörde du dig själv?"),
    EchoStage.DONE: QT_TRANSLATE_NOOP("Check", "Ekotestet är klart."),
}
