"""Reading a schedule file, with a limit."""

from __future__ import annotations

from pathlib import Path

from vardklient.schedule.reasons import Reason

BYTES_MAX = 10_000_000
_HEAD_BYTES, _HEAD_LEAST, _WESTERN = 400, 10, 0.8


def read_limited(path: Path) -> bytes | Reason:
    """The file's bytes, or why there are none. Devices, pipes and folders are not read."""
    try:
        if not path.is_file():
            return Reason.UNREADABLE
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except (OSError, ValueError):
        return Reason.UNREADABLE
    return data if len(data) <= BYTES_MAX else Reason.TOO_LARGE


def wide_encoding(data: bytes) -> str:
    """UTF-16's name, where the text has its mark, or a zero in every other byte as western text has; else empty."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[: _HEAD_BYTES // 2 * 2]
    for name, zeros, letters in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(zeros) >= _HEAD_LEAST and zeros.count(0) > len(zeros) * _WESTERN and 0 not in letters:
            return name
    return ""


def shown_name(path: Path) -> str:
    """The name of a file or folder as it can be shown and written: bytes that are no text, and line ends, replaced."""
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
