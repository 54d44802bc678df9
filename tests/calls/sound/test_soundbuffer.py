"""The buffer before the loudspeaker on good lines and bad ones; all time is the test's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calls.sound.line import Line, encode, speech, talk_with_pauses, voice
from vardklient.calls.sound.opus import OpusDecoder
from vardklient.calls.sound.soundbuffer import SoundBuffer, SoundPacket

RATE_HZ = 48_000
REST_MS = 50
"""The delay of an even line: 30 ms, and the 20 ms that the sound card of `Line` wants at once."""


def rarely(share: float, seed: int = 1):
    lost = np.random.default_rng(seed).random(100_000) < share
    return lambda n: bool(lost[n])


def among(*packets: int):
    return lambda n: n in packets


def jam(first: int, until: int):
    """Packets from `first` on are held up and come together with `until`."""
    return lambda n: (until - n) * 0.02 if first <= n < until else 0.0


def step(sound) -> float:
    return float(np.abs(np.diff(sound)).max())


def clean(seconds: float = 10.0):
    return Line(speech()).play(seconds)


# ------------------------------------------------------------ delay: five minutes on every kind of line


@pytest.mark.parametrize(
    ("ppm", "jitter_ms", "delay_ms", "underruns", "concealed_share"),
    [
        (0, 0, (49, 51), 0, 0.0),
        (-100, 0, (35, 66), 0, 0.0),
        (500, 0, (35, 66), 0, 0.0),
        (100, 20, (50, 90), 30, 0.005),
        (-500, 60, (75, 160), 150, 0.015),
    ],
)
def test_five_minutes(
    ppm: float, jitter_ms: float, delay_ms: tuple[float, float], underruns: int, concealed_share: float
) -> None:
    heard = Line(speech(), ppm, jitter_ms).play(300)
    assert heard.concealed_share <= concealed_share
    assert heard.buffer.underruns <= underruns
    assert delay_ms[0] <= min(heard.delays_ms[5:]) <= max(heard.delays_ms[5:]) <= delay_ms[1]
    first, last = np.mean(heard.delays_ms[5:60]), np.mean(heard.delays_ms[-60:])
    assert last <= first * 1.1 + 15, "delay does not grow"
    assert step(heard.sound) < 1.5 * step(clean().sound), "no click"


@pytest.mark.parametrize("block", [64, 441, 480, 2400])
def test_the_sound_card_takes_what_it_wants(block: int) -> None:
    heard = Line(speech(), block=block).play(5)
    assert len(heard.sound) == 5 * RATE_HZ // block * block
    assert heard.concealed_share == 0
    assert heard.delays_ms[-1] < 40 + 2000 * block / RATE_HZ


def test_a_sound_card_that_takes_40_ms_at_once() -> None:
    heard = Line(speech(), block=480, burst=4).play(20)
    assert heard.concealed_share == 0
    assert heard.delays_ms[-1] < 70


def test_sound_is_the_true_sound() -> None:
    sound = clean(5).sound
    begins = int(np.argmax(np.abs(sound) > 0.001))
    assert 0.07 * RATE_HZ <= begins <= 0.1 * RATE_HZ, "a packet of 20 ms, 50 ms of delay"
    decoder = OpusDecoder()
    direct = np.concatenate([decoder.decode(payload) for payload in speech()[:200]])
    offset = int((0.02 + REST_MS / 1000) * RATE_HZ)
    np.testing.assert_allclose(sound[offset : offset + 100_000], direct[:100_000], atol=1e-6)


# ------------------------------------------------------------ loss


def test_a_lost_packet_is_restored_and_not_counted() -> None:
    heard = Line(speech(), lost=among(103)).play(5)
    assert heard.buffer.recovered == 960
    assert (heard.buffer.concealed, heard.buffer.underruns, heard.buffer.late) == (0, 0, 0)
    assert step(heard.sound) < 1.5 * step(clean().sound)


def test_without_copies_it_is_made_up() -> None:
    heard = Line(encode(voice(), loss=0.0), lost=among(103)).play(5)
    assert (heard.buffer.recovered, heard.buffer.concealed) == (0, 960)
    without = Line(speech(), lost=among(103)).play(5, OpusDecoder(lambda: None))
    assert (without.buffer.recovered, without.buffer.concealed) == (0, 960), "nor does PyAV reach them"
    assert without.concealed_share < 0.005


@pytest.mark.parametrize("share", [0.02, 0.05, 0.10])
def test_random_loss(share: float) -> None:
    heard = Line(speech(), lost=rarely(share)).play(40)
    assert heard.concealed_share < 0.5 * share, "most of it is restored"
    assert heard.buffer.recovered > 0.4 * share * heard.buffer.played
    assert max(heard.delays_ms) < REST_MS + 1, "loss is no reason for delay"
    assert step(heard.sound) < 2 * step(clean().sound)


def test_three_lost_in_a_row() -> None:
    heard = Line(speech(), lost=among(100, 101, 102)).play(5)
    assert heard.buffer.recovered + heard.buffer.concealed == pytest.approx(2880, abs=480)
    assert heard.buffer.recovered in (0, 960)
    assert heard.delays_ms[-1] < REST_MS + 20


@pytest.mark.parametrize("kept", [True, False], ids=["held up", "lost"])
def test_a_third_of_a_second_without_packets(kept: bool) -> None:
    if kept:
        heard = Line(speech(), late_s=jam(600, 615)).play(20)
        assert heard.buffer.late > 0, "what is too old is not played"
    else:
        heard = Line(speech(), lost=lambda n: 600 <= n < 615).play(20)
        assert heard.buffer.late == 0
    assert 0.2 < heard.buffer.concealed / RATE_HZ < 0.32
    assert heard.buffer.underruns == 1
    assert heard.delays_ms[-1] < REST_MS + 20
    assert heard.level_dbfs(12.2, 12.3) < -60, "silent after a fade"
    assert step(heard.sound) < 2 * step(clean().sound)


@pytest.mark.parametrize("seconds", [5, 20])
@pytest.mark.parametrize("kept", [True, False], ids=["held up", "lost"])
def test_an_outage(seconds: int, kept: bool) -> None:
    back = 100 + 50 * seconds
    line = Line(speech(), late_s=jam(100, back)) if kept else Line(speech(), lost=lambda n: 100 <= n < back)
    heard = line.play(seconds + 8)
    returned_s = (back + 1) * 0.02
    assert heard.level_dbfs(2.3, returned_s) < -60
    assert heard.level_dbfs(returned_s + 0.1, returned_s + 0.3) > -40, "heard within 0.1 s"
    assert heard.delays_ms[-1] < REST_MS + 20, "and the old is not"
    assert heard.buffer.concealed / RATE_HZ == pytest.approx(seconds, abs=0.15)
    assert step(heard.sound) < 2 * step(clean().sound)


# ------------------------------------------------------------ order


def test_packets_out_of_order_and_twice() -> None:
    swapped = Line(speech(), late_s=lambda n: 0.025 if n % 10 == 3 else 0.0, in_order=False, double=True).play(20)
    assert swapped.concealed_share == 0
    assert (swapped.buffer.late, swapped.buffer.recovered) == (0, 0)
    plain = clean(20)
    assert swapped.buffer.played == plain.buffer.played


def test_what_comes_after_it_was_restored_is_late_once() -> None:
    heard = Line(speech(), late_s=among_late(103), in_order=False, double=True).play(5)
    assert (heard.buffer.late, heard.buffer.recovered) == (1, 960)


def among_late(packet: int):
    return lambda n: 0.15 if n == packet else 0.0


def test_a_packet_that_is_no_opus_is_made_up() -> None:
    packets = list(speech())
    packets[103] = b"\xff\xff\xff"
    heard = Line(packets).play(5)
    assert heard.buffer.concealed == 960


# ------------------------------------------------------------ lines that change


@pytest.mark.parametrize("more_s", [0.1, 0.4, 1.5, 3.0])
def test_a_line_that_becomes_slower_for_good(more_s: float) -> None:
    heard = Line(speech(), late_s=lambda n: more_s if n >= 250 else 0.0).play(30)
    assert heard.buffer.concealed / RATE_HZ < more_s + 0.5
    assert heard.delays_ms[-1] < REST_MS + 20
    assert heard.level_dbfs(5 + more_s + 0.5, 30) > -30


def test_a_line_that_becomes_faster_is_caught_up_with_quietly() -> None:
    heard = Line(speech(), late_s=lambda n: 0.15 if n < 250 else 0.0, in_order=False).play(30)
    assert heard.buffer.concealed == 0
    assert heard.delays_ms[-1] < REST_MS + 20
    assert step(heard.sound) < 1.5 * step(clean().sound)


def test_a_new_stream_is_taken_up() -> None:
    now_s = 0.0
    buffer, decoder_sound = SoundBuffer(clock=lambda: now_s), []
    for n in range(400):
        now_s = n * 0.02
        timestamp = n * 960 + (0 if n < 200 else 90_000_000)
        buffer.push(SoundPacket(n if n < 200 else n + 30_000, timestamp, speech()[n], now_s))
        decoder_sound.append(buffer.pull(960))
    assert buffer.delay_ms == pytest.approx(REST_MS, abs=10)
    assert buffer.concealed <= 4800
    playing = buffer.playing()
    assert playing is not None
    assert playing[0] > 90_000_000


def test_nobody_pulled_for_a_while() -> None:
    now_s = 0.0
    buffer = SoundBuffer(clock=lambda: now_s)
    for n in range(600):
        now_s = n * 0.02
        buffer.push(SoundPacket(n, n * 960, speech()[n % 500], now_s))
        if not 200 <= n < 350:
            buffer.pull(960)
    assert buffer.delay_ms == pytest.approx(REST_MS, abs=20)


def test_the_loudspeaker_opens_late() -> None:
    now_s = 0.0
    buffer = SoundBuffer(clock=lambda: now_s)
    for n in range(400):
        now_s = n * 0.02
        buffer.push(SoundPacket(n, n * 960, speech()[n], now_s))
        if n > 100:
            buffer.pull(960)
    assert buffer.delay_ms == pytest.approx(REST_MS, abs=20)
    assert buffer.late == 0, "they were not late; nobody was there"


# ------------------------------------------------------------ pauses of the sender


@pytest.mark.parametrize("ppm", [0, 500, -500])
@pytest.mark.parametrize("jitter_ms", [0, 20])
def test_pauses_are_not_concealed_and_add_no_delay(ppm: float, jitter_ms: float) -> None:
    heard = Line(talk_with_pauses(), ppm, jitter_ms).play(30)
    assert heard.concealed_share <= (0.01 if jitter_ms else 0)
    assert max(heard.delays_ms[5:]) < (90 if jitter_ms else 60)
    assert heard.delays_ms[-1] < heard.delays_ms[5] + 20
    decoder, wanted = OpusDecoder(), []
    for payload in talk_with_pauses():
        wanted.append(decoder.decode(payload) if payload else decoder.conceal())
    true = np.tile(np.concatenate(wanted), 3)
    loud = [float(np.mean(np.abs(sound.reshape(-1, 480)).max(axis=1) > 0.02)) for sound in (true, heard.sound)]
    assert loud[1] == pytest.approx(loud[0], rel=0.02), "no word is cut"


def test_the_room_is_heard_in_a_pause() -> None:
    heard = Line(talk_with_pauses()).play(10)
    assert -90 < heard.level_dbfs(3.5, 3.9) < -60


def test_a_first_packet_lost_after_a_pause_is_restored() -> None:
    first = next(n for n in range(51, 150) if all(talk_with_pauses()[n : n + 3]) and not talk_with_pauses()[n - 1])
    heard = Line(talk_with_pauses(), lost=among(first)).play(4)
    assert heard.buffer.concealed == 0
    assert heard.buffer.recovered in (0, 960)


def test_a_pause_that_nobody_announced_is_found_out() -> None:
    packets = [payload if len(payload) > 2 else b"" for payload in talk_with_pauses()]
    heard = Line(packets).play(21)
    assert heard.buffer.concealed == 0
    assert heard.delays_ms[-1] < REST_MS + 1


def test_silence_for_longer_than_a_pause_can_be_is_an_outage() -> None:
    pause = next(n for n in range(50, 150) if len(talk_with_pauses()[n]) == 1)
    heard = Line(talk_with_pauses(), lost=lambda n: n > pause).play(10)
    assert heard.buffer.concealed / RATE_HZ == pytest.approx(10 - 0.02 * pause - 1, abs=0.2)


# ------------------------------------------------------------ figures


def test_before_the_first_sound_nothing_is_known() -> None:
    buffer = SoundBuffer(clock=lambda: 0.0)
    assert not buffer.pull(480).any()
    assert (buffer.played, buffer.concealed, buffer.underruns) == (0, 0, 0)
    assert (buffer.delay_ms, buffer.level_dbfs, buffer.playing()) == (None, None, None)


def test_what_plays_now() -> None:
    now_s = 0.0
    buffer, seen = SoundBuffer(clock=lambda: now_s), []
    for n in range(200):
        now_s = 100 + n * 0.02
        buffer.push(SoundPacket(n, 7_000 + n * 960, speech()[n], now_s))
        buffer.pull(960)
        seen.append(buffer.playing())
    assert seen[0] is None
    assert seen[-1] == (7_000 + 199 * 960 - REST_MS * 48, now_s), "so much behind the newest"


def test_level_of_the_last_second() -> None:
    heard = clean(5)
    assert heard.buffer.level_dbfs == pytest.approx(heard.level_dbfs(4, 5), abs=0.1)


def test_clear_forgets_the_sound_and_keeps_the_counters() -> None:
    now_s = 0.0
    buffer = SoundBuffer(clock=lambda: now_s)
    for n in range(50):
        now_s = n * 0.02
        buffer.push(SoundPacket(n, n * 960, speech()[n], now_s))
        buffer.pull(960)
    played = buffer.played
    buffer.clear()
    assert not buffer.pull(9600).any()
    assert buffer.played == played > 0
    assert (buffer.delay_ms, buffer.level_dbfs, buffer.playing()) == (None, None, None)
    for n in range(50, 100):
        now_s = n * 0.02
        buffer.push(SoundPacket(n, n * 960, speech()[n], now_s))
        buffer.pull(960)
    assert buffer.delay_ms == pytest.approx(REST_MS, abs=20)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("push"), st.integers(-5, 30), st.integers(-2, 3)),
            st.tuples(st.just("jump"), st.integers(-4_000_000, 4_000_000), st.just(0)),
            st.tuples(st.just("rubbish"), st.integers(0, 3), st.just(0)),
            st.tuples(st.just("pull"), st.integers(0, 4800), st.integers(0, 300)),
        ),
        max_size=80,
    )
)
def test_it_never_fails_and_never_keeps_much(steps: list[tuple[str, int, int]]) -> None:
    now_s, base, sequence = 0.0, 0, 0
    buffer = SoundBuffer(clock=lambda: now_s)
    for what, a, b in steps:
        if what == "push":
            for n in range(a):
                payload = talk_with_pauses()[(sequence + n) % 500] or b"\x78"
                buffer.push(SoundPacket(sequence + n, base + (sequence + n) * 960, payload, now_s))
            sequence = max(0, sequence + a + b)
        elif what == "jump":
            base += a
        elif what == "rubbish":
            buffer.push(SoundPacket(sequence, base + sequence * 960, b"\xff" * a, now_s))
            sequence += 1
        else:
            heard = buffer.pull(a)
            assert heard.shape == (a,)
            assert heard.dtype == np.float32
            assert np.isfinite(heard).all()
            now_s += b / 1000
        assert 0 <= buffer.concealed <= buffer.played + 960
        assert len(buffer._waiting) <= 50
