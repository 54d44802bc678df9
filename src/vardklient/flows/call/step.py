"""The call's rules: one event in, the next snapshot and the effects out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from vardklient.domain.identity import Identity
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.visit import Role, Visit
from vardklient.flows.call.words import (
    AdmitPerson,
    BackToVideo,
    Begin,
    CallEffect,
    CallEvent,
    CallNotice,
    CallState,
    DenyPerson,
    Do,
    End,
    EngineSaid,
    Heard,
    HoldPerson,
    Person,
    Phase,
    Presence,
    ReleaseEverything,
    Say,
    SetCamera,
    SetMicrophone,
    SetOutcome,
    SettleIdentity,
    UsePhone,
)
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock
from vardklient.ports.engine import (
    CandidateFound,
    ClosePeer,
    Described,
    EngineEvent,
    EngineFailed,
    MediaChanged,
    MediaState,
    OpenPeer,
    SendPicture,
    SendSound,
    TakeCandidate,
    TakeDescription,
)
from vardklient.ports.signalling import (
    Admit,
    Candidate,
    Deny,
    Describe,
    EndVisit,
    Hold,
    Knocked,
    PeerJoined,
    PeerLeft,
    PeerMedia,
    Refused,
    Rejoin,
    RemoteCandidate,
    RemoteDescription,
    SayMedia,
    SignallingEvent,
    SignallingLost,
    SignallingRestored,
    VisitEnded,
    Welcomed,
)

MEDIA_AWAY_S = 10.0
FIRST_PICTURE_S = 10.0
_AWAY = "media_away"
_FIRST = "first_picture"

Step = tuple[CallState, tuple[CallEffect, ...]]


def step(state: CallState, event: CallEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events; ended absorbs everything but a corrected outcome."""
    if state.phase is Phase.ENDED:
        return (replace(state, outcome=event.outcome), ()) if isinstance(event, SetOutcome) else (state, ())
    match event:
        case Begin():
            return _begin(event, clock)
        case Heard(heard):
            return _heard(state, heard, clock)
        case EngineSaid(said):
            return _engine(state, said, clock)
        case AdmitPerson(peer) if _is(state, peer, Presence.WAITING):
            return state, (Say(Admit(peer)),)
        case DenyPerson(peer) if _is(state, peer, Presence.WAITING):
            return _without(state, peer), (Say(Deny(peer)),)
        case HoldPerson(peer) if _inside(state, peer):
            state = _phased(_change(state, peer, clock, presence=Presence.WAITING))
            return state, (Say(Hold(peer)), Do(ClosePeer(peer)), CancelTimer(_AWAY))
        case SettleIdentity(peer, method) if state.person(peer) is not None:
            return replace(state, identity=Identity(peer, method, clock.now())), ()
        case SetMicrophone(on):
            return replace(state, microphone_on=on), (Do(SendSound(on)), Say(SayMedia(on, state.camera_on)))
        case SetCamera(on):
            return replace(state, camera_on=on), (Do(SendPicture(on)), Say(SayMedia(state.microphone_on, on)))
        case UsePhone():
            return replace(state, phase=Phase.PHONE, outcome=Outcome.COMPLETED_BY_PHONE, interrupted=True), ()
        case BackToVideo() if state.phase is Phase.PHONE:
            return _phased(replace(state, phase=Phase.WAITING_ROOM, outcome=Outcome.BY_VIDEO)), ()
        case SetOutcome(outcome):
            return replace(state, outcome=outcome), ()
        case TimerFired(name):
            return _timer(state, name), ()
        case End():
            return _end(state, clock, say=True)
        case _:
            return state, ()


def after_call(state: CallState, now: datetime) -> AfterCall:
    """The facts for the card."""
    return AfterCall(
        visit_id=state.visit_id,
        label=state.label,
        kind=state.kind,
        started=state.started,
        ended=state.ended or now,
        id_method=state.identity.method if state.identity else None,
        id_at=state.identity.at if state.identity else None,
        present=state.met,
        outcome=state.outcome,
        interrupted=state.interrupted,
    )


def preparing(visit: Visit) -> CallState:
    """The visit before its call has begun."""
    return CallState(
        visit_id=visit.visit_id,
        label=visit.label,
        kind=visit.kind,
        start=visit.start,
        end=visit.end,
        protected=visit.protected,
        phone="" if visit.protected else visit.phone,
    )


def _begin(event: Begin, clock: Clock) -> Step:
    now = clock.now()
    people = tuple(Person(peer, role, Presence.WAITING, now, devices_ok=ok) for peer, role, ok in event.waiting)
    state = replace(preparing(event.visit), phase=Phase.WAITING_ROOM, people=people, you=event.you, ice=event.ice)
    return state, (Do(SendSound(True)), Do(SendPicture(True)))


