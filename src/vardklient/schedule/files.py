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
