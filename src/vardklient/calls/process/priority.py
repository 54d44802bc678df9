"""More of the processor for the engine, where the system lets us."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_NICE = -10
"""As sound servers ask for. Own choice."""
_ABOVE_NORMAL = 0x8000

if sys.platform == "win32":

    def raise_priority() -> None:
        """Ask for it; without the right to, nothing happens."""
        import ctypes

        with suppress(OSError):
            kernel = ctypes.WinDLL("kernel32", use_last_error=True)
            kernel.GetCurrentProcess.restype = ctypes.c_void_p
            kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), _ABOVE_NORMAL)

else:

    def raise_priority() -> None:
        """Ask for it; without the right to, nothing happens. Call it first: Linux gives it to later threads only."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)
