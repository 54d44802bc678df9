from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.domain.record import Outcome
from vardklient.domain.summary import Topic
from vardklient.domain.visit import Booking, CalendarEvent, Join, JoinKind, Key, Match, Modality, Problem, Role
from vardklient.flows import day
from vardklient.flows.timers import StartTimer, TimerFired
from vardklient.ports.visits import DayResult

CLOCK = FakeClock()
NOW = CLOCK.now()
HALF = timedelta(minutes=30)


def event(uid: str, start: datetime, initials: str = "IK", year2: int = 82, **more: object) -> CalendarEvent:
    return CalendarEvent("cal", uid, start, start + HALF, (Key(initials, year2),), video=True, **more)  # type: ignore[arg-type]


def booking(id_: str, start: datetime, initials: str = "IK", year: int = 1982, **more: object) -> Booking:
    key = Key(initials, year % 100)
    return Booking("book", id_, start, start + HALF, key, frozenset({initials}), year, **more)  # type: ignore[arg-type]


def loaded(events: list[CalendarEvent], bookings: list[Booking], stale: bool = False) -> day.Loaded:
    bad = Problem("cal", "bad_event", "event 3")
    return day.Loaded(
        (
            ("cal", DayResult(NOW, tuple(events), (), (bad,), stale)),
            ("book", DayResult(NOW, (), tuple(bookings))),
        )
    )


def run(*events: day.DayEvent, clock: FakeClock = CLOCK) -> tuple[day.DayState, list[day.DayEffect]]:
    state, out = day.DayState(date(2026, 11, 24), NOW), []
    for e in events:
        state, effects = day.step(state, e, clock)
        out += effects
    return state, out


def two() -> day.Loaded:
    at, later = NOW + timedelta(minutes=5), NOW + timedelta(hours=2)
    return loaded(
        [event("a", at), event("b", later, "AL", 15)],
        [booking("1", at), booking("2", later, "AL", 2015), booking("3", later, modality=Modality.PHYSICAL)],
    )


UP = day.ServerChanged(True)


def test_refresh_reads_and_polls() -> None:
    state, effects = run(day.Refresh())
    assert state.loading
    assert effects == [day.ReadSources(date(2026, 11, 24)), StartTimer("poll", day.POLL_S)]
    assert run(two(), TimerFired("poll"))[1][-2:] == effects


def test_refresh_goes_over_to_the_next_day_and_takes_nothing_away() -> None:
    evening = FakeClock(datetime(2026, 11, 24, 23, 0, 5, tzinfo=UTC))
    state, effects = run(two(), day.Refresh(), clock=evening)
    assert (state.day, state.rows, state.loading) == (date(2026, 11, 25), (), True)
    assert effects[-2:] == [day.ReadSources(date(2026, 11, 25)), StartTimer("poll", day.POLL_S)]
    assert not run(loaded([], []), day.Refresh())[0].loading, "that nobody is booked has been read"


def test_rows_by_time_others_counted_problems_and_freshness_kept() -> None:
    state, effects = run(two())
    assert [r.visit.label for r in state.rows] == ["IK-82", "AL-15"]
    assert [r.stage for r in state.rows] == [day.Stage.DUE, day.Stage.PLANNED]
    assert [o.start for o in state.others] == [NOW + timedelta(hours=2)]
    assert state.problems[0].reason == "bad_event"
    assert state.sources[0] == day.SourceState("cal", NOW, False)
    assert state.next_id == state.rows[0].visit.visit_id
    assert effects == [StartTimer("tick", day.TICK_S)]
    assert not state.loading


def test_what_an_earlier_run_knew_is_no_answer_of_the_source() -> None:
    earlier = DayResult(NOW, (event("a", NOW),), stale=True)
    failed = replace(earlier, problems=(Problem("cal", "unreachable"),))
    for result, settled in ((earlier, False), (failed, True), (replace(earlier, stale=False), True)):
        assert run(day.Loaded((("cal", result),)))[0].sources[0].settled is settled


