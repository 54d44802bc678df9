from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fakes.clock import FakeClock
from tests.flows.test_day import NOW, UP, booking, event, loaded, run, two
from vardklient.domain.summary import Topic
from vardklient.domain.visit import Participant, Role
from vardklient.flows import day
from vardklient.flows.timers import StartTimer, TimerFired
from vardklient.ports.visits import DayResult

TODAY, TOMORROW, YESTERDAY = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 23)
DAY = timedelta(days=1)
SPEAKS = Participant(Role.PATIENT, language="ar")


def of(which: date, label: str = "MS", *people: Participant) -> day.Loaded:
    """What the sources give for another day: the same series, so with the same visit's id."""
    start = NOW + (which - TODAY)
    events, bookings = [event("a", start, label, 47)], [booking("1", start, label, 1947, participants=people)]
    return day.Loaded(loaded(events, bookings).results, which)


def test_another_day_is_read_and_shown_while_today_goes_on() -> None:
    state, effects = run(UP, two(), day.LookAt(TOMORROW))
    assert effects[-1] == day.ReadSources(TOMORROW)
    assert (state.shown.day, state.shown.loading, state.day) == (TOMORROW, True, TODAY)
    state, effects = run(UP, two(), day.LookAt(TOMORROW), of(TOMORROW))
    assert [r.visit.label for r in state.shown.rows] == ["MS-47"]
    assert [r.visit.label for r in state.rows] == ["IK-82", "AL-15"]
    assert (state.shown.loading, state.shown.next_id) == (False, "")
    assert state.shown.rows[0].stage is day.Stage.PLANNED
    assert not [e for e in effects if isinstance(e, day.MakeRoom) and e.visit.label == "MS-47"]
    waiting = day.Arrived(state.rows[0].visit.visit_id, "p", Role.PATIENT)
    state, _ = run(UP, two(), day.LookAt(TOMORROW), of(TOMORROW), waiting)
    assert (state.shown.day, state.rows[0].stage) == (TOMORROW, day.Stage.WAITING)


def test_both_days_are_polled() -> None:
    _, effects = run(two(), day.LookAt(TOMORROW), TimerFired("poll"))
    assert effects[-3:] == [day.ReadSources(TODAY), day.ReadSources(TOMORROW), StartTimer("poll", day.POLL_S)]
    _, effects = run(two(), day.LookAt(TOMORROW), day.Refresh())
    assert effects[-3:-1] == [day.ReadSources(TODAY), day.ReadSources(TOMORROW)]


def test_looking_where_one_looks_already_reads_nothing_and_today_is_the_way_back() -> None:
    state, effects = run(two(), day.LookAt(TOMORROW), of(TOMORROW), day.LookAt(TOMORROW))
    assert effects.count(day.ReadSources(TOMORROW)) == 1
    assert state.shown.rows
    state, _ = run(two(), day.LookAt(TOMORROW), day.LookAt(TODAY))
    assert state.shown is state


@pytest.mark.parametrize(("days", "seen"), [(-7, True), (7, True), (-8, False), (8, False)])
def test_one_sees_a_week_each_way(days: int, seen: bool) -> None:
    state, _ = run(two(), day.LookAt(TODAY + days * DAY))
    assert (state.look is not None) is seen
    assert day.within_reach(TODAY + days * DAY, TODAY) is seen


def test_what_comes_too_late_is_not_shown() -> None:
    for events in ([day.LookAt(YESTERDAY), of(TOMORROW)], [of(TOMORROW)], [day.LookAt(TOMORROW), day.LookAt(TODAY)]):
        state, _ = run(two(), *events, of(TOMORROW))
        assert [r.visit.label for r in state.rows] == ["IK-82", "AL-15"]
        assert state.look is None or not state.look.rows


def test_yesterday_has_no_errands_and_nothing_is_said_to_have_failed() -> None:
    state, _ = run(two(), day.LookAt(YESTERDAY), of(YESTERDAY, "MS", SPEAKS))
    assert (state.shown.errands, state.shown.rows[0].stage) == ((), day.Stage.PLANNED)
    state, _ = run(two(), day.LookAt(TOMORROW), of(TOMORROW, "MS", SPEAKS))
    assert [e.topic for e in state.shown.errands] == [Topic.NO_INTERPRETER]


def test_opening_a_visit_is_about_today_also_where_the_series_has_the_same_id() -> None:
    visit = run(two())[0].rows[0].visit
    state, effects = run(UP, two(), day.LookAt(TOMORROW), of(TOMORROW), day.OpenVisit(visit.visit_id))
    assert effects[-1] == day.JoinVisit(visit, ())
    assert state.look is None


def test_at_midnight_one_is_back_at_today() -> None:
    evening = FakeClock(datetime(2026, 11, 24, 22, 59, 50, tzinfo=UTC))
    state = day.DayState(day.today(evening), evening.now())
    for happened in (two(), day.LookAt(TOMORROW), of(TOMORROW)):
        state, _ = day.step(state, happened, evening)
    evening.advance(15)
    state, effects = day.step(state, TimerFired("tick"), evening)
    assert (state.day, state.look) == (TOMORROW, None)
    assert day.ReadSources(TOMORROW) in effects


def test_the_patient_is_rung_where_there_is_a_number() -> None:
    numbered = loaded([event("a", NOW)], [booking("1", NOW, phone="070-174 06 01")])
    visit = run(numbered)[0].rows[0].visit
    assert run(numbered, day.StartPhone(visit.visit_id))[1][-1] == day.Dial("+46701740601")
    for started in (two(), day.StartPhone(visit.visit_id)), (numbered, day.StartPhone("nobody")):
        assert not [e for e in run(*started)[1] if isinstance(e, day.Dial)]


def test_who_is_missing_and_how_close_visits_lie_is_known_of_each_row() -> None:
    half, people = timedelta(minutes=30), (Participant(Role.PATIENT), Participant(Role.INTERPRETER))
    events = [event("a", NOW), event("b", NOW + half, "AL", 15)]
    bookings = [booking("1", NOW, participants=people), booking("2", NOW + half, "AL", 2015)]
    state, _ = run(loaded(events, bookings))
    assert [r.gap_min for r in state.rows] == [None, 0]
    assert state.rows[0].lacks == ("interpreter",), "its time has come"
    assert [e.topic for e in state.errands] == [Topic.INTERPRETER, Topic.LITTLE_AIR]
    came = day.Arrived(state.rows[0].visit.visit_id, "t", Role.INTERPRETER)
    assert run(loaded(events, bookings), came)[0].rows[0].lacks == ()


def test_sources_have_the_colours_of_their_accounts_or_of_their_place() -> None:
    results = tuple((name, DayResult(NOW)) for name in ("cal", "book", "private"))
    assert [s.colour for s in run(day.Loaded(results))[0].sources] == [0, 1, 2]
    state, _ = run(day.Loaded(results, colours=(("cal", 5), ("book", 2))))
    assert [s.colour for s in state.sources] == [5, 2, 2]
