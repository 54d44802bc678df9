"""Every message of the visit server's one WebSocket, as frozen dataclasses.

JSON, one object per message; the key `m` holds the class's `NAME`. Closed lists instead of free text: nothing here can
carry a chat. Fields named `from_` travel as `from`. See docs/protocol.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from vardklient.domain.visit import Role

PROTOCOL = 1
MAX_MESSAGE_BYTES = 65_536
MAX_MESSAGES_PER_S = 50


class CloseCode:
    """WebSocket close codes of the visit server."""

    BAD_MESSAGES = 4400
    TICKET = 4401
    RATE = 4429
    TOO_BIG = 1009


class PersonState(StrEnum):
    """Where a person is, as the server sees it."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    DENIED = "denied"


class DescriptionType(StrEnum):
    """The two kinds of session description in use."""

    OFFER = "offer"
    ANSWER = "answer"


class DenyReason(StrEnum):
    """Why somebody is turned away."""

    NOT_NOW = "not_now"
    WRONG_VISIT = "wrong_visit"
    CANCELLED = "cancelled"


class RejoinReason(StrEnum):
    """Why a new connection is wanted."""

    NO_MEDIA = "no_media"
    NO_PICTURE = "no_picture"
    ADDRESS_CHANGED = "address_changed"
    RESTARTED = "restarted"


class ErrorCode(StrEnum):
    """What the server refuses with."""

    BAD_MESSAGE = "bad_message"
    FORBIDDEN = "forbidden"
    UNKNOWN_PEER = "unknown_peer"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True)
class WireIceServer:
    """A STUN or TURN server of our own."""

    urls: tuple[str, ...]
    username: str
    credential: str


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Somebody who is there already."""

    peer: str
    role: Role
    state: PersonState
    devices_ok: bool | None


# ---------------------------------------------------------------- client to server


@dataclass(frozen=True, slots=True)
class Hello:
    """First message, and the first only. `ticket` is empty when `resume` is given."""

    NAME: ClassVar[str] = "hello"
    ticket: str
    proto: int
    resume: str


@dataclass(frozen=True, slots=True)
class Ready:
    """From the waiting room: did the own device test pass?"""

    NAME: ClassVar[str] = "ready"
    devices_ok: bool


@dataclass(frozen=True, slots=True)
class Admit:
    """Clinician: let in."""

    NAME: ClassVar[str] = "admit"
    peer: str


@dataclass(frozen=True, slots=True)
class Deny:
    """Clinician: turn away."""

    NAME: ClassVar[str] = "deny"
    peer: str
    reason: DenyReason


@dataclass(frozen=True, slots=True)
class Hold:
    """Clinician: back to the waiting room."""

    NAME: ClassVar[str] = "hold"
    peer: str


@dataclass(frozen=True, slots=True)
class SendDescription:
    """SDP for another admitted person."""

    NAME: ClassVar[str] = "desc"
    to: str
    epoch: int
    type: DescriptionType
    sdp: str


@dataclass(frozen=True, slots=True)
class SendCandidate:
    """ICE candidate for another admitted person; empty = no more."""

    NAME: ClassVar[str] = "cand"
    to: str
    epoch: int
    cand: str


@dataclass(frozen=True, slots=True)
class Media:
    """What I send now."""

    NAME: ClassVar[str] = "media"
    audio: bool
    video: bool


@dataclass(frozen=True, slots=True)
class Rejoin:
    """I want a new connection with everybody I am connected to."""

    NAME: ClassVar[str] = "rejoin"
    why: RejoinReason


@dataclass(frozen=True, slots=True)
class End:
    """Clinician: end the visit for everybody."""

    NAME: ClassVar[str] = "end"


@dataclass(frozen=True, slots=True)
class Leave:
    """I go, on purpose: no grace."""

    NAME: ClassVar[str] = "leave"


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer to ping."""

    NAME: ClassVar[str] = "pong"


ClientMessage = (
    Hello | Ready | Admit | Deny | Hold | SendDescription | SendCandidate | Media | Rejoin | End | Leave | Pong
)

# ---------------------------------------------------------------- server to client


@dataclass(frozen=True, slots=True)
class Welcome:
    """Answer to hello. `resume` leads back into the same place after a dropped line; `meets` is the host's title."""

    NAME: ClassVar[str] = "welcome"
    you: str
    role: Role
    state: PersonState
    resume: str
    meets: str
    ice: tuple[WireIceServer, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """Clinician: everybody who is there already."""

    NAME: ClassVar[str] = "roster"
    people: tuple[RosterEntry, ...]


@dataclass(frozen=True, slots=True)
class Knock:
    """Clinician: somebody came to the waiting room, or their device test has spoken."""

    NAME: ClassVar[str] = "knock"
    peer: str
    role: Role
    devices_ok: bool | None


@dataclass(frozen=True, slots=True)
class Admitted:
    """You are let in; `peers` are those to connect to: the one who is let in makes the offers."""

    NAME: ClassVar[str] = "admitted"
    peers: tuple[RosterEntry, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    """You are turned away."""

    NAME: ClassVar[str] = "denied"
    reason: DenyReason


@dataclass(frozen=True, slots=True)
class Held:
    """You are back in the waiting room; close your connections."""

    NAME: ClassVar[str] = "held"


@dataclass(frozen=True, slots=True)
class Joined:
    """To the admitted: somebody was let in, or came back within the grace."""

    NAME: ClassVar[str] = "joined"
    peer: str
    role: Role


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody's line is gone. `gone`: for good; otherwise they may come back within the grace."""

    NAME: ClassVar[str] = "left"
    peer: str
    gone: bool


@dataclass(frozen=True, slots=True)
class Description:
    """SDP from another admitted person."""

    NAME: ClassVar[str] = "desc"
    from_: str
    epoch: int
    type: DescriptionType
    sdp: str


@dataclass(frozen=True, slots=True)
class RemoteCandidate:
    """ICE candidate from another admitted person."""

    NAME: ClassVar[str] = "cand"
    from_: str
    epoch: int
    cand: str


@dataclass(frozen=True, slots=True)
class PeerMedia:
    """What an admitted person sends now."""

    NAME: ClassVar[str] = "media"
    from_: str
    audio: bool
    video: bool


@dataclass(frozen=True, slots=True)
class PeerRejoin:
    """An admitted person wants a new connection: whoever made the offer makes one with epoch + 1."""

    NAME: ClassVar[str] = "rejoin"
    from_: str
    why: RejoinReason


@dataclass(frozen=True, slots=True)
class Error:
    """A command was refused; nothing happened."""

    NAME: ClassVar[str] = "error"
    code: ErrorCode


@dataclass(frozen=True, slots=True)
class Ended:
    """The visit is over."""

    NAME: ClassVar[str] = "ended"


@dataclass(frozen=True, slots=True)
class Ping:
    """Are you there?"""

    NAME: ClassVar[str] = "ping"


ServerMessage = (
    Welcome
    | Roster
    | Knock
    | Admitted
    | Denied
    | Held
    | Joined
    | Left
    | Description
    | RemoteCandidate
    | PeerMedia
    | PeerRejoin
    | Error
    | Ended
    | Ping
)
