"""Opening a visit: at once where both sides agree, else when the user has looked at both.

A confirmation is for the two sides that were shown, and falls when either changes.
"""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.visit import JoinKind, Match, Visit
from vardklient.flows.day.listing import change_row, ordered
from vardklient.flows.day.words import (
    DayEffect,
    DayNotice,
    DayState,
    JoinVisit,
    LogConfirmation,
    MakeRoom,
    OpenLink,
    Row,
    Stage,
    compared,
)

Step = tuple[DayState, tuple[DayEffect, ...]]


def needs_confirmation(row: Row) -> bool:
    """Must the user look at both sides first? A protected identity has only one side; it is settled in the visit."""
    return not row.confirmed and row.visit.match not in (Match.AGREES, Match.PROTECTED)


def _called_off(row: Row) -> bool:
    """Cancelled, and nobody came all the same."""
    return row.visit.match is Match.CANCELLED and not row.waiting


def open_visit(state: DayState, visit_id: str) -> Step:
    """Join, or ask first. One that is over is compared as well: its sides may have changed since."""
    row = state.row(visit_id)
    if row is None or state.active_id or _called_off(row):
        return state, ()
    if needs_confirmation(row):
        return replace(state, asking=visit_id), ()
    return _enter(state, row)


def confirm(state: DayState, seen: Visit) -> Step:
    """Join, if what the user has seen is still so; else the question stays, and shows what it is now."""
    row = state.row(seen.visit_id)
    if row is None or state.asking != seen.visit_id or state.active_id:
        return replace(state, asking=""), ()
    if compared(row.visit) != compared(seen):
        return state, ()
    row = replace(row, confirmed=True)
    entered, effects = _enter(change_row(state, seen.visit_id, lambda _: row), row)
    return entered, (LogConfirmation(seen.visit_id, row.visit.match.value), *effects)


def settle_question(state: DayState) -> DayState:
    """After a reading: nothing is asked any more of a visit that is gone, cancelled, or has come to agree."""
    row = state.row(state.asking)
    if row is not None and not _called_off(row) and needs_confirmation(row):
        return state
    return replace(state, asking="")


def _enter(state: DayState, row: Row) -> Step:
    return _enter_again(state, row) if row.stage is Stage.ENDED else _join(state, row)


def _enter_again(state: DayState, row: Row) -> Step:
    """A visit that was ended, by mistake perhaps: its room is over, so it gets a new one, with new links."""
    again = replace(row, stage=Stage.PLANNED, outcome=None, room=False, links=())
    joined, effects = _join(change_row(state, row.visit.visit_id, lambda _: again), again)
    return joined, (MakeRoom(row.visit), *effects) if joined.active_id else effects


def _join(state: DayState, row: Row) -> Step:
    state = replace(state, asking="")
    if row.visit.join.kind is JoinKind.LINK:
        return state, (OpenLink(row.visit.join.link),)
    if not (row.room or state.server):
        return replace(state, notice=DayNotice.NO_ROOM), ()
    state = replace(state, active_id=row.visit.visit_id, notice=None)
    return ordered(state), (JoinVisit(row.visit, row.waiting),)