def test_an_empty_list_says_that_it_is_fetching_as_long_as_a_source_is_to_come() -> None:
    to_come = ("book", DayResult(NOW, pending=True))
    empty, some = (day.Loaded((("cal", DayResult(NOW, events)), to_come)) for events in ((), (event("a", NOW),)))
    assert run(empty)[0].loading
    state, _ = run(some)
    assert not state.loading
    assert state.sources == (day.SourceState("cal", NOW), day.SourceState("book", colour=1))
    assert [source.settled for source in state.sources] == [True, False]
    assert not run(empty, loaded([], []))[0].loading
    dead = run(day.Loaded((("cal", DayResult(NOW, stale=True, unread=True)),)))[0].sources[0]
    assert (dead.read_at, dead.stale, dead.settled) == (None, True, True), "it was never read well"


@pytest.mark.parametrize("unknown", [DayResult(NOW, pending=True), DayResult(NOW, stale=True, unread=True)])
def test_nothing_is_alarmed_before_the_other_side_was_read(unknown: DayResult) -> None:
    """Neither while a source is to come nor where it has failed from the first reading on."""
    ours, theirs = loaded([event("a", NOW)], [booking("2", NOW + 2 * HALF, "AL", 2015)]).results
    state, _ = run(day.Loaded((ours, theirs, ("more", unknown))))
    assert [r.visit.match for r in state.rows] == [Match.UNCOMPARED, Match.UNCOMPARED]
    assert not [e for e in state.errands if e.topic is Topic.DOUBT]
    assert all(day.needs_confirmation(row) for row in state.rows)
    for read in (DayResult(NOW), DayResult(NOW, stale=True)):
        state, _ = run(day.Loaded((ours, theirs, ("more", read))))
        assert [r.visit.match for r in state.rows] == [Match.CALENDAR_ONLY, Match.BOOKING_ONLY]
        assert [len(e.times) for e in state.errands if e.topic is Topic.DOUBT] == [2]


def test_what_agrees_or_differs_is_told_while_another_source_is_to_come() -> None:
    both = loaded([event("a", NOW), event("b", NOW + 4 * HALF, "AL", 15)], [booking("1", NOW)]).results
    more = ("more", DayResult(NOW, pending=True))
    state, _ = run(day.Loaded((*both, more)))
    assert [r.visit.match for r in state.rows] == [Match.AGREES, Match.UNCOMPARED]


def test_a_visit_keeps_its_room_when_its_booking_comes_later() -> None:
    alone, both = loaded([event("a", NOW)], []), loaded([event("a", NOW)], [booking("1", NOW)])
    visit_id = run(alone)[0].rows[0].visit.visit_id
    state, effects = run(UP, alone, day.RoomMade(visit_id, links("IK")), both)
    assert [(r.visit.visit_id, r.room, r.visit.match) for r in state.rows] == [(visit_id, True, Match.AGREES)]
    assert sum(isinstance(effect, day.MakeRoom) for effect in effects) == 1


def test_who_waits_comes_first_and_is_there_once() -> None:
    base, _ = run(two())
    late = base.rows[1].visit.visit_id
    state, _ = run(two(), day.Arrived(late, "p", Role.PATIENT), day.Arrived(late, "p", Role.PATIENT, True))
    assert state.next_id == late
    assert state.rows[1].waiting == (day.Waiting("p", Role.PATIENT, NOW, True),)
    state, _ = run(two(), day.Arrived(late, "p", Role.PATIENT), day.Departed(late, "p"))
    assert state.rows[1].stage is day.Stage.PLANNED
    assert run(two(), day.Arrived("unknown", "p", Role.PATIENT))[0].rows == base.rows


def test_a_new_reading_keeps_who_waits() -> None:
    first = run(two())[0].rows[0].visit.visit_id
    state, _ = run(two(), day.Arrived(first, "p", Role.PATIENT), two())
    assert state.rows[0].stage is day.Stage.WAITING


