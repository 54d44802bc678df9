"""The day's rules: one event in, the next snapshot and the effects out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from vardklient.base.clock import STOCKHOLM
from vardklient.domain.phone import dialled
from vardklient.domain.visit import JoinKind
from vardklient.flows.day.inviting import invite
from vardklient.flows.day.listing import DUE_BEFORE, TO_COME, change_row, listed, ordered
from vardklient.flows.day.looking import days_read, look_at, looked
from vardklient.flows.day.opening import confirm, open_visit, settle_question
from vardklient.flows.day.words import (
    Arrived,
    CallEnded,
    CancelOpen,
    CheckEquipment,
    ConfirmOpen,
    DayEffect,
    DayEvent,
    DayNotice,
    DayState,
    Departed,
    Dial,
    InviteTo,
    LeaveInvitation,
    Loaded,
    LookAt,
    MakeRoom,
    OpenVisit,
    ReadSources,
    Refresh,
    RoomMade,
    Row,
    ServerChanged,
    Stage,
    StartPhone,
    Waiting,
)
from vardklient.flows.timers import StartTimer, TimerFired
from vardklient.ports.clock import Clock

POLL_S = 60.0
TICK_S = 15.0

Step = tuple[DayState, tuple[DayEffect, ...]]


def step(state: DayState, event: DayEvent, clock: Clock) -> Step:
    """One event. Never raises, whatever the order of events."""
    stepped, effects = _take(replace(state, now=clock.now()), event)
    stepped, look = _check(state, stepped)
    return stepped, (*effects, *look)


def _take(state: DayState, event: DayEvent) -> Step:
    match event:
        case Refresh() | TimerFired("poll"):
            state = _turned(state)
            return state, (*days_read(state), StartTimer("poll", POLL_S))
        case Loaded():
            return _loaded(state, event)
        case LookAt(day):
            return look_at(state, day)
        case TimerFired():
            turned = _turned(state)
            read = (ReadSources(turned.day),) if turned.day != state.day else ()
            return ordered(turned), (*read, StartTimer("tick", TICK_S))
        case Arrived():
            return _arrived(state, event)
        case Departed(visit_id, peer):
            return _departed(state, visit_id, peer), ()
        case ServerChanged(there):
            state = replace(state, server=there, notice=None if there else DayNotice.SERVER_LOST)
            state = state if there else replace(state, rows=_roomless(state.rows), gone=_roomless(state.gone))
            return ordered(state), _rooms(state)
        case RoomMade(visit_id, links):
            return change_row(state, visit_id, lambda r: replace(r, room=True, links=links)), ()
        case OpenVisit(visit_id):
            return open_visit(replace(state, look=None), visit_id)
        case ConfirmOpen(seen):
            return confirm(state, seen)
        case CancelOpen():
            return replace(state, asking=""), ()
        case StartPhone(visit_id):
            row = state.row(visit_id)
            return state, (Dial(dialled(row.visit.phone)),) if row is not None and row.visit.phone else ()
        case InviteTo(visit_id):
            return invite(state, visit_id)
        case LeaveInvitation():
            return replace(state, inviting=""), ()
        case CallEnded(visit_id, outcome):
            ended = change_row(state, visit_id, lambda r: replace(r, stage=Stage.ENDED, outcome=outcome, waiting=()))
            over = state.active_id == visit_id
            return ordered(replace(ended, active_id="" if over else state.active_id)), ()


def today(clock: Clock) -> date:
    """The day in Stockholm, wherever the machine believes to be."""
    return clock.now().astimezone(STOCKHOLM).date()


def _turned(state: DayState) -> DayState:
    """At midnight yesterday's visits are forgotten; not during a call, and the practice day stays what it is."""
    day = state.now.astimezone(STOCKHOLM).date()
    if day == state.day or state.active_id or state.practice:
        return state
    return DayState(day, state.now, server=state.server, notice=state.notice)


def _loaded(state: DayState, event: Loaded) -> Step:
    if event.day not in (None, state.day):
        return looked(state, event), ()
    state = settle_question(ordered(listed(state, event)))
    return state, (StartTimer("tick", TICK_S), *_rooms(state))


def _rooms(state: DayState) -> tuple[MakeRoom, ...]:
    """Rooms that are wanted and not there: for visits that nobody else's link leads to, the next one first."""
    if not state.server:
        return ()
    wanted = [r for r in state.rows if r.visit.remote and r.visit.join.kind is not JoinKind.LINK and not r.room]
    wanted = [r for r in wanted if r.stage is not Stage.ENDED]
    return tuple(MakeRoom(r.visit) for r in sorted(wanted, key=lambda r: r.visit.visit_id != state.next_id))


def _check(before: DayState, now: DayState) -> tuple[DayState, tuple[CheckEquipment, ...]]:
    """Once when a visit comes near: the sun moves. A call has the devices, so then it is made up for after it.

    By the clock and not by the stage: somebody may be waiting long before.
    """
    far = {r.visit.visit_id for r in before.rows if before.now < r.visit.start - DUE_BEFORE}
    to_come = [r for r in now.rows if r.stage in TO_COME and r.visit.remote]
    near = {r.visit.visit_id for r in to_come if now.now >= r.visit.start - DUE_BEFORE}
    wanted = bool(near & far) or (now.unchecked and bool(near))
    look = wanted and not now.active_id
    return replace(now, unchecked=wanted and not look), (CheckEquipment(),) if look else ()


def _roomless(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Rooms go with their server, and the links that led there lead nowhere."""
    return tuple(replace(row, room=False, waiting=(), links=()) for row in rows)


def _arrived(state: DayState, event: Arrived) -> Step:
    row = next((r for r in (*state.rows, *state.gone) if r.visit.visit_id == event.visit_id), None)
    if row is None:
        return state, ()
    old = next((w for w in row.waiting if w.peer == event.peer), None)
    new = Waiting(event.peer, event.role, old.since if old else state.now, event.devices_ok)
    others = tuple(w for w in row.waiting if w.peer != event.peer)
    return ordered(change_row(state, event.visit_id, lambda r: replace(r, waiting=(*others, new)))), ()


def _departed(state: DayState, visit_id: str, peer: str) -> DayState:
    def without(row: Row) -> Row:
        return replace(row, waiting=tuple(w for w in row.waiting if w.peer != peer))

    return ordered(change_row(state, visit_id, without))
