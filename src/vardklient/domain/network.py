"""What a measurement of the network has shown: figures only, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """How the machine is connected. Unknown is an answer: not every system tells."""

    CABLE = "cable"
    WIRELESS = "wireless"
    NONE = "none"
    UNKNOWN = "unknown"


class ServerReach(StrEnum):
    """What came of asking the visit server."""

    REACHED = "reached"
    SILENT = "silent"
    STRANGER = "stranger"
    """Something else answered in its place: a proxy that wants a login, a hotel's page."""
    REFUSED = "refused"
    """The visit server answered, and did not want to: a wrong key, or too many tests at once."""


class RelayState(StrEnum):
    """Does one way to the relay (TURN) work from here?"""

    WORKS = "works"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True)
class MediaWindow:
    """One second of media through the relay and back."""

    packets: int
    lost: int


@dataclass(frozen=True, slots=True)
class MediaReading:
    """What packets like those of a call met on the way to the relay and back, both ways loaded at once.

    Attributes:
        rtt_ms: to the relay and back, the median; the line was loaded as by a call that fits it.
        jitter_ms: how much that varies, as RFC 3550 smooths it; the median of the windows.
        rate_kbps: what comes through, headers included: the slower of the two directions. Never more than a call of
            ours would take.
        windows: seconds of the steady part, in their order; loss is that of the way there and that of the way back.
    """

    rtt_ms: float
    jitter_ms: float
    rate_kbps: float
    windows: tuple[MediaWindow, ...]


@dataclass(frozen=True, slots=True)
class NetworkReading:
    """One measurement of some ten seconds. None: not measured.

    Attributes:
        server_rtt_ms: of a question to the visit server, the fastest of a few.
        clock_off_s: how far this computer's clock is ahead of the server's; negative: behind.
        udp, tcp, tls: the ways to the relay.
        media: through the best way that works; None when none works, or none is offered.
        up_kbps, down_kbps: to and from the visit server over its own line (TCP), each direction for itself.
    """

    link: LinkKind
    server: ServerReach
    server_rtt_ms: float | None = None
    clock_off_s: float | None = None
    udp: RelayState = RelayState.NOT_OFFERED
    tcp: RelayState = RelayState.NOT_OFFERED
    tls: RelayState = RelayState.NOT_OFFERED
    media: MediaReading | None = None
    up_kbps: float | None = None
    down_kbps: float | None = None
