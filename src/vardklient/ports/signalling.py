"""What the call flow says to the visit server and hears from it, in the flow's own words.

The signalling client in `calls/` translates these to and from the JSON messages of `wire/`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from vardklient.domain.visit import Role


@dataclass(frozen=True, slots=True)
class IceServer:
    """A STUN or TURN server of our own; there is no public default, ever."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


# ---------------------------------------------------------------- heard


@dataclass(frozen=True, slots=True)
class Welcomed:
    """We are in the visit: our own id and the ICE servers to use.

    Said again after a resume, just before `SignallingRestored`, because the ICE credentials are new ones.
    `admitted` is False while we wait; `meets` is the title of the one we meet.
    """

    you: str
    ice: tuple[IceServer, ...] = ()
    admitted: bool = True
    meets: str = ""


@dataclass(frozen=True, slots=True)
class Knocked:
    """Somebody is in the waiting room. `devices_ok` is None until their own test has spoken."""

    peer: str
    role: Role
    devices_ok: bool | None = None


@dataclass(frozen=True, slots=True)
class PeerJoined:
    """Somebody was admitted, or an admitted person came back."""

    peer: str
    role: Role


@dataclass(frozen=True, slots=True)
class PeerLeft:
    """Somebody left the waiting room or the visit; `gone` is False while they may still come back (60 s)."""

    peer: str
    gone: bool = True


@dataclass(frozen=True, slots=True)
class PeerMedia:
    """What an admitted person sends now."""

    peer: str
    audio: bool
    video: bool


@dataclass(frozen=True, slots=True)
class RemoteDescription:
    """The other side's SDP."""

    peer: str
    epoch: int
    type: str
    sdp: str


@dataclass(frozen=True, slots=True)
class RemoteCandidate:
    """One of the other side's ICE candidates; empty = no more."""

    peer: str
    epoch: int
    candidate: str


@dataclass(frozen=True, slots=True)
class RejoinWanted:
    """The other side wants a new connection."""

    peer: str


@dataclass(frozen=True, slots=True)
class VisitEnded:
    """The visit was ended."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The server refused a command or the ticket: a code of its closed list."""

    code: str


@dataclass(frozen=True, slots=True)
class SignallingLost:
    """The line to the visit server is down; the client is trying again. A running call goes on."""


@dataclass(frozen=True, slots=True)
class SignallingRestored:
    """The line is up again, in the same place as before."""


@dataclass(frozen=True, slots=True)
class PersonInside:
    """Somebody who is in the visit already."""

    peer: str
    role: Role


@dataclass(frozen=True, slots=True)
class LetIn:
    """We were let in out of the waiting room; `peers` are those to connect to.

    The one who is let in makes the offers.
    """

    peers: tuple[PersonInside, ...]


@dataclass(frozen=True, slots=True)
class PutBack:
    """We are back in the waiting room: every connection is to be closed."""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """We were turned away; the reason is a code of the wire's closed list."""

    reason: str


SignallingEvent = (
    Welcomed
    | Knocked
    | PeerJoined
    | PeerLeft
    | PeerMedia
    | RemoteDescription
    | RemoteCandidate
    | RejoinWanted
    | VisitEnded
    | Refused
    | SignallingLost
    | SignallingRestored
    | LetIn
    | PutBack
    | TurnedAway
)

# ---------------------------------------------------------------- said


@dataclass(frozen=True, slots=True)
class Admit:
    """Let this person in."""

    peer: str


@dataclass(frozen=True, slots=True)
class Deny:
    """Turn this person away; the reason is a code of the wire's closed list."""

    peer: str
    reason: str = "not_now"


@dataclass(frozen=True, slots=True)
class Hold:
    """Back to the waiting room."""

    peer: str


@dataclass(frozen=True, slots=True)
class Describe:
    """Our SDP for this person."""

    peer: str
    epoch: int
    type: str
    sdp: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of our ICE candidates for this person."""

    peer: str
    epoch: int
    candidate: str


@dataclass(frozen=True, slots=True)
class SayMedia:
    """What we send now."""

    audio: bool
    video: bool


@dataclass(frozen=True, slots=True)
class Rejoin:
    """We want a new connection; `why` is a code of the wire's closed list."""

    why: str = "no_media"


@dataclass(frozen=True, slots=True)
class EndVisit:
    """End for everybody."""


@dataclass(frozen=True, slots=True)
class LeaveVisit:
    """Leave; the visit goes on for the others."""


@dataclass(frozen=True, slots=True)
class SayReady:
    """From the waiting room: did our own device test pass?"""

    devices_ok: bool


SignallingCommand = Admit | Deny | Hold | Describe | Candidate | SayMedia | Rejoin | EndVisit | LeaveVisit | SayReady


class Signalling(Protocol):
    """The line to the visit server for one visit, with reconnection and resume inside."""

    def on_event(self, listener: Callable[[SignallingEvent], None]) -> None:
        """Call `listener` on the core loop for everything that is heard."""
        ...

    async def open(self) -> None:
        """Connect and say hello; returns once welcomed.

        Raises:
            SignallingError: the server cannot be reached.
            TicketRefused: the ticket is spent, expired or forged.
        """
        ...

    async def say(self, command: SignallingCommand) -> None:
        """Send; while the line is down, commands that still make sense later are kept, the rest dropped."""
        ...

    async def close(self) -> None:
        """Close the line for good."""
        ...