def test_green_opens_at_once_and_only_one_visit_at_a_time() -> None:
    rows = run(two())[0].rows
    state, effects = run(two(), UP, day.OpenVisit(rows[0].visit.visit_id))
    assert effects[-1] == day.JoinVisit(rows[0].visit, ())
    assert state.rows[0].stage is day.Stage.IN_CALL
    again, effects = run(
        two(),
        UP,
        day.OpenVisit(rows[0].visit.visit_id),
        day.OpenVisit(rows[1].visit.visit_id),
        day.OpenVisit("nothing"),
    )
    assert again.active_id == rows[0].visit.visit_id
    assert len([e for e in effects if isinstance(e, day.JoinVisit)]) == 1


def test_a_row_that_is_not_green_asks_first() -> None:
    alone = loaded([event("a", NOW)], [])
    visit = run(alone)[0].rows[0].visit
    assert visit.match is Match.CALENDAR_ONLY
    state, effects = run(alone, UP, day.OpenVisit(visit.visit_id))
    assert state.asking == visit.visit_id
    assert not [e for e in effects if isinstance(e, day.JoinVisit)]
    state, effects = run(alone, UP, day.OpenVisit(visit.visit_id), day.ConfirmOpen(visit))
    assert effects[-2:] == [day.LogConfirmation(visit.visit_id, "calendar_only"), day.JoinVisit(visit, ())]
    assert (state.asking, state.rows[0].confirmed) == ("", True)
    assert run(alone, UP, day.OpenVisit(visit.visit_id), day.CancelOpen())[0].asking == ""
    assert run(alone, day.ConfirmOpen(visit))[0].active_id == ""


def test_ended_stays_ended_and_the_next_one_moves_up() -> None:
    rows = run(two())[0].rows
    first = rows[0].visit.visit_id
    state, _ = run(two(), UP, day.OpenVisit(first), day.CallEnded(first, Outcome.BY_VIDEO), two())
    assert (state.rows[0].stage, state.rows[0].outcome, state.active_id) == (day.Stage.ENDED, Outcome.BY_VIDEO, "")
    assert state.next_id == rows[1].visit.visit_id


def test_an_outcome_corrected_later_leaves_the_visit_under_way_alone() -> None:
    rows = run(two())[0].rows
    first, second = rows[0].visit.visit_id, rows[1].visit.visit_id
    state, _ = run(two(), UP, day.OpenVisit(second), day.CallEnded(first, Outcome.NEEDS_PHYSICAL))
    assert (state.active_id, state.rows[0].outcome) == (second, Outcome.NEEDS_PHYSICAL)


def test_a_visit_nobody_opened_is_missed_after_its_end() -> None:
    clock = FakeClock(NOW + timedelta(hours=1))
    state, _ = run(two(), TimerFired("tick"), clock=clock)
    assert state.rows[0].stage is day.Stage.MISSED


def test_a_cancelled_visit_stays_visible_and_does_not_open() -> None:
    gone = loaded([event("a", NOW, cancelled=True)], [])
    row = run(gone)[0].rows[0]
    assert row.visit.match is Match.CANCELLED
    state, effects = run(gone, UP, day.OpenVisit(row.visit.visit_id))
    assert (state.active_id, state.next_id, state.asking) == ("", "", "")
    assert not [e for e in effects if isinstance(e, day.JoinVisit)]


def test_without_a_visit_server_one_is_told_so_and_nothing_opens() -> None:
    first = run(two())[0].rows[0].visit.visit_id
    state, effects = run(two(), day.OpenVisit(first))
    assert (state.notice, state.active_id) == (day.DayNotice.NO_ROOM, "")
    assert not [e for e in effects if isinstance(e, day.JoinVisit)]
    assert run(two(), day.OpenVisit(first), UP)[0].notice is None
    assert run(two(), UP, day.ServerChanged(False))[0].notice is day.DayNotice.SERVER_LOST


def test_somebody_elses_link_is_opened_elsewhere() -> None:
    outside = event("c", NOW, join=Join(JoinKind.LINK, "https://video.example/x"))
    visit = run(loaded([outside], [booking("1", NOW)]))[0].rows[0].visit
    state, effects = run(loaded([outside], [booking("1", NOW)]), day.OpenVisit(visit.visit_id))
    assert effects[-1] == day.OpenLink("https://video.example/x")
    assert state.active_id == ""


