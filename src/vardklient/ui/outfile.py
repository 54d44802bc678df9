"""Files that the user saves where they like: an invitation, a letter."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_private(path: Path, data: bytes) -> None:
    """For the user alone from the first byte on, also where there was a file that others could read.

    Raises:
        OSError: it cannot be written; no part of it is left.
    """
    with open(os.open(path, _FLAGS, 0o600), "wb", buffering=0) as file:
        plain = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        if plain and hasattr(os, "fchmod"):  # the system's mask, or an older file, may have given it more
            os.fchmod(file.fileno(), 0o600)
        try:
            left = memoryview(data)
            while left:
                left = left[file.write(left) or 0 :]
        except OSError:
            if plain:
                path.unlink(missing_ok=True)
            raise
