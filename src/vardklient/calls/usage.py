"""What this process takes of the machine."""

from __future__ import annotations

import sys
import time
from pathlib import Path

if sys.platform == "win32":

    def _peak_mb() -> float | None:
        return None

else:
    import resource

    def _peak_mb() -> float | None:
        """The most that was in use, which macOS tells in bytes and everybody else in KiB."""
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


class Usage:
    """Counts from its creation on."""

    def __init__(self) -> None:
        self._began_s, self._used_s = time.monotonic(), time.process_time()

    def cpu_cores(self) -> float:
        """Processor time per time, over all threads: 1.0 is one core kept busy."""
        return (time.process_time() - self._used_s) / max(1e-9, time.monotonic() - self._began_s)

    @staticmethod
    def rss_mb(status: Path = Path("/proc/self/status")) -> float | None:
        """Memory in use now, in 10^6 bytes; on macOS the most that was in use; None where neither is told."""
        if not status.exists():
            return _peak_mb()
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024 / 1e6
        return None
