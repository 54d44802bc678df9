"""Strict JSON for the messages: exact keys, exact types, closed lists; everything else is refused."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from vardklient.base.errors import WireError
from vardklient.wire.messages import MAX_MESSAGE_BYTES, ClientMessage, ServerMessage

T = TypeVar("T")


def parse_client(text: str) -> ClientMessage:
    """What a client sent.

    Raises:
        WireError: it is not exactly one of the client's messages.
    """
    return cast(ClientMessage, _parse(text, _CLIENT))


def parse_server(text: str) -> ServerMessage:
    """What the server sent.

    Raises:
        WireError: it is not exactly one of the server's messages.
    """
    return cast(ServerMessage, _parse(text, _SERVER))


def dump(message: ClientMessage | ServerMessage) -> str:
    """The message as JSON text."""
    return json.dumps({"m": message.NAME, **_plain(message)}, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name.rstrip("_"): _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _parse(text: str, table: Mapping[str, type]) -> object:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_MESSAGE_BYTES:
        raise WireError("too long")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise WireError("not JSON") from None
    if not isinstance(found, dict):
        raise WireError("not an object")
    name = found.pop("m", None)
    kind = table.get(name) if isinstance(name, str) else None
    if kind is None:
        raise WireError("no such message")
    return _record(found, kind)


def _record(found: object, kind: type[T]) -> T:
    hints = _HINTS.get(kind)
    if hints is None:
        hints = _HINTS[kind] = {n: h for n, h in get_type_hints(kind).items() if n != "NAME"}
    wanted = {name.rstrip("_"): name for name in hints}
    if not isinstance(found, dict) or found.keys() != wanted.keys():
        raise WireError(f"{kind.__name__}: wrong fields")
    return kind(**{wanted[key]: _value(value, hints[wanted[key]]) for key, value in found.items()})


def _value(value: object, hint: Any) -> object:
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise WireError("not a list")
        return tuple(_value(v, get_args(hint)[0]) for v in value)
    if origin in (Union, types.UnionType):
        return None if value is None else _value(value, next(a for a in get_args(hint) if a is not type(None)))
    if is_dataclass(hint):
        return _record(value, cast(type, hint))
    if issubclass(hint, StrEnum):
        if value not in [member.value for member in hint]:
            raise WireError("not in the list")
        return hint(value)
    if type(value) is not hint or (isinstance(value, str) and not value.isprintable() and "\x00" in value):
        raise WireError("wrong type")
    return value


_HINTS: dict[type, dict[str, Any]] = {}
_CLIENT: Mapping[str, type] = {kind.NAME: kind for kind in get_args(ClientMessage)}
_SERVER: Mapping[str, type] = {kind.NAME: kind for kind in get_args(ServerMessage)}
