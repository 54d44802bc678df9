"""Between the messages of the wire and the words of the port `Signalling`."""

from __future__ import annotations

from vardklient.domain.visit import Role
from vardklient.ports import signalling as said
from vardklient.wire import messages as wire


def command_to_message(command: said.SignallingCommand) -> wire.ClientMessage:
    """What is sent for a command.

    Raises:
        ValueError: a reason that is not in the wire's closed list.
    """
    match command:
        case said.Admit(peer):
            return wire.Admit(peer)
        case said.Deny(peer, reason):
            return wire.Deny(peer, wire.DenyReason(reason))
        case said.Hold(peer):
            return wire.Hold(peer)
        case said.Describe(peer, epoch, kind, sdp):
            return wire.SendDescription(peer, epoch, wire.DescriptionType(kind), sdp)
        case said.Candidate(peer, epoch, candidate):
            return wire.SendCandidate(peer, epoch, candidate)
        case said.SayMedia(audio, video):
            return wire.Media(audio, video)
        case said.Rejoin(why):
            return wire.Rejoin(wire.RejoinReason(why))
        case said.EndVisit():
            return wire.End()
        case said.LeaveVisit():
            return wire.Leave()
        case said.SayReady(devices_ok):
            return wire.Ready(devices_ok)


def welcomed(message: wire.Welcome) -> said.Welcomed:
    """We are in."""
    ice = tuple(said.IceServer(s.urls, s.username, s.credential) for s in message.ice)
    return said.Welcomed(message.you, ice, message.state is wire.PersonState.ADMITTED, message.meets)


class Translator:
    """What the server says, as events. Remembers who was there, so that a roster after a gap tells who is not."""

    def __init__(self) -> None:
        self._people: dict[str, Role] = {}

    def events(self, message: wire.ServerMessage) -> list[said.SignallingEvent]:
        """Nothing for what is not the flow's business: welcome, ping."""
        match message:
            case wire.Roster(people):
                return self._roster(people)
            case wire.Knock(peer, role, devices_ok):
                self._people[peer] = role
                return [said.Knocked(peer, role, devices_ok)]
            case wire.Admitted(peers):
                return [said.LetIn(tuple(said.PersonInside(p.peer, p.role) for p in peers))]
            case wire.Joined(peer, role):
                self._people[peer] = role
                return [said.PeerJoined(peer, role)]
            case wire.Left(peer, gone):
                if gone:
                    self._people.pop(peer, None)
                return [said.PeerLeft(peer, gone)]
        event = _plain(message)
        return [] if event is None else [event]

    def _roster(self, people: tuple[wire.RosterEntry, ...]) -> list[said.SignallingEvent]:
        there = {p.peer for p in people if p.state is not wire.PersonState.DENIED}
        # absent is not gone: their line may be down at the same time as ours was, while the media between us go on
        events: list[said.SignallingEvent] = [said.PeerLeft(p, gone=False) for p in self._people if p not in there]
        self._people |= {p.peer: p.role for p in people if p.peer in there}
        for person in people:
            if person.state is wire.PersonState.WAITING:
                events.append(said.Knocked(person.peer, person.role, person.devices_ok))
            elif person.state is wire.PersonState.ADMITTED:
                events.append(said.PeerJoined(person.peer, person.role))
        return events


def _plain(message: wire.ServerMessage) -> said.SignallingEvent | None:
    """Messages that are one event each."""
    match message:
        case wire.Description(peer, epoch, kind, sdp):
            return said.RemoteDescription(peer, epoch, kind.value, sdp)
        case wire.RemoteCandidate(peer, epoch, candidate):
            return said.RemoteCandidate(peer, epoch, candidate)
        case wire.PeerMedia(peer, audio, video):
            return said.PeerMedia(peer, audio, video)
        case wire.PeerRejoin(peer):
            return said.RejoinWanted(peer)
        case wire.Denied(reason):
            return said.TurnedAway(reason.value)
        case wire.Held():
            return said.PutBack()
        case wire.Error(code):
            return said.Refused(code.value)
        case wire.Ended():
            return said.VisitEnded()
    return None
