"""The user's settings: declared in rows, kept in one JSON file that holds no patient data.

A damaged file is kept beside as settings.damaged.json, and the defaults apply; a value that its row does not allow is
replaced by the default, and unknown names are dropped.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar, cast

from vardklient.domain.device import DeviceKind
from vardklient.domain.place import Chosen, Place, Surroundings
from vardklient.vault.folders import private_folder

FILE_NAME = "settings.json"
DAMAGED_NAME = "settings.damaged.json"
TEXT_MOST = 300
"""Characters of a text that is kept."""
_ROWS_MAX = 50

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Support:
    """A support number with its menu choices: "IT-stöd", "021-17 35 00", "1, 3"."""

    label: str
    number: str
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Row(Generic[V]):
    """One setting.

    Attributes:
        name: in the file.
        default: where the file says nothing, or nothing allowed.
        read: JSON value → value; raises ValueError for what is not allowed.
        write: value → JSON value.
    """

    name: str
    default: V
    read: Callable[[object], V]
    write: Callable[[V], object]


def _choice(name: str, default: str, *others: str) -> Row[str]:
    def read(value: object) -> str:
        if value not in (default, *others):
            raise ValueError(name)
        return str(value)

    return Row(name, default, read, lambda value: value)


def _number(name: str, default: float, *others: float) -> Row[float]:
    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in (default, *others):
            raise ValueError(name)
        return float(value)

    return Row(name, default, read, lambda value: value)


def _said(value: object) -> str:
    if not isinstance(value, str) or len(value) > TEXT_MOST:
        raise ValueError("a short text is needed")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list) or len(value) > _ROWS_MAX:
        raise ValueError("a short list is needed")
    return value


def _text(name: str) -> Row[str]:
    return Row(name, "", _said, lambda value: value)


def _texts(name: str) -> Row[tuple[str, ...]]:
    return Row(name, (), lambda value: tuple(_said(item) for item in _list(value)), list)


def _switch(name: str, default: bool) -> Row[bool]:
    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise ValueError(name)
        return value

    return Row(name, default, read, lambda value: value)


def _read_lenses(value: object) -> Mapping[str, tuple[float, float]]:
    if not isinstance(value, dict) or len(value) > _ROWS_MAX:
        raise ValueError("lens positions are needed")
    return {_said(key): _point(place) for key, place in value.items()}


def _point(value: object) -> tuple[float, float]:
    place = _list(value)
    if len(place) != 2 or any(isinstance(n, bool) or not isinstance(n, int | float) or abs(n) > 1e6 for n in place):
        raise ValueError("two numbers are needed")
    return float(cast(float, place[0])), float(cast(float, place[1]))


def _read_support(value: object) -> tuple[Support, ...]:
    rows = [[_said(cell) for cell in _list(row)] for row in _list(value)]
    if any(len(row) != 3 for row in rows):
        raise ValueError("label, number and choices are needed")
    return tuple(Support(*row) for row in rows)


def _read_places(value: object) -> tuple[Place, ...]:
    return tuple(_read_place(item) for item in _list(value))


def _read_place(value: object) -> Place:
    if not isinstance(value, dict) or type(value.get("number")) is not int or not isinstance(value.get("chosen"), dict):
        raise ValueError("a place is needed")
    marks = [frozenset(_said(mark) for mark in _list(value.get(key))) for key in ("screens", "devices")]
    chosen = {DeviceKind(kind): [_said(text) for text in _list(words)] for kind, words in value["chosen"].items()}
    if any(len(words) != 2 for words in chosen.values()):
        raise ValueError("identity and name are needed")
    return Place(value["number"], Surroundings(*marks), {kind: Chosen(*words) for kind, words in chosen.items()})


def _write_place(place: Place) -> dict[str, object]:
    chosen = {str(kind): [device.identity, device.name] for kind, device in place.chosen.items()}
    here = {"screens": sorted(place.here.screens), "devices": sorted(place.here.devices)}
    return {"number": place.number, **here, "chosen": chosen}


LANGUAGE = _choice("language", "sv", "en")
THEME = _choice("theme", "light", "dark", "system")
TEXT_SCALE = _number("text_scale", 1.0, 1.25, 1.5, 2.0)
REDUCED_MOTION = _switch("reduced_motion", False)
CAMERA = _text("camera")
MICROPHONE = _text("microphone")
SPEAKER = _text("speaker")
CALENDARS = _texts("calendars")
BOOKINGS = _texts("bookings")
LENSES: Row[Mapping[str, tuple[float, float]]] = Row(
    "lenses", {}, _read_lenses, lambda lenses: {key: list(place) for key, place in lenses.items()}
)
SUPPORT: Row[tuple[Support, ...]] = Row(
    "support", (), _read_support, lambda rows: [[row.label, row.number, row.choices] for row in rows]
)
PLACES: Row[tuple[Place, ...]] = Row("places", (), _read_places, lambda places: [_write_place(p) for p in places])

ROWS: tuple[Row[str] | Row[float] | Row[bool] | Row[tuple[str, ...]], ...] = (
    LANGUAGE,
    THEME,
    TEXT_SCALE,
    REDUCED_MOTION,
    CAMERA,
    MICROPHONE,
    SPEAKER,
    CALENDARS,
    BOOKINGS,
)
"""The simple rows; `LENSES` (screen set → lens position in px), `SUPPORT` and `PLACES` stand beside them."""
_ALL_ROWS = (*ROWS, LENSES, SUPPORT, PLACES)


def screen_set(screens: list[tuple[str, int, int]]) -> str:
    """The key of a lens position: names and sizes of the screens, in any order."""
    return " ".join(sorted(f"{name}:{width}x{height}" for name, width, height in screens))


class Settings:
    """Reads the file once, writes it whole at every change. For one thread.

    Attributes:
        damaged: the file could not be read and was kept beside; defaults apply.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.damaged = False
        self._values: dict[str, object] = {}
        raw = self._load()
        for row in _ALL_ROWS:
            if row.name in raw:
                self._take(cast("Row[object]", row), raw[row.name])

    def _load(self) -> dict[str, object]:
        path = self._folder / FILE_NAME
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(document, dict):
                raise ValueError("an object is needed")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            self.damaged = True
            _keep(path, self._folder / DAMAGED_NAME)
            return {}
        return document

    def _take(self, row: Row[object], value: object) -> None:
        try:
            self._values[row.name] = row.read(value)
        except ValueError:
            self._values.pop(row.name, None)

    def get(self, row: Row[V]) -> V:
        """The value of that row."""
        return cast(V, self._values.get(row.name, row.default))

    def put(self, row: Row[V], value: V) -> None:
        """Change one value and write the file.

        Raises:
            ValueError: the row does not allow it.
            OSError: the file cannot be written.
        """
        self._values[row.name] = row.read(row.write(value))
        rows: list[Row[object]] = [cast("Row[object]", known) for known in _ALL_ROWS]
        document = {known.name: known.write(self._values[known.name]) for known in rows if known.name in self._values}
        _write(private_folder(self._folder) / FILE_NAME, json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _keep(path: Path, beside: Path) -> None:
    """Put the damaged file aside, as far as the system lets us."""
    try:
        os.replace(path, beside)
        os.chmod(beside, 0o600)
    except OSError:
        return


def _write(path: Path, text: str) -> None:
    """Whole or not at all; 0600 from the beginning (mkstemp)."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
