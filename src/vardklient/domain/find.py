"""Searching within a day: which of the words on a row answer to what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vardklient.domain.subject import fold

_WITHIN_FROM = 3
"""From so many letters on a term may stand inside a word ("fysiskt" finds "digifysiskt"); shorter ones begin it, or
every second row would answer to "ik". Own choice."""
_BREAKS = re.compile(r"[^\w:-]+")


@dataclass(frozen=True, slots=True)
class Finder:
    """What was typed, ready to be compared: case does not matter, Å Ä Ö are letters, É is found by E.

    Attributes:
        terms: each must be found; empty finds everything.
    """

    terms: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Finder:
        """Read what was typed: initials, a year, a time ("9:30", "0930"), a kind of visit, several of them."""
        terms = (_bare(word) for word in _BREAKS.split(fold(typed)))
        return cls(tuple(term for term in terms if term))

    def finds(self, label: str, times: Iterable[str], words: Iterable[str]) -> bool:
        """Does a row answer?

        Args:
            label: "IK-82", found by "ik", "82", "ik82" and "IK-82".
            times: "09:30", also found by "9:30" and "0930"; birth years in full.
            words: what else stands on the row.
        """
        if not self.terms:
            return True
        beginnings = [*_forms(fold(label)), *_parts(fold(label)), *(form for time in times for form in _forms(time))]
        inside = [part for word in words for part in _BREAKS.split(fold(word)) if part]
        return all(_answers(term, beginnings, inside) for term in self.terms)


def _bare(word: str) -> str:
    return word.strip("-:")


def _parts(written: str) -> list[str]:
    return re.split("[-:]", written)


def _forms(written: str) -> tuple[str, ...]:
    """`IK-82` in every way in which one may begin to type it; `09:30` as well."""
    joined = "".join(_parts(written))
    return (written, written.lstrip("0"), joined, joined.lstrip("0"))


def _answers(term: str, beginnings: list[str], inside: list[str]) -> bool:
    if any(form.startswith(term) for form in beginnings):
        return True
    return any(term in word if len(term) >= _WITHIN_FROM else word.startswith(term) for word in inside)
