from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.clock import FakeClock
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
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


SETUP = sc.Setup("cam", "mic", "spk")
LIGHT_ONLY = sc.Start((Check.LIGHT,), SETUP)


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
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(camera))
    assert shown(state, Check.LIVENESS) is advice
    assert shown(state, Check.LIGHT) is Advice.LIGHT_UNSURE
    assert state.overall is Severity.UNKNOWN
    assert not state.running


def test_a_camera_pulled_out_makes_its_items_stale_and_coming_back_measures_anew() -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.RUNNING), sc.Measured(OK, 0.0))
    state = run(sc.CameraChanged(CameraState.MISSING), state=state)
    item = state.item(Check.LIGHT)
    assert item is not None
    assert (item.stage, shown(state)) == (sc.Stage.STALE, Advice.LIGHT_OK)
    assert shown(state, Check.LIVENESS) is Advice.CAMERA_LOST
    state = run(sc.CameraChanged(CameraState.OPENING), sc.CameraChanged(CameraState.MISSING), state=state)
    assert shown(state, Check.LIVENESS) is Advice.CAMERA_LOST
    state = run(sc.CameraChanged(CameraState.RUNNING), state=state)
    assert {i.stage for i in state.items} == {sc.Stage.MEASURING}


def test_a_missing_camera_is_known_before_the_start() -> None:
    state = run(sc.CameraChanged(CameraState.MISSING), sc.Start(PICTURE_CHECKS))
    assert shown(state, Check.LIVENESS) is Advice.CAMERA_MISSING


SPOKEN = (Check.MICROPHONE, Check.SILENCE, Check.CLIPPING, Check.SPEAKER, Check.ECHO)


