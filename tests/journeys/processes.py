"""The processes of a journey, found by a mark in their environment: also those whose parent has gone. Linux only."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

MARK = "VARDKLIENT_JOURNEY"
WRITABLE = os.O_WRONLY | os.O_RDWR


def marked(mark: str) -> list[int]:
    """The numbers of the living processes whose environment bears this mark."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for folder in _numbers():
        try:
            words = (folder / "environ").read_bytes().split(b"\0")
            # a zombie has no memory, and so no environment: it is not found
            if wanted in words:
                found.append(int(folder.name))
        except OSError:  # it has just ended, or is another user's
            continue
    return found


def command(pid: int) -> str:
    """What was started under that number."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return f"{pid}, ended meanwhile"


def told_to(pid: int) -> tuple[bytes, bytes]:
    """What any program of the user may read of this one: the words that it was started with, and its environment."""
    try:
        folder = Path(f"/proc/{pid}")
        return (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
    except OSError:  # it has just ended
        return b"", b""


def open_for_writing(pid: int) -> set[str]:
    """The regular files that this process could write to now, by name; "(deleted)" ends the names of removed ones."""
    found = set()
    for link in _entries(Path(f"/proc/{pid}/fd")):
        try:
            about = (link.parent.parent / "fdinfo" / link.name).read_text()
            flags = int(about.split("flags:")[1].split()[0], 8)
            if stat.S_ISREG(link.stat().st_mode) and flags & WRITABLE:
                found.add(os.readlink(link))
        except OSError:  # closed meanwhile
            continue
    return found


def _numbers() -> Iterator[Path]:
    return (folder for folder in _entries(Path("/proc")) if folder.name.isdigit())


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
