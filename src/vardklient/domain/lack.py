"""Who is missing for a visit: the interpreter, the staff on site, a second host. A lack that is not known is none."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from vardklient.domain.visit import JoinKind, Kind, Participant, Role, Visit

_SWEDISH = ("", "sv", "swe", "svenska")


class Lack(StrEnum):
    """Who is missing."""

    INTERPRETER = "interpreter"
    STAFF_ON_SITE = "staff_on_site"
    CO_HOST = "co_host"

    @property
    def role(self) -> Role:
        """In which role they would come."""
        return Role(self.value)


def needs_interpreter(visit: Visit) -> bool:
    """Is one booked, or does one of the others speak another language than Swedish?"""
    return _books(visit, Role.INTERPRETER) or any(_speaks_another(p) for p in visit.participants)


def lacks(visit: Visit, present: Collection[Role], begins: bool) -> tuple[Lack, ...]:
    """Who is missing for `visit`.

    Nobody is missing where nothing is known: without a booking behind the visit, and for a protected identity.

    Args:
        visit: the visit, not cancelled.
        present: the roles of those who are in its waiting room.
        begins: the visit could begin, for somebody waits or its time has come. Who was booked and is not there is
            missing only from then on, and only where we see who comes: not behind somebody else's link.
    """
    if visit.booking_start is None or visit.protected:
        return ()
    seen = begins and visit.join.kind is not JoinKind.LINK
    return tuple(one for one in Lack if _wanted(visit, one) and _missing(visit, one, present, seen))


def _wanted(visit: Visit, lack: Lack) -> bool:
    if lack is Lack.INTERPRETER:
        return needs_interpreter(visit)
    return visit.kind is (Kind.GROUP if lack is Lack.CO_HOST else Kind.DIGI_PHYSICAL)


def _missing(visit: Visit, lack: Lack, present: Collection[Role], seen: bool) -> bool:
    return not _books(visit, lack.role) or (seen and lack.role not in present)


def _books(visit: Visit, role: Role) -> bool:
    return any(p.role is role for p in visit.participants)


def _speaks_another(person: Participant) -> bool:
    return person.role is not Role.INTERPRETER and person.language.lower() not in _SWEDISH