def test_no_microphone_and_no_loudspeaker() -> None:
    state = run(
        sc.Start(SPOKEN),
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
    state = run(sc.Start(SPOKEN))
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
    state = run(sc.Start(SPOKEN), sc.StartEcho(), sc.EchoRecorded((), audible=False))
    assert (state.echo, shown(state, Check.ECHO)) == (sc.EchoStage.DONE, Advice.ECHO_EMPTY)


# ---------------------------------------------------------------- quiet, speech, our own sound


QUIET = Verdict(Check.NOISE, Severity.GREEN, Advice.NOISE_OK)
SPOKE = Verdict(Check.MICROPHONE, Severity.GREEN, Advice.MICROPHONE_OK)
HEADSET = Verdict(Check.HEADSET, Severity.GREEN, Advice.HEADSET_OK)
HEARING = sc.Start((Check.MICROPHONE, Check.NOISE, Check.HUM, Check.HEADSET), SETUP)


def test_a_quiet_second_then_a_few_words_then_our_own_sound() -> None:
    state = run(HEARING)
    assert state.sound is sc.SoundStage.QUIET
    state = run(sc.Measured(SPOKE, 0.5), state=state)
    assert shown(state, Check.MICROPHONE) is None  # it was to be quiet
    state = run(sc.QuietHeard((QUIET,)), state=state)
    assert (state.sound, shown(state, Check.NOISE)) == (sc.SoundStage.SPEECH, Advice.NOISE_OK)
    assert shown(state, Check.HUM) is Advice.HUM_UNSURE
    state, effects = sc.step(state, sc.Measured(SPOKE, 3.0), CLOCK)
    assert (state.sound, effects) == (sc.SoundStage.LOOP, (sc.RunLoop(),))
    loud = Verdict(Check.MICROPHONE, Severity.RED, Advice.MICROPHONE_LOUD)
    state = run(sc.Measured(loud, 4.0), sc.Measured(loud, 7.0), state=state)
    assert shown(state, Check.MICROPHONE) is Advice.MICROPHONE_OK  # that was our own sound
    state, effects = sc.step(state, sc.LoopHeard(HEADSET), CLOCK)
    assert (state.running, shown(state, Check.HEADSET)) == (False, Advice.HEADSET_OK)
    assert effects == (CancelTimer("selfcheck_box"),)


def test_late_answers_of_what_was_given_up_change_nothing() -> None:
    state = run(HEARING, sc.Cancel())
    assert run(sc.QuietHeard((QUIET,)), sc.LoopHeard(HEADSET), state=state) == state
    assert shown(state, Check.HEADSET) is Advice.HEADSET_UNSURE


def test_without_a_loudspeaker_our_own_sound_is_not_played() -> None:
    state = run(HEARING, sc.SpeakerChanged(SoundState.MISSING), sc.QuietHeard(()))
    state, effects = sc.step(state, sc.Measured(SPOKE, 3.0), CLOCK)
    assert sc.RunLoop() not in effects
    assert (shown(state, Check.HEADSET), state.running) == (Advice.HEADSET_UNSURE, False)


def test_a_test_gives_up_what_is_under_way() -> None:
    _, effects = sc.step(run(HEARING), sc.Cancel(), CLOCK)
    assert effects == (CancelTimer("selfcheck_box"), sc.StopTests())


def test_the_loudspeaker_is_tried_with_a_sound_and_a_question() -> None:
    state, effects = sc.step(run(sc.Start(SPOKEN)), sc.StartChime(), CLOCK)
    assert effects == (sc.PlayChime(),)
    assert run(sc.StartEcho(), state=state) == state
    state = run(sc.ChimePlayed(), state=state)
    assert state.chime is sc.SpeakerStage.ASKING
    heard = run(sc.ChimeAnswered(True), state=state)
    assert (shown(heard, Check.SPEAKER), heard.chime) == (Advice.SPEAKER_OK, sc.SpeakerStage.IDLE)
    assert shown(run(sc.ChimeAnswered(False), state=state), Check.SPEAKER) is Advice.SPEAKER_NOT_HEARD
    assert run(sc.ChimeAnswered(True), state=heard) == heard


@pytest.mark.parametrize(("user_heard", "headset"), [(True, Advice.HEADSET_OK), (False, Advice.HEADSET_NOT_HEARD)])
def test_a_heard_loudspeaker_that_the_microphone_did_not_hear_is_a_headset(user_heard: bool, headset: Advice) -> None:
    not_heard = Verdict(
        Check.HEADSET, Severity.UNKNOWN, Advice.HEADSET_NOT_HEARD, {"loss_least_db": 50.0}, {"headset_from_db": 45.0}
    )
    state = run(HEARING, sc.QuietHeard((QUIET,)), sc.Measured(SPOKE, 3.0), sc.LoopHeard(not_heard))
    state = run(sc.StartChime(), sc.ChimePlayed(), sc.ChimeAnswered(user_heard), state=state)
    assert shown(state, Check.HEADSET) is headset


def test_when_time_is_up_while_the_loudspeaker_sounds_it_can_be_tried_again() -> None:
    state = run(sc.Start(SPOKEN), sc.StartChime(), TimerFired("selfcheck_box"))
    assert state.chime is sc.SpeakerStage.IDLE


# ---------------------------------------------------------------- the network, progress, the one remedy


def test_the_network_tells_how_far_it_is_and_its_verdict_holds_at_once() -> None:
    state = run(sc.Start((Check.NETWORK, Check.LIGHT)), sc.Progressed(Check.NETWORK, 0.5))
    assert state.done_share == 0.25
    state = run(sc.Progressed(Check.NETWORK, 0.2), sc.Progressed(Check.RATE, 0.2), state=state)
    assert state.done_share == 0.25  # never back
    wireless = Verdict(Check.NETWORK, Severity.YELLOW, Advice.NETWORK_WIRELESS)
    state = run(sc.Told((wireless,)), sc.Progressed(Check.NETWORK, 0.9), state=state)
    assert (shown(state, Check.NETWORK), state.done_share) == (Advice.NETWORK_WIRELESS, 0.5)
    assert state.first == wireless


def test_the_first_thing_to_do_is_the_hidden_cause() -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.REFUSED))
    assert state.first is not None
    assert state.first.advice is Advice.CAMERA_REFUSED
    assert run(LIGHT_ONLY, sc.Measured(OK, 0.0)).first is None


# ---------------------------------------------------------------- only what has changed


