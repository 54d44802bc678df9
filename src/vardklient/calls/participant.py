"""Somebody in a visit without a window: waits, connects when let in, mends the connection, ends.

Carries the command `join` and so the simulated patient. Devices and window are not its business.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import StrEnum

from vardklient.ports.engine import (
    CallEngine,
    CallStatistics,
    ClosePeer,
    Described,
    EngineEvent,
    MediaChanged,
    MediaState,
    OpenPeer,
    TakeCandidate,
    TakeDescription,
)
from vardklient.ports.signalling import (
    Describe,
    IceServer,
    LeaveVisit,
    LetIn,
    PeerJoined,
    PeerLeft,
    PutBack,
    Refused,
    Rejoin,
    RejoinWanted,
    RemoteCandidate,
    RemoteDescription,
    SayMedia,
    SayReady,
    Signalling,
    SignallingEvent,
    TurnedAway,
    VisitEnded,
    Welcomed,
)

LOST_PLACE = "ticket"


@dataclass(frozen=True, slots=True)
class Pace:
    """How eagerly a connection is mended.

    Attributes:
        again_s: a connection that we offered and that has no media so long after our description went out is offered
            anew: when a cut line returns, a fresh connection is at hand.
        describe_s: so long our description may take; an unreachable STUN or TURN server costs 5 s.
        pause_s: both sides notice a loss at about the same time: a wish for a new connection so soon after an offer is
            met by that offer.
    """

    again_s: float = 2.5
    describe_s: float = 8.0
    pause_s: float = 1.0


class Ending(StrEnum):
    """Why it is over."""

    ENDED = "ended"
    ENOUGH = "enough"
    STOPPED = "stopped"
    TURNED_AWAY = "turned_away"
    NOT_LET_IN = "not_let_in"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went.

    Attributes:
        let_in: were we ever?
        statistics: of the connection to the first person we met, None when there was none.
    """

    ending: Ending
    let_in: bool
    statistics: CallStatistics | None


@dataclass(slots=True)
class _Peer:
    """Somebody we are, or should be, connected to."""

    offers: bool
    epoch: int
    offered_s: float = 0.0
    described: bool = False
    flowing: bool = False


