"""The one request of the HTTP interface: make a visit. Strict JSON, no patient data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from vardklient.base.errors import WireError
from vardklient.domain.visit import Kind, Role
from vardklient.visitserver.registry import VisitOrder

MAX_HOST_LETTERS = 120
MAX_NAME_LETTERS = 64
MAX_INVITED = 30
MAX_VISIT_S = 24 * 3600.0

T = TypeVar("T")
_NAME = re.compile(rf"[0-9A-Za-z]{{0,{MAX_NAME_LETTERS}}}")


def parse_order(text: str) -> VisitOrder:
    """The body of `POST /api/visits`: exactly `name`, `start`, `end` (ISO 8601 with offset), `host`, `kind`, `invite`.

    Raises:
        WireError: anything else; the text names the field.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise WireError("not JSON") from None
    if not isinstance(found, dict) or found.keys() != {"name", "start", "end", "host", "kind", "invite"}:
        raise WireError("wrong fields")
    start_s, end_s = _time(found["start"], "start"), _time(found["end"], "end")
    if not 0 < end_s - start_s <= MAX_VISIT_S:
        raise WireError("end: not after start, or more than a day after it")
    return VisitOrder(
        start_s=start_s,
        end_s=end_s,
        meets=_title(found["host"]),
        kind=_member(found["kind"], Kind, "kind"),
        invite=_roles(found["invite"]),
        name=_name(found["name"]),
    )


def _name(value: object) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise WireError(f"name: not 0 to {MAX_NAME_LETTERS} letters and digits")
    return value


def _time(value: object, field: str) -> float:
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
            if at.tzinfo is not None:
                return at.timestamp()
    except (ValueError, OverflowError):
        pass
    raise WireError(f"{field}: not a time with offset")


def _title(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value.strip()) <= MAX_HOST_LETTERS or not value.isprintable():
        raise WireError(f"host: not one line of 1 to {MAX_HOST_LETTERS} letters")
    return value.strip()


def _roles(value: object) -> tuple[Role, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MAX_INVITED:
        raise WireError(f"invite: not a list of 1 to {MAX_INVITED} roles")
    return tuple(_member(item, Role, "invite") for item in value)


def _member(value: object, kind: Callable[[str], T], field: str) -> T:
    try:
        if isinstance(value, str):
            return kind(value)
    except ValueError:
        pass
    raise WireError(f"{field}: not in the list")
