"""QtMultimedia, imported when it is needed: it is not there when the first window paints.

Its back-ends say at first use what they could not find (PipeWire, a sound server). Those lines are expected on many
machines and tell the user nothing, so they are left out; all others go where Qt's messages go.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType

from PySide6.QtCore import QLoggingCategory, QMessageLogContext, QtMsgType, qInstallMessageHandler, qWarning

_SAID_WHILE_LOADING = "qt.multimedia.symbolsresolver"
_EXPECTED_CATEGORIES = (_SAID_WHILE_LOADING, "qt.multimedia.ffmpeg")
_EXPECTED_BEGINNING = "PulseAudioService: pa_context_connect() failed"


@contextmanager
def expected_noise() -> Iterator[None]:
    """Leave the expected lines out meanwhile."""
    before: object = None

    def pass_on(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if context.category in _EXPECTED_CATEGORIES or text.startswith(_EXPECTED_BEGINNING):
            return
        if callable(before):
            before(kind, context, text)
        else:
            others.append(text)

    others: list[str] = []
    before = qInstallMessageHandler(pass_on)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for text in others:
        qWarning(text)


@cache
def multimedia() -> ModuleType:
    """The module PySide6.QtMultimedia, with its back-end loaded.

    What the library says while it is being loaded must not reach a message handler in Python, ours or anybody's: the
    system's loader is locked then, the handler needs the interpreter's lock, and another thread that imports a compiled
    module holds that one and waits for the loader: provoked, 3 of 12 starts hung so. Hence a rule instead.
    """
    QLoggingCategory.setFilterRules(f"{_SAID_WHILE_LOADING}=false")
    from PySide6 import QtMultimedia

    with expected_noise():
        QtMultimedia.QMediaDevices.videoInputs()
        QtMultimedia.QMediaDevices.audioInputs()
    module: ModuleType = QtMultimedia
    return module
