"""Logging that cannot tell who the patient is.

Two walls. The program itself logs codes of a closed list with numbers and code-like words (`note`), never free text.
What other libraries log is cut down to their name and level, because nobody knows what they put into a message. Behind
both, `redact` takes out whatever looks like initials with a year, a personal identity number, a telephone number, a
ticket, an address or a mail address.
"""

from __future__ import annotations

import logging
import re
import traceback
from enum import StrEnum
from types import TracebackType

ROOT = "vardklient"
_WORD = re.compile(r"[A-Za-z0-9_.:+-]{1,64}")
_NAME = re.compile(r"[a-z0-9_]{1,32}")


class Code(StrEnum):
    """Everything that the program may log."""

    STARTED = "started"
    STOPPED = "stopped"
    RUNS_BESIDE = "runs_beside"
    LATE_GUI = "late_gui"
    SOURCE_READ = "source_read"
    SOURCE_FAILED = "source_failed"
    SETTINGS_DAMAGED = "settings_damaged"
    SETTINGS_UNREAD = "settings_unread"
    SECRETS_IN_MEMORY = "secrets_in_memory"
    SECRET_DAMAGED = "secret_damaged"
    POLICY_FAULT = "policy_fault"
    CLIENT_LOG_FAILED = "client_log_failed"
    CLIENT_LOG_RENEWED = "client_log_renewed"
    DEVICE_OPENED = "device_opened"
    DEVICE_CLOSED = "device_closed"
    DEVICE_FAILED = "device_failed"
    SELFCHECK_DONE = "selfcheck_done"
    OPEN_CONFIRMED = "open_confirmed"
    CALL_OPENED = "call_opened"
    CALL_CONNECTED = "call_connected"
    CALL_LOST = "call_lost"
    CALL_REJOINED = "call_rejoined"
    CALL_ENDED = "call_ended"
    SIGNALLING_LOST = "signalling_lost"
    SIGNALLING_RESTORED = "signalling_restored"
    ENGINE_STARTED = "engine_started"
    ENGINE_ENDED = "engine_ended"
    ENGINE_DIED = "engine_died"
    ENGINE_HANGS = "engine_hangs"
    ENGINE_SAID = "engine_said"
    ENGINE_FAILED = "engine_failed"
    SERVER_STARTED = "server_started"
    SERVER_STOPPED = "server_stopped"
    UNEXPECTED = "unexpected"


_REDACTIONS = (
    (re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE), "<url>"),
    (re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+"), "<mail>"),
    (re.compile(r"(?<![A-Za-z0-9])(?:\d{2})?\d{6}\s?[-+]?\s?[\dA-Za-z]{4}(?![\dA-Za-z])"), "<number>"),
    (re.compile(r"(?<![\w.])(?:\+|00)?\d[\d\s()/-]{5,18}\d(?![\w.])"), "<number>"),
    (re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{20,}"), "<ticket>"),
    (re.compile(r"(?<!\w)[^\W\d_]{1,8}\s?[-\u2010-\u2015\u2212]\s?(?:19|20)?\d{2}(?!\d)"), "<patient>"),
    (re.compile(r"(?<!\w)[A-ZÅÄÖ]{2,4}\s?(?:19|20)?\d{2}(?!\w)"), "<patient>"),
)


def redact(text: str) -> str:
    """The text without anything that may point at a person. Rather too much than too little is taken out."""
    for pattern, instead in _REDACTIONS:
        text = pattern.sub(instead, text)
    return text


def note(code: Code, level: int = logging.INFO, **fields: bool | int | float | str) -> None:
    """Log one of the codes.

    Args:
        code: what happened.
        level: of the standard library.
        fields: numbers, and words without spaces (codes, opaque visit ids, device states); anything else becomes "?".
    """
    logging.getLogger(ROOT).log(level, "%s", code, extra={"fields": fields})


def unexpected(error: BaseException) -> None:
    """Log an exception that nobody expected: its type and where, never its text, which may quote data."""
    logging.getLogger(ROOT).error(
        "%s", Code.UNEXPECTED, extra={"fields": {"type": type(error).__name__}}, exc_info=error
    )


class SafeFormatter(logging.Formatter):
    """One line per record: time, level, code, fields; for other libraries time, level and name only."""

    def __init__(self) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and for an exception where it was raised."""
        words = [self.formatTime(record, self.datefmt), record.levelname, *_said(record)]
        if record.exc_info and record.exc_info[0] is not None:
            words.append(where(record.exc_info[0], record.exc_info[2]))
        return " ".join(words)


def where(kind: type[BaseException], trace: TracebackType | None) -> str:
    """`ValueError at ics.py:90 reader.py:40`: file names without folders, which may hold the user's name."""
    places = [f"{_file(frame.filename)}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-6:]]
    return " ".join([kind.__name__, "at", *places])


def _file(path: str) -> str:
    return re.split(r"[\\/]", path)[-1]


def _said(record: logging.LogRecord) -> list[str]:
    ours = record.name == ROOT and record.msg == "%s" and isinstance(record.args, tuple)
    if not ours or not isinstance(record.args, tuple) or not isinstance(record.args[0], Code):
        name = record.name if re.fullmatch(r"[A-Za-z0-9_.]{1,60}", record.name) else "?"
        return ["other", redact(name)]
    fields = getattr(record, "fields", {})
    return [
        str(record.args[0]),
        *(f"{name}={_field(value)}" for name, value in fields.items() if _NAME.fullmatch(name)),
    ]


def _field(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value) if abs(int(value)) < 1_000_000 else "?"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, str) and _WORD.fullmatch(value) and redact(value) == value:
        return value
    return "?"
