"""Opus by libopus and by PyAV: one contract; and what libopus alone can do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.calls.sound.line import as_int16, encode, voice
from vardklient.calls.sound.libopus import Libopus, libopus
from vardklient.calls.sound.opus import OpusDecoder, OpusEncoder, OpusError
from vardklient.calls.sound.packet import PACKET_SAMPLES, copy_samples

Finder = Callable[[], Libopus | None]


def without() -> None:
    return None


@pytest.fixture(params=[libopus, without], ids=["libopus", "pyav"])
def library(request: pytest.FixtureRequest) -> Finder:
    return request.param


def rms(sound: NDArray) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


def likeness(a: NDArray, b: NDArray, slack: int = 400) -> float:
    """The best correlation within a shift of `slack` samples."""
    inner = a[slack:-slack]
    return max(
        float(np.dot(inner, b[k : k + len(inner)]) / (1e-9 + len(inner) * rms(inner) * rms(b[k : k + len(inner)])))
        for k in range(0, 2 * slack, 4)
    )


def room(seconds: float) -> NDArray:
    return np.random.default_rng(1).normal(0, 0.0005, int(seconds * 48_000)).astype(np.float32)


def test_libopus_is_beside_pyav_here() -> None:
    assert libopus() is not None, "the wheel's libopus is in use where the tests run"


def test_speech_comes_out_as_it_went_in(library: Finder) -> None:
    payloads = encode(voice(2), 0.0, OpusEncoder(library=library))
    assert 24 < sum(map(len, payloads)) * 8 / 2 / 1000 < 36, "kbit/s"
    decoder = OpusDecoder(library)
    pieces = [decoder.decode(payload) for payload in payloads]
    assert {(piece.shape, piece.dtype.name) for piece in pieces} == {((PACKET_SAMPLES,), "float32")}
    sound = np.concatenate(pieces)
    assert 20 * np.log10(rms(sound[9600:]) / rms(voice(2)[9600:])) == pytest.approx(0, abs=1)
    assert likeness(voice(2)[20_000:40_000], sound[20_000:40_000]) > 0.9


def test_names_tell_which(library: Finder) -> None:
    wanted = "libopus " if library is libopus else "PyAV libopus"
    for codec in (OpusEncoder(library=library), OpusDecoder(library)):
        assert codec.name.startswith(wanted)
    assert OpusDecoder(library).recovers is (library is libopus)


@pytest.mark.parametrize("payload", [b"\xff\xff\xff", b"\xfb\x00", b"\x7b\xbf\xff\xff\xff"])
def test_what_is_no_opus_is_refused_and_does_no_harm(library: Finder, payload: bytes) -> None:
    decoder = OpusDecoder(library)
    good = encode(voice(2))
    decoder.decode(good[0])
    with pytest.raises(OpusError):
        decoder.decode(payload)
    assert len(decoder.decode(good[1])) == PACKET_SAMPLES


def test_a_head_alone_gives_20_ms(library: Finder) -> None:
    decoder = OpusDecoder(library)
    payload = encode(voice(2))[10]
    decoder.decode(payload)
    assert len(decoder.decode(payload[:1])) == PACKET_SAMPLES


def test_what_is_made_up_goes_on_and_fades(library: Finder) -> None:
    decoder = OpusDecoder(library)
    heard = [decoder.decode(payload) for payload in encode(voice(2))[:20]]
    made = [decoder.conceal(480) for _ in range(100)]
    assert {piece.shape for piece in made} == {(480,)}
    assert rms(made[0]) > 0.3 * rms(heard[-1])
    assert np.abs(made[0][0] - heard[-1][-1]) < 0.1
    assert rms(made[-1]) < 0.05 * rms(heard[-1])
    assert len(decoder.recover(encode(voice(2))[21])) == PACKET_SAMPLES


def test_an_encoder_takes_what_loss_there_is(library: Finder) -> None:
    encoder = OpusEncoder(library=library)
    for share in (0.0, 0.001, 0.3, 1.0, 0.0):
        encoder.expect_loss(share)
        assert encoder.encode(as_int16(voice()[:PACKET_SAMPLES]))


def test_copies_come_and_go_with_loss_while_it_runs() -> None:
    encoder, pieces = OpusEncoder(), as_int16(voice()[: 200 * PACKET_SAMPLES]).reshape(-1, PACKET_SAMPLES)
    copies = []
    for n, piece in enumerate(pieces):
        encoder.expect_loss(0.001 if 50 <= n < 150 else 0.0)
        copies.append(copy_samples(encoder.encode(piece)) > 0)
    assert not any(copies[:50])
    assert np.mean(copies[55:150]) > 0.6
    assert not any(copies[155:])


def test_a_lost_packet_is_restored_from_the_next() -> None:
    payloads, likenesses = encode(voice()), {"restored": [], "made up": []}
    for n in (k for k in range(100, 200, 5) if copy_samples(payloads[k + 1])):
        whole, broken, deaf = OpusDecoder(), OpusDecoder(), OpusDecoder()
        for payload in payloads[n - 40 : n]:
            for decoder in (whole, broken, deaf):
                decoder.decode(payload)
        true = whole.decode(payloads[n])
        restored, made = broken.recover(payloads[n + 1]), deaf.conceal()
        assert restored.shape == made.shape == (PACKET_SAMPLES,)
        likenesses["restored"].append(np.corrcoef(true, restored)[0, 1])
        likenesses["made up"].append(np.corrcoef(true, made)[0, 1])
    assert np.median(likenesses["restored"]) > 0.7
    assert np.median(likenesses["restored"]) > np.median(likenesses["made up"])


def test_a_pause_is_announced_and_not_sent() -> None:
    sound = np.concatenate((voice(2)[:48_000], room(4), voice(2)[:48_000]))
    payloads = encode(sound)
    pause = payloads[50 + 40 : 250]
    assert sum(payload == b"" for payload in pause) > 0.85 * len(pause)
    assert all(len(payload) > 2 or payloads[n + 90 - 1] != b"" for n, payload in enumerate(pause) if payload)
    assert any(len(payload) == 1 for payload in payloads[50:100]), "said once, in a byte"
    renewed = [n for n, payload in enumerate(pause) if len(payload) > 2]
    assert set(np.diff(renewed)) == {21}, "the room's noise is renewed every 0.4 s"
    assert all(payloads[251:]), "and the next word is sent from its beginning"


def test_silence_of_a_muted_microphone_costs_nothing() -> None:
    payloads = encode(np.zeros(5 * 48_000, np.float32))
    assert sum(map(len, payloads[50:])) * 8 / 4 < 1000, "bit/s"


def test_the_rooms_noise_goes_on_in_a_pause() -> None:
    decoder = OpusDecoder()
    for payload in encode(np.concatenate((voice(2)[:48_000], room(2)))):
        if payload:
            last = decoder.decode(payload)
    noise = [rms(decoder.conceal(480)) for _ in range(50)]
    assert rms(last) * 0.2 < np.mean(noise) < rms(last) * 3


def test_a_library_that_is_none_is_told() -> None:
    with pytest.raises(OpusError, match=r"line\.py"):
        Libopus(Path(__file__).with_name("line.py"))
