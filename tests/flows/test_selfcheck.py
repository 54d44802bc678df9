from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flows.selfchecks import CLOCK, DARK, DIM, HEADSET, LIGHT_ONLY, OK, SETUP, run, shown
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck as sc
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState


def test_start_opens_the_devices_and_sets_the_box() -> None:
    state, effects = sc.step(sc.SelfcheckState(), sc.Start(sc.MORNING_CHECKS, SETUP), CLOCK)
    assert effects == (
        sc.StopTests(),
        StartTimer("selfcheck_box", sc.TIME_BOX_S),
        sc.MeasureNetwork(),
        sc.OpenDevices(),
        sc.ListenQuietly(sc.QUIET_SECONDS),
    )
    assert state.running
    assert state.setup == SETUP
    assert shown(state, Check.ECHO) is Advice.ECHO_UNASKED
    assert shown(state) is None
    assert state.items[0].severity is Severity.UNKNOWN


def test_a_first_green_shows_at_once_and_ends_the_test() -> None:
    state, effects = sc.step(run(LIGHT_ONLY), sc.Measured(OK, 1.0), CLOCK)
    assert shown(state) is Advice.LIGHT_OK
    assert not state.running
    assert state.finished_at == CLOCK.now()
    assert effects == (CancelTimer("selfcheck_box"),)
    assert state.overall is Severity.GREEN


def test_a_warning_needs_two_seconds_and_a_recovery_one() -> None:
    state = run(LIGHT_ONLY, sc.Measured(OK, 0.0), sc.Measured(DARK, 1.0), sc.Measured(DARK, 2.9))
    assert shown(state) is Advice.LIGHT_OK
    state = run(sc.Measured(DARK, 3.0), state=state)
    assert shown(state) is Advice.LIGHT_DARK
    state = run(sc.Measured(OK, 4.0), sc.Measured(OK, 4.9), state=state)
    assert shown(state) is Advice.LIGHT_DARK
    assert shown(run(sc.Measured(OK, 5.0), state=state)) is Advice.LIGHT_OK


def test_a_flickering_warning_never_shows() -> None:
    state = run(LIGHT_ONLY, sc.Measured(OK, 0.0))
    for i in range(40):
        state = run(sc.Measured((DARK, OK)[i % 2], i * 0.25), state=state)
        assert shown(state) is Advice.LIGHT_OK


def test_what_cannot_be_judged_at_first_gets_six_seconds() -> None:
    unsure = sc.unsure(Check.LIGHT)
    state = run(LIGHT_ONLY, sc.Measured(unsure, 0.0), sc.Measured(unsure, 5.9))
    assert shown(state) is None
    assert shown(run(sc.Measured(unsure, 6.0), state=state)) is Advice.LIGHT_UNSURE


def test_a_pause_does_not_unmake_what_speech_has_shown() -> None:
    spoke = Verdict(Check.MICROPHONE, Severity.GREEN, Advice.MICROPHONE_OK)
    pause = sc.unsure(Check.MICROPHONE)
    state = run(
        sc.Start((Check.MICROPHONE,)), sc.Measured(spoke, 0.0), sc.Measured(pause, 1.0), sc.Measured(pause, 9.0)
    )
    assert shown(state, Check.MICROPHONE) is Advice.MICROPHONE_OK


def test_another_rival_starts_anew() -> None:
    state = run(LIGHT_ONLY, sc.Measured(DARK, 0.0), sc.Measured(DIM, 1.5), sc.Measured(DIM, 2.5))
    assert shown(state) is None
    assert shown(run(sc.Measured(DIM, 3.5), state=state)) is Advice.LIGHT_DIM


LOW = {severity: Verdict(Check.RATE, severity, Advice.RATE_LOW) for severity in (Severity.YELLOW, Severity.RED)}
RATES = st.sampled_from([Verdict(Check.RATE, Severity.GREEN, Advice.RATE_OK), *LOW.values(), sc.unsure(Check.RATE)])


def test_from_yellow_to_red_of_the_same_advice_takes_its_time_too() -> None:
    state = run(sc.Start((Check.RATE,)), sc.Told((LOW[Severity.YELLOW],)))
    for i in range(40):
        state = run(sc.Measured(LOW[(Severity.RED, Severity.YELLOW)[i % 2]], i * 0.25), state=state)
        assert state.items[0].severity is Severity.YELLOW
    state = run(sc.Measured(LOW[Severity.RED], 10.0), sc.Measured(LOW[Severity.RED], 12.0), state=state)
    assert state.items[0].severity is Severity.RED


