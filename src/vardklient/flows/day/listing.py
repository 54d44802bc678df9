"""From what the sources gave to the rows of a day; and what every row is worth now, by the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from vardklient.domain.account import COLOURS
from vardklient.domain.lack import Lack, lacks
from vardklient.domain.spacing import spacing
from vardklient.domain.summary import ONE_SIDED, summary
from vardklient.domain.visit import Match, Modality, Status, Visit
from vardklient.flows.day.words import DayState, Loaded, Other, Row, SourceState, Stage, compared

MISSED_AFTER = timedelta(minutes=15)
DUE_BEFORE = timedelta(minutes=10)
GONE_MOST = 2000
"""So many visits that have gone are remembered: more than any day has. A calendar that is new at every reading must not
fill the memory. Own choice."""
TO_COME = (Stage.PLANNED, Stage.DUE, Stage.WAITING)


def listed(state: DayState, event: Loaded) -> DayState:
    """New rows; what is known of a visit besides its sources (who waits, the outcome) is kept by its id."""
    # Imported here: the first window shows a day that is not read yet, and does not wait for the cross-check's modules.
    from vardklient.domain.match import cross_check
    from vardklient.domain.visitid import keep_ids

    results = event.results
    visits = cross_check([e for _, r in results for e in r.events], [b for _, r in results for b in r.bookings])
    if any(r.pending or r.unread for _, r in results):
        visits = tuple(map(_uncompared, visits))
    visits = keep_ids([row.visit for row in state.rows], visits, [row.visit for row in state.gone])
    known = {row.visit.visit_id: row for row in (*state.rows, *state.gone)}
    close = spacing(visits)
    shown = [v for v in visits if v.modality in (Modality.VIDEO, Modality.UNKNOWN)]
    rows = tuple(
        _read_again(known.get(v.visit_id) or Row(v), v, close.get(v.visit_id))
        for v in sorted(shown, key=lambda v: (v.start, v.visit_id))
    )
    others = [v for v in visits if v.modality not in (Modality.VIDEO, Modality.UNKNOWN)]
    there = {v.visit_id for v in shown}
    return replace(
        state,
        rows=rows,
        gone=tuple(_gone(row) for visit_id, row in known.items() if visit_id not in there)[-GONE_MOST:],
        others=tuple(Other(v.start, v.end) for v in others if v.status is not Status.CANCELLED),
        problems=tuple(p for _, r in results for p in r.problems),
        sources=_sources(event),
        loading=not rows and any(r.pending for _, r in results),
    )


def _uncompared(visit: Visit) -> Visit:
    """What sources say that were never read nobody knows: that the other side lacks it would be a false alarm."""
    return replace(visit, match=Match.UNCOMPARED) if visit.match in ONE_SIDED else visit


def _read_again(row: Row, visit: Visit, gap_min: int | None) -> Row:
    """A confirmation falls when one of the sides changes that the user has seen."""
    confirmed = row.confirmed and compared(row.visit) == compared(visit)
    return replace(row, visit=visit, confirmed=confirmed, gap_min=gap_min)


def _gone(row: Row) -> Row:
    """Both sides have changed, also where they come back."""
    return replace(row, confirmed=False) if row.confirmed else row


def change_row(state: DayState, visit_id: str, change: Callable[[Row], Row]) -> DayState:
    """With that visit's row changed, also where the visit is just not there."""

    def changed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(change(r) if r.visit.visit_id == visit_id else r for r in rows)

    return replace(state, rows=changed(state.rows), gone=changed(state.gone))


def _sources(event: Loaded) -> tuple[SourceState, ...]:
    colours = dict(event.colours)
    return tuple(
        SourceState(
            name=name,
            read_at=None if r.pending or r.unread else r.read_at,
            stale=r.stale,
            colour=colours.get(name, place % COLOURS),
            recalled=r.stale and not (r.problems or r.unread),  # one that has failed says why
        )
        for place, (name, r) in enumerate(event.results)
    )


def ordered(state: DayState) -> DayState:
    """Stages and lacks by the clock, what is to be seen to, and the next visit: who waits first, then by time."""
    state = _kept_on(state)
    rows = tuple(_settled(row, state) for row in state.rows)
    open_ = [r for r in rows if r.stage in TO_COME and r.visit.remote]
    first = min(open_, key=lambda r: (r.stage is not Stage.WAITING, r.visit.start), default=None)
    next_id = first.visit.visit_id if first else ""
    close = {r.visit.visit_id: r.gap_min for r in rows if r.gap_min is not None}
    visits = [r.visit for r in rows if r.stage is not Stage.ENDED]
    return replace(state, rows=rows, next_id=next_id, errands=summary(visits, close, state.now))


def _kept_on(state: DayState) -> DayState:
    """A visit that no source has any more is on the list while somebody waits in its room, or when it was held."""
    active = state.active_id
    back = [row for row in state.gone if row.waiting or row.outcome or row.visit.visit_id == active]
    if not back:
        return state
    shown = (replace(row, visit=replace(row.visit, match=Match.WITHDRAWN), gap_min=None) for row in back)
    rows = sorted((*state.rows, *shown), key=lambda row: (row.visit.start, row.visit.visit_id))
    return replace(state, rows=tuple(rows), gone=tuple(row for row in state.gone if row not in back))


def _settled(row: Row, state: DayState) -> Row:
    stage = _stage(row, state)
    missing: tuple[Lack, ...] = ()
    if stage in TO_COME and row.visit.remote:
        present = {w.role for w in row.waiting}
        missing = lacks(row.visit, present, begins=bool(present) or state.now >= row.visit.start)
    return replace(row, stage=stage, lacks=missing) if (stage, missing) != (row.stage, row.lacks) else row


def _stage(row: Row, state: DayState) -> Stage:
    if row.stage is Stage.ENDED:
        return Stage.ENDED
    if row.visit.visit_id == state.active_id:
        return Stage.IN_CALL
    if row.waiting:
        return Stage.WAITING
    if state.now >= max(row.visit.end, row.visit.start + MISSED_AFTER):
        return Stage.MISSED
    return Stage.DUE if state.now >= row.visit.start - DUE_BEFORE else Stage.PLANNED
