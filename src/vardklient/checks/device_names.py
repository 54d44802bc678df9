"""What a device's name says about it: the lists of resources/devices.toml, and how a name is found in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.device import DeviceKind

FILE = "devices.toml"

_WORD = re.compile(r"\w+")
_LONGEST = 300
"""Characters of a name that are looked at; systems' own names are far shorter. Own choice."""


class DeviceSort(StrEnum):
    """What a device is taken for. `ORDINARY` is in no list: unknown, and no fault."""

    RECOMMENDED = "recommended"
    DICTATION = "dictation"
    LOOPBACK = "loopback"
    HEADSET = "headset"
    SCREEN = "screen"
    INFRARED = "infrared"
    RELAYED = "relayed"
    VIRTUAL = "virtual"
    ORDINARY = "ordinary"


def _words(text: str) -> str:
    """The words of a name between single spaces, in one case: underscores and punctuation only part words."""
    return " ".join(_WORD.findall(text[:_LONGEST].casefold().replace("_", " ")))


def _expression(pattern: str) -> str:
    """A pattern as a regular expression over `_words`: `*` is the rest of a word, `#` digits."""
    words = re.findall(r"[\w*#]+", pattern.casefold())
    return " ".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\#", r"\d+") for word in words)


@dataclass(frozen=True, slots=True)
class NameList:
    """Names of one sort.

    Attributes:
        names: patterns, as resources/devices.toml tells.
        but_not: patterns that overrule them.
    """

    names: tuple[str, ...] = ()
    but_not: tuple[str, ...] = ()
    _found: re.Pattern[str] | None = field(init=False, repr=False, compare=False, default=None)
    _excepted: re.Pattern[str] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_found", _compiled(self.names))
        object.__setattr__(self, "_excepted", _compiled(self.but_not))

    def holds(self, name: str) -> bool:
        """Whether a device of that name is of this sort."""
        words = _words(name)
        found = self._found is not None and self._found.search(words) is not None
        return found and not (self._excepted is not None and self._excepted.search(words))


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    expressions = [expression for expression in map(_expression, patterns) if expression]
    return re.compile(rf"(?:^| )(?:{'|'.join(expressions)})(?: |$)") if expressions else None


@dataclass(frozen=True, slots=True)
class DeviceNames:
    """All lists. `recommended` comes from the clinic's policy and goes before the others."""

    dictation: NameList = NameList()
    screen: NameList = NameList()
    loopback: NameList = NameList()
    headset: NameList = NameList()
    infrared_camera: NameList = NameList()
    virtual_camera: NameList = NameList()
    relayed_camera: NameList = NameList()
    recommended: NameList = NameList()

    def recommending(self, names: Iterable[str]) -> DeviceNames:
        """The same lists, with these patterns of recommended models."""
        return replace(self, recommended=NameList(tuple(names)))

    def sort_of(self, kind: DeviceKind, name: str) -> DeviceSort:
        """What a device of that name is taken for; the first list that holds it decides.

        A headset's jack in a dock ("HP USB-C Dock Audio Headset") is a headset; a telephone behind a program that
        calls itself virtual is a real camera.
        """
        sound = (
            (self.dictation, DeviceSort.DICTATION),
            (self.loopback, DeviceSort.LOOPBACK),
            (self.headset, DeviceSort.HEADSET),
            (self.screen, DeviceSort.SCREEN),
        )
        cameras = (
            (self.infrared_camera, DeviceSort.INFRARED),
            (self.relayed_camera, DeviceSort.RELAYED),
            (self.virtual_camera, DeviceSort.VIRTUAL),
        )
        lists = ((self.recommended, DeviceSort.RECOMMENDED), *(cameras if kind is DeviceKind.CAMERA else sound))
        return next((sort for names, sort in lists if names.holds(name)), DeviceSort.ORDINARY)


_TABLES = ("dictation", "screen", "loopback", "headset", "infrared_camera", "virtual_camera", "relayed_camera")


def load_device_names(path: Path | None = None) -> DeviceNames:
    """Read the lists; None means the program's own file.

    Raises:
        ResourceError: the file is missing or cannot be read, or a list is missing, unknown or no list of words.
    """
    path = resource(FILE) if path is None else path
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path.name} cannot be read: {error}") from error
    if set(tables) != set(_TABLES):
        raise ResourceError(f"{path.name}: the tables have to be {', '.join(_TABLES)}")
    return DeviceNames(**{name: _name_list(path.name, name, tables[name]) for name in _TABLES})


def _name_list(file: str, name: str, table: object) -> NameList:
    lists = [table.get("names"), table.get("but_not", [])] if isinstance(table, dict) else []
    known = isinstance(table, dict) and set(table) <= {"names", "but_not"}
    if not known or not lists[0] or not all(_are_words(words) for words in lists):
        raise ResourceError(f"{file}: [{name}] has to hold names, and may hold but_not: lists of words")
    return NameList(*(tuple(words) for words in lists))


def _are_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)
