"""What words and columns mean in one region or clinic: the tables of resources/regions/*.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.subject import SubjectWords, fold


@dataclass(frozen=True, slots=True)
class Region:
    """The tables of one region.

    Attributes:
        words: what calendar subjects mean.
        meeting_hosts: hosts (with their subdomains) whose meeting links may be kept.
        columns: folded heading of the booking export → what the column holds.
        ignored: folded headings that are passed over in silence.
        values: what cell values mean: "video" → phrases.
    """

    name: str
    words: SubjectWords
    meeting_hosts: frozenset[str]
    columns: Mapping[str, str]
    ignored: frozenset[str]
    values: Mapping[str, tuple[str, ...]]


def heading(text: str) -> str:
    """A column heading without case, accents, spaces and dashes."""
    return "".join(fold(text).replace("-", " ").replace("_", " ").split())


@cache
def default_region() -> Region:
    """The tables that the program ships with."""
    return load_region(resource("regions/default.toml"))


def load_region(path: Path) -> Region:
    """The tables of that file.

    Raises:
        ResourceError: the file is missing or does not hold such tables.
    """
    try:
        with path.open("rb") as file:
            return _region(tomllib.load(file))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"{path.name} is no region table: {type(error).__name__} {error}") from error


def _region(table: dict[str, Any]) -> Region:
    calendar, bookings = table["calendar"], table["bookings"]
    columns = {heading(text): field for field, texts in bookings["columns"].items() for text in _texts(texts)}
    return Region(
        name=str(table["name"]),
        words=SubjectWords(
            video=_texts(calendar["video"]),
            group=_texts(calendar["group"]),
            digi_physical=_texts(calendar["digi_physical"]),
        ),
        meeting_hosts=frozenset(host.lower() for host in _texts(calendar["meeting_hosts"])),
        columns=MappingProxyType(columns),
        ignored=frozenset(heading(text) for text in _texts(bookings["ignored"])),
        values=MappingProxyType({name: _texts(texts) for name, texts in bookings["values"].items()}),
    )


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or any(not isinstance(text, str) for text in value):
        raise TypeError("a list of texts is needed")
    return tuple(value)
