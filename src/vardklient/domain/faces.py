"""How records look beside each other on a list, where the user has to tell them apart: time, label, birth year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from vardklient.base.clock import local_clock
from vardklient.domain.visit import Booking, CalendarEvent

Face = tuple[datetime, str, int | None]


def faces(events: Iterable[CalendarEvent], bookings: Iterable[Booking]) -> list[Face]:
    """How these records look on a list: start, label, birth year. A protected identity has a start only."""
    shown: list[Face] = []
    for booking in bookings:
        if booking.protected or booking.key is None:
            shown.append((booking.start, "", None))
        else:
            shown.append((booking.start, booking.key.label, booking.birth_year))
    shown += [(event.start, event.keys[0].label if len(event.keys) == 1 else "", None) for event in events]
    return shown


def candidates(shown: Iterable[Face]) -> tuple[str, ...]:
    """`09:30 IK-82`, by time; with the birth year where two read the same: `09:30 IK-25 (1925)`."""
    ordered = sorted(shown, key=lambda face: (face[0], face[1], face[2] or 0))
    texts = [f"{local_clock(start)} {label}".rstrip() for start, label, _ in ordered]
    counts = Counter(texts)
    return tuple(
        f"{text} ({year})" if counts[text] > 1 and year is not None else text
        for text, (_, _, year) in zip(texts, ordered, strict=True)
    )
