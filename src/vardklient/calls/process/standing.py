"""What an engine process must be told that takes the place of one that has died."""

from __future__ import annotations

from dataclasses import dataclass

from vardklient.ports.engine import (
    CandidateFound,
    ClosePeer,
    Described,
    EngineCommand,
    EngineEvent,
    HeadsetProved,
    KnowDevices,
    MediaChanged,
    MediaState,
    OpenPeer,
    ReleaseSound,
    SendPicture,
    SendSound,
    TakeDescription,
    UseSound,
)
from vardklient.ports.signalling import IceServer


@dataclass(slots=True)
class StandingPeer:
    """A person to whom there is, or should be, a connection.

    Attributes:
        epoch: of the newest connection that was heard of.
        losses: how many connections died with their process.
    """

    epoch: int
    ice: tuple[IceServer, ...]
    losses: int = 0


class Standing:
    """Remembers of all commands and events what still holds. Belongs to one thread.

    Attributes:
        peers: by their ids.
    """

    def __init__(self) -> None:
        self.peers: dict[str, StandingPeer] = {}
        self._devices: KnowDevices | None = None
        self._headset: HeadsetProved | None = None
        self._sound: UseSound | None = None
        self._send_sound, self._send_picture = SendSound(True), SendPicture(True)

    def note(self, command: EngineCommand) -> None:
        """A command was given."""
        match command:
            case OpenPeer(peer, epoch, _, ice):
                known = self.peers.setdefault(peer, StandingPeer(epoch, ice))
                known.epoch, known.ice = max(epoch, known.epoch), ice
            case TakeDescription(peer, epoch):
                self._meet(peer, epoch)
            case ClosePeer(peer):
                self.peers.pop(peer, None)
            case SendSound():
                self._send_sound = command
            case SendPicture():
                self._send_picture = command
            case KnowDevices():
                self._devices = command
            case HeadsetProved():
                self._headset = command
            case UseSound():
                self._sound = command
            case ReleaseSound():
                self._sound = None

    def heard(self, event: EngineEvent) -> None:
        """An event was told."""
        match event:
            case MediaChanged(peer, _, MediaState.CLOSED):
                self.peers.pop(peer, None)
            case Described(peer, epoch) | CandidateFound(peer, epoch) | MediaChanged(peer, epoch):
                self._meet(peer, epoch)

    def _meet(self, peer: str, epoch: int) -> None:
        known = self.peers.get(peer)
        if known is not None:
            known.epoch = max(epoch, known.epoch)

    def commands(self) -> list[EngineCommand]:
        """What brings a new engine to where the old one was; no connection older than the newest is made any more."""
        sound = [command for command in (self._devices, self._headset, self._sound) if command is not None]
        people = [OpenPeer(peer, known.epoch, offer=False, ice=known.ice) for peer, known in self.peers.items()]
        return [*sound, self._send_sound, self._send_picture, *people]
