from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.flows import practice as pr
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired

CLOCK = FakeClock()
ARRIVAL = TimerFired("practice_patient")


def run(*events: pr.PracticeEvent) -> tuple[pr.PracticeState, list[pr.PracticeEffect]]:
    state, out = pr.PracticeState(), []
    for event in events:
        state, effects = pr.step(state, event, CLOCK)
        out += effects
    return state, out


def test_server_room_patient_gone() -> None:
    state, effects = run(
        pr.StartPractice(), pr.ServerReady(), pr.RoomReady("v", "link"), pr.RoomReady("w", "other"), ARRIVAL
    )
    assert effects == [
        pr.StartServer(),
        StartTimer("practice_patient", pr.PATIENT_COMES_AFTER_S),
        pr.StartPatient("link"),
    ]
    assert (state.stage, state.visit_id) == (pr.Stage.PATIENT_HERE, "v")
    assert pr.step(state, pr.PatientEnded(), CLOCK)[0].stage is pr.Stage.PATIENT_GONE
    assert pr.step(state, ARRIVAL, CLOCK) == (state, ())


def test_a_server_that_fails_can_be_tried_again() -> None:
    state, effects = run(pr.StartPractice(), pr.ServerFailed())
    assert state.stage is pr.Stage.FAILED
    assert effects[1:] == [CancelTimer("practice_patient"), pr.StopProcesses()]
    assert pr.step(state, pr.StartPractice(), CLOCK)[1] == (pr.StartServer(),)


def test_a_patient_in_a_call_outlives_the_server() -> None:
    state, effects = run(pr.StartPractice(), pr.ServerReady(), pr.RoomReady("v", "l"), ARRIVAL, pr.ServerFailed())
    assert state.stage is pr.Stage.FAILED
    assert pr.StopProcesses() not in effects


def test_stop_stops_everything() -> None:
    state, effects = run(pr.StartPractice(), pr.ServerReady(), pr.RoomReady("v", "l"), pr.StopPractice(), ARRIVAL)
    assert state == pr.PracticeState()
    assert effects[-1] == pr.StopProcesses()


EVENTS = st.sampled_from(
    [
        pr.StartPractice(),
        pr.ServerReady(),
        pr.ServerFailed(),
        pr.RoomReady("v", "l"),
        pr.PatientEnded(),
        ARRIVAL,
        pr.StopPractice(),
    ]
)


@given(st.lists(EVENTS, max_size=30))
def test_a_patient_is_started_only_with_a_server_running(events: list[pr.PracticeEvent]) -> None:
    state, up = pr.PracticeState(), False
    for event in events:
        state, effects = pr.step(state, event, CLOCK)
        for effect in effects:
            up = (up or effect == pr.StartServer()) and effect != pr.StopProcesses()
            assert up or not isinstance(effect, pr.StartPatient)
