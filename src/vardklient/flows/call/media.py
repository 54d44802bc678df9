"""What the engine says: media that come, go and come back, how good they are, and what becomes of the sound devices."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from vardklient.checks.call_limits import load_quality_limits
from vardklient.domain.quality import QualityLimits, QualityWatch, Second
from vardklient.flows.call.people import change, inside, is_, lost, phased, waited_for
from vardklient.flows.call.sound import sound_changed, sound_fired
from vardklient.flows.call.words import (
    AGAIN,
    AGAIN_S,
    AWAY,
    FIRST,
    MEDIA_AWAY_S,
    MUTED_TALK,
    MUTED_TALK_S,
    SENTENCE,
    SENTENCE_S,
    CallEffect,
    CallNotice,
    CallState,
    Person,
    Presence,
    Say,
    Step,
)
from vardklient.flows.timers import CancelTimer, StartTimer
from vardklient.ports.clock import Clock
from vardklient.ports.engine import (
    CandidateFound,
    Described,
    EngineEvent,
    EngineFailed,
    Measured,
    MediaChanged,
    MediaState,
    SoundChanged,
    SpokeWhileMuted,
)
from vardklient.ports.signalling import Candidate, Describe, Rejoin

_PASSING = (CallNotice.MEDIA_LOST, CallNotice.PEER_DROPPED, CallNotice.CANNOT_CONNECT, CallNotice.ENGINE_DIED)
"""What is over once media flow again."""


def engine_said(state: CallState, said: EngineEvent, clock: Clock) -> Step:
    """One event of the engine."""
    match said:
        case Described(peer, epoch, type_, sdp) if inside(state, peer):
            return state, (Say(Describe(peer, epoch, type_, sdp)),)
        case CandidateFound(peer, epoch, candidate) if inside(state, peer):
            return state, (Say(Candidate(peer, epoch, candidate)),)
        case MediaChanged(peer, _, MediaState.FLOWING) if inside(state, peer):
            return _flowing(state, peer, clock)
        case MediaChanged(peer, _, MediaState.LOST) if inside(state, peer):
            return _lost(state, peer, clock)
        case EngineFailed(peer) if not is_(state, peer, Presence.CONNECTED):
            # an attempt that failed while another connection carries the call is nobody's business
            notice = CallNotice.CANNOT_CONNECT if peer else CallNotice.ENGINE_DIED
            return replace(state, notice=notice, offer_phone=True, interrupted=True), ()
        case Measured():
            return _measured(state, said, clock), ()
        case SpokeWhileMuted() if not state.microphone_on:
            return replace(state, muted_talk=True), (StartTimer(MUTED_TALK, MUTED_TALK_S),)
        case SoundChanged():
            return sound_changed(state, said)
        case _:
            return state, ()


def _lost(state: CallState, peer: str, clock: Clock) -> Step:
    """Media are away. Asked for a new connection at once and until they are back; said once it lasts."""
    person = state.person(peer)
    if person is None or person.presence is Presence.RECONNECTING:
        return state, ()
    first = not lost(state)
    state = phased(change(state, peer, clock, presence=Presence.RECONNECTING, watch=QualityWatch()))
    again: tuple[CallEffect, ...] = (StartTimer(AGAIN, AGAIN_S),)
    if person.line_lost:
        return dropped(state), again
    since = (StartTimer(SENTENCE, SENTENCE_S), StartTimer(AWAY, MEDIA_AWAY_S)) if first else ()
    return state, (Say(Rejoin()), *again, *since)


def dropped(state: CallState) -> CallState:
    """Nothing reaches somebody any more, neither by the server nor directly."""
    return replace(state, notice=CallNotice.PEER_DROPPED, offer_phone=True, interrupted=True)


def _flowing(state: CallState, peer: str, clock: Clock) -> Step:
    state = change(state, peer, clock, presence=Presence.CONNECTED, seen=True)
    person = state.person(peer)
    met = state.met if person is None or person.role in state.met else (*state.met, person.role)
    healed = state.notice in _PASSING and not lost(state)
    signalling = CallNotice.SIGNALLING_LOST if state.signalling_lost else None
    state = replace(
        state,
        met=met,
        started=state.started or clock.now(),
        notice=signalling if healed else state.notice,
        offer_phone=state.offer_phone and not healed,
    )
    return phased(state), still_away(state)


def still_away(state: CallState) -> tuple[CallEffect, ...]:
    """Stops the timers that nobody who is away needs any more."""
    names = () if lost(state) else (SENTENCE, AWAY, AGAIN)
    return tuple(CancelTimer(name) for name in (*names, *(() if waited_for(state) else (FIRST,))))


# ---------------------------------------------------------------- quality


@cache
def _limits() -> QualityLimits:
    return load_quality_limits()


def _measured(state: CallState, said: Measured, clock: Clock) -> CallState:
    person = state.person(said.peer)
    if person is None or person.presence is not Presence.CONNECTED:
        return state
    watch = person.watch.after(_second(state, person, said), _limits())
    return change(state, said.peer, clock, watch=watch)


def _second(state: CallState, person: Person, said: Measured) -> Second:
    known = said.fps_in is not None or said.bitrate_in_kbps is not None
    return Second(
        picture_wanted=person.sends_video,
        fps_in=said.fps_in,
        fps_out=said.fps_out if state.camera_on else None,
        fps_wanted=said.fps_wanted,
        height_in_px=said.height_in_px,
        frozen_s=said.frozen_s if known else None,
        loss_in_share=said.loss_in_share,
        loss_out_share=said.loss_out_share,
        concealed_share=said.concealed_share,
        rtt_ms=said.rtt_ms,
        bitrate_in_kbps=said.bitrate_in_kbps,
        target_out_kbps=said.target_out_kbps,
        busy_s=said.busy_s if known else None,
        our_line_down=state.signalling_lost,
        their_line_down=person.line_lost,
    )


# ---------------------------------------------------------------- timers


def fired(state: CallState, name: str) -> Step:
    """A timer has run out; what it was for may be over."""
    if name == MUTED_TALK:
        return replace(state, muted_talk=False), ()
    if name == FIRST and waited_for(state):
        return replace(state, offer_phone=True, notice=CallNotice.CANNOT_CONNECT), ()
    if name == SENTENCE and lost(state) and state.notice in (None, CallNotice.SIGNALLING_LOST):
        return replace(state, notice=CallNotice.MEDIA_LOST), ()
    if name == AWAY and lost(state):
        return replace(state, offer_phone=True, interrupted=True), ()
    if name == AGAIN and lost(state):
        # without a line to the server they will come back by themselves, and make the offer
        reached = any(p.presence is Presence.RECONNECTING and not p.line_lost for p in state.people)
        return state, (*((Say(Rejoin()),) if reached else ()), StartTimer(AGAIN, AGAIN_S))
    return sound_fired(state, name), ()
