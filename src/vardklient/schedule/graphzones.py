"""Time zones by the names that Microsoft uses: IANA's, and those of Windows."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@lru_cache(maxsize=256)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, None when nobody knows the name ("tzone://Microsoft/Custom"). Never raises."""
    known = _iana(name)
    if known is None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        known = _iana(WINDOWS_TO_OLSON.get(name, ""))
    return known


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
