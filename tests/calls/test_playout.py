"""The playout buffer under jitter, drift and bursts; time is the test's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vardklient.calls.playout import CAPACITY_MS, TARGET_MS, PlayoutBuffer
from vardklient.ports.sound import SAMPLE_RATE_HZ

PIECE = 960
TONE = (0.3 * np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)).astype(np.float32)


def play(
    seconds: float, ppm: float = 0.0, jitter_ms: float = 0.0, lost: range = range(0)
) -> tuple[PlayoutBuffer, list]:
    """A sender whose clock is `ppm` fast and whose pieces come up to some `jitter_ms` late; and how full it was."""
    rng = np.random.default_rng(1)
    count = int(seconds * 50)
    at_s = np.arange(count) * 0.02 * (1 - ppm * 1e-6) + np.abs(rng.normal(0, jitter_ms / 1000, count))
    at_s = np.maximum.accumulate(at_s)
    buffer, k, stock = PlayoutBuffer(), 0, []
    for n in range(int(seconds * 100)):
        while k < count and at_s[k] <= n * 0.01:
            if k not in lost:
                buffer.push(TONE[k % 50 * PIECE :][:PIECE], at_s[k], k * 0.02)
            k += 1
        buffer.pull(480)
        stock.append(buffer.stock_ms)
    return buffer, stock


def test_silence_until_there_is_a_stock_then_the_sound_itself() -> None:
    buffer = PlayoutBuffer(adaptive=False)
    buffer.push(TONE[:PIECE], 0.0, 0.0)
    assert not buffer.pull(480).any()
    assert buffer.played == 0, "what was never there is not concealed"
    for k in (1, 2):
        buffer.push(TONE[k * PIECE :][:PIECE], 0.02 * k, 0.02 * k)
    heard = np.concatenate([buffer.pull(480) for _ in range(5)])
    np.testing.assert_allclose(heard, TONE[: len(heard)], atol=1e-4)
    assert (buffer.played, buffer.concealed, buffer.underruns) == (2400, 0, 0)


@pytest.mark.parametrize("ppm", [0, 100, -100, 500, -500])
def test_drift_neither_drains_nor_fills_it(ppm: int) -> None:
    buffer, stock = play(60, ppm)
    assert buffer.underruns <= 1
    assert TARGET_MS / 2 < np.mean(stock[-1000:]) < TARGET_MS * 2


def test_jitter_makes_it_hold_more() -> None:
    calm, rough = play(30)[0], play(30, jitter_ms=30)[0]
    assert rough._target > calm._target * 1.3
    assert rough.underruns < 10
    assert rough.concealed / rough.played < 0.05


def test_a_gap_is_concealed_counted_and_healed() -> None:
    buffer, stock = play(10, lost=range(200, 225))
    assert buffer.underruns == 1
    assert 0.04 < buffer.concealed / buffer.played < 0.08, "half a second of ten, and the new stock"
    assert stock[-1] > TARGET_MS / 2


def test_running_dry_fades_out() -> None:
    buffer = PlayoutBuffer(adaptive=False)
    buffer.push(np.full(4000, 0.5, np.float32), 0.0, 0.0)
    heard = np.concatenate([buffer.pull(480) for _ in range(9)])
    assert heard[3000] == pytest.approx(0.5)
    assert np.abs(np.diff(heard[3000:])).max() < 0.01, "no click"
    assert not heard[4000:].any()


def test_a_burst_leaves_the_newest_and_a_bounded_delay() -> None:
    buffer = PlayoutBuffer()
    for k in range(500):
        buffer.push(np.full(PIECE, k, np.float32), 0.0, k * 0.02)
    assert buffer.stock_ms <= CAPACITY_MS
    heard = np.concatenate([buffer.pull(480) for _ in range(40)])
    assert heard.max() == pytest.approx(499, abs=1)
    buffer.clear()
    assert buffer.stock_ms == 0
    assert not buffer.pull(480).any()


@pytest.mark.parametrize(("hz", "db"), [(440, -80), (1000, -70), (4000, -45)])
def test_reading_at_another_speed_does_not_distort_speech(hz: int, db: int) -> None:
    buffer = PlayoutBuffer()
    tone = np.sin(2 * np.pi * hz * np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ).astype(np.float32)
    for k in range(15):
        buffer.push(tone[k * PIECE :][:PIECE], 0.0, 0.0)
    sound = buffer._interpolate(np.arange(14_000) * 1.003 + 10)
    t = 2 * np.pi * hz * 1.003 * np.arange(len(sound)) / SAMPLE_RATE_HZ
    basis = np.stack([np.sin(t), np.cos(t)], 1)
    rest = sound - basis @ np.linalg.lstsq(basis, sound, rcond=None)[0]
    assert 10 * np.log10(np.mean(rest**2) / np.mean(sound**2)) < db


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("push"), st.integers(0, 30_000), st.floats(-1, 10)),
            st.tuples(st.just("pull"), st.integers(0, 4800), st.floats(0, 0)),
        ),
        max_size=60,
    )
)
def test_it_never_fails_and_never_grows(steps: list[tuple[str, int, float]]) -> None:
    buffer = PlayoutBuffer()
    for what, samples, at_s in steps:
        if what == "push":
            buffer.push(np.ones(samples, np.float32), at_s, 0.0)
        else:
            heard = buffer.pull(samples)
            assert heard.shape == (samples,)
            assert heard.dtype == np.float32
            assert np.abs(heard).max(initial=0.0) < 1.5
        assert 0 <= buffer.stock_ms <= CAPACITY_MS
        assert buffer.concealed <= buffer.played
