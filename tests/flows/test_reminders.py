from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.domain.visit import Match, Role, Status, Visit
from vardklient.flows import reminders
from vardklient.flows.day import DayState, Row, Stage, Waiting
from vardklient.flows.reminders import Occasion, Remind, RemindersState, Seen
from vardklient.flows.timers import TimerFired

NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)
CLOCK = FakeClock()


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def row(at_min: float = 0, label: str = "IK-82", length_min: float = 20, **more: object) -> Row:
    start = NINE + minutes(at_min)
    visit = Visit(f"v{at_min:g}", start, start + minutes(length_min), label=label)
    own = {key: more.pop(key) for key in ("stage", "waiting") if key in more}
    return Row(replace(visit, **more), **own)  # type: ignore[arg-type]


def day(at_min: float, *rows: Row, active: str = "") -> DayState:
    return DayState(NINE.date(), NINE + minutes(at_min), rows, active_id=active)


def run(*days: DayState) -> list[list[Remind]]:
    state, told = RemindersState(), []
    for shown in days:
        state, effects = reminders.step(state, Seen(shown), CLOCK)
        told.append(list(effects))
    return told


def occasions(*days: DayState) -> list[list[Occasion]]:
    return [[reminder.occasion for reminder in told] for told in run(*days)]


def waiting(since_min: float, peer: str = "p1") -> Waiting:
    return Waiting(peer, Role.PATIENT, NINE + minutes(since_min))


# ---------------------------------------------------------------- before the visit


def test_ten_minutes_before_and_once() -> None:
    told = run(day(-11, row()), day(-10, row()), day(-9.75, row()), day(-1, row()), day(0, row()))
    assert [len(each) for each in told] == [0, 1, 0, 0, 0]
    assert told[1] == [Remind(Occasion.SOON, "v0", "IK-82", NINE, quiet=False)]


def test_a_program_that_starts_late_says_it_late_and_not_after_the_start() -> None:
    assert occasions(day(-4, row())) == [[Occasion.SOON]]
    assert occasions(day(0, row())) == [[]]


def test_a_moved_visit_is_said_again() -> None:
    moved = row()
    moved = replace(moved, visit=replace(moved.visit, start=NINE + minutes(30)))
    assert occasions(day(-5, row()), day(-4, moved), day(25, moved)) == [[Occasion.SOON], [], [Occasion.SOON]]


def test_nothing_is_said_of_what_is_cancelled_over_or_by_telephone() -> None:
    gone = row(status=Status.CANCELLED, match=Match.CANCELLED)
    over = row(1, stage=Stage.ENDED, waiting=(waiting(-5),))
    missed = row(2, stage=Stage.MISSED)
    assert occasions(day(-5, gone, over, missed)) == [[]]


def test_who_already_waits_has_been_said() -> None:
    there = row(waiting=(waiting(-12),), stage=Stage.WAITING)
    assert occasions(day(-12, there), day(-9.5, there)) == [[Occasion.ARRIVED], [Occasion.STILL_WAITING]]


# ---------------------------------------------------------------- arrival


def test_every_arrival_and_once_more_after_two_minutes() -> None:
    one, both = (waiting(1),), (waiting(1), waiting(2, "p2"))
    told = occasions(
        day(1, row(waiting=one)),
        day(1.25, row(waiting=one)),
        day(2, row(waiting=both)),
        day(3, row(waiting=both)),
        day(4, row(waiting=both)),
        day(9, row(waiting=both)),
    )
    arrived, still = [Occasion.ARRIVED], [Occasion.STILL_WAITING]
    assert told == [arrived, [], arrived, still, still, []]


def test_who_has_come_is_known() -> None:
    interpreter = Waiting("p1", Role.INTERPRETER, NINE)
    (told,) = run(day(3, row(waiting=(interpreter,)), row(9)))
    assert [reminder.role for reminder in told] == [Role.INTERPRETER, Role.INTERPRETER, None]


def test_three_arrivals_at_three_visits_are_three() -> None:
    rows = tuple(row(n, waiting=(waiting(0, f"p{n}"),)) for n in range(3))
    assert [r.visit_id for r in run(day(0, *rows))[0]] == ["v0", "v1", "v2"]