def test_a_visit_ended_by_mistake_opens_again_with_a_new_room() -> None:
    visit = run(two())[0].rows[0].visit
    made = day.RoomMade(visit.visit_id, links("IK-82"))
    ended = (two(), UP, made, day.CallEnded(visit.visit_id, Outcome.BY_VIDEO))
    state, effects = run(*ended, day.OpenVisit(visit.visit_id))
    assert effects[-2:] == [day.MakeRoom(visit), day.JoinVisit(visit, ())]
    assert (state.active_id, state.rows[0].links, state.rows[0].outcome) == (visit.visit_id, (), None)
    state, effects = run(*ended, day.ServerChanged(False), day.OpenVisit(visit.visit_id))
    assert (state.active_id, state.notice) == ("", day.DayNotice.NO_ROOM)


def test_at_midnight_in_stockholm_yesterday_is_forgotten() -> None:
    evening = FakeClock(datetime(2026, 11, 24, 22, 59, 50, tzinfo=UTC))
    state = day.DayState(day.today(evening), evening.now(), server=True)
    state, _ = day.step(state, two(), evening)
    evening.advance(5)
    assert day.step(state, TimerFired("tick"), evening)[0].rows
    evening.advance(10)
    turned, effects = day.step(state, TimerFired("tick"), evening)
    assert (turned.day, turned.rows, turned.server, turned.loading) == (date(2026, 11, 25), (), True, True)
    assert day.ReadSources(date(2026, 11, 25)) in effects
    assert day.step(state, TimerFired("poll"), evening)[1][0] == day.ReadSources(date(2026, 11, 25))
    in_call, _ = day.step(state, day.OpenVisit(state.rows[0].visit.visit_id), evening)
    assert day.step(in_call, TimerFired("tick"), evening)[0].rows == in_call.rows


def test_a_stale_source_says_so() -> None:
    assert run(loaded([], [], stale=True))[0].sources[0].stale


def links(label: str) -> tuple[tuple[Role, str], ...]:
    return ((Role.INTERPRETER, f"interpreter {label}"), (Role.PATIENT, f"link {label}"))


def test_rooms_are_made_where_nobody_elses_link_leads_the_next_visit_first() -> None:
    outside = event("c", NOW + HALF, "MS", 47, join=Join(JoinKind.LINK, "https://video.example/x"))
    day_ = loaded([event("b", NOW + 3 * HALF, "AL", 15), event("a", NOW), outside], [])
    assert not [e for e in run(day_)[1] if isinstance(e, day.MakeRoom)]
    state, effects = run(day_, day.ServerChanged(True))
    made = [e.visit for e in effects if isinstance(e, day.MakeRoom)]
    assert [v.label for v in made] == ["IK-82", "AL-15"]
    events = (day_, day.ServerChanged(True), *(day.RoomMade(v.visit_id, links(v.label)) for v in made))
    state, effects = run(*events, day_)
    assert [r.patient_link for r in state.rows] == ["link IK-82", "", "link AL-15"]
    assert len([e for e in effects if isinstance(e, day.MakeRoom)]) == 2
    arrived = day.Arrived(made[0].visit_id, "p", Role.PATIENT)
    state, effects = run(*events, arrived, day.ServerChanged(False))
    assert not any(r.room or r.waiting or r.links for r in state.rows), "the links led to that server's rooms"


def test_a_visit_that_comes_again_finds_its_room_and_who_waits_in_it() -> None:
    known, _ = run(UP, two())
    first = known.rows[0].visit
    waits = day.Arrived(first.visit_id, "p", Role.PATIENT)
    before: tuple[day.DayEvent, ...] = (UP, two(), day.RoomMade(first.visit_id, links(first.label)))
    fewer = loaded(
        [e for _, r in two().results for e in r.events][1:], [b for _, r in two().results for b in r.bookings][1:]
    )
    away, _ = run(*before, fewer)
    assert first.visit_id not in [r.visit.visit_id for r in away.rows]
    again, effects = run(*before, fewer, waits, two())
    row = again.row(first.visit_id)
    assert row is not None
    assert (row.visit.label, row.room, row.patient_link, len(row.waiting)) == (first.label, True, "link IK-82", 1)
    assert first not in [e.visit for e in effects[-3:] if isinstance(e, day.MakeRoom)]
    for events in ((waits, day.ServerChanged(False), fewer), (day.ServerChanged(False), waits)):
        gone, _ = run(*before, fewer, *events[:-1])
        rows = [r for r in (*gone.rows, *gone.gone) if r.visit.visit_id == first.visit_id]
        assert [(r.room, r.links, r.waiting) for r in rows] == [(False, (), ())]