def _heard(state: CallState, heard: SignallingEvent, clock: Clock) -> Step:
    match heard:
        case Welcomed(you, ice):
            return replace(state, you=you, ice=ice), ()
        case Knocked(peer, role, devices_ok):
            return _knocked(state, peer, role, devices_ok, clock), ()
        case PeerJoined(peer, role):
            return _joined(state, peer, role, clock)
        case PeerLeft(peer, gone):
            return _left(state, peer, gone, clock)
        case PeerMedia(peer, audio, video):
            return _change(state, peer, clock, sends_audio=audio, sends_video=video), ()
        case RemoteDescription(peer, epoch, type_, sdp) if _inside(state, peer):
            state = _change(state, peer, clock, epoch=epoch)
            return state, (Do(TakeDescription(peer, epoch, type_, sdp)),)
        case RemoteCandidate(peer, epoch, candidate) if _inside(state, peer):
            return state, (Do(TakeCandidate(peer, epoch, candidate)),)
        case VisitEnded():
            return _end(state, clock, say=False)
        case SignallingLost():
            return replace(state, signalling_lost=True, notice=state.notice or CallNotice.SIGNALLING_LOST), ()
        case SignallingRestored():
            notice = None if state.notice is CallNotice.SIGNALLING_LOST else state.notice
            return replace(state, signalling_lost=False, notice=notice), ()
        case Refused("ticket"):
            return replace(state, notice=CallNotice.TICKET_REFUSED, offer_phone=True), ()
        case _:
            return state, ()


def _knocked(state: CallState, peer: str, role: Role, devices_ok: bool | None, clock: Clock) -> CallState:
    known = state.person(peer)
    if known is None or known.presence is Presence.LEFT:
        person = Person(peer, role, Presence.WAITING, clock.now(), devices_ok=devices_ok)
        return replace(_without(state, peer), people=(*_without(state, peer).people, person))
    return _change(state, peer, clock, devices_ok=devices_ok)


def _joined(state: CallState, peer: str, role: Role, clock: Clock) -> Step:
    """Somebody was let in, or came back with a fresh line; either way they will offer, and we wait for it."""
    state = _change(state, peer, clock, line_lost=False)
    known = state.person(peer)
    if known is not None and known.presence is Presence.CONNECTED:
        return state, ()
    if known is None:
        state = replace(state, people=(*state.people, Person(peer, role, Presence.CONNECTING, clock.now())))
        known = state.person(peer)
    presence = Presence.RECONNECTING if known is not None and known.seen else Presence.CONNECTING
    state = _phased(_change(state, peer, clock, presence=presence))
    if state.notice is CallNotice.PEER_DROPPED:
        state = replace(state, notice=None, offer_phone=False)
    return state, (Do(OpenPeer(peer, 0, offer=False, ice=state.ice)), StartTimer(_FIRST, FIRST_PICTURE_S))


def _left(state: CallState, peer: str, gone: bool, clock: Clock) -> Step:
    """A line is gone. While media still flow nothing is said: the watch on them tells within 2 s if they stop too."""
    person = state.person(peer)
    if person is None:
        return state, ()
    if person.presence is Presence.WAITING:
        return _without(state, peer), ()
    if person.presence is Presence.CONNECTED and (person.line_lost or not gone):
        return _change(state, peer, clock, line_lost=True), ()
    if not gone:
        state = _phased(_change(state, peer, clock, presence=Presence.RECONNECTING, line_lost=True))
        return _dropped(state), ()
    state = _phased(_change(state, peer, clock, presence=Presence.LEFT))
    state = _dropped(state) if person.line_lost else replace(state, notice=CallNotice.PEER_LEFT, offer_phone=False)
    return state, (Do(ClosePeer(peer)), CancelTimer(_AWAY))


def _dropped(state: CallState) -> CallState:
    return replace(state, notice=CallNotice.PEER_DROPPED, offer_phone=True, interrupted=True)


def _engine(state: CallState, said: EngineEvent, clock: Clock) -> Step:
    match said:
        case Described(peer, epoch, type_, sdp) if _inside(state, peer):
            return state, (Say(Describe(peer, epoch, type_, sdp)),)
        case CandidateFound(peer, epoch, candidate) if _inside(state, peer):
            return state, (Say(Candidate(peer, epoch, candidate)),)
        case MediaChanged(peer, _, media) if _inside(state, peer):
            return _media(state, peer, media, clock)
        case EngineFailed():
            return replace(state, notice=CallNotice.CANNOT_CONNECT, offer_phone=True, interrupted=True), ()
        case _:
            return state, ()


