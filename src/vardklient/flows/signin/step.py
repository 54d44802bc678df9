"""The table of the sign-in: which event leads where, and what is to be done on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from vardklient.flows.signin.words import (
    CancelSignIn,
    CloseBrowser,
    DropAccess,
    EndSession,
    Forget,
    Lock,
    NotForgotten,
    NotRevoked,
    OpenBrowser,
    Renew,
    Renewed,
    RenewFailed,
    Restore,
    SignedIn,
    SignInEffect,
    SignInEvent,
    SignInFailed,
    SignInState,
    SignOut,
    Stage,
    StartSignIn,
    Unlock,
    Used,
)
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock
from vardklient.ports.signin import Fault, Person

IDLE = "signin_idle"
USES_APART = timedelta(seconds=5)
"""A use so soon after the last one is not counted: a timer for every key would be work for nothing. Own choice."""

_LATER = (Fault.UNREACHABLE, Fault.SERVER_FAULT)
"""The provider does not answer now: neither would its page."""

Step = tuple[SignInState, tuple[SignInEffect, ...]]


def step(state: SignInState, event: SignInEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    match event:
        case SignOut():
            return _sign_out(state)
        case NotRevoked() if state.stage is Stage.SIGNED_OUT:
            return replace(state, fault=Fault.NOT_REVOKED), ()
        case NotForgotten() if state.stage is Stage.SIGNED_OUT:
            return replace(state, fault=Fault.NOT_FORGOTTEN), ()
        case RenewFailed(fault):
            return _not_renewed(state, fault)
        case Renewed(person) if state.renewing or state.stage is Stage.SIGNED_IN:
            return _renewed(state, person, clock)
    match state.stage:
        case Stage.IN_BROWSER:
            return _in_browser(state, event, clock)
        case Stage.SIGNED_IN:
            return _signed_in(state, event, clock)
        case _ if state.renewing:
            return _renewing(state, event)
    return _outside(state, event)


def _renewing(state: SignInState, event: SignInEvent) -> Step:
    """Signed out, or locked, and something that was kept is just being tried."""
    match event:
        case StartSignIn():
            return replace(state, wanted=True), ()
        case CancelSignIn():
            return replace(state, wanted=False), ()
    return state, ()


def _outside(state: SignInState, event: SignInEvent) -> Step:
    """Signed out, or locked."""
    match (state.stage, event):
        case (Stage.SIGNED_OUT, StartSignIn()):
            return _to_browser(state, again=False)
        case (Stage.LOCKED, StartSignIn()):
            return _to_browser(state, again=state.unlock_in_browser)
        case (Stage.LOCKED, Unlock()) if state.unlock_in_browser:
            return _to_browser(state, again=True)
        case (Stage.SIGNED_OUT, Restore()) | (Stage.LOCKED, Unlock()):
            return replace(state, renewing=True, fault=None), (Renew(),)
    return state, ()


def _to_browser(state: SignInState, *, again: bool) -> Step:
    attempt = state.attempt + 1
    after = replace(
        state, stage=Stage.IN_BROWSER, attempt=attempt, renewing=False, wanted=False, fault=None, back=state.stage
    )
    return after, (OpenBrowser(attempt, again),)


def _in_browser(state: SignInState, event: SignInEvent, clock: Clock) -> Step:
    match event:
        case SignedIn(attempt, person) if attempt == state.attempt:
            return _enter(state, person, clock)
        case SignInFailed(attempt, fault) if attempt == state.attempt:
            return _back(state, fault)
        case CancelSignIn():
            after, idle = _back(replace(state, used_at=clock.now()), Fault.CANCELLED)
            return after, (CloseBrowser(), *idle)
    return state, ()


def _back(state: SignInState, fault: Fault) -> Step:
    """Where the way through the browser began: who was locked out is still, and so is who was signed in."""
    after = replace(state, stage=state.back, fault=fault)
    return after, _idle(after) if after.stage is Stage.SIGNED_IN else ()


def _enter(state: SignInState, person: Person, clock: Clock) -> Step:
    after = replace(state, stage=Stage.SIGNED_IN, person=person, fault=None, renewing=False, wanted=False)
    return replace(after, used_at=clock.now()), _idle(after)


def _idle(state: SignInState) -> tuple[SignInEffect, ...]:
    return (StartTimer(IDLE, state.lock_after_s),) if state.lock_after_s > 0 else ()


def _renewed(state: SignInState, person: Person, clock: Clock) -> Step:
    if state.stage is Stage.SIGNED_IN:  # nobody did anything: the time without use goes on
        return replace(state, person=person, fault=None), ()
    return _enter(state, person, clock)


def _not_renewed(state: SignInState, fault: Fault | None) -> Step:
    over = fault in (None, Fault.ENDED)
    if state.stage is Stage.SIGNED_IN:
        if over:
            after = replace(state, stage=Stage.SIGNED_OUT, person=None, fault=Fault.ENDED)
            return after, (CancelTimer(IDLE), Forget())
        return replace(state, fault=fault), ()
    if not state.renewing:
        return state, ()
    if (state.stage is Stage.LOCKED and over) or (state.wanted and fault not in _LATER):
        return _to_browser(state, again=False)
    after = replace(state, renewing=False, wanted=False, fault=fault)
    return after, (Forget(),) if fault is Fault.ENDED else ()


def _signed_in(state: SignInState, event: SignInEvent, clock: Clock) -> Step:
    match event:
        case Used():
            return _used(state, clock)
        case Lock() | TimerFired():
            return _lock(state)
        case StartSignIn():  # as somebody else, or because a server does not take the token any more
            after, open_ = _to_browser(state, again=False)
            return after, (CancelTimer(IDLE), *open_)
    return state, ()


def _used(state: SignInState, clock: Clock) -> Step:
    """Start the time anew. A timer stands still while the computer sleeps, the clock does not: then it locks now."""
    unused = clock.now() - state.used_at if state.used_at else timedelta()
    if 0 < state.lock_after_s < unused.total_seconds():
        return _lock(state)
    if abs(unused) < USES_APART:
        return state, ()
    after = replace(state, used_at=clock.now())
    return after, _idle(after)


def _lock(state: SignInState) -> Step:
    after = replace(state, stage=Stage.LOCKED, fault=None)
    return after, (CancelTimer(IDLE), DropAccess(revoke=state.unlock_in_browser))


def _sign_out(state: SignInState) -> Step:
    """From anywhere: also what a renewal could not use, because the provider was out of reach, shall be forgotten."""
    after = replace(state, stage=Stage.SIGNED_OUT, person=None, fault=None, renewing=False, wanted=False)
    open_ = (CloseBrowser(),) if state.stage is Stage.IN_BROWSER else ()
    return after, (CancelTimer(IDLE), *open_, EndSession())