class Participant:
    """Takes part until the visit ends, `seconds` after being let in, or after `wait_s` in the waiting room."""

    def __init__(
        self,
        line: Signalling,
        engine: CallEngine,
        seconds: float | None = None,
        wait_s: float | None = None,
        pace: Pace = Pace(),
    ) -> None:
        self._line, self._engine = line, engine
        self._seconds, self._wait_s, self._pace = seconds, wait_s, pace
        self._peers: dict[str, _Peer] = {}
        self._first = ""
        self._ice: tuple[IceServer, ...] = ()
        self._statistics: CallStatistics | None = None
        self._events: asyncio.Queue[SignallingEvent | EngineEvent | Ending] = asyncio.Queue()
        self._let_in = self._unserved = False
        self._timer: asyncio.TimerHandle | None = None

    def stop(self) -> None:
        """Leave; `run` returns soon. On the loop."""
        self._events.put_nowait(Ending.STOPPED)

    async def run(self) -> Outcome:
        """Take part. Line and engine are closed at the end.

        Raises:
            SignallingError: the server cannot be reached, or the ticket is refused.
        """
        self._line.on_event(self._events.put_nowait)
        self._engine.on_event(self._events.put_nowait)
        keeper: asyncio.Task[None] | None = None
        try:
            await self._line.open()
            await self._engine.start()
            keeper = asyncio.create_task(self._keep_offering())
            self._end_after(self._wait_s, Ending.NOT_LET_IN)
            await self._line.say(SayReady(devices_ok=True))
            ending = await self._take_part()
            await self._note_statistics()
            if ending not in (Ending.ENDED, Ending.REFUSED):
                await self._line.say(LeaveVisit())
            return Outcome(ending, self._let_in, self._statistics)
        finally:
            self._end_after(None, Ending.ENOUGH)
            if keeper is not None:
                keeper.cancel()
                await asyncio.wait([keeper])
            await self._line.close()
            await self._engine.close()

    def _end_after(self, seconds: float | None, ending: Ending) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if seconds is not None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._events.put_nowait, ending)

    async def _take_part(self) -> Ending:
        while True:
            event = await self._events.get()
            match event:
                case Ending():
                    return event
                case VisitEnded():
                    return Ending.ENDED
                case TurnedAway():
                    return Ending.TURNED_AWAY
                case Refused(code) if code == LOST_PLACE:
                    self._unserved = True  # a call that is carried goes on without the server
                case Described(peer, epoch, kind, sdp):
                    await self._line.say(Describe(peer, epoch, kind, sdp))
                    self._note_described(peer, epoch)
                case MediaChanged(peer, _, state):
                    await self._judge(peer, state)
                case _:
                    await self._hear(event)
            if self._unserved and not any(p.flowing for p in self._peers.values()):
                return Ending.REFUSED

    async def _hear(self, event: SignallingEvent | EngineEvent) -> None:
        """What the server says of others."""
        match event:
            case Welcomed(_, ice):
                self._ice = ice
            case LetIn(peers):
                await self._enter([p.peer for p in peers])
            case PeerJoined(peer):
                await self._meet(peer, offers=False)
            case PeerLeft(peer, gone) if gone:
                await self._part(peer)
            case PutBack():
                for peer in list(self._peers):
                    await self._part(peer)
            case RejoinWanted(peer):
                await self._offer(peer)
            case RemoteDescription(peer, epoch, kind, sdp):
                await self._engine.do(TakeDescription(peer, epoch, kind, sdp))
            case RemoteCandidate(peer, epoch, candidate):
                await self._engine.do(TakeCandidate(peer, epoch, candidate))

    async def _enter(self, peers: list[str]) -> None:
        """We are in; said again after a resume, when those we know are left as they are."""
        if not self._let_in:
            self._let_in = True
            self._end_after(self._seconds, Ending.ENOUGH)
        await self._line.say(SayMedia(audio=True, video=True))
        for peer in peers:
            await self._meet(peer, offers=True)

    async def _meet(self, peer: str, offers: bool) -> None:
        if peer in self._peers:
            return
        self._first = self._first or peer
        self._peers[peer] = _Peer(offers, 0)
        if offers:
            await self._offer(peer)
        else:
            await self._engine.do(OpenPeer(peer, 0, offer=False, ice=self._ice))

    async def _offer(self, peer: str) -> None:
        """Make the next connection, if it is ours to make and not only just made."""
        person, now_s = self._peers.get(peer), time.monotonic()
        if person is None or not person.offers or now_s - person.offered_s < self._pace.pause_s:
            return
        person.epoch += 1
        person.offered_s, person.described, person.flowing = now_s, False, False
        await self._engine.do(OpenPeer(peer, person.epoch, offer=True, ice=self._ice))

    def _note_described(self, peer: str, epoch: int) -> None:
        person = self._peers.get(peer)
        if person is not None and epoch == person.epoch:
            person.offered_s, person.described = time.monotonic(), True

    async def _judge(self, peer: str, state: MediaState) -> None:
        """Of whichever connection carries the call: an old one may heal while newer ones are tried."""
        person = self._peers.get(peer)
        if person is None:
            return
        if state is MediaState.FLOWING:
            person.flowing = True
        elif state is MediaState.LOST:
            person.flowing = False
            if person.offers:
                await self._offer(peer)
            else:
                await self._line.say(Rejoin())

    async def _keep_offering(self) -> None:
        """An offer may be lost with a line, or meet an engine that was not ready."""
        while True:
            await asyncio.sleep(self._pace.pause_s)
            for peer, person in list(self._peers.items()):
                waited_s = time.monotonic() - person.offered_s
                patience_s = self._pace.again_s if person.described else self._pace.describe_s
                if person.offers and not person.flowing and waited_s >= patience_s:
                    await self._offer(peer)

    async def _part(self, peer: str) -> None:
        if self._peers.pop(peer, None) is None:
            return
        if peer == self._first:
            await self._note_statistics()
            self._first = next(iter(self._peers), "")
        await self._engine.do(ClosePeer(peer))

    async def _note_statistics(self) -> None:
        """Of the longest connection; they are gone once it is closed."""
        found = await self._engine.statistics(self._first) if self._first else None
        if found is not None and (self._statistics is None or found.seconds > self._statistics.seconds):
            self._statistics = found
