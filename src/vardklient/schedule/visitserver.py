"""Making visits on the visit server: the program's side of its HTTP interface (docs/protocol.md)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from vardklient.base.errors import SourceError
from vardklient.domain.visit import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

_WAIT_S = 10.0
_REASONS = {401: "the key is wrong", 404: "there is no visit server at this address", 429: "too many wrong keys"}


@dataclass(frozen=True, slots=True)
class Invited:
    """One person's way into the visit."""

    role: Role
    link: str


@dataclass(frozen=True, slots=True)
class CreatedVisit:
    """A visit that now exists on the server.

    Attributes:
        visit_id: the server's own id; opaque.
        invited: one link for each role asked for, in that order.
    """

    visit_id: str
    invited: tuple[Invited, ...]

    @property
    def links(self) -> Mapping[Role, str]:
        """The link by role; where a role was asked for more than once, the first."""
        return {each.role: each.link for each in reversed(self.invited)}


class VisitServerClient:
    """Speaks to one visit server. Nothing that identifies a patient is ever sent.

    Args:
        installation: this installation's secret, by which it knows its own visits again after a restart.
    """

    def __init__(self, url: str, key: str, wait_s: float = _WAIT_S, installation: str = "") -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._wait_s = wait_s
        self._installation = installation

    async def create(
        self, start: datetime, end: datetime, kind: Kind, host: str, roles: Sequence[Role], visit: str = ""
    ) -> CreatedVisit:
        """Make a visit. `host` is the title that the patient is shown; the times must be aware.

        `visit` is the program's own id of it: one that this installation has made before, and that is not over, gets
        further links instead of a second room.

        Raises:
            SourceError: the server cannot be reached or refused.
        """
        order = {
            "name": self._name(visit),
            "start": start.isoformat(),
            "end": end.isoformat(),
            "host": host,
            "kind": kind.value,
            "invite": [role.value for role in roles],
        }
        found = await self._ask("POST", "/api/visits", order)
        try:
            return _created(found, tuple(roles))
        except (KeyError, TypeError, ValueError):
            raise SourceError("the visit server gave an answer that is not understood") from None

    def _name(self, visit: str) -> str:
        """What the server knows it by: nothing that could be guessed, or be traced to a booking."""
        if not (self._installation and visit):
            return ""
        return hmac.new(self._installation.encode(), visit.encode(), "sha256").hexdigest()

    async def health(self) -> None:
        """Returns when the server is there and takes our key.

        Raises:
            SourceError: it is not, or does not; the text says which.
        """
        found = await self._ask("GET", "/api/health", None)
        if not isinstance(found, dict) or found.get("ok") is not True:
            raise SourceError("what answers at this address is not a visit server")

    async def _ask(self, method: str, path: str, body: Mapping[str, object] | None) -> object:
        import aiohttp

        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self._wait_s)) as session,
                session.request(
                    method,
                    self._url + path,
                    json=body,
                    headers={"Authorization": f"Bearer {self._key}"},
                    allow_redirects=False,
                ) as answer,
            ):
                if answer.status not in (200, 201):
                    raise SourceError(f"the visit server refused: {_REASONS.get(answer.status, answer.status)}")
                found: object = await answer.json()
                return found
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise SourceError(f"the visit server cannot be reached ({type(error).__name__})") from None


def _created(found: object, roles: tuple[Role, ...]) -> CreatedVisit:
    if not isinstance(found, dict) or not isinstance(found["visit"], str):
        raise TypeError
    invited = tuple(Invited(Role(each["role"]), str(each["link"])) for each in found["links"])
    if tuple(each.role for each in invited) != roles:
        raise ValueError
    return CreatedVisit(found["visit"], invited)