def test_only_what_another_device_changes_is_due() -> None:
    camera = sc.due(SETUP, sc.Setup("other", "mic", "spk"))
    assert camera == (*PICTURE_CHECKS, Check.CAMERA_CHOICE)
    microphone = sc.due(SETUP, sc.Setup("cam", "other", "spk"))
    assert {*microphone} == {*sc.HEARD_CHECKS, Check.DEFAULT_DEVICE, Check.HEADSET, Check.ECHO}
    speaker = sc.due(SETUP, sc.Setup("cam", "mic", "other"))
    assert {*speaker} == {Check.DEFAULT_DEVICE, Check.HEADSET, Check.ECHO, Check.SPEAKER}
    assert sc.due(SETUP, sc.Setup("cam", "mic", "spk", "home")) == (Check.PLACE,)
    assert sc.due(SETUP, sc.Setup("cam", "mic", "spk", "", "wifi")) == (Check.NETWORK,)
    assert sc.due(SETUP, SETUP) == ()


def test_before_a_visit_the_light_is_looked_at_and_what_holds_still_is_left_alone() -> None:
    sun = sc.due(SETUP, SETUP, sun=True)
    assert Check.BACKLIGHT in sun
    assert not {*sun} & {*sc.SOUND_CHECKS, Check.NETWORK, Check.BACKGROUND}


def test_a_recheck_measures_these_and_keeps_the_others() -> None:
    state = run(sc.Start((Check.LIGHT, Check.SHARPNESS)), sc.Measured(OK, 0.0), sc.Cancel())
    state, effects = sc.step(state, sc.Recheck((Check.BACKLIGHT, Check.LIGHT), SETUP), CLOCK)
    assert [i.check for i in state.items] == [Check.LIGHT, Check.BACKLIGHT, Check.SHARPNESS]
    assert [i.stage for i in state.items] == [sc.Stage.MEASURING, sc.Stage.MEASURING, sc.Stage.VERDICT]
    assert (state.running, state.finished_at, state.setup) == (True, None, SETUP)
    assert sc.OpenDevices() in effects
    assert sc.MeasureNetwork() not in effects


def test_a_recheck_goes_on_from_an_earlier_test() -> None:
    before = run(LIGHT_ONLY, sc.Measured(OK, 0.0), sc.SayPrivate())
    state = run(sc.Recheck((Check.RATE,), SETUP, before.items, before.private))
    assert shown(state) is Advice.LIGHT_OK
    assert state.private == before.private


def test_a_recheck_of_nothing_is_over_at_once() -> None:
    state = run(LIGHT_ONLY, sc.Measured(OK, 0.0), sc.Recheck((), SETUP))
    assert (state.running, shown(state)) == (False, Advice.LIGHT_OK)


def test_another_loudspeaker_alone_has_our_own_sound_played() -> None:
    before = run(HEARING, sc.QuietHeard((QUIET,)), sc.Measured(SPOKE, 3.0), sc.LoopHeard(HEADSET))
    state, effects = sc.step(before, sc.Recheck((Check.HEADSET,), SETUP), CLOCK)
    assert effects[-1] == sc.RunLoop()
    assert effects.index(sc.OpenDevices()) < len(effects) - 1
    assert state.sound is sc.SoundStage.LOOP


# ---------------------------------------------------------------- the place


def test_that_nobody_can_hear_is_said_once_a_day_and_place() -> None:
    clock = FakeClock()
    home = sc.Start((Check.PLACE,), sc.Setup(place="home"))
    state, _ = sc.step(sc.SelfcheckState(), home, clock)
    assert shown(state, Check.PLACE) is Advice.PLACE_UNASKED
    state, _ = sc.step(state, sc.SayPrivate(), clock)
    assert shown(state, Check.PLACE) is Advice.PLACE_OK
    state, _ = sc.step(state, home, clock)
    assert shown(state, Check.PLACE) is Advice.PLACE_OK
    elsewhere, _ = sc.step(state, sc.Start((Check.PLACE,), sc.Setup(place="clinic")), clock)
    assert shown(elsewhere, Check.PLACE) is Advice.PLACE_UNASKED
    back, _ = sc.step(state, sc.SayPrivate(False), clock)
    assert shown(back, Check.PLACE) is Advice.PLACE_UNASKED
    clock.advance(24 * 3600)
    tomorrow, _ = sc.step(state, home, clock)
    assert shown(tomorrow, Check.PLACE) is Advice.PLACE_UNASKED


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
