"""More of the processor for engine and window where the system lets us, and shorter turns for the engine's threads.

For both, or the one takes it from the other: with the engine alone, 3 % of the window's 16 ms ticks came over 33 ms
late in a call at 720p on two cores, with both none (measured, `python -m bench.smooth`).
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_NICE = -10
"""As sound servers ask for. Own choice."""
_ABOVE_NORMAL = 0x8000

SWITCH_S = 0.001
"""So long a thread may keep Python's lock while others want it, instead of 5 ms. The loop lets go of it several times
per packet (encryption, socket, Opus) and would wait for it anew each time. Beside one busy thread the sound callbacks'
p99 fell from 18 to 4-7 ms (measured)."""


def shorten_turns() -> None:
    """For a process with one loop and several threads that mostly work outside of Python."""
    sys.setswitchinterval(SWITCH_S)


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
