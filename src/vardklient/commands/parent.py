"""A process of ours that ends when the one that started it has ended."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable

LOOK_S = 0.5


async def watch_parent(parent: int | None, ended: Callable[[], None]) -> None:
    """Call `ended` once when the process `parent` is no more; with None, never.

    The regular waking also lets Windows see a signal.
    """
    while parent is None or _alive(parent):  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(LOOK_S)
    ended()


if sys.platform == "win32":

    def _alive(parent: int) -> bool:
        import ctypes

        synchronize, still_waiting = 0x0010_0000, 0x0000_0102
        handle = ctypes.windll.kernel32.OpenProcess(synchronize, False, parent)
        if not handle:
            return False
        try:
            return bool(ctypes.windll.kernel32.WaitForSingleObject(handle, 0) == still_waiting)
        finally:
            ctypes.windll.kernel32.CloseHandle(handle)

else:

    def _alive(parent: int) -> bool:
        return os.getppid() == parent
