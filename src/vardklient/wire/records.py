"""Frozen dataclasses as strict JSON: exact keys, exact types, closed lists; everything else is refused.

Refused too, because a lenient reader and a strict one would disagree on them: a key twice, numbers below zero or beyond
what every JSON reader holds exactly, the NUL character and half surrogate pairs (they cannot be sent on as UTF-8).
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from vardklient.base.errors import WireError

T = TypeVar("T")
M = TypeVar("M")

MAX_NUMBER = 2**31 - 1


class Codec(Generic[M]):
    """Writes and reads the records of one union, by their names.

    A field may be text, a whole number, a float, true or false, a word of a `StrEnum`, an aware time, a record, a
    tuple or a frozenset of one of these, and any of them or None.

    Args:
        kinds: the records by the name that stands under the key `m`.
        limit_bytes: longer texts are refused unread.
    """

    def __init__(self, kinds: Mapping[str, type], limit_bytes: int) -> None:
        self.kinds = dict(kinds)
        self._names = {kind: name for name, kind in kinds.items()}
        self._limit_bytes = limit_bytes

    def parse(self, text: str) -> M:
        """The record.

        Raises:
            WireError: it is not exactly one of them.
        """
        if len(text.encode("utf-8", "surrogatepass")) > self._limit_bytes:
            raise WireError("too long")
        try:
            found = json.loads(text, object_pairs_hook=_object)
        except (ValueError, RecursionError):
            raise WireError("not JSON") from None
        if not isinstance(found, dict):
            raise WireError("not an object")
        name = found.pop("m", None)
        kind = self.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise WireError("no such message")
        return cast(M, _record(found, kind))

    def dump(self, record: M) -> str:
        """The record as JSON text, on one line."""
        return write(self._names[type(record)], record)


def write(name: str, record: object) -> str:
    """The record under that name as JSON text, on one line."""
    return json.dumps({"m": name, **_plain(record)}, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(_plain(v) for v in value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise WireError("a field twice")
    return found


def _record(found: object, kind: type[T]) -> T:
    hints = field_hints(cast(type, kind))
    if not isinstance(found, dict) or found.keys() != hints.keys():
        raise WireError(f"{kind.__name__}: wrong fields")
    return kind(**{hints[key][0]: _value(value, hints[key][1]) for key, value in found.items()})


@cache
def field_hints(kind: type) -> Mapping[str, tuple[str, Any]]:
    """Name on the wire -> (name of the field, its type)."""
    return {name.rstrip("_"): (name, hint) for name, hint in get_type_hints(kind).items() if name != "NAME"}


def _value(value: object, hint: Any) -> object:
    origin = get_origin(hint)
    if origin in (tuple, frozenset):
        if not isinstance(value, list):
            raise WireError("not a list")
        return origin(_value(v, get_args(hint)[0]) for v in value)
    if origin in (Union, types.UnionType):
        return None if value is None else _value(value, next(a for a in get_args(hint) if a is not type(None)))
    if is_dataclass(hint):
        return _record(value, cast(type, hint))
    if issubclass(hint, StrEnum):
        if value not in [member.value for member in hint]:
            raise WireError("not in the list")
        return hint(value)
    return _plain_value(value, hint)


def _plain_value(value: object, hint: type) -> object:
    if hint is datetime:
        return _time(value)
    if hint is float and type(value) is int:
        value = float(value) if abs(value) <= MAX_NUMBER else math.inf
    if type(value) is not hint:
        raise WireError("wrong type")
    if isinstance(value, str) and not _sendable(value):
        raise WireError("not plain text")
    if isinstance(value, float) and not math.isfinite(value):
        raise WireError("not a number")
    if isinstance(value, int) and not 0 <= value <= MAX_NUMBER:
        raise WireError("number out of range")
    return value


def _time(value: object) -> datetime:
    try:
        time = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        time = None
    if time is None or time.utcoffset() is None:
        raise WireError("not an aware time")
    return time


def _sendable(text: str) -> bool:
    return not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text)
