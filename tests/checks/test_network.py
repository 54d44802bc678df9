"""Readings of networks, and what is said of them."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.checks.network import UNASKED, NetworkWatch, judge, load_network_limits, loss_share
from vardklient.domain.network import LinkKind, MediaReading, MediaWindow, NetworkReading, RelayState, ServerReach
from vardklient.domain.verdict import Advice, Check, Severity

LIMITS = load_network_limits()
GOOD_MEDIA = MediaReading(rtt_ms=30.0, jitter_ms=3.0, rate_kbps=2700.0, windows=(MediaWindow(160, 0),) * 5)
GOOD = NetworkReading(
    LinkKind.CABLE,
    ServerReach.REACHED,
    server_rtt_ms=20.0,
    clock_off_s=0.4,
    udp=RelayState.WORKS,
    tcp=RelayState.WORKS,
    tls=RelayState.WORKS,
    media=GOOD_MEDIA,
    up_kbps=20_000.0,
    down_kbps=50_000.0,
)
CLOSED = {"udp": RelayState.CLOSED, "tcp": RelayState.CLOSED, "tls": RelayState.CLOSED}


def media(**changes: object) -> NetworkReading:
    return replace(GOOD, media=replace(GOOD_MEDIA, **changes))  # type: ignore[arg-type]


def losing(*lost: int) -> NetworkReading:
    return media(windows=tuple(MediaWindow(160, n) for n in lost))


@pytest.mark.parametrize(
    ("reading", "advice", "severity"),
    [
        (GOOD, Advice.NETWORK_OK, Severity.GREEN),
        (replace(GOOD, link=LinkKind.UNKNOWN), Advice.NETWORK_OK, Severity.GREEN),
        (replace(GOOD, link=LinkKind.WIRELESS), Advice.NETWORK_WIRELESS, Severity.GREEN),
        (NetworkReading(LinkKind.NONE, ServerReach.SILENT), Advice.NETWORK_OFFLINE, Severity.RED),
        (NetworkReading(LinkKind.CABLE, ServerReach.SILENT), Advice.NETWORK_SERVER_DEAD, Severity.RED),
        (NetworkReading(LinkKind.UNKNOWN, ServerReach.SILENT), Advice.NETWORK_SERVER_DEAD, Severity.RED),
        (NetworkReading(LinkKind.CABLE, ServerReach.STRANGER), Advice.NETWORK_BLOCKED, Severity.RED),
        (NetworkReading(LinkKind.CABLE, ServerReach.REFUSED), Advice.NETWORK_UNSURE, Severity.UNKNOWN),
        (replace(GOOD, media=None, **CLOSED), Advice.NETWORK_BLOCKED, Severity.RED),
        (NetworkReading(LinkKind.CABLE, ServerReach.REACHED, 20.0, 0.0), Advice.NETWORK_UNSURE, Severity.UNKNOWN),
        (replace(GOOD, media=None), Advice.NETWORK_UNSURE, Severity.UNKNOWN),
        (losing(0, 0, 0), Advice.NETWORK_UNSURE, Severity.UNKNOWN),
        (media(rate_kbps=90.0), Advice.NETWORK_SOUND_ONLY, Severity.RED),
        (media(rate_kbps=290.0), Advice.NETWORK_SMALL_PICTURE, Severity.YELLOW),
        (losing(30, 30, 30, 30, 30), Advice.NETWORK_LOSSY, Severity.YELLOW),
        (losing(80, 80, 80, 80, 80), Advice.NETWORK_LOSSY, Severity.RED),
        (media(rtt_ms=300.0), Advice.NETWORK_SLOW_ANSWER, Severity.YELLOW),
        (media(jitter_ms=120.0), Advice.NETWORK_SLOW_ANSWER, Severity.YELLOW),
        (replace(GOOD, udp=RelayState.CLOSED), Advice.NETWORK_RELAYED, Severity.YELLOW),
        (replace(GOOD, udp=RelayState.NOT_OFFERED), Advice.NETWORK_OK, Severity.GREEN),
        (replace(GOOD, clock_off_s=200.0), Advice.NETWORK_CLOCK, Severity.YELLOW),
        (replace(GOOD, clock_off_s=-200.0), Advice.NETWORK_CLOCK, Severity.YELLOW),
    ],
)
def test_what_is_said(reading: NetworkReading, advice: Advice, severity: Severity) -> None:
    verdict = judge(reading, LIMITS)
    assert (verdict.check, verdict.advice, verdict.severity) == (Check.NETWORK, advice, severity)


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (media(rate_kbps=90.0, rtt_ms=500.0, windows=(MediaWindow(60, 20),) * 5), Advice.NETWORK_SOUND_ONLY),
        (media(rate_kbps=290.0, rtt_ms=500.0, windows=(MediaWindow(60, 20),) * 5), Advice.NETWORK_LOSSY),
        (media(rate_kbps=290.0, rtt_ms=500.0), Advice.NETWORK_SMALL_PICTURE),
        (replace(media(rtt_ms=500.0), udp=RelayState.CLOSED), Advice.NETWORK_SLOW_ANSWER),
        (replace(GOOD, udp=RelayState.CLOSED, clock_off_s=200.0), Advice.NETWORK_RELAYED),
        (replace(GOOD, link=LinkKind.WIRELESS, clock_off_s=200.0), Advice.NETWORK_CLOCK),
    ],
)
def test_of_several_faults_the_gravest_is_said(reading: NetworkReading, said: Advice) -> None:
    assert judge(reading, LIMITS).advice is said


def test_one_lost_packet_and_one_bad_second_are_nothing() -> None:
    assert judge(losing(0, 1, 0, 0, 0), LIMITS).advice is Advice.NETWORK_OK
    assert judge(losing(0, 160, 0, 0, 0), LIMITS).advice is Advice.NETWORK_OK


def test_a_line_that_is_bad_now_and_again_is_bad() -> None:
    assert judge(losing(0, 80, 0, 80, 0), LIMITS).advice is Advice.NETWORK_LOSSY


def test_seconds_with_few_packets_say_nothing() -> None:
    few = (MediaWindow(10, 5),) * 5
    assert loss_share(few) is None
    assert loss_share((*few, *(MediaWindow(50, 5),) * 4)) == pytest.approx(0.1)


def test_measures_and_limits_are_all_told() -> None:
    verdict = judge(replace(GOOD, tls=RelayState.NOT_OFFERED, tcp=RelayState.CLOSED), LIMITS)
    assert verdict.measures == {
        "server_rtt_ms": 20.0,
        "clock_off_s": 0.4,
        "up_kbps": 20_000.0,
        "down_kbps": 50_000.0,
        "rtt_ms": 30.0,
        "jitter_ms": 3.0,
        "rate_kbps": 2700.0,
        "loss_share": 0.0,
        "loss_mean_share": 0.0,
        "udp_open": 1.0,
        "tcp_open": 0.0,
        "wireless": 0.0,
    }
    assert set(verdict.limits) == {
        "sound_only_kbps",
        "small_picture_kbps",
        "lossy_share",
        "very_lossy_share",
        "slow_rtt_ms",
        "jitter_ms",
        "clock_off_s",
    }


def test_windows_without_packets_have_no_share() -> None:
    verdict = judge(media(windows=(MediaWindow(0, 0),) * 5), LIMITS)
    assert verdict.advice is Advice.NETWORK_UNSURE
    assert "loss_mean_share" not in verdict.measures


def test_before_the_first_reading_the_network_was_not_tried() -> None:
    assert NetworkWatch().verdict is UNASKED


# ---------------------------------------------------------------- again and again


def said(readings: list[NetworkReading], every_s: float) -> list[tuple[float, Advice]]:
    """The changes of what is said, how bad it is included, and when."""
    watch, found, before = NetworkWatch(), list[tuple[float, Advice]](), None
    for k, reading in enumerate(readings):
        watch = watch.after(reading, k * every_s, LIMITS)
        now = watch.verdict.advice, watch.verdict.severity
        if now != before:
            found.append((k * every_s, now[0]))
        before = now
    return found


@given(
    st.integers(0, 2**32),
    st.sampled_from(["rate_kbps", "rtt_ms", "jitter_ms"]),
    st.floats(0.8, 1.25),
    st.floats(10.0, 60.0),
)
def test_steady_conditions_near_a_limit_change_nothing_within_a_minute(
    seed: int, figure: str, share: float, every_s: float
) -> None:
    """Figures vary by a tenth from test to test, round a value that lies anywhere near its limit."""
    limits = {
        "rate_kbps": LIMITS.small_picture_kbps,
        "rtt_ms": LIMITS.slow_rtt_ms,
        "jitter_ms": LIMITS.jitter_ms,
    }
    limit = limits[figure]
    chance = random.Random(seed)
    readings = [media(**{figure: limit * share * chance.uniform(0.9, 1.1)}) for _ in range(60)]
    times = [at_s for at_s, _ in said(readings, every_s)]
    assert all(later_s - at_s >= LIMITS.steady_s for at_s, later_s in itertools.pairwise(times))
    assert len(times) <= 3


@given(st.integers(0, 2**32), st.floats(0.0, 0.6))
def test_steady_loss_changes_nothing_within_a_minute(seed: int, share: float) -> None:
    chance = random.Random(seed)
    readings = [
        losing(*(sum(chance.random() < share for _ in range(100)) * 8 // 5 for _ in range(5))) for _ in range(12)
    ]
    changes = [at_s for at_s, _ in said(readings, 10.0)][1:]
    assert all(later_s - at_s >= 60.0 for at_s, later_s in itertools.pairwise(changes))


def test_a_cable_that_is_plugged_in_counts_at_once() -> None:
    wireless = replace(GOOD, link=LinkKind.WIRELESS)
    assert said([wireless, GOOD], 10.0) == [(0.0, Advice.NETWORK_WIRELESS), (10.0, Advice.NETWORK_OK)]


def test_a_server_that_dies_and_comes_back_counts_at_once() -> None:
    dead = NetworkReading(LinkKind.CABLE, ServerReach.SILENT)
    changes = said([GOOD, dead, GOOD], 10.0)
    assert [advice for _, advice in changes] == [Advice.NETWORK_OK, Advice.NETWORK_SERVER_DEAD, Advice.NETWORK_OK]


def test_a_line_that_is_free_again_counts_at_once() -> None:
    changes = said([media(rate_kbps=290.0), GOOD], 10.0)
    assert [advice for _, advice in changes] == [Advice.NETWORK_SMALL_PICTURE, Advice.NETWORK_OK]


def test_a_small_change_for_the_better_counts_after_a_minute() -> None:
    slow, better = media(rate_kbps=300.0), media(rate_kbps=450.0)
    changes = said([slow, *(better,) * 8], 10.0)
    assert changes == [(0.0, Advice.NETWORK_SMALL_PICTURE), (60.0, Advice.NETWORK_OK)]


# ---------------------------------------------------------------- limits


def test_limits_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    text = resource("thresholds.toml").read_text("utf-8")
    for name, broken in {
        "missing.toml": None,
        "none.toml": "",
        "word.toml": text.replace("sound_only_kbps = 125", 'sound_only_kbps = "a lot"'),
        "more.toml": text.replace("sound_only_kbps = 125", "sound_only_kbps = 125\nmood = 1"),
    }.items():
        path = tmp_path / name
        if broken is not None:
            path.write_text(broken, "utf-8")
        with pytest.raises(ResourceError, match=name):
            load_network_limits(path)
