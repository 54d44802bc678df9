from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.flows.test_day import HALF, NOW, UP, booking, event, loaded, run
from vardklient.domain.record import Outcome
from vardklient.domain.visit import Match, Visit
from vardklient.flows import day

APART = NOW + timedelta(minutes=20)
ALONE = loaded([event("a", NOW)], [])
DIFFERS = loaded([event("a", NOW)], [booking("1", APART)])
AGREES = loaded([event("a", NOW)], [booking("1", NOW)])
CANCELLED = loaded([event("a", NOW, cancelled=True)], [booking("1", NOW, cancelled=True)])
TWINS = loaded([event("a", NOW), event("b", NOW + 2 * HALF)], [booking("1", APART), booking("2", NOW + 2 * HALF)])
SOMEBODY_ELSE = loaded([event("a", NOW)], [booking("9", APART)])


def seen(read: day.Loaded) -> Visit:
    """The first visit as it is shown after that reading."""
    return run(ALONE, read)[0].rows[0].visit


def joined(effects: list[day.DayEffect]) -> list[day.DayEffect]:
    return [e for e in effects if isinstance(e, (day.JoinVisit, day.LogConfirmation))]


@pytest.mark.parametrize("changed", [DIFFERS, TWINS])
def test_a_question_answered_for_what_was_shown_before_is_asked_once_more(changed: day.Loaded) -> None:
    visit = seen(ALONE)
    asked = (ALONE, UP, day.OpenVisit(visit.visit_id), changed)
    state, effects = run(*asked, day.ConfirmOpen(visit))
    assert (state.asking, state.active_id, joined(effects)) == (visit.visit_id, "", [])
    state, effects = run(*asked, day.ConfirmOpen(state.rows[0].visit))
    assert state.active_id == visit.visit_id
    assert [type(e) for e in joined(effects)] == [day.LogConfirmation, day.JoinVisit]


@pytest.mark.parametrize("changed", [CANCELLED, AGREES, loaded([], [])])
def test_what_is_cancelled_gone_or_agrees_by_now_is_asked_no_more_and_does_not_open(changed: day.Loaded) -> None:
    visit = seen(DIFFERS)
    asked = (ALONE, DIFFERS, UP, day.OpenVisit(visit.visit_id), changed)
    assert run(*asked)[0].asking == ""
    for late in (visit, *(row.visit for row in run(*asked)[0].rows)):
        state, effects = run(*asked, day.ConfirmOpen(late))
        assert (state.active_id, joined(effects)) == ("", [])


@pytest.mark.parametrize("changed", [ALONE, TWINS, SOMEBODY_ELSE])
def test_a_confirmation_falls_when_a_side_changes_and_stays_when_none_does(changed: day.Loaded) -> None:
    visit = seen(DIFFERS)
    confirmed = (ALONE, DIFFERS, UP, day.OpenVisit(visit.visit_id), day.ConfirmOpen(visit))
    left = (*confirmed, day.CallEnded(visit.visit_id, Outcome.BY_VIDEO))
    again = day.OpenVisit(visit.visit_id)
    assert run(*left, DIFFERS, again)[0].active_id == visit.visit_id
    for back in ((), (DIFFERS,)):
        state, _ = run(*left, changed, *back, again)
        assert (state.active_id, state.asking) == ("", visit.visit_id)
    assert run(*confirmed, changed)[0].active_id == visit.visit_id, "the call goes on"


def test_a_confirmation_falls_when_the_visit_goes_also_where_it_comes_back_as_it_was() -> None:
    visit = seen(DIFFERS)
    confirmed = (ALONE, DIFFERS, UP, day.OpenVisit(visit.visit_id), day.ConfirmOpen(visit))
    back = (*confirmed, day.CallEnded(visit.visit_id, Outcome.BY_VIDEO), loaded([], []), DIFFERS)
    state, _ = run(*back, day.OpenVisit(visit.visit_id))
    assert (state.active_id, state.asking) == ("", visit.visit_id)


def test_a_visit_that_agreed_when_it_was_ended_asks_before_it_opens_again_if_it_does_not_now() -> None:
    visit = seen(AGREES)
    ended = (ALONE, AGREES, UP, day.OpenVisit(visit.visit_id), day.CallEnded(visit.visit_id, Outcome.BY_VIDEO))
    state, _ = run(*ended, DIFFERS, day.OpenVisit(visit.visit_id))
    assert (state.active_id, state.asking, state.rows[0].stage) == ("", visit.visit_id, day.Stage.ENDED)
    state, effects = run(*ended, DIFFERS, day.OpenVisit(visit.visit_id), day.ConfirmOpen(state.rows[0].visit))
    made, entered = effects[-2:]
    assert isinstance(made, day.MakeRoom)
    assert isinstance(entered, day.JoinVisit)
    assert state.active_id == visit.visit_id


def test_a_protected_identity_and_what_agrees_are_not_asked_about() -> None:
    row = run(AGREES)[0].rows[0]
    assert not day.needs_confirmation(row)
    assert not day.needs_confirmation(replace(row, visit=replace(row.visit, match=Match.PROTECTED)))
    assert day.needs_confirmation(replace(row, visit=replace(row.visit, match=Match.MISMATCH)))


def test_who_waits_and_what_the_time_is_leave_the_question_alone() -> None:
    clock, visit = FakeClock(NOW), seen(DIFFERS)
    state, _ = run(ALONE, DIFFERS, UP, day.OpenVisit(visit.visit_id), clock=clock)
    clock.advance(60)
    state, _ = day.step(state, DIFFERS, clock)
    assert (state.asking, day.compared(state.rows[0].visit)) == (visit.visit_id, day.compared(visit))