def test_a_visit_that_is_in_no_source_any_more_is_on_the_list_while_somebody_waits_in_it() -> None:
    first = run(UP, two())[0].rows[0].visit
    waits, leaves = day.Arrived(first.visit_id, "p", Role.PATIENT), day.Departed(first.visit_id, "p")
    nothing = loaded([], [])
    for events in ((nothing, waits), (waits, nothing), (waits, nothing, nothing)):
        there, _ = run(UP, two(), *events)
        assert [(r.visit.match, r.stage) for r in there.rows] == [(Match.WITHDRAWN, day.Stage.WAITING)]
        assert there.next_id == first.visit_id
        assert run(UP, two(), *events, two())[0].rows[0].visit.match is Match.AGREES
        assert run(UP, two(), *events, leaves, nothing)[0].rows == ()


def test_it_opens_when_the_user_has_been_asked_and_stays_when_it_was_held() -> None:
    first = run(UP, two())[0].rows[0].visit
    withdrawn = (UP, two(), day.Arrived(first.visit_id, "p", Role.PATIENT), loaded([], []))
    asked, effects = run(*withdrawn, day.OpenVisit(first.visit_id))
    assert asked.asking == first.visit_id
    assert not [e for e in effects if isinstance(e, day.JoinVisit)]
    opened = (*withdrawn, day.OpenVisit(first.visit_id), day.ConfirmOpen(asked.rows[0].visit), loaded([], []))
    during, effects = run(*opened)
    assert [(r.visit.visit_id, r.stage) for r in during.rows] == [(first.visit_id, day.Stage.IN_CALL)]
    assert day.LogConfirmation(first.visit_id, "withdrawn") in effects
    held, _ = run(*opened, day.CallEnded(first.visit_id, Outcome.BY_VIDEO), loaded([], []))
    assert [(r.stage, r.outcome) for r in held.rows] == [(day.Stage.ENDED, Outcome.BY_VIDEO)]


def test_a_cancelled_visit_opens_to_a_patient_who_came_all_the_same() -> None:
    first = run(UP, two())[0].rows[0].visit
    gone = loaded([event("a", NOW, cancelled=True)], [booking("1", NOW, cancelled=True)])
    events = (UP, two(), day.Arrived(first.visit_id, "p", Role.PATIENT), gone)
    visit = run(*events)[0].rows[0].visit
    assert visit.match is Match.CANCELLED
    asked, _ = run(*events, day.OpenVisit(visit.visit_id), gone)
    assert asked.asking == visit.visit_id
    joined, _ = run(*events, day.OpenVisit(visit.visit_id), day.ConfirmOpen(visit))
    assert joined.active_id == visit.visit_id


def test_an_item_that_is_used_for_another_patient_does_not_take_the_room_with_it() -> None:
    ivar = loaded([event("a", NOW, "IK", 82)], [])
    visit_id = run(ivar)[0].rows[0].visit.visit_id
    before: tuple[day.DayEvent, ...] = (UP, ivar, day.RoomMade(visit_id, links("IK-82")))
    state, effects = run(*before, loaded([event("a", NOW, "MN", 91)], []))
    assert [(r.visit.label, r.patient_link) for r in state.rows] == [("MN-91", "")]
    assert [e.visit.label for e in effects if isinstance(e, day.MakeRoom)] == ["IK-82", "MN-91"]
    assert state.rows[0].visit.visit_id != visit_id


