"""What words, columns and codes mean in one region or clinic: the tables of resources/regions/*.toml.

A table holds what differs from default.toml, which holds every key that there is: a key that is unknown there is a
misspelt one and refused. A list takes the place of the default's list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.record import Outcome
from vardklient.domain.registration import Code, Registration, Support
from vardklient.domain.subject import SubjectWords, fold, says
from vardklient.domain.visit import Kind

ENCODINGS = frozenset({"cp1252", "cp850", "iso-8859-1", "iso-8859-15", "mac-roman", "utf-16-le", "utf-16-be"})
"""What an export may be written in that is not UTF-8 and has no mark; names as Python has them."""

_SHORT_PHRASE = 3
_NAME = re.compile(r"[a-z0-9-]+")
_FREE = frozenset({"contact_types"})


@dataclass(frozen=True, slots=True)
class Region:
    """The tables of one region.

    Attributes:
        words: what calendar subjects mean.
        meeting_hosts: hosts (with their subdomains) whose meeting links may be kept.
        encoding: of a booking export that is not UTF-8.
        columns: folded heading of the booking export → what the column holds.
        ignored: folded headings that are passed over in silence.
        values: what cell values mean: "video" → phrases.
        codes: what codes of a FHIR server mean, beside those that hold everywhere: "video" → "system|code".
        registration: what to register after a visit.
    """

    name: str
    words: SubjectWords
    meeting_hosts: frozenset[str]
    encoding: str
    columns: Mapping[str, str]
    ignored: frozenset[str]
    values: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, frozenset[str]]
    registration: Registration

    def means(self, text: str, value: str) -> bool:
        """Does a text of the booking system mean `value` ("video", "cancelled") here?

        Short phrases ("ja", "1") must be the whole text; longer ones may stand in it.
        """
        phrases = self.values.get(value, ())
        exact = {fold(phrase) for phrase in phrases}
        return fold(text).strip() in exact or says(text, tuple(p for p in phrases if len(p) > _SHORT_PHRASE))


def heading(text: str) -> str:
    """A column heading without case, accents, spaces and dashes."""
    return "".join(fold(text).replace("-", " ").replace("_", " ").split())


def find_region(name: str) -> Region:
    """The region of that name among those that the program ships with ("default"), or in that file (a path to .toml).

    Raises:
        ResourceError: there is none, or it does not hold such tables.
    """
    if name.endswith(".toml"):
        return load_region(Path(name).expanduser())
    if not _NAME.fullmatch(name):
        raise ResourceError(f"{name!r} is neither a region's name nor the path of a .toml file")
    return load_region(resource(f"regions/{name}.toml"))


@cache
def default_region() -> Region:
    """The tables that hold where a region has none of its own."""
    return find_region("default")


def load_region(path: Path) -> Region:
    """The tables of that file.

    Raises:
        ResourceError: the file is missing or does not hold such tables.
    """
    try:
        own = _tables(path)
        if "name" not in own:
            raise ValueError("it has no name")
        return _region(own, _merged(_tables(resource("regions/default.toml")), own, ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(f"{path.name} is no region table: {type(error).__name__} {error}") from error


def _tables(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _merged(default: dict[str, Any], own: dict[str, Any], where: str) -> dict[str, Any]:
    """The default with its values replaced by one's own."""
    merged = dict(default)
    for key, value in own.items():
        place = f"{where}.{key}".lstrip(".")
        if key not in default and where.rpartition(".")[2] not in _FREE:
            raise ValueError(f"{place} is not known")
        if isinstance(default.get(key), dict) is not isinstance(value, dict):
            raise TypeError(f"{place} is of the wrong sort")
        merged[key] = _merged(default[key], value, place) if isinstance(value, dict) else value
    return merged


def _region(own: dict[str, Any], table: dict[str, Any]) -> Region:
    calendar, bookings = table["calendar"], table["bookings"]
    if bookings["encoding"] not in ENCODINGS:
        raise ValueError(f"bookings.encoding must be one of {', '.join(sorted(ENCODINGS))}")
    columns, ignored = _columns(own.get("bookings", {}), bookings)
    return Region(
        name=_text(table["name"]),
        words=SubjectWords(
            video=_texts(calendar["video"]),
            group=_texts(calendar["group"]),
            digi_physical=_texts(calendar["digi_physical"]),
        ),
        meeting_hosts=frozenset(host.lower() for host in _texts(calendar["meeting_hosts"])),
        encoding=bookings["encoding"],
        columns=MappingProxyType(columns),
        ignored=ignored,
        values=MappingProxyType({name: _texts(texts) for name, texts in bookings["values"].items()}),
        codes=MappingProxyType({name: frozenset(_texts(codes)) for name, codes in table["fhir"].items()}),
        registration=_registration(table["registration"]),
    )


def _columns(own: dict[str, Any], bookings: dict[str, Any]) -> tuple[dict[str, str], frozenset[str]]:
    """Heading → field, and the headings passed over. One's own lists go before the default's."""
    merged, mine = bookings["columns"], own.get("columns", {})
    columns: dict[str, str] = {}
    for field in sorted(merged, key=lambda name: name in mine):
        columns |= {heading(text): field for text in _texts(merged[field])}
    own_headings = {heading(text) for texts in mine.values() for text in _texts(texts)}
    ignored = frozenset(heading(text) for text in _texts(bookings["ignored"])) - own_headings
    if "ignored" in own:
        columns = {text: field for text, field in columns.items() if text not in ignored}
    return columns, ignored - columns.keys()


def _registration(table: dict[str, Any]) -> Registration:
    named: dict[Outcome | Kind, str] = {}
    for key, text in table["contact_types"].items():
        named[Outcome(key) if key in {*Outcome} else Kind(key)] = _text(text)
    codes = [
        Code(each["code"], _text(each["text"]), each["add_on"], frozenset(Outcome(o) for o in _texts(each["after"])))
        for each in table["codes"]
    ]
    return Registration(
        contact_types=MappingProxyType(named),
        codes=tuple(codes),
        phrase=_text(table["phrase"]),
        fee=_text(table["fee"]),
        support=tuple(Support(_text(each["name"]), each["number"]) for each in table["support"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is needed")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is needed")
    return tuple(_text(text) for text in value)