def test_a_line_that_comes_and_goes_is_said_once() -> None:
    there = row(waiting=(waiting(1),))
    assert occasions(day(1, there), day(1.5, row()), day(2, there)) == [[Occasion.ARRIVED], [], []]


def test_who_comes_to_the_open_visit_is_seen_in_its_window_and_not_said() -> None:
    assert occasions(day(1, row(waiting=(waiting(1),)), active="v0")) == [[]]


def test_during_a_call_all_is_quiet() -> None:
    other = row(30, "AL-15", waiting=(waiting(5, "p9"),))
    (told,) = run(day(5, row(), other, row(14), active="v0"))
    assert [(r.occasion, r.quiet) for r in told] == [(Occasion.ARRIVED, True), (Occasion.SOON, True)]


# ---------------------------------------------------------------- overrun


def test_a_visit_that_reaches_into_the_next_is_said_once() -> None:
    rows = (row(), row(25, "AL-15"), row(50))
    told = run(*(day(at, *rows, active="v0") for at in (20, 24.9, 25, 26, 45)))
    overruns = [[r for r in each if r.occasion is Occasion.OVERRUN] for each in told]
    assert overruns == [[], [], [Remind(Occasion.OVERRUN, "v25", "AL-15", NINE + minutes(25), quiet=True)], [], []]


def test_a_double_booking_is_said_when_the_first_has_had_its_time() -> None:
    rows = (row(length_min=40), row(10))
    assert occasions(*(day(at, *rows, active="v0") for at in (11, 39, 40))) == [[], [], [Occasion.OVERRUN]]


def test_no_overrun_into_what_is_cancelled_over_missed_or_came_before() -> None:
    rows = (
        row(-20),
        row(),
        row(21, status=Status.CANCELLED),
        row(22, stage=Stage.ENDED),
        row(23, stage=Stage.MISSED),
    )
    assert occasions(day(60, *rows, active="v0")) == [[]]


# ---------------------------------------------------------------- in general


def test_nothing_is_known_of_a_protected_identity_but_the_time() -> None:
    (told,) = run(day(-5, row(protected=True)))
    assert [reminder.label for reminder in told] == [""]


def test_a_new_day_begins_anew() -> None:
    tomorrow = replace(day(-5, row()), day=NINE.date() + timedelta(days=1))
    assert occasions(day(-5, row()), tomorrow) == [[Occasion.SOON], [Occasion.SOON]]


def test_a_timer_says_nothing() -> None:
    state = RemindersState(NINE.date(), frozenset({(Occasion.SOON, "v", "")}))
    assert reminders.step(state, TimerFired("any"), CLOCK) == (state, ())


@given(st.lists(st.tuples(st.integers(-20, 90), st.integers(0, 2), st.booleans(), st.booleans()), max_size=30))
def test_whatever_happens_nothing_is_said_twice_and_in_a_call_all_is_quiet(
    story: list[tuple[int, int, bool, bool]],
) -> None:
    state, seen = RemindersState(), set()
    for at_min, which, comes, in_call in story:
        there = (waiting(at_min, f"p{which}"),) if comes else ()
        rows = tuple(row(30 * n, waiting=there if n == which else ()) for n in range(3))
        shown = day(at_min, *rows, active=f"v{30 * which}" if in_call else "")
        state, told = reminders.step(state, Seen(shown), CLOCK)
        assert all(reminder.quiet is in_call for reminder in told)
        for reminder in told:
            about = f"p{which}" if reminder.occasion in (Occasion.ARRIVED, Occasion.STILL_WAITING) else which
            key = (reminder.occasion, reminder.visit_id, about if reminder.occasion is not Occasion.SOON else "")
            assert key not in seen
            seen.add(key)


def test_while_another_day_is_looked_at_today_is_reminded_of() -> None:
    tomorrow = DayState(NINE.date() + timedelta(days=1), NINE, (row(5, "MS-47"),))
    (told,) = run(replace(day(1, row(9)), look=tomorrow))
    assert [reminder.label for reminder in told] == ["IK-82"]
