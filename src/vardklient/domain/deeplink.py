"""Links that lead from the record system or a calendar to a visit in this program: `vardklient://visit/ID`.

A link names a visit and opens nothing: whoever follows it sees the visit in the list. The id is the visit's own or the
booking's number, never anything that tells who the patient is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vardklient.domain.personnumber import is_personal_number
from vardklient.domain.visit import Visit

SCHEME = "vardklient"
LENGTH_MAX = 100

_LINK = re.compile(rf"{SCHEME}://visit/([A-Za-z0-9_-]{{1,64}})/?", re.IGNORECASE | re.ASCII)
_INITIALS = re.compile(r"[A-Za-z]{2,8}[-_]?(?:19|20)?\d{2}", re.ASCII)


def visit_link(visit_id: str) -> str:
    """The link to that visit."""
    return f"{SCHEME}://visit/{visit_id}"


def parse_link(text: str) -> str | None:
    """The id in such a link; None for anything else.

    Also for the number of a person and for initials with a year: a system that sends these must not be taught that it
    may. A booking's own number may be as long, and is followed where it is no person's.
    """
    found = _LINK.fullmatch(text) if len(text) <= LENGTH_MAX else None
    if found is None or is_personal_number(found[1]) or _INITIALS.fullmatch(found[1]):
        return None
    return found[1]


def find_visit(ident: str, visits: Iterable[Visit]) -> Visit | None:
    """The visit with that id, else the only one with that booking's number; never one of several."""
    known = tuple(visits)
    named = [v for v in known if v.visit_id == ident] or [v for v in known if v.booking_id == ident]
    return named[0] if len(named) == 1 else None
