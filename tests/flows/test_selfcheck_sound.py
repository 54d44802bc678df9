from __future__ import annotations

import pytest

from tests.flows.selfchecks import CLOCK, HEADSET, HEARING, QUIET, SPOKE, SPOKEN, run, shown
from vardklient.domain.verdict import Advice, Check, Severity, Verdict
from vardklient.flows import selfcheck as sc
from vardklient.flows.timers import CancelTimer, TimerFired
from vardklient.ports.sound import SoundState

AUDIBLE = sc.EchoRecorded((SPOKE,), audible=True)
NOT_HEARD = Verdict(
    Check.HEADSET, Severity.UNKNOWN, Advice.HEADSET_NOT_HEARD, {"loss_least_db": 50.0}, {"headset_from_db": 45.0}
)


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
    state = run(HEARING, sc.QuietHeard((QUIET,)), sc.Measured(SPOKE, 3.0), sc.LoopHeard(NOT_HEARD))
    state = run(sc.StartChime(), sc.ChimePlayed(), sc.ChimeAnswered(user_heard), state=state)
    assert shown(state, Check.HEADSET) is headset


@pytest.mark.parametrize(("user_heard", "headset"), [(True, Advice.HEADSET_OK), (False, Advice.HEADSET_NOT_HEARD)])
def test_who_has_said_already_that_he_hears_it_is_not_asked_again(user_heard: bool, headset: Advice) -> None:
    state = run(sc.Start((*HEARING.checks, Check.SPEAKER)), sc.QuietHeard((QUIET,)))
    state = run(sc.StartChime(), sc.ChimePlayed(), sc.ChimeAnswered(user_heard), state=state)
    assert shown(run(sc.Measured(SPOKE, 3.0), sc.LoopHeard(NOT_HEARD), state=state), Check.HEADSET) is headset


def test_what_the_user_began_comes_to_its_end_when_the_test_s_time_is_up() -> None:
    state, effects = sc.step(run(sc.Start(SPOKEN), sc.StartChime()), TimerFired("selfcheck_box"), CLOCK)
    assert (state.running, state.chime, effects) == (False, sc.SpeakerStage.PLAYING, ())
    assert run(sc.ChimePlayed(), state=state).chime is sc.SpeakerStage.ASKING


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("begun", [(sc.StartChime(),), (sc.StartEcho(),), (sc.StartEcho(), AUDIBLE)])
def test_whoever_leaves_ends_what_he_began_also_after_the_test(
    begun: tuple[sc.SelfcheckEvent, ...], running: bool
) -> None:
    state = run(sc.Start(SPOKEN), *(() if running else (TimerFired("selfcheck_box"),)), *begun)
    assert state.tries
    left, effects = sc.step(state, sc.Cancel(), CLOCK)
    assert (left.tries, left.running, sc.StopTests() in effects) == (False, False, True)
    assert run(sc.EchoRecorded((), audible=False), sc.EchoPlayed(), sc.ChimePlayed(), state=left) == left


def test_our_own_sound_does_not_begin_while_the_user_is_recorded() -> None:
    state = run(HEARING, sc.QuietHeard((QUIET,)), sc.StartEcho())
    state, effects = sc.step(state, sc.Measured(SPOKE, 3.0), CLOCK)
    assert (shown(state, Check.MICROPHONE), effects) == (Advice.MICROPHONE_OK, ())
    assert sc.step(state, sc.EchoRecorded((), audible=False), CLOCK)[1] == (sc.RunLoop(),)


def test_our_own_sound_does_not_begin_while_the_recording_is_played() -> None:
    state = run(HEARING, sc.QuietHeard((QUIET,)), sc.StartEcho())
    state, effects = sc.step(state, AUDIBLE, CLOCK)
    assert (shown(state, Check.MICROPHONE), effects) == (Advice.MICROPHONE_OK, (sc.PlayEcho(),))
    assert sc.step(state, sc.EchoPlayed(), CLOCK)[1] == (sc.RunLoop(),)


def test_our_own_sound_does_not_begin_while_the_chime_sounds() -> None:
    state = run(HEARING, sc.QuietHeard((QUIET,)), sc.StartChime(), sc.Told((SPOKE,)))
    assert state.sound is sc.SoundStage.SPEECH
    assert sc.step(state, sc.ChimePlayed(), CLOCK)[1] == (sc.RunLoop(),)


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


def test_an_empty_echo_is_not_played_and_unmakes_nothing_that_speech_has_shown() -> None:
    state = run(sc.Start(SPOKEN), sc.Measured(SPOKE, 1.0), sc.StartEcho())
    nothing = tuple(sc.unsure(check) for check in SPOKEN)
    state = run(sc.EchoRecorded(nothing, audible=False), state=state)
    assert (state.echo, shown(state, Check.ECHO)) == (sc.EchoStage.DONE, Advice.ECHO_EMPTY)
    assert shown(state, Check.MICROPHONE) is Advice.MICROPHONE_OK
    assert shown(state, Check.CLIPPING) is None  # still being listened for


def test_a_microphone_that_goes_while_it_records_is_missing_and_no_more() -> None:
    lost = Verdict(Check.MICROPHONE, Severity.RED, Advice.MICROPHONE_MISSING)
    state = run(sc.Start(SPOKEN), sc.StartEcho(), sc.MicrophoneChanged(SoundState.LOST))
    item = state.item(Check.MICROPHONE)
    assert run(sc.EchoRecorded((lost,), audible=False), state=state).item(Check.MICROPHONE) == item
