"""The call's rules: one event in, the next snapshot and the effects out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from vardklient.domain.identity import Identity
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.visit import Role, Visit
from vardklient.flows.call.media import dropped, engine_said, fired, still_away
from vardklient.flows.call.people import change, inside, is_, phased, without
from vardklient.flows.call.words import (
    AGAIN,
    AGAIN_S,
    FIRST,
    FIRST_PICTURE_S,
    MUTED_TALK,
    TIMERS,
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
    Step,
    UsePhone,
)
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock
from vardklient.ports.engine import (
    ClosePeer,
    OpenPeer,
    SendPicture,
    SendSound,
    TakeCandidate,
    TakeDescription,
)
from vardklient.ports.signalling import (
    Admit,
    Deny,
    EndVisit,
    Hold,
    Knocked,
    PeerJoined,
    PeerLeft,
    PeerMedia,
    Refused,
    RemoteCandidate,
    RemoteDescription,
    SayMedia,
    SignallingEvent,
    SignallingLost,
    SignallingRestored,
    VisitEnded,
    Welcomed,
)


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
            return engine_said(state, said, clock)
        case AdmitPerson(peer) if is_(state, peer, Presence.WAITING):
            return state, (Say(Admit(peer)),)
        case DenyPerson(peer) if is_(state, peer, Presence.WAITING):
            return without(state, peer), (Say(Deny(peer)),)
        case HoldPerson(peer) if inside(state, peer):
            state = phased(change(state, peer, clock, presence=Presence.WAITING))
            return state, (Say(Hold(peer)), Do(ClosePeer(peer)), *still_away(state))
        case SettleIdentity(peer, method) if state.person(peer) is not None:
            return replace(state, identity=Identity(peer, method, clock.now())), ()
        case SetMicrophone(on):
            state = replace(state, microphone_on=on, muted_talk=False)
            return state, (Do(SendSound(on)), Say(SayMedia(on, state.camera_on)), CancelTimer(MUTED_TALK))
        case SetCamera(on):
            return replace(state, camera_on=on), (Do(SendPicture(on)), Say(SayMedia(state.microphone_on, on)))
        case UsePhone():
            return replace(state, phase=Phase.PHONE, outcome=Outcome.COMPLETED_BY_PHONE, interrupted=True), ()
        case BackToVideo() if state.phase is Phase.PHONE:
            return phased(replace(state, phase=Phase.WAITING_ROOM, outcome=Outcome.BY_VIDEO)), ()
        case SetOutcome(outcome):
            return replace(state, outcome=outcome), ()
        case TimerFired(name):
            return fired(state, name)
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
            return change(state, peer, clock, sends_audio=audio, sends_video=video), ()
        case RemoteDescription(peer, epoch, type_, sdp) if inside(state, peer):
            state = change(state, peer, clock, epoch=epoch)
            return state, (Do(TakeDescription(peer, epoch, type_, sdp)),)
        case RemoteCandidate(peer, epoch, candidate) if inside(state, peer):
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
        return replace(without(state, peer), people=(*without(state, peer).people, person))
    return change(state, peer, clock, devices_ok=devices_ok)


def _joined(state: CallState, peer: str, role: Role, clock: Clock) -> Step:
    """Somebody was let in, or came back with a fresh line; either way they will offer, and we wait for it."""
    state = change(state, peer, clock, line_lost=False)
    known = state.person(peer)
    if known is not None and known.presence is Presence.CONNECTED:
        return state, ()
    if known is None:
        state = replace(state, people=(*state.people, Person(peer, role, Presence.CONNECTING, clock.now())))
        known = state.person(peer)
    presence = Presence.RECONNECTING if known is not None and known.seen else Presence.CONNECTING
    state = phased(change(state, peer, clock, presence=presence))
    if state.notice is CallNotice.PEER_DROPPED:
        state = replace(state, notice=None, offer_phone=False)
    again = (StartTimer(AGAIN, AGAIN_S),) if presence is Presence.RECONNECTING else ()
    return state, (Do(OpenPeer(peer, 0, offer=False, ice=state.ice)), StartTimer(FIRST, FIRST_PICTURE_S), *again)


def _left(state: CallState, peer: str, gone: bool, clock: Clock) -> Step:
    """A line is gone. While media still flow nothing is said: the watch on them tells within 2 s if they stop too."""
    person = state.person(peer)
    if person is None:
        return state, ()
    if person.presence is Presence.WAITING:
        return without(state, peer), ()
    if person.presence is Presence.CONNECTED and (person.line_lost or not gone):
        return change(state, peer, clock, line_lost=True), ()
    if not gone:
        state = phased(change(state, peer, clock, presence=Presence.RECONNECTING, line_lost=True))
        return dropped(state), ()
    state = phased(change(state, peer, clock, presence=Presence.LEFT))
    state = dropped(state) if person.line_lost else replace(state, notice=CallNotice.PEER_LEFT, offer_phone=False)
    return state, (Do(ClosePeer(peer)), *still_away(state))


def _end(state: CallState, clock: Clock, say: bool) -> Step:
    outcome = state.outcome
    if outcome is Outcome.BY_VIDEO and not state.met:
        outcome = Outcome.NO_SHOW
    state = replace(state, phase=Phase.ENDED, ended=clock.now(), outcome=outcome, notice=None, offer_phone=False)
    state = replace(state, muted_talk=False, sound_notice=None)
    said: tuple[CallEffect, ...] = (Say(EndVisit()),) if say else ()
    return state, (*said, ReleaseEverything(), *(CancelTimer(name) for name in TIMERS))
