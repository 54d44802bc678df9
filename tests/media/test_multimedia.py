from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QtMsgType,
    qCInfo,
    qCWarning,
    qInstallMessageHandler,
    qWarning,
)
from PySide6.QtWidgets import QApplication

from vardklient.media.multimedia import expected_noise, multimedia


def test_expected_lines_are_left_out_and_others_pass() -> None:
    heard: list[str] = []

    def handler(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        heard.append(text)

    before = qInstallMessageHandler(handler)
    try:
        with expected_noise():
            qWarning("PulseAudioService: pa_context_connect() failed")
            qCWarning(QLoggingCategory("qt.multimedia.symbolsresolver"), "Couldn't load pipewire-0.3 library")
            qCInfo(QLoggingCategory("qt.multimedia.ffmpeg"), "Using Qt multimedia with FFmpeg")
            qWarning("something else is wrong")
        qWarning("PulseAudioService: pa_context_connect() failed")
    finally:
        qInstallMessageHandler(before)
    assert heard == ["something else is wrong", "PulseAudioService: pa_context_connect() failed"]


def test_the_handler_of_before_is_back_after_an_error() -> None:
    def handler(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """Only its identity counts."""

    before = qInstallMessageHandler(handler)
    try:
        with pytest.raises(ValueError, match="inside"), expected_noise():
            raise ValueError("inside")
        assert qInstallMessageHandler(None) is handler
    finally:
        qInstallMessageHandler(before)


def test_without_a_handler_of_before_others_reach_stderr() -> None:
    code = """
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication

from vardklient.media.multimedia import expected_noise
with expected_noise():
    qWarning("PulseAudioService: pa_context_connect() failed")
    qWarning("something else is wrong")
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stderr.strip() == "something else is wrong"


def test_the_module_is_loaded_once(qapp: QApplication) -> None:
    assert multimedia() is multimedia()
    assert multimedia().__name__ == "PySide6.QtMultimedia"


def test_no_handler_is_called_while_the_library_is_being_loaded() -> None:
    """The loader is locked then: a handler in Python would wait for a thread that waits for the loader."""
    code = """
import sys
from PySide6.QtWidgets import QApplication
from vardklient.media.multimedia import multimedia
application = QApplication([])
passed = []

def watch(frame, event, _):
    if event == "call" and frame.f_code.co_name == "pass_on":
        passed.append(frame.f_locals["context"].category)

sys.setprofile(watch)
multimedia()
sys.setprofile(None)
print("qt.multimedia.symbolsresolver" in passed)
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
