"""Places, such as the clinic and the home: told apart by the screens and devices that stand there.

A place is remembered by fingerprints, from which no name, no serial number and no computer can be read back, and by the
devices that the user has chosen there. A choice at home leaves the clinic's alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from vardklient.domain.device import Device, DeviceKind, DeviceList

SAME_FROM_SHARE = 0.6
"""More than this in common with a known place, and it is that place. Own choice: a clinic without its headset has 0.8
in common with itself, with another headset 0.67; a laptop alone has 0.5 to 0.56 in common with a place of a screen and
a headset, and two such places have 0.3 with each other."""
SCREEN_WEIGHT = 2
"""A screen says more about a place than a device that is carried about. Own choice."""
PLACES_MOST = 20
"""The least recently seen is forgotten. Own choice."""

_FINGERPRINT_BYTES = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands here: fingerprints of the screens and of the devices."""

    screens: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A device that the user has chosen, also while it is unplugged; both empty: the system's choice."""

    identity: str = ""
    name: str = ""

    def among(self, devices: Iterable[Device]) -> Device | None:
        """It, if it is plugged in: by its identity, else by its name."""
        found = tuple(devices)
        same = next((device for device in found if self.identity and device.identity == self.identity), None)
        return same or next((device for device in found if self.name and device.name == self.name), None)


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes:
        number: tells it from the others, as long as it is remembered.
        chosen: what the user has chosen there; kinds that he has not chosen are missing.
    """

    number: int
    here: Surroundings
    chosen: Mapping[DeviceKind, Chosen] = field(default_factory=dict)


def fingerprint(text: str) -> str:
    """12 hexadecimal digits that stand for the text."""
    return hashlib.blake2s(text.encode(errors="replace"), digest_size=_FINGERPRINT_BYTES).hexdigest()


def surroundings(screens: Iterable[str], present: DeviceList) -> Surroundings:
    """What stands here.

    Args:
        screens: each by words that stay the same, such as its maker, model and serial number.
        present: what is plugged in.
    """
    devices = [f"{kind} {device.identity}" for kind in DeviceKind for device in present.of(kind)]
    return Surroundings(frozenset(map(fingerprint, screens)), frozenset(map(fingerprint, devices)))


def likeness_share(one: Surroundings, other: Surroundings) -> float:
    """How much the two have in common, 0..1, screens weighing double."""

    def weight(screens: frozenset[str], devices: frozenset[str]) -> int:
        return SCREEN_WEIGHT * len(screens) + len(devices)

    both = weight(one.screens & other.screens, one.devices & other.devices)
    either = weight(one.screens | other.screens, one.devices | other.devices)
    return both / either if either else 1.0


def recognise(here: Surroundings, places: Sequence[Place]) -> Place | None:
    """The known place that this is; the one seen last where several are as like. None: it is a new one."""
    alike = [(likeness_share(here, place.here), -index) for index, place in enumerate(places)]
    share, index = max(alike, default=(0.0, 0))
    return places[-index] if share > SAME_FROM_SHARE else None


def arrive(here: Surroundings, places: Sequence[Place]) -> tuple[Place, ...]:
    """The known places with this one first, as it is now; a new one has a new number and no choices.

    A place that only lacks something stays remembered with it: while a desk is left one cable after the other, each
    state is like the one before, and the last, the laptop alone, would be taken for that place wherever it is.
    """
    known = recognise(here, places)
    number = max((place.number for place in places), default=0) + 1
    if known is None:
        place = Place(number, here)
    else:
        place = known if _lacks_only(here, known.here) else replace(known, here=here)
    return (place, *(other for other in places if other is not known))[:PLACES_MOST]


def _lacks_only(here: Surroundings, known: Surroundings) -> bool:
    """Is all of this known there?"""
    return here.screens <= known.screens and here.devices <= known.devices


def choose(place: Place, kind: DeviceKind, chosen: Chosen) -> Place:
    """The place, with this choice."""
    return replace(place, chosen={**place.chosen, kind: chosen})