_PASSING = (CallNotice.PICTURE_WEAK, CallNotice.MEDIA_LOST, CallNotice.PEER_DROPPED, CallNotice.CANNOT_CONNECT)


def _media(state: CallState, peer: str, media: MediaState, clock: Clock) -> Step:
    match media:
        case MediaState.FLOWING:
            return _flowing(state, peer, clock)
        case MediaState.WEAK:
            return replace(state, notice=state.notice or CallNotice.PICTURE_WEAK), ()
        case MediaState.LOST:
            person = state.person(peer)
            state = _phased(_change(state, peer, clock, presence=Presence.RECONNECTING))
            if person is not None and person.line_lost:
                return _dropped(state), ()
            return replace(state, notice=CallNotice.MEDIA_LOST), (Say(Rejoin()), StartTimer(_AWAY, MEDIA_AWAY_S))
        case _:
            return state, ()


def _flowing(state: CallState, peer: str, clock: Clock) -> Step:
    state = _change(state, peer, clock, presence=Presence.CONNECTED, seen=True)
    person = state.person(peer)
    met = state.met if person is None or person.role in state.met else (*state.met, person.role)
    healed = state.notice in _PASSING
    lost = CallNotice.SIGNALLING_LOST if state.signalling_lost else None
    state = replace(
        state,
        met=met,
        started=state.started or clock.now(),
        notice=lost if healed else state.notice,
        offer_phone=False if healed else state.offer_phone,
    )
    return _phased(state), (CancelTimer(_AWAY), CancelTimer(_FIRST))


def _timer(state: CallState, name: str) -> CallState:
    away = any(p.presence in (Presence.RECONNECTING, Presence.CONNECTING) for p in state.people)
    if name == _AWAY and away:
        return replace(state, offer_phone=True, interrupted=True)
    if name == _FIRST and away:
        return replace(state, offer_phone=True, notice=CallNotice.CANNOT_CONNECT)
    return state


def _end(state: CallState, clock: Clock, say: bool) -> Step:
    outcome = state.outcome
    if outcome is Outcome.BY_VIDEO and not state.met:
        outcome = Outcome.NO_SHOW
    state = replace(state, phase=Phase.ENDED, ended=clock.now(), outcome=outcome, notice=None, offer_phone=False)
    said: tuple[CallEffect, ...] = (Say(EndVisit()),) if say else ()
    return state, (*said, ReleaseEverything(), CancelTimer(_AWAY), CancelTimer(_FIRST))


# ---------------------------------------------------------------- people


def _is(state: CallState, peer: str, presence: Presence) -> bool:
    person = state.person(peer)
    return person is not None and person.presence is presence


def _inside(state: CallState, peer: str) -> bool:
    person = state.person(peer)
    return person is not None and person.presence not in (Presence.WAITING, Presence.LEFT)


def _without(state: CallState, peer: str) -> CallState:
    return replace(state, people=tuple(p for p in state.people if p.peer != peer))


def _change(
    state: CallState,
    peer: str,
    clock: Clock,
    *,
    presence: Presence | None = None,
    epoch: int | None = None,
    devices_ok: bool | None = None,
    sends_audio: bool | None = None,
    sends_video: bool | None = None,
    seen: bool | None = None,
    line_lost: bool | None = None,
) -> CallState:
    """The state with this person changed; None leaves a field as it is."""

    def changed(person: Person) -> Person:
        moved = presence is not None and presence is not person.presence
        return Person(
            peer=person.peer,
            role=person.role,
            presence=person.presence if presence is None else presence,
            since=clock.now() if moved else person.since,
            epoch=person.epoch if epoch is None else epoch,
            devices_ok=person.devices_ok if devices_ok is None else devices_ok,
            sends_audio=person.sends_audio if sends_audio is None else sends_audio,
            sends_video=person.sends_video if sends_video is None else sends_video,
            seen=person.seen if seen is None else seen,
            line_lost=person.line_lost if line_lost is None else line_lost,
        )

    return replace(state, people=tuple(changed(p) if p.peer == peer else p for p in state.people))


def _phased(state: CallState) -> CallState:
    """The phase that follows from how the people are connected; the phone stays until it is put down."""
    if state.phase is Phase.PHONE:
        return state
    found = {p.presence for p in state.people}
    if Presence.CONNECTED in found:
        phase = Phase.CONNECTED
    elif Presence.RECONNECTING in found or (Presence.CONNECTING in found and state.phase is Phase.RECONNECTING):
        phase = Phase.RECONNECTING
    else:
        phase = Phase.WAITING_ROOM
    return replace(state, phase=phase)