IDS = st.sampled_from([r.visit.visit_id for r in run(two())[0].rows] + ["none"])
VISITS = st.sampled_from([r.visit for r in run(two())[0].rows])
EVENTS = st.one_of(
    st.sampled_from([day.Refresh(), two(), day.CancelOpen(), TimerFired("tick"), TimerFired("poll")]),
    st.builds(day.OpenVisit, IDS),
    st.builds(day.ConfirmOpen, VISITS),
    st.builds(day.Arrived, IDS, st.sampled_from(["p", "q"]), st.just(Role.PATIENT), st.booleans()),
    st.builds(day.Departed, IDS, st.sampled_from(["p", "q"])),
    st.builds(day.CallEnded, IDS, st.sampled_from(Outcome)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS, max_size=30))
def test_no_sequence_raises_and_at_most_one_visit_is_in_a_call(events: list[day.DayEvent]) -> None:
    state, _ = run(*events)
    assert len([r for r in state.rows if r.stage is day.Stage.IN_CALL]) <= 1
    assert state.next_id == "" or state.row(state.next_id) is not None


def test_the_equipment_is_looked_at_once_when_a_visit_comes_near() -> None:
    clock = FakeClock()
    later = NOW + timedelta(hours=2)
    state, effects = run(loaded([event("b", later, "AL", 15)], [booking("2", later, "AL", 2015)]), clock=clock)
    seen: list[day.DayEffect] = [*effects]
    for _ in range(2 * 60):
        clock.advance(60)
        state, effects = day.step(state, TimerFired("tick"), clock)
        seen += effects
        if day.CheckEquipment() in effects:
            assert clock.now() == later - day.DUE_BEFORE
    assert seen.count(day.CheckEquipment()) == 1


def test_the_equipment_is_looked_at_too_when_the_list_is_read_at_that_moment() -> None:
    clock = FakeClock()
    later = NOW + timedelta(hours=2)
    read = loaded([event("b", later, "AL", 15)], [booking("2", later, "AL", 2015)])
    state, _ = run(read, clock=clock)
    clock.advance(115 * 60)
    assert day.CheckEquipment() in day.step(state, read, clock)[1]


def test_somebody_who_waits_early_does_not_spare_the_look() -> None:
    clock = FakeClock()
    later = NOW + timedelta(hours=2)
    state, _ = run(loaded([event("b", later, "AL", 15)], [booking("2", later, "AL", 2015)]), clock=clock)
    state, effects = day.step(state, day.Arrived(state.next_id, "p", Role.PATIENT), clock)
    assert day.CheckEquipment() not in effects
    clock.advance(110 * 60)
    state, effects = day.step(state, TimerFired("tick"), clock)
    assert state.rows[0].stage is day.Stage.WAITING
    assert day.CheckEquipment() in effects
    assert day.CheckEquipment() not in day.step(state, TimerFired("tick"), clock)[1]


def in_a_call(clock: FakeClock) -> tuple[day.DayState, list[day.DayEffect]]:
    """The first visit is in a call while the second comes near."""
    state, _ = run(UP, two(), clock=clock)
    state, _ = day.step(state, day.OpenVisit(state.rows[0].visit.visit_id), clock)
    assert state.active_id
    clock.advance(115 * 60)
    state, effects = day.step(state, TimerFired("tick"), clock)
    assert state.rows[1].stage is day.Stage.DUE
    return state, list(effects)


def test_nothing_is_looked_at_during_a_call_but_once_when_it_is_over() -> None:
    clock = FakeClock()
    state, effects = in_a_call(clock)
    assert day.CheckEquipment() not in effects
    state, effects_after = day.step(state, day.CallEnded(state.active_id, Outcome.BY_VIDEO), clock)
    assert day.CheckEquipment() in effects_after
    assert day.CheckEquipment() not in day.step(state, TimerFired("tick"), clock)[1]


def test_after_a_call_nothing_is_looked_at_for_a_visit_that_was_missed_meanwhile() -> None:
    clock = FakeClock()
    state, _ = in_a_call(clock)
    clock.advance(3600)
    state, _ = day.step(state, TimerFired("tick"), clock)
    state, effects = day.step(state, day.CallEnded(state.active_id, Outcome.BY_VIDEO), clock)
    assert state.rows[1].stage is day.Stage.MISSED
    assert (day.CheckEquipment() in effects, state.unchecked) == (False, False)
