from __future__ import annotations

from tests.fakes.clock import FakeClock
from tests.flows.selfchecks import CLOCK, HEADSET, HEARING, LIGHT_ONLY, OK, QUIET, SETUP, SPOKE, run, shown
from vardklient.domain.verdict import Advice, Check
from vardklient.flows import selfcheck as sc


def test_only_what_another_device_changes_is_due() -> None:
    camera = sc.due(SETUP, sc.Setup("other", "mic", "spk"))
    assert {*camera} == {
        Check.LIGHT,
        Check.BACKLIGHT,
        Check.FRAMING,
        Check.BACKGROUND,
        Check.COMPANY,
        Check.SHARPNESS,
        Check.LIVENESS,
        Check.FLICKER,
        Check.RATE,
        Check.CAMERA_CHOICE,
    }
    microphone = sc.due(SETUP, sc.Setup("cam", "other", "spk"))
    assert {*microphone} == {
        Check.MICROPHONE,
        Check.SILENCE,
        Check.CLIPPING,
        Check.DROPOUTS,
        Check.BANDWIDTH,
        Check.NOISE,
        Check.HUM,
        Check.DEFAULT_DEVICE,
        Check.HEADSET,
        Check.ECHO,
    }
    speaker = sc.due(SETUP, sc.Setup("cam", "mic", "other"))
    assert {*speaker} == {Check.DEFAULT_DEVICE, Check.HEADSET, Check.ECHO, Check.SPEAKER}
    assert sc.due(SETUP, sc.Setup("cam", "mic", "spk", "home")) == (Check.PLACE,)
    assert sc.due(SETUP, sc.Setup("cam", "mic", "spk", "", "wifi")) == (Check.NETWORK,)
    assert sc.due(SETUP, SETUP) == ()


def test_before_a_visit_the_light_is_looked_at_and_what_holds_still_is_left_alone() -> None:
    sun = sc.due(SETUP, SETUP, sun=True)
    assert {*sun} == {Check.LIGHT, Check.BACKLIGHT, Check.FRAMING, Check.COMPANY, Check.LIVENESS}


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
