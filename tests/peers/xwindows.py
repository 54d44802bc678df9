"""What anybody on an X display may read of its windows: every property of each, titles among them, and both clipboards.

Run as a program (`python -m tests.peers.xwindows`) it prints, as a line of JSON, what both clipboards hold.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LONGS_MOST = 1 << 20


def available() -> bool:
    """Is the library there?"""
    return ctypes.util.find_library("X11") is not None


class XWindows:
    """A client of its own on that display; a context manager."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XListProperties.restype = ctypes.POINTER(ctypes.c_ulong)
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self._calm = kind(lambda _display, _error: 0)  # a window may close while it is looked at
        self._x.XSetErrorHandler(self._calm)
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display.value, f"no display {display}"

    def __enter__(self) -> XWindows:
        return self

    def __exit__(self, *_: object) -> None:
        self._x.XCloseDisplay(self._display)

    def properties(self) -> bytes:
        """All of all windows, one after the other."""
        windows = self._below(self._x.XDefaultRootWindow(self._display))
        return b"\n".join(found for window in windows for found in self._of(window))

    def _below(self, window: int) -> Iterator[int]:
        yield window
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        told = [ctypes.byref(place) for place in (root, parent, children, count)]
        if not self._x.XQueryTree(self._display, ctypes.c_ulong(window), *told):
            return
        found = [children[n] for n in range(count.value)]
        self._x.XFree(children)  # also where there are none
        for child in found:
            yield from self._below(child)

    def _of(self, window: int) -> Iterator[bytes]:
        count = ctypes.c_int()
        atoms = self._x.XListProperties(self._display, ctypes.c_ulong(window), ctypes.byref(count))
        for atom in [atoms[n] for n in range(count.value)]:
            kind, form, items, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
            content = ctypes.POINTER(ctypes.c_char)()
            asked = (ctypes.c_ulong(atom), ctypes.c_long(0), ctypes.c_long(LONGS_MOST), 0, ctypes.c_ulong(0))
            told = [ctypes.byref(place) for place in (kind, form, items, left, content)]
            self._x.XGetWindowProperty(self._display, ctypes.c_ulong(window), *asked, *told)
            if ctypes.cast(content, ctypes.c_void_p).value:
                yield ctypes.string_at(
                    content, items.value * {8: 1, 16: 2, 32: ctypes.sizeof(ctypes.c_long)}[form.value]
                )
                self._x.XFree(content)


def clipboards(environment: dict[str, str]) -> dict[str, Any]:
    """Both, as another program has them: the text of each, and the formats of the first."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.peers.xwindows"],
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print what is there."""
    from PySide6.QtGui import QClipboard, QGuiApplication

    application = QGuiApplication(sys.argv[:1])
    clipboard = QGuiApplication.clipboard()
    told = {
        "clipboard": clipboard.text(),
        "selection": clipboard.text(QClipboard.Mode.Selection),
        "formats": clipboard.mimeData().formats(),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    del application


if __name__ == "__main__":
    main()
