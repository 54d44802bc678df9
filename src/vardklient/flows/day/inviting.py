"""The invitation to a visit: which one is shown, and the room that it needs."""

from __future__ import annotations

from dataclasses import replace

from vardklient.domain.visit import JoinKind, Match
from vardklient.flows.day.words import DayState, MakeRoom, Row, Stage


def invite(state: DayState, visit_id: str) -> tuple[DayState, tuple[MakeRoom, ...]]:
    """Show the invitation to that visit; one that is cancelled or over has none."""
    row = state.row(visit_id)
    if row is None or row.visit.match is Match.CANCELLED or row.stage is Stage.ENDED:
        return state, ()
    rooms = (MakeRoom(row.visit),) if state.server and _lacks_room(row) else ()
    return replace(state, inviting=visit_id), rooms


def _lacks_room(row: Row) -> bool:
    return not row.room and row.visit.join.kind is not JoinKind.LINK
