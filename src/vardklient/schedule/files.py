"""Reading a schedule file, with a limit."""

from __future__ import annotations

from pathlib import Path

from vardklient.schedule.reasons import Reason

BYTES_MAX = 10_000_000


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


def shown_name(path: Path) -> str:
    """The name of a file or folder as it can be shown and written: bytes that are no text, and line ends, replaced."""
    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)
