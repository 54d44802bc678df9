from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck as sc
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState

CLOCK = FakeClock()
OK = Verdict(Check.LIGHT, Severity.GREEN, Advice.LIGHT_OK)
DARK = Verdict(Check.LIGHT, Severity.RED, Advice.LIGHT_DARK)
DIM = Verdict(Check.LIGHT, Severity.YELLOW, Advice.LIGHT_DIM)


def run(*events: sc.SelfcheckEvent, state: sc.SelfcheckState | None = None) -> sc.SelfcheckState:
    state = state or sc.SelfcheckState()
    for event in events:
        state, _ = sc.step(state, event, CLOCK)
    return state


def shown(state: sc.SelfcheckState, check: Check = Check.LIGHT) -> Advice | None:
    item = state.item(check)
    assert item is not None
    return item.verdict.advice if item.verdict else None


LIGHT_ONLY = sc.Start((Check.LIGHT,), "cam", "mic", "spk")


def test_start_opens_the_devices_and_sets_the_box() -> None:
    state, effects = sc.step(sc.SelfcheckState(), sc.Start(sc.MORNING_CHECKS, "cam", "mic", "spk"), CLOCK)
    assert effects == (sc.OpenDevices(), StartTimer("selfcheck_box", sc.TIME_BOX_S))
    assert state.running
    assert (state.camera, state.microphone, state.speaker) == ("cam", "mic", "spk")
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


@pytest.mark.parametrize(
    ("camera", "advice"),
    [
        (CameraState.MISSING, Advice.CAMERA_MISSING),
        (CameraState.BUSY, Advice.CAMERA_BUSY),
        (CameraState.REFUSED, Advice.CAMERA_REFUSED),
    ],
)
def test_no_camera_is_unknown_with_a_sentence(camera: CameraState, advice: Advice) -> None:
    state = run(sc.Start(sc.CAMERA_CHECKS), sc.CameraChanged(camera))
    assert shown(state, Check.LIVENESS) is advice
    assert shown(state, Check.LIGHT) is Advice.LIGHT_UNSURE
    assert state.overall is Severity.UNKNOWN
    assert not state.running


def test_a_camera_pulled_out_makes_its_items_stale_and_coming_back_measures_anew() -> None:
    state = run(sc.Start(sc.CAMERA_CHECKS), sc.CameraChanged(CameraState.RUNNING), sc.Measured(OK, 0.0))
    state = run(sc.CameraChanged(CameraState.MISSING), state=state)
    item = state.item(Check.LIGHT)
    assert item is not None
    assert (item.stage, shown(state)) == (sc.Stage.STALE, Advice.LIGHT_OK)
    state = run(sc.CameraChanged(CameraState.OPENING), sc.CameraChanged(CameraState.MISSING), state=state)
    state = run(sc.CameraChanged(CameraState.RUNNING), state=state)
    assert {i.stage for i in state.items} == {sc.Stage.MEASURING}


def test_a_missing_camera_is_known_before_the_start() -> None:
    state = run(sc.CameraChanged(CameraState.MISSING), sc.Start(sc.CAMERA_CHECKS))
    assert shown(state, Check.LIVENESS) is Advice.CAMERA_MISSING


def test_no_microphone_and_no_loudspeaker() -> None:
    state = run(
        sc.Start(sc.SOUND_CHECKS),
        sc.LevelHeard(-30.0),
        sc.MicrophoneChanged(SoundState.MISSING),
        sc.SpeakerChanged(SoundState.MISSING),
    )
    assert shown(state, Check.MICROPHONE) is Advice.MICROPHONE_MISSING
    assert shown(state, Check.SILENCE) is Advice.SILENCE_UNSURE
    assert shown(state, Check.SPEAKER) is Advice.SPEAKER_MISSING
    assert state.level_dbfs is None
    state = run(
        sc.MicrophoneChanged(SoundState.RUNNING),
        sc.MicrophoneChanged(SoundState.RUNNING),
        sc.SpeakerChanged(SoundState.RUNNING),
        sc.SpeakerChanged(SoundState.RUNNING),
        state=state,
    )
    assert shown(state, Check.SPEAKER) is Advice.SPEAKER_UNASKED
    item = state.item(Check.MICROPHONE)
    assert item is not None
    assert item.stage is sc.Stage.MEASURING


def test_the_echo_test_from_speaking_to_the_answer() -> None:
    state = run(sc.Start(sc.SOUND_CHECKS))
    state, effects = sc.step(state, sc.StartEcho(), CLOCK)
    assert effects == (sc.RecordEcho(sc.ECHO_SECONDS),)
    heard = Verdict(Check.MICROPHONE, Severity.GREEN, Advice.MICROPHONE_OK)
    state, effects = sc.step(state, sc.EchoRecorded((heard,), audible=True), CLOCK)
    assert effects == (sc.PlayEcho(),)
    assert shown(state, Check.MICROPHONE) is Advice.MICROPHONE_OK
    state = run(sc.EchoPlayed(), state=state)
    assert state.echo is sc.EchoStage.ASKING
    yes = run(sc.EchoAnswered(True), state=state)
    assert (shown(yes, Check.ECHO), shown(yes, Check.SPEAKER)) == (Advice.ECHO_OK, Advice.SPEAKER_OK)
    no = run(sc.EchoAnswered(False), state=state)
    assert (shown(no, Check.ECHO), shown(no, Check.SPEAKER)) == (Advice.ECHO_NOT_HEARD, Advice.SPEAKER_NOT_HEARD)
    assert no.overall is Severity.RED
    assert run(sc.StartEcho(), state=no).echo is sc.EchoStage.RECORDING


def test_an_empty_echo_is_not_played() -> None:
    state = run(sc.Start(sc.SOUND_CHECKS), sc.StartEcho(), sc.EchoRecorded((), audible=False))
    assert (state.echo, shown(state, Check.ECHO)) == (sc.EchoStage.DONE, Advice.ECHO_EMPTY)


VERDICTS = st.sampled_from(
    [OK, DARK, DIM, Verdict(Check.LIGHT, Severity.UNKNOWN, Advice.LIGHT_UNSURE), sc.unsure(Check.ECHO)]
)
EVENTS = st.one_of(
    st.builds(sc.Start, st.just(sc.MORNING_CHECKS)),
    st.builds(sc.Measured, VERDICTS, st.floats(0, 60)),
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
