"""Every way through the sign-in's table, and that no order of events leads where it must not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.flows import signin as s
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.signin import LOCK_AFTER_S, Fault, Person

ANNA, BO = Person("anna", "Anna Testsson"), Person("bo")
STOP = CancelTimer(s.IDLE)
AGAIN = StartTimer(s.IDLE, LOCK_AFTER_S)


def run(
    *events: s.SignInEvent, state: s.SignInState | None = None, clock: FakeClock | None = None
) -> tuple[s.SignInState, list[s.SignInEffect]]:
    state, clock, out = state or s.SignInState(), clock or FakeClock(), []
    for event in events:
        state, effects = s.step(state, event, clock)
        out += effects
    return state, out


def signed_in(clock: FakeClock | None = None, **settings: float) -> s.SignInState:
    return run(s.StartSignIn(), s.SignedIn(1, ANNA), state=s.SignInState(**settings), clock=clock)[0]  # type: ignore[arg-type]


def test_out_browser_in_locked_out() -> None:
    state, effects = run(
        s.StartSignIn(), s.SignedIn(1, ANNA), TimerFired(s.IDLE), s.Unlock(), s.Renewed(ANNA), s.Lock(), s.SignOut()
    )
    assert effects == [
        s.OpenBrowser(1),
        AGAIN,
        STOP,
        s.DropAccess(revoke=False),
        s.Renew(),
        AGAIN,
        STOP,
        s.DropAccess(revoke=False),
        STOP,
        s.EndSession(),
    ]
    assert (state.stage, state.person, state.fault) == (s.Stage.SIGNED_OUT, None, None)


def test_who_signs_in_is_in_the_snapshot_and_stays_there_while_locked() -> None:
    state = signed_in()
    assert (state.stage, state.person, state.under_way) == (s.Stage.SIGNED_IN, ANNA, False)
    locked, _ = run(s.Lock(), state=state)
    assert (locked.stage, locked.person) == (s.Stage.LOCKED, ANNA)


def test_the_browser_fails_and_is_tried_again() -> None:
    state, effects = run(s.StartSignIn(), s.SignInFailed(1, Fault.REFUSED))
    assert (state.stage, state.fault) == (s.Stage.SIGNED_OUT, Fault.REFUSED)
    state, effects = run(s.StartSignIn(), state=state)
    assert (state.stage, state.fault, effects) == (s.Stage.IN_BROWSER, None, [s.OpenBrowser(2)])
    assert state.under_way


def test_the_browser_is_cancelled_and_what_comes_late_is_not_heard() -> None:
    state, effects = run(s.StartSignIn(), s.CancelSignIn(), s.SignedIn(1, ANNA), s.SignInFailed(1, Fault.FORGED))
    assert (state.stage, state.fault, effects) == (
        s.Stage.SIGNED_OUT,
        Fault.CANCELLED,
        [s.OpenBrowser(1), s.CloseBrowser()],
    )
    state, _ = run(s.StartSignIn(), s.SignedIn(1, ANNA), s.SignInFailed(1, Fault.FORGED), state=state)
    assert state.stage is s.Stage.IN_BROWSER, "these were the first attempt's"
    assert run(s.SignedIn(2, BO), state=state)[0].person == BO


def test_the_start_restores_what_was_kept() -> None:
    state, effects = run(s.Restore(), s.Restore(), s.StartSignIn())
    assert (state.stage, state.renewing, effects) == (s.Stage.SIGNED_OUT, True, [s.Renew()])
    state, effects = run(s.Renewed(ANNA), state=state)
    assert (state.stage, state.person, state.renewing, effects) == (s.Stage.SIGNED_IN, ANNA, False, [AGAIN])


def test_who_wants_to_sign_in_during_a_renewal_has_the_browser_if_nothing_comes_of_it() -> None:
    locked, _ = run(s.Lock(), state=signed_in())
    for begin, before in ((s.Restore(), s.SignInState()), (s.Unlock(), locked)):
        trying, effects = run(begin, s.StartSignIn(), state=before)
        assert (trying.stage, trying.under_way, effects) == (before.stage, True, [s.Renew()])
        for fault in (None, Fault.ENDED, Fault.BAD_ANSWER):
            state, effects = run(s.RenewFailed(fault), state=trying)
            assert (state.stage, effects) == (s.Stage.IN_BROWSER, [s.OpenBrowser(before.attempt + 1)])
        for fault in (Fault.UNREACHABLE, Fault.SERVER_FAULT):  # so would the browser's page be
            state, effects = run(s.RenewFailed(fault), s.RenewFailed(None), state=trying)
            assert (state.stage, state.fault, state.under_way, effects) == (before.stage, fault, False, [])
        assert run(s.Renewed(ANNA), state=trying)[0].stage is s.Stage.SIGNED_IN
    state, effects = run(s.Restore(), s.StartSignIn(), s.CancelSignIn(), s.RenewFailed(None))
    assert (state, effects) == (s.SignInState(), [s.Renew()])


def test_who_is_signed_in_may_sign_in_anew_and_still_is_if_nothing_comes_of_it() -> None:
    clock = FakeClock()
    inside = signed_in(clock)
    state, effects = run(s.StartSignIn(), state=inside, clock=clock)
    assert (state.stage, state.person, state.covered) == (s.Stage.IN_BROWSER, ANNA, False)
    assert effects == [STOP, s.OpenBrowser(2)]
    for event, closed in ((s.CancelSignIn(), [s.CloseBrowser()]), (s.SignInFailed(2, Fault.REFUSED), [])):
        back, effects = run(event, state=state, clock=clock)
        assert (back.stage, back.person, effects) == (s.Stage.SIGNED_IN, ANNA, [*closed, AGAIN]), "it locks as before"
    assert run(s.SignedIn(2, BO), state=state)[0].person == BO
    clock.advance(LOCK_AFTER_S + 1)
    asleep, _ = run(s.SignInFailed(2, Fault.NOT_FINISHED), s.Used(), state=state, clock=clock)
    assert asleep.stage is s.Stage.LOCKED
    awake, _ = run(s.CancelSignIn(), s.Used(), state=state, clock=clock)
    assert awake.stage is s.Stage.SIGNED_IN, "who cancels is there"


def test_the_day_is_covered_until_it_is_unlocked() -> None:
    assert not s.SignInState().covered
    locked, _ = run(s.Lock(), state=signed_in())
    assert locked.covered
    way, _ = run(s.Unlock(), s.RenewFailed(Fault.ENDED), state=locked)
    assert (way.stage, way.covered) == (s.Stage.IN_BROWSER, True)
    assert not run(s.SignedIn(2, BO), state=way)[0].covered
    assert not run(s.StartSignIn())[0].covered


def test_nothing_was_kept() -> None:
    state, effects = run(s.Restore(), s.RenewFailed(None))
    assert (state, effects) == (s.SignInState(), [s.Renew()])


def test_what_was_kept_has_ended_and_is_forgotten() -> None:
    state, effects = run(s.Restore(), s.RenewFailed(Fault.ENDED))
    assert (state.stage, state.fault, effects) == (s.Stage.SIGNED_OUT, Fault.ENDED, [s.Renew(), s.Forget()])


def test_a_provider_out_of_reach_leaves_what_was_kept() -> None:
    state, effects = run(s.Restore(), s.RenewFailed(Fault.UNREACHABLE))
    assert (state.stage, state.fault, effects) == (s.Stage.SIGNED_OUT, Fault.UNREACHABLE, [s.Renew()])
    assert run(s.SignOut(), state=state)[1] == [STOP, s.EndSession()], "it can still be forgotten"


def test_a_renewal_during_the_day_does_not_count_as_use() -> None:
    state, effects = run(s.RenewFailed(Fault.UNREACHABLE), state=signed_in())
    assert (state.stage, state.fault, effects) == (s.Stage.SIGNED_IN, Fault.UNREACHABLE, [])
    state, effects = run(s.Renewed(ANNA), state=state)
    assert (state.stage, state.fault, effects) == (s.Stage.SIGNED_IN, None, [])


def test_a_sign_in_that_has_ended_during_the_day() -> None:
    for fault in (Fault.ENDED, None):
        state, effects = run(s.RenewFailed(fault), state=signed_in())
        assert (state.stage, state.person, state.fault) == (s.Stage.SIGNED_OUT, None, Fault.ENDED)
        assert effects == [STOP, s.Forget()]


def test_a_lock_opens_through_the_browser_where_the_refresh_token_is_of_no_use() -> None:
    locked, _ = run(s.Lock(), state=signed_in())
    for fault in (Fault.ENDED, None):
        state, effects = run(s.Unlock(), s.Unlock(), s.RenewFailed(fault), state=locked)
        assert (state.stage, state.person, effects) == (s.Stage.IN_BROWSER, ANNA, [s.Renew(), s.OpenBrowser(2)])
        failed, _ = run(s.SignInFailed(2, Fault.REFUSED), state=state)
        assert (failed.stage, failed.person, failed.fault) == (s.Stage.LOCKED, ANNA, Fault.REFUSED)
        assert run(s.SignedIn(2, BO), state=state)[0].person == BO, "somebody else may have come"
    state, _ = run(s.Unlock(), s.RenewFailed(Fault.UNREACHABLE), state=locked)
    assert (state.stage, state.fault, state.renewing) == (s.Stage.LOCKED, Fault.UNREACHABLE, False)


def test_a_lock_may_ask_anew_who_it_is() -> None:
    state, effects = run(s.Lock(), s.Unlock(), s.CancelSignIn(), state=signed_in(unlock_in_browser=True))
    assert effects == [STOP, s.DropAccess(revoke=True), s.OpenBrowser(2, again=True), s.CloseBrowser()]
    assert (state.stage, state.fault) == (s.Stage.LOCKED, Fault.CANCELLED)


def test_somebody_else_may_sign_in_where_it_is_locked() -> None:
    for ask in (False, True):
        locked, _ = run(s.Lock(), state=signed_in(unlock_in_browser=ask))
        state, effects = run(s.StartSignIn(), s.SignedIn(2, BO), state=locked)
        assert (state.stage, state.person) == (s.Stage.SIGNED_IN, BO)
        assert effects[0] == s.OpenBrowser(2, again=ask)


def test_use_puts_the_lock_off() -> None:
    clock = FakeClock()
    state = signed_in(clock)
    clock.advance(4)
    assert s.step(state, s.Used(), clock) == (state, ())
    clock.advance(4)
    after, effects = s.step(state, s.Used(), clock)
    assert (after, effects) == (state, (AGAIN,)), "a use is not told to the window"
    clock.advance(6)
    assert s.step(after, s.Used(), clock)[1] == (AGAIN,)


def test_after_a_night_asleep_the_first_use_finds_it_locked() -> None:
    clock = FakeClock()
    state = signed_in(clock)
    clock.advance(LOCK_AFTER_S + 1)
    assert s.step(state, s.Used(), clock)[0].stage is s.Stage.LOCKED


def test_without_a_limit_nothing_locks_by_itself() -> None:
    clock = FakeClock()
    state, effects = run(s.StartSignIn(), s.SignedIn(1, ANNA), state=s.SignInState(lock_after_s=0), clock=clock)
    assert effects == [s.OpenBrowser(1)]
    clock.advance(1e6)
    after, effects_of_use = s.step(state, s.Used(), clock)
    assert (after.stage, effects_of_use) == (s.Stage.SIGNED_IN, ())


def test_signing_out_in_the_browser_closes_it_and_a_provider_that_was_not_told_is_named() -> None:
    state, effects = run(s.StartSignIn(), s.SignOut(), s.NotRevoked())
    assert effects == [s.OpenBrowser(1), STOP, s.CloseBrowser(), s.EndSession()]
    assert (state.stage, state.fault) == (s.Stage.SIGNED_OUT, Fault.NOT_REVOKED)
    assert run(s.NotRevoked(), state=signed_in())[0].fault is None


def test_a_sign_in_that_the_keyring_still_has_is_named_whatever_else_went_wrong() -> None:
    state, _ = run(s.StartSignIn(), s.SignOut(), s.NotRevoked(), s.NotForgotten())
    assert (state.stage, state.fault) == (s.Stage.SIGNED_OUT, Fault.NOT_FORGOTTEN)
    assert run(s.NotForgotten(), state=signed_in())[0].fault is None


def test_what_does_not_fit_changes_nothing() -> None:
    out, inside = s.SignInState(), signed_in()
    for event in (s.CancelSignIn(), s.Used(), s.Lock(), s.Unlock(), s.Renewed(ANNA), s.RenewFailed(Fault.ENDED)):
        assert s.step(out, event, FakeClock()) == (out, ())
    for event in (s.Restore(), s.Unlock(), s.CancelSignIn(), s.SignedIn(1, BO)):
        assert s.step(inside, event, FakeClock()) == (inside, ())


EVENTS = st.one_of(
    st.sampled_from(
        [
            s.Restore(),
            s.StartSignIn(),
            s.CancelSignIn(),
            s.Renewed(ANNA),
            s.Used(),
            s.Lock(),
            s.Unlock(),
            s.SignOut(),
            s.NotRevoked(),
            s.NotForgotten(),
            TimerFired(s.IDLE),
        ]
    ),
    st.builds(s.SignedIn, st.integers(0, 4), st.sampled_from([ANNA, BO])),
    st.builds(s.SignInFailed, st.integers(0, 4), st.sampled_from(Fault)),
    st.builds(s.RenewFailed, st.sampled_from([None, *Fault])),
)


@given(st.lists(st.tuples(EVENTS, st.sampled_from([0.0, 7.0, 2000.0])), max_size=40), st.booleans())
def test_any_order_of_events(events: list[tuple[s.SignInEvent, float]], ask: bool) -> None:
    state, clock = s.SignInState(unlock_in_browser=ask), FakeClock()
    opened = entered = 0
    for event, passed_s in events:
        clock.advance(passed_s)
        before = state
        state, effects = s.step(state, event, clock)
        opened += sum(isinstance(effect, s.OpenBrowser) for effect in effects)
        if state.stage is s.Stage.SIGNED_IN and before.stage is not s.Stage.SIGNED_IN:
            entered += 1
            assert before.under_way, "nobody is in without having been asked for"
        assert (state.person is not None) >= (state.stage in (s.Stage.SIGNED_IN, s.Stage.LOCKED))
        assert (state.stage is s.Stage.SIGNED_OUT) <= (state.person is None)
        if isinstance(event, s.SignOut):
            assert (state.stage, state.under_way) == (s.Stage.SIGNED_OUT, False)
    assert opened == state.attempt
