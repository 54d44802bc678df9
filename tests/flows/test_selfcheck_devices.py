from __future__ import annotations

import pytest

from tests.flows.selfchecks import HEADSET, OK, SPOKEN, run, shown
from vardklient.domain.verdict import PICTURE_CHECKS, Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck as sc
from vardklient.ports.camera import CameraState
from vardklient.ports.sound import SoundState


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


@pytest.mark.parametrize("trouble", [CameraState.MISSING, CameraState.BUSY, CameraState.REFUSED])
def test_a_camera_that_opens_again_is_measured_anew(trouble: CameraState) -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.RUNNING), sc.Measured(OK, 0.0))
    state = run(sc.CameraChanged(trouble), sc.CameraChanged(CameraState.OPENING), state=state)
    assert sc.Stage.MEASURING not in {i.stage for i in state.items}
    state = run(sc.CameraChanged(CameraState.RUNNING), state=state)
    assert {i.stage for i in state.items} == {sc.Stage.MEASURING}


def test_a_microphone_that_was_closed_between_is_measured_anew() -> None:
    lost = (sc.MicrophoneChanged(SoundState.LOST), sc.MicrophoneChanged(SoundState.CLOSED))
    state = run(sc.Start(SPOKEN), *lost, sc.MicrophoneChanged(SoundState.RUNNING))
    assert [i.stage for i in state.items[:3]] == [sc.Stage.MEASURING] * 3


def test_a_camera_that_opens_for_another_look_leaves_what_holds_still() -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.RUNNING), sc.Cancel())
    state = run(sc.CameraChanged(CameraState.CLOSED), sc.Recheck((Check.LIGHT,)), state=state)
    state = run(sc.CameraChanged(CameraState.OPENING), sc.CameraChanged(CameraState.RUNNING), state=state)
    assert [i.check for i in state.items if i.stage is sc.Stage.MEASURING] == [Check.LIGHT]


@pytest.mark.parametrize("sound", [SoundState.MISSING, SoundState.LOST, SoundState.BUSY, SoundState.REFUSED])
def test_the_state_of_a_microphone_has_said_it_and_who_listens_says_nothing_else(sound: SoundState) -> None:
    state = run(sc.Start((*SPOKEN, Check.NOISE)), sc.MicrophoneChanged(sound))
    said = state.item(Check.MICROPHONE)
    assert said is not None
    assert said.verdict is not None
    assert said.severity is Severity.UNKNOWN
    worse = Verdict(Check.MICROPHONE, Severity.RED, said.verdict.advice)
    late = Verdict(Check.SILENCE, Severity.GREEN, Advice.SILENCE_OK)
    later = [sc.Measured(verdict, at_s) for at_s in (1.0, 9.0) for verdict in (worse, late)]
    assert run(*later, state=state) == state


def test_a_verdict_on_a_picture_from_before_the_camera_went_does_not_bring_it_back() -> None:
    state = run(sc.Start(PICTURE_CHECKS), sc.CameraChanged(CameraState.RUNNING), sc.Measured(OK, 0.0))
    state = run(sc.CameraChanged(CameraState.MISSING), sc.Measured(OK, 0.1), state=state)
    item = state.item(Check.LIGHT)
    assert item is not None
    assert item.stage is sc.Stage.STALE


@pytest.mark.parametrize("gone", [sc.MicrophoneChanged(SoundState.LOST), sc.SpeakerChanged(SoundState.MISSING)])
def test_a_headset_that_has_gone_is_proved_no_longer(gone: sc.SelfcheckEvent) -> None:
    state = run(sc.Start((Check.HEADSET,)), sc.LoopHeard(HEADSET), gone)
    item = state.item(Check.HEADSET)
    assert item is not None
    assert (item.stage, shown(state, Check.HEADSET)) == (sc.Stage.STALE, Advice.HEADSET_OK)


def test_what_a_camera_showed_before_it_went_does_not_count_as_found() -> None:
    dark = Verdict(Check.LIGHT, Severity.RED, Advice.LIGHT_DARK)
    state = run(sc.Start((Check.LIGHT, Check.RATE)), sc.CameraChanged(CameraState.RUNNING), sc.Told((dark,)))
    assert state.overall is Severity.RED
    assert run(sc.CameraChanged(CameraState.MISSING), state=state).overall is Severity.UNKNOWN
