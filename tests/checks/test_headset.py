"""The probe and the verdict on it: sweeps through drawn rooms, with noise and with somebody speaking."""

from __future__ import annotations

import numpy as np
import pytest

from tests.checks.sounds import noise
from vardklient.base.resources import resource
from vardklient.checks import headset, probe
from vardklient.checks.headset import HeadsetReading
from vardklient.checks.probe import SweepReading
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.headset import answered, proves_headset
from vardklient.domain.verdict import Advice, Severity, Verdict
from vardklient.media.soundfile import read_wave

LIMITS = load_sound_limits()
SWEEP = probe.make_sweep()
COUNT = SWEEP.size + round(probe.AFTER_S * 48_000)


def room(seed: int) -> np.ndarray:
    """A direct sound and a tail that dies in 0.3 s, together without loss."""
    length = 14_400
    answer = np.random.default_rng(seed).standard_normal(length) * np.exp(-6.9 * np.arange(length) / length)
    answer[0] += 3.0
    return answer / np.sqrt(np.sum(answer**2))


def heard(
    loss_db: float | None, floor_dbfs: float, *, dry: bool = False, delay_ms: float = 60.0, seed: int = 0
) -> np.ndarray:
    """One recording: the sweep so much fainter and later, in a room with noise."""
    samples = noise(3.0, floor_dbfs, seed + 10)[:COUNT]
    if loss_db is None:
        return samples
    size = 1 << 18
    echo = SWEEP if dry else np.fft.irfft(np.fft.rfft(SWEEP, size) * np.fft.rfft(room(7), size))[: SWEEP.size + 14_400]
    at = round(delay_ms * 48)
    part = echo[: COUNT - at]
    samples[at : at + part.size] += (part * 10 ** (-loss_db / 20)).astype(np.float32)
    return samples


def reading(*recordings: np.ndarray, floor_dbfs: float = -70.0) -> HeadsetReading:
    quiet = noise(probe.QUIET_S, floor_dbfs, 99)
    return headset.measure(recordings, quiet, SWEEP, LIMITS.headset, LIMITS.silence)


def twice(loss_db: float | None, floor_dbfs: float, **more: float) -> HeadsetReading:
    pair = [heard(loss_db, floor_dbfs, seed=seed, **more) for seed in (1, 2)]  # type: ignore[arg-type]
    return reading(*pair, floor_dbfs=floor_dbfs)


def verdict_on(what: HeadsetReading, user_heard: bool | None = None) -> Verdict:
    verdict = headset.judge(what, LIMITS.headset, "Jabra")
    return verdict if user_heard is None else answered(verdict, user_heard)


@pytest.mark.parametrize("floor_dbfs", [-90.0, -70.0, -60.0])
@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("loss_db", "severity", "advice"),
    [
        (10.0, Severity.YELLOW, Advice.HEADSET_OPEN),
        (20.0, Severity.YELLOW, Advice.HEADSET_OPEN),
        (32.0, Severity.YELLOW, Advice.HEADSET_LEAKS),
        (41.0, Severity.YELLOW, Advice.HEADSET_LEAKS),
        (48.0, Severity.GREEN, Advice.HEADSET_OK),
        (53.0, Severity.GREEN, Advice.HEADSET_OK),
    ],
)
def test_each_loss_has_its_verdict(
    loss_db: float, severity: Severity, advice: Advice, dry: bool, floor_dbfs: float
) -> None:
    what = twice(loss_db, floor_dbfs, dry=dry)
    verdict = verdict_on(what)
    assert (verdict.severity, verdict.advice) == (severity, advice)
    assert what.path is not None
    assert what.path.loss_db == pytest.approx(loss_db, abs=0.5 if dry else 2.5)
    assert what.path.delay_s == pytest.approx(0.060, abs=0.001 if dry else 0.03)
    assert proves_headset(verdict) is (severity is Severity.GREEN)


def test_the_computers_own_sound_as_a_microphone() -> None:
    assert verdict_on(twice(0.0, -80.0, dry=True, delay_ms=3.0)).advice is Advice.HEADSET_LOOPBACK
    assert verdict_on(twice(0.0, -80.0)).advice is Advice.HEADSET_OPEN, "as loud, but through the air"


def test_the_users_word_changes_nothing_that_was_heard() -> None:
    open_speaker = twice(20.0, -70.0)
    assert verdict_on(open_speaker, user_heard=True) == verdict_on(open_speaker)


def test_too_late_to_be_cancelled() -> None:
    assert verdict_on(twice(20.0, -70.0, dry=True, delay_ms=600.0)).advice is Advice.HEADSET_LATE
    assert verdict_on(twice(20.0, -70.0, dry=True, delay_ms=450.0)).advice is Advice.HEADSET_OPEN


