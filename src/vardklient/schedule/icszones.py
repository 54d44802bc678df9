"""Time zones of a calendar file: names that the library knows, the file's own definitions, and names nobody knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_PARAMETER = re.compile(r';TZID=("[^"\n]*"|[^;:\n"]*)', re.IGNORECASE)
_ID_LINE = re.compile(r"^TZID[^:\n]*:.*$", re.MULTILINE | re.IGNORECASE)


class Zones:
    """Puts the blocks of a series into a calendar of their own, in which every zone name can be resolved.

    The library remembers the first definition of a name for the whole process; the file's own zones are therefore
    renamed after their content, so that two files can mean different things by "Customized Time Zone".
    """

    def __init__(self, defined: Mapping[str, str]) -> None:
        self._defined = defined
        self._resolved: dict[str, str | None] = {}

    def unknown_in(self, blocks: Iterable[str]) -> bool:
        """Is there a zone name that nobody knows? Such times are read as Swedish."""
        return any(self._resolve(name) is None for block in blocks for name in _names(block))

    def calendar(self, blocks: Iterable[str]) -> str:
        """The text of a calendar with these blocks and the zone definitions that they use."""
        used: dict[str, str] = {}

        def rename(match: re.Match[str]) -> str:
            name = match[1].strip(' "')
            resolved = self._resolve(name)
            if resolved is None:
                return ""
            if resolved.startswith("x-") and name in self._defined:
                used[resolved] = _ID_LINE.sub(f"TZID:{resolved}", self._defined[name], count=1)
            return f';TZID="{resolved}"'

        body = [_PARAMETER.sub(rename, block) for block in blocks]
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//vardklient//SV",
            *used.values(),
            *body,
            "END:VCALENDAR",
            "",
        ]
        return "\n".join(lines).replace("\n", "\r\n")

    def _resolve(self, name: str) -> str | None:
        if name not in self._resolved:
            known = _known(name)
            if known is None and name in self._defined:
                known = "x-" + hashlib.sha256(self._defined[name].encode("utf-8", "replace")).hexdigest()[:16]
            self._resolved[name] = known
        return self._resolved[name]


def _names(block: str) -> list[str]:
    return [match[1].strip(' "') for match in _PARAMETER.finditer(block)]


def zone_named(name: str) -> ZoneInfo | None:
    """The zone, None when nobody knows the name ("tzone://Microsoft/Custom"). Never raises."""
    known = _known(name)
    return None if known is None else ZoneInfo(known)


@lru_cache(maxsize=256)
def _known(name: str) -> str | None:
    """The IANA name: as it is, of a Windows name, or the end of a vendor's path ("/vendor/2020/Europe/Stockholm")."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.strip("/").split("/")
    tails = ["/".join(parts[-n:]) for n in (3, 2) if len(parts) >= n]
    for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), *tails):
        if candidate and _exists(candidate):
            return candidate
    return None


def _exists(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
