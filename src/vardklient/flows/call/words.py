"""The call: preparing → waiting room → connected ⇄ reconnecting → (phone) → ended.

Phone is a state with its own screen, never an error box. No effect exists for recording, chat or files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vardklient.domain.identity import Identity, IdMethod
from vardklient.domain.quality import CallQuality, QualityWatch, together
from vardklient.domain.record import Outcome
from vardklient.domain.visit import Kind, Role, Visit
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.engine import EngineCommand, EngineEvent, SoundChanged
from vardklient.ports.signalling import IceServer, SignallingCommand, SignallingEvent

Step = tuple["CallState", tuple["CallEffect", ...]]

# Timers by name, and how long they run. The engine says LOST when media have been away for `NOTICED_AFTER_S` already:
# the sentence is due 4 s after the loss, the phone 10 s. The others are own choice.
FIRST, SENTENCE, AWAY, AGAIN = "first_picture", "media_sentence", "media_away", "rejoin_again"
MUTED_TALK, SOUND_TOLD, SOUND_GONE = "muted_talk", "sound_told", "sound_gone"
TIMERS = (FIRST, SENTENCE, AWAY, AGAIN, MUTED_TALK, SOUND_TOLD, SOUND_GONE)
NOTICED_AFTER_S = 2.0
FIRST_PICTURE_S = 10.0
SENTENCE_S = 4.0 - NOTICED_AFTER_S
MEDIA_AWAY_S = 10.0 - NOTICED_AFTER_S
AGAIN_S = 3.0
MUTED_TALK_S = 6.0
SOUND_TOLD_S = 10.0
SOUND_GONE_S = 2.0
"""A device that was lost is mostly replaced within this time (F14)."""


class Phase(StrEnum):
    """How far the call has come."""

    PREPARING = "preparing"
    WAITING_ROOM = "waiting_room"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    PHONE = "phone"
    ENDED = "ended"


class Presence(StrEnum):
    """How a person is connected."""

    WAITING = "waiting"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    RECONNECTING = "reconnecting"
    LEFT = "left"


class CallNotice(StrEnum):
    """The one sentence over the picture; `ui/texts` holds the words."""

    SIGNALLING_LOST = "signalling_lost"
    PEER_DROPPED = "peer_dropped"
    PEER_LEFT = "peer_left"
    MEDIA_LOST = "media_lost"
    CANNOT_CONNECT = "cannot_connect"
    ENGINE_DIED = "engine_died"
    TICKET_REFUSED = "ticket_refused"


class SoundTrouble(StrEnum):
    """What has become of a microphone or a loudspeaker."""

    MOVED = "moved"
    GONE = "gone"
    BUSY = "busy"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SoundNotice:
    """What to say about the sound devices; None: nothing about that one.

    Attributes:
        microphone_name, speaker_name: what is used now.
    """

    microphone: SoundTrouble | None = None
    speaker: SoundTrouble | None = None
    microphone_name: str = ""
    speaker_name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the waiting room or in the visit.

    Attributes:
        since: when the presence last changed.
        epoch: number of the peer connection.
        seen: has a picture or sound of theirs ever reached us?
        line_lost: their line to the visit server is down; their media may flow all the same.
        quality: how good the connection to them is.
        watch: the seconds that the quality stands on; no part of the snapshot.
    """

    peer: str
    role: Role
    presence: Presence
    since: datetime
    epoch: int = 0
    devices_ok: bool | None = None
    sends_audio: bool = True
    sends_video: bool = True
    seen: bool = False
    line_lost: bool = False
    quality: CallQuality = field(default_factory=CallQuality)
    watch: QualityWatch = field(default_factory=QualityWatch, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CallState:
    """The snapshot that the call window shows.

    Attributes:
        started: when the first person's media reached us; ended: when the visit ended.
        offer_phone: show "Ring patienten" large.
        interrupted: media were away for longer than the call could heal by itself.
        met: the roles that took part.
        muted_talk: the user is speaking into the microphone that is off.
        sound: the sound devices as the engine said last.
        sound_notice: what to say about them now.
    """

    visit_id: str = ""
    label: str = ""
    kind: Kind = Kind.ONE_TO_ONE
    start: datetime | None = None
    end: datetime | None = None
    protected: bool = False
    phone: str = ""
    phase: Phase = Phase.PREPARING
    people: tuple[Person, ...] = ()
    identity: Identity | None = None
    microphone_on: bool = True
    camera_on: bool = True
    signalling_lost: bool = False
    notice: CallNotice | None = None
    offer_phone: bool = False
    you: str = ""
    ice: tuple[IceServer, ...] = ()
    started: datetime | None = None
    ended: datetime | None = None
    outcome: Outcome = Outcome.BY_VIDEO
    interrupted: bool = False
    met: tuple[Role, ...] = ()
    muted_talk: bool = False
    sound: SoundChanged | None = None
    sound_notice: SoundNotice | None = None

    def person(self, peer: str) -> Person | None:
        """The person of that id."""
        return next((p for p in self.people if p.peer == peer), None)

    @property
    def main_peer(self) -> str:
        """Whose picture is under the lens: the first admitted one who is not an interpreter."""
        inside = [p for p in self.people if p.presence not in (Presence.WAITING, Presence.LEFT)]
        ranked = sorted(inside, key=lambda p: p.role is Role.INTERPRETER)
        return ranked[0].peer if ranked else ""

    @property
    def quality(self) -> CallQuality | None:
        """How good the call is; None while there is none to judge."""
        main = self.person(self.main_peer)
        if main is None or main.presence is not Presence.CONNECTED:
            return None
        others = [p.quality for p in self.people if p is not main and p.presence is Presence.CONNECTED]
        return together(main.quality, others)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Begin:
    """Join this visit; `waiting` are those already in the waiting room: id, role, and how their own test went."""

    visit: Visit
    you: str
    ice: tuple[IceServer, ...] = ()
    waiting: tuple[tuple[str, Role, bool | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """The visit server said something."""

    event: SignallingEvent


@dataclass(frozen=True, slots=True)
class EngineSaid:
    """The call engine said something."""

    event: EngineEvent


@dataclass(frozen=True, slots=True)
class AdmitPerson:
    """The user lets this person in."""

    peer: str


@dataclass(frozen=True, slots=True)
class DenyPerson:
    """The user turns this person away."""

    peer: str


@dataclass(frozen=True, slots=True)
class HoldPerson:
    """The user puts this person back into the waiting room."""

    peer: str


@dataclass(frozen=True, slots=True)
class SettleIdentity:
    """The user has made certain who it is."""

    peer: str
    method: IdMethod


@dataclass(frozen=True, slots=True)
class SetMicrophone:
    """The user speaks, or is silent."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetCamera:
    """The user is seen, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class UsePhone:
    """The user completes the visit by phone."""


@dataclass(frozen=True, slots=True)
class BackToVideo:
    """The phone was not needed after all."""


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """The user corrects on the card how the visit ended."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class End:
    """The user ends the visit."""


CallEvent = (
    Begin
    | Heard
    | EngineSaid
    | AdmitPerson
    | DenyPerson
    | HoldPerson
    | SettleIdentity
    | SetMicrophone
    | SetCamera
    | UsePhone
    | BackToVideo
    | SetOutcome
    | End
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class Say:
    """Tell the visit server."""

    command: SignallingCommand


@dataclass(frozen=True, slots=True)
class Do:
    """Tell the engine."""

    command: EngineCommand


@dataclass(frozen=True, slots=True)
class ReleaseEverything:
    """Close the engine and free camera, microphone and loudspeaker now: dictation starts in a second."""


CallEffect = Say | Do | ReleaseEverything | StartTimer | CancelTimer