@pytest.mark.parametrize("floor_dbfs", [-90.0, -75.0, -65.0, -60.0])
def test_in_a_quiet_room_hearing_nothing_and_the_users_word_prove_a_headset(floor_dbfs: float) -> None:
    what = twice(None, floor_dbfs)
    assert what.path is not None
    assert what.path.limit_db > 45
    assert (verdict_on(what).severity, verdict_on(what).advice) == (Severity.UNKNOWN, Advice.HEADSET_NOT_HEARD)
    assert verdict_on(what).device == "Jabra"
    assert verdict_on(what, user_heard=False).advice is Advice.HEADSET_NOT_HEARD
    assert verdict_on(what, user_heard=True).advice is Advice.HEADSET_OK


@pytest.mark.parametrize("floor_dbfs", [-45.0, -35.0])
def test_in_a_noisy_room_it_does_not(floor_dbfs: float) -> None:
    what = twice(None, floor_dbfs)
    assert what.path is not None
    assert what.path.limit_db < 45
    assert verdict_on(what, user_heard=True).advice is Advice.HEADSET_UNSURE


def test_the_limit_is_honest() -> None:
    limit_db = twice(None, -60.0).path.limit_db  # type: ignore[union-attr]
    louder, fainter = twice(limit_db - 4, -60.0, dry=True), twice(limit_db + 12, -60.0, dry=True)
    assert louder.path is not None
    assert louder.path.heard
    assert fainter.path is None or not fainter.path.heard


def test_without_an_echo_nothing_is_heard() -> None:
    for seed in range(0, 40, 2):
        what = reading(heard(None, -55.0, seed=seed), heard(None, -55.0, seed=seed + 1), floor_dbfs=-55.0)
        assert what.path is not None
        assert not what.path.heard


@pytest.mark.parametrize("gain", [0.3, 1.0])
def test_somebody_who_speaks_meanwhile_makes_no_loudspeaker(gain: float) -> None:
    speech = read_wave(resource("sounds/patient_voice.wav")) * np.float32(gain)
    for at in range(0, speech.size - 2 * COUNT, 48_000):
        spoken = [speech[start : start + COUNT] + heard(None, -65.0, seed=start) for start in (at, at + COUNT)]
        verdict = verdict_on(reading(*spoken, floor_dbfs=-65.0))
        assert verdict.severity is Severity.UNKNOWN, at


def test_sweeps_that_differ_are_unsure_until_two_agree() -> None:
    one, late, other = (
        heard(20.0, -70.0, dry=True, delay_ms=delay_ms, seed=int(delay_ms)) for delay_ms in (60.0, 160.0, 61.0)
    )
    faint = heard(30.0, -70.0, dry=True)
    assert verdict_on(reading(one, late)).advice is Advice.HEADSET_UNSURE
    assert verdict_on(reading(one, faint)).advice is Advice.HEADSET_UNSURE
    assert verdict_on(reading(one, late, other)).advice is Advice.HEADSET_OPEN


def test_a_muted_microphone_says_nothing() -> None:
    zeros = np.zeros(COUNT, np.float32)
    what = headset.measure([zeros, zeros], np.zeros(24_000, np.float32), SWEEP, LIMITS.headset, LIMITS.silence)
    assert what == HeadsetReading(None, 2)
    assert verdict_on(what).advice is Advice.HEADSET_UNSURE
    assert reading() == HeadsetReading(None, 0)


@pytest.mark.parametrize("open_s", [0.0, 0.2, 1.9])
def test_a_gate_that_closes_during_the_sweeps_proves_no_headset(open_s: float) -> None:
    gated = [heard(None, -70.0, seed=seed) for seed in (1, 2)]
    for recording in gated:
        recording[round(open_s * 48_000) :] = 0.0
    assert reading(*gated) == HeadsetReading(None, 2)
    assert reading(heard(None, -70.0), gated[0]) == HeadsetReading(None, 2), "one of two is enough"


def test_a_gate_that_the_sweeps_themselves_open_hears_an_open_loudspeaker() -> None:
    pair = [heard(20.0, -70.0, seed=seed) for seed in (1, 2)]
    for recording in pair:
        recording[-24_000:] = 0.0
    assert verdict_on(reading(*pair)).advice is Advice.HEADSET_OPEN


def test_the_sweep_is_softer_than_speech_and_begins_and_ends_in_silence() -> None:
    assert 10 * np.log10(np.mean(SWEEP**2)) == pytest.approx(probe.LEVEL_DBFS, abs=0.01)
    assert probe.LEVEL_DBFS < -26
    assert np.abs(SWEEP[[0, -1]]).max() < 1e-3


def test_each_limit_is_where_it_says() -> None:
    def advice(loss_db: float, delay_s: float = 0.1) -> Advice:
        path = SweepReading(True, delay_s, loss_db, 70.0, 10.0, 0.2)
        return verdict_on(HeadsetReading(path, 2)).advice

    assert advice(LIMITS.headset.headset_from_db) is Advice.HEADSET_OK
    assert advice(LIMITS.headset.headset_from_db - 0.1) is Advice.HEADSET_LEAKS
    assert advice(LIMITS.headset.open_below_db) is Advice.HEADSET_LEAKS
    assert advice(LIMITS.headset.open_below_db - 0.1) is Advice.HEADSET_OPEN
    assert advice(60.0, 0.501) is Advice.HEADSET_LATE
