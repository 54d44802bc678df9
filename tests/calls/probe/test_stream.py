"""The media part of the measurement over lines in a time of their own: figures, and the verdicts that they lead to."""

from __future__ import annotations

import pytest
from aiortc.codecs.vpx import PACKET_MAX
from bench.call.relay import Impairment

from tests.calls.probe.line import TimelessLine
from vardklient.calls.adapter.stream import HEADER_BYTES
from vardklient.calls.probe.ledger import LINE_BYTES
from vardklient.calls.probe.stream import PICTURE_BYTES, STEPS_KBPS
from vardklient.checks.network import NetworkWatch, judge, load_network_limits
from vardklient.domain.network import LinkKind, MediaReading, NetworkReading, RelayState, ServerReach
from vardklient.domain.verdict import Advice

RELAY_FRAME_BYTES = 4
LIMITS = load_network_limits()
FAST = Impairment(delay_s=0.012, jitter_s=0.003)
LINES = {
    "clean": (FAST, Advice.NETWORK_OK),
    "uneven, as wireless": (Impairment(delay_s=0.012, jitter_s=0.025), Advice.NETWORK_OK),
    "2 % lost each way": (Impairment(loss_share=0.02, delay_s=0.012, jitter_s=0.003), Advice.NETWORK_OK),
    "2 % in bursts of 3": (Impairment(loss_share=0.02, burst=3, delay_s=0.012), Advice.NETWORK_OK),
    "10 % lost each way": (Impairment(loss_share=0.1, delay_s=0.012, jitter_s=0.003), Advice.NETWORK_LOSSY),
    "300 ms in all": (Impairment(delay_s=0.15, jitter_s=0.003), Advice.NETWORK_SLOW_ANSWER),
    "300 ms each way": (Impairment(delay_s=0.3, jitter_s=0.003), Advice.NETWORK_SLOW_ANSWER),
    "1000 kbit/s": (Impairment(rate_bps=1e6, delay_s=0.012), Advice.NETWORK_OK),
    "500 kbit/s": (Impairment(rate_bps=5e5, delay_s=0.012), Advice.NETWORK_OK),
    "300 kbit/s": (Impairment(rate_bps=3e5, delay_s=0.012, jitter_s=0.003), Advice.NETWORK_SMALL_PICTURE),
    "300 kbit/s, long queue": (Impairment(rate_bps=3e5, delay_s=0.012, queue_s=2.0), Advice.NETWORK_SMALL_PICTURE),
    "300 kbit/s, no queue": (Impairment(rate_bps=3e5, delay_s=0.012, queue_s=0.05), Advice.NETWORK_SMALL_PICTURE),
    "300 kbit/s, 300 ms": (Impairment(rate_bps=3e5, delay_s=0.15), Advice.NETWORK_SMALL_PICTURE),
    "100 kbit/s": (Impairment(rate_bps=1e5, delay_s=0.012), Advice.NETWORK_SOUND_ONLY),
}
TIMES = 25
AGAIN_EVERY_S = 12.0


def reading(media: MediaReading | None) -> NetworkReading:
    works = RelayState.WORKS
    return NetworkReading(LinkKind.CABLE, ServerReach.REACHED, 25.0, 0.0, works, works, works, media)


@pytest.mark.parametrize("name", LINES)
async def test_the_right_sentence_on_every_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is measured again and again without a pause: what is said is right at once, and does not change."""
    spoiled, wanted = LINES[name]
    watch, alone = NetworkWatch(), list[Advice]()
    for number in range(TIMES):
        media = await TimelessLine(spoiled, seed=number).measure()
        assert media is not None
        watch = watch.after(reading(media), number * AGAIN_EVERY_S, LIMITS)
        alone.append(judge(reading(media), LIMITS).advice)
        assert watch.verdict.advice is wanted, watch.verdict.measures
    with capsys.disabled():
        measures = {name: round(value, 3) for name, value in watch.verdict.measures.items()}
        figures = "  ".join(f"{n} {measures[n]:g}" for n in ("rate_kbps", "rtt_ms", "jitter_ms", "loss_share"))
        print(f"\n{name:24} {wanted:22} right {alone.count(wanted)} of {TIMES}  {figures}", end="")  # noqa: T201
    assert alone.count(wanted) == TIMES


@pytest.mark.parametrize("kbps", [150, 300, 600, 1000, 1600, 2400])
async def test_the_rate_of_a_line_is_found(kbps: int) -> None:
    media = await TimelessLine(Impairment(rate_bps=kbps * 1000.0, delay_s=0.02), seed=kbps).measure()
    assert media is not None
    assert media.rate_kbps == pytest.approx(kbps, rel=0.1)


async def test_a_fast_line_is_asked_for_no_more_than_a_call_takes() -> None:
    line = TimelessLine(FAST, seed=3)
    media = await line.measure()
    assert media is not None
    assert media.rate_kbps == STEPS_KBPS[-1]
    began_s = line.sent_bits[0][0]
    seconds = [sum(bits for at_s, bits in line.sent_bits if n <= at_s - began_s < n + 1) for n in range(9)]
    assert max(seconds) < STEPS_KBPS[-1] * 1000 * 1.1
    assert sum(seconds) < 12e6


@pytest.mark.parametrize("at_s", [0.7, 1.0, 1.3, 1.6, 1.9, 2.2, 2.5])
@pytest.mark.parametrize("kind", ["stalls", "busy"])
async def test_a_computer_that_is_busy_for_a_moment_makes_no_slow_line(kind: str, at_s: float) -> None:
    spans = ((at_s, at_s + 0.25),)
    line = TimelessLine(FAST, 9, stalls=spans) if kind == "stalls" else TimelessLine(FAST, 9, busy=spans)
    media = await line.measure()
    assert media is not None
    assert media.rate_kbps >= STEPS_KBPS[1]
    assert judge(reading(media), LIMITS).advice is Advice.NETWORK_OK


async def test_a_slow_line_is_full_for_a_moment_only() -> None:
    """Half a second of the first step; afterwards less leaves than the line takes, and the way is short again."""
    line = TimelessLine(Impairment(rate_bps=3e5, delay_s=0.02, queue_s=2.0), seed=4)
    media = await line.measure()
    assert media is not None
    assert media.rtt_ms < 150
    assert sum(window.lost for window in media.windows) == 0


async def test_progress_grows_to_the_end() -> None:
    line = TimelessLine(FAST, seed=5)
    await line.measure()
    assert line.progress == sorted(line.progress)
    assert line.progress[0] == 0.0
    assert 0.9 < line.progress[-1] <= 1.0


async def test_when_nothing_comes_back_nothing_is_known() -> None:
    line = TimelessLine(Impairment(loss_share=1.0), seed=6)
    assert await line.measure() is None
    assert line.now_s < 1005.0


async def test_a_loop_that_breaks_is_told() -> None:
    with pytest.raises(ConnectionError):
        await TimelessLine(FAST, seed=7, breaks_s=3.0).measure()


def test_its_largest_packets_are_those_of_a_call() -> None:
    assert PICTURE_BYTES + LINE_BYTES - RELAY_FRAME_BYTES == PACKET_MAX + HEADER_BYTES
