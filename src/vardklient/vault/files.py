"""Files that are written whole or not at all, for their owner alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file; 0600 from the beginning (mkstemp).

    Raises:
        OSError: it cannot be written; what was there before is still there.
    """
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def appear(made: Path, path: Path) -> None:
    """Give a file that is ready its name, unless another program was quicker.

    Raises:
        OSError: it cannot be written.
    """
    try:
        os.link(made, path)
    except FileExistsError:
        return
    except OSError:  # a disk where a file has one name
        os.replace(made, path)


def set_aside(path: Path, beside: Path) -> None:
    """Put a damaged file aside, as far as the system lets us."""
    try:
        os.replace(path, beside)
        os.chmod(beside, 0o600)
    except OSError:
        return


def may_be(path: Path) -> bool:
    """Is it there? What cannot be looked at may be."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True
