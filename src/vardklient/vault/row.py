"""What a setting is: a declared row, and the plain sorts of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

TEXT_MOST = 300
"""Characters of a text that is kept."""
ROWS_MOST = 50
"""Entries of a list that is kept."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Row(Generic[V]):
    """One setting.

    Attributes:
        name: in the file, and where an administrator locks it.
        default: where the file says nothing, or nothing allowed.
        sort: what it may be, in words: "on or off".
        help: what it does, in one sentence for an administrator.
        read: JSON value → value; raises ValueError for what is not allowed.
        write: value → JSON value.
        lockable: may the policy decide it? Not what the program itself remembers, nor what an earlier version wrote.
    """

    name: str
    default: V
    sort: str
    help: str
    read: Callable[[object], V]
    write: Callable[[V], object]
    lockable: bool = True


def choice(name: str, default: str, *others: str, help_: str) -> Row[str]:
    """One of these words."""

    def read(value: object) -> str:
        if value not in (default, *others):
            raise ValueError(name)
        return str(value)

    return Row(name, default, ", ".join((default, *others)), help_, read, lambda value: value)


def number(name: str, default: float, *others: float, help_: str) -> Row[float]:
    """One of these numbers."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or value not in (default, *others):
            raise ValueError(name)
        return float(value)

    return Row(name, default, ", ".join(f"{n:g}" for n in (default, *others)), help_, read, lambda value: value)


def whole(name: str, default: int, least: int, most: int, *, help_: str) -> Row[int]:
    """A whole number between these, or one of them."""

    def read(value: object) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(name)
        return value

    return Row(name, default, f"{least} to {most}", help_, read, lambda value: value)


def switch(name: str, default: bool, *, help_: str) -> Row[bool]:
    """On or off."""

    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise ValueError(name)
        return value

    return Row(name, default, "true or false", help_, read, lambda value: value)


def text(name: str, default: str = "", *, help_: str, lockable: bool = True) -> Row[str]:
    """A short text."""
    return Row(name, default, "text", help_, said, lambda value: value, lockable)


def texts(name: str, *, help_: str, lockable: bool = True) -> Row[tuple[str, ...]]:
    """Some short texts."""

    def read(value: object) -> tuple[str, ...]:
        return tuple(said(item) for item in listed(value))

    return Row(name, (), "list of texts", help_, read, list, lockable)


def said(value: object) -> str:
    """A short text.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str) or len(value) > TEXT_MOST:
        raise ValueError("a short text is needed")
    return value


def listed(value: object, most: int = ROWS_MOST) -> list[object]:
    """A short list.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("a short list is needed")
    return value
