"""The words of invitations in one language, read from a file of resources/invitations and checked.

A file in which two texts could be taken for each other is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vardklient.base.errors import ResourceError
from vardklient.domain.visit import Kind, Role

LANGUAGES = ("sv", "en")
"""Those with texts that somebody who speaks the language has written; no text is translated by machine."""


class Way(StrEnum):
    """How somebody takes part: one annex for each."""

    PAGE = "page"
    ON_SITE = "on_site"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text for one sort of guest; `kinds` are the visits that it is for, empty for all others."""

    way: Way
    role: Role
    kinds: tuple[Kind, ...]
    subject: str
    to: str
    lead: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wordings:
    """The texts of one language."""

    language: str
    updated: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    when: str
    link: str
    scan: str
    closing: str
    footer: str
    texts: tuple[Wording, ...]


def read_wordings(table: Mapping[str, Any], name: str) -> Wordings:
    """The texts of a file.

    Args:
        table: what the TOML file holds.
        name: the file's name, for the error.

    Raises:
        ResourceError: something is missing, stands for two people at once, or is said twice in the same words.
    """
    try:
        made = Wordings(
            language=_word(table["language"]),
            updated=_word(table["updated"]),
            weekdays=_words(table["weekdays"]),
            months=_words(table["months"]),
            when=_word(table["when"]),
            link=_word(table["link"]),
            scan=_word(table["scan"]),
            closing=_word(table["closing"]),
            footer=_word(table["footer"]),
            texts=tuple(_text(entry) for entry in table["text"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{name} is no file of invitations: {type(error).__name__} {error}") from None
    trouble = _trouble(made)
    if trouble:
        raise ResourceError(f"{name}: {trouble}")
    return made


def _text(entry: Mapping[str, Any]) -> Wording:
    return Wording(
        way=Way(entry["way"]),
        role=Role(entry["role"]),
        kinds=tuple(Kind(kind) for kind in _words(entry.get("kinds", []))),
        subject=_word(entry["subject"]),
        to=_word(entry["to"]),
        lead=_word(entry["lead"]),
        points=_words(entry["points"]),
    )


def _word(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("a text is needed")
    return value


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is needed")
    return tuple(_word(item) for item in value)


_NEEDED = {
    *((Way.PAGE, role) for role in Role if role is not Role.CLINICIAN),
    (Way.ON_SITE, Role.PATIENT),
    (Way.SERVICE, Role.PATIENT),
    (Way.SERVICE, Role.GUARDIAN),
}


def _trouble(found: Wordings) -> str:
    if (len(found.weekdays), len(found.months)) != (7, 12):
        return "seven weekdays and twelve months are needed"
    general = [(text.way, text.role) for text in found.texts if not text.kinds]
    if set(general) != _NEEDED or len(general) != len(_NEEDED):
        return "each way and role needs one text without kinds, and no others may be there"
    narrow = [(text.way, text.role, kind) for text in found.texts for kind in text.kinds]
    if len(set(narrow)) != len(narrow) or not all((way, role) in _NEEDED for way, role, _ in narrow):
        return "two texts stand for the same people, or one for nobody"
    if any(len({getattr(text, part) for text in found.texts}) != len(found.texts) for part in ("to", "lead")):
        return "two texts begin with the same words"
    return ""