@given(st.lists(st.tuples(RATES, st.floats(0.1, 1.5)), max_size=40))
def test_what_is_shown_changes_only_to_what_has_lasted(course: list[tuple[Verdict, float]]) -> None:
    state, at_s, since_s, before = run(sc.Start((Check.RATE,))), 0.0, 0.0, None
    for verdict, later_s in course:
        at_s += later_s
        since_s = since_s if verdict == before else at_s
        before, item = verdict, state.items[0]
        state = run(sc.Measured(verdict, at_s), state=state)
        if item.verdict is not None and state.items[0].verdict != item.verdict:
            assert state.items[0].verdict == verdict
            assert at_s - since_s >= (1.0 if verdict.severity is Severity.GREEN else 2.0)


def test_measures_of_the_same_advice_are_refreshed() -> None:
    state = run(LIGHT_ONLY, sc.Measured(OK, 0.0))
    newer = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK, {"face_luma": 120.0})
    assert run(sc.Measured(newer, 0.2), state=state).items[0].verdict == newer


def test_what_is_not_on_the_list_is_ignored() -> None:
    state = run(LIGHT_ONLY)
    assert run(sc.Measured(Verdict(Check.RATE, Severity.RED, Advice.RATE_LOW), 1.0), state=state) == state
    assert run(sc.SpeakerChanged(SoundState.MISSING), state=state).items == state.items


@pytest.mark.parametrize("event", [sc.Cancel(), TimerFired("selfcheck_box")])
def test_when_time_is_up_the_unknown_is_unknown(event: sc.SelfcheckEvent) -> None:
    state = run(sc.Start((Check.LIGHT, Check.FRAMING)), sc.Measured(DARK, 0.0), event)
    assert shown(state) is Advice.LIGHT_DARK
    assert shown(state, Check.FRAMING) is Advice.FRAMING_UNSURE
    assert not state.running
    assert run(event, state=state) == state


# ---------------------------------------------------------------- the network, progress, the one remedy


def test_the_network_tells_how_far_it_is_and_its_verdict_holds_at_once() -> None:
    state = run(sc.Start((Check.NETWORK, Check.LIGHT)), sc.Progressed(Check.NETWORK, 0.5))
    assert state.done_share == 0.25
    state = run(sc.Progressed(Check.NETWORK, 0.2), sc.Progressed(Check.RATE, 0.2), state=state)
    assert state.done_share == 0.25  # never back
    relayed = Verdict(Check.NETWORK, Severity.YELLOW, Advice.NETWORK_RELAYED)
    state = run(sc.Told((relayed,)), sc.Progressed(Check.NETWORK, 0.9), state=state)
    assert (shown(state, Check.NETWORK), state.done_share) == (Advice.NETWORK_RELAYED, 0.5)
    assert state.first == relayed


def test_the_first_thing_to_do_is_the_hidden_cause() -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.REFUSED))
    assert state.first is not None
    assert state.first.advice is Advice.CAMERA_REFUSED
    assert run(LIGHT_ONLY, sc.Measured(OK, 0.0)).first is None


VERDICTS = st.sampled_from(
    [OK, DARK, DIM, Verdict(Check.LIGHT, Severity.UNKNOWN, Advice.LIGHT_UNSURE), sc.unsure(Check.ECHO)]
)
EVENTS = st.one_of(
    st.builds(sc.Start, st.just(sc.MORNING_CHECKS)),
    st.builds(sc.Recheck, st.sampled_from([(), PICTURE_CHECKS, (Check.HEADSET,), sc.MORNING_CHECKS])),
    st.builds(sc.Measured, VERDICTS, st.floats(0, 60)),
    st.builds(sc.Told, st.lists(VERDICTS).map(tuple)),
    st.builds(sc.Progressed, st.sampled_from(Check), st.floats(0, 1)),
    st.builds(sc.ChimeAnswered, st.booleans()),
    st.builds(sc.SayPrivate, st.booleans()),
    st.sampled_from([sc.QuietHeard(()), sc.LoopHeard(HEADSET), sc.StartChime(), sc.ChimePlayed()]),
    st.builds(sc.CameraChanged, st.sampled_from(CameraState)),
    st.builds(sc.MicrophoneChanged, st.sampled_from(SoundState)),
    st.builds(sc.SpeakerChanged, st.sampled_from(SoundState)),
    st.builds(sc.EchoRecorded, st.lists(VERDICTS).map(tuple), st.booleans()),
    st.builds(sc.EchoAnswered, st.booleans()),
    st.sampled_from([sc.StartEcho(), sc.EchoPlayed(), sc.Cancel(), TimerFired("selfcheck_box")]),
    st.builds(sc.LevelHeard, st.floats(-90, 0)),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(EVENTS, max_size=40))
def test_no_sequence_raises_and_every_verdict_shown_has_its_item(events: list[sc.SelfcheckEvent]) -> None:
    state = run(*events)
    for item in state.items:
        assert item.verdict is None or item.verdict.check is item.check
        assert item.stage is not sc.Stage.VERDICT or item.verdict is not None
    assert not state.running or state.finished_at is None
