"""The system's clock, and nothing else that tells time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class SystemClock:
    """Implements `ports.clock.Clock` on the machine's own clocks."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds that never go backwards; the zero is arbitrary."""
        return time.monotonic()


def local_clock(at: datetime) -> str:
    """`HH:MM` in Stockholm."""
    local = at.astimezone(STOCKHOLM)
    return f"{local.hour:02d}:{local.minute:02d}"
