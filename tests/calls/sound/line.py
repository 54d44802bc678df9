"""Something like speech, and a line that carries it to a sound buffer; time is the test's own."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vardklient.calls.sound.opus import OpusDecoder, OpusEncoder
from vardklient.calls.sound.packet import PACKET_SAMPLES
from vardklient.calls.sound.soundbuffer import SoundBuffer, SoundPacket
from vardklient.ports.sound import SAMPLE_RATE_HZ

PACKET_S = 0.02
SPEECH_S = 10


def resonance(sound: NDArray, hz: float, width_hz: float) -> NDArray:
    """A formant, by its response in the frequency domain."""
    at = np.fft.rfftfreq(len(sound), 1 / SAMPLE_RATE_HZ)
    gain = 1 / np.abs(1 - (at / hz) ** 2 + 1j * at * width_hz / hz**2)
    return np.fft.irfft(np.fft.rfft(sound) * gain, len(sound))


@functools.cache
def voice(seconds: float = SPEECH_S, pitch_hz: float = 120.0) -> NDArray:
    """A buzz through formants that wobbles like syllables, with hisses; (n,) float32, peak 0.5."""
    rng = np.random.default_rng(7)
    t = np.arange(int(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    phase = np.cumsum(pitch_hz * (1 + 0.06 * np.sin(2 * np.pi * 0.7 * t))) / SAMPLE_RATE_HZ
    buzz = np.diff(np.floor(phase), prepend=0.0) + 0.003 * rng.normal(0, 1, len(t))
    sound = resonance(buzz, 600, 80) + 0.5 * resonance(buzz, 1500, 120) + 0.3 * resonance(buzz, 2600, 180)
    sound *= 0.15 + np.abs(np.sin(2 * np.pi * 2 * t))
    hiss = rng.normal(0, 1, len(t)) * (np.sin(2 * np.pi * 0.9 * t) > 0.93)
    sound = sound / np.abs(sound).max() + 0.05 * hiss
    return (0.5 * sound / np.abs(sound).max()).astype(np.float32)


def as_int16(sound: NDArray) -> NDArray:
    return np.asarray(np.clip(sound, -1, 1) * 32767, np.int16)


def encode(sound: NDArray, loss: float = 0.05, encoder: OpusEncoder | None = None) -> list[bytes]:
    """Every packet of it, b"" where nothing is sent."""
    encoder = encoder or OpusEncoder()
    encoder.expect_loss(loss)
    whole = len(sound) // PACKET_SAMPLES * PACKET_SAMPLES
    return [encoder.encode(piece) for piece in as_int16(sound[:whole]).reshape(-1, PACKET_SAMPLES)]


@functools.cache
def speech() -> list[bytes]:
    """Ten seconds of talk without a pause that is not sent."""
    return encode(voice())


@functools.cache
def talk_with_pauses() -> list[bytes]:
    """A second of voice, a second of a quiet room, over and over."""
    sound = voice() * (np.arange(len(voice())) // SAMPLE_RATE_HZ % 2 == 0)
    return encode(sound + np.random.default_rng(3).normal(0, 0.0003, len(sound)))


@dataclass
class Heard:
    buffer: SoundBuffer
    sound: NDArray
    delays_ms: list[float] = field(default_factory=list)

    @property
    def concealed_share(self) -> float:
        return self.buffer.concealed / self.buffer.played

    def level_dbfs(self, from_s: float, to_s: float) -> float:
        piece = self.sound[int(from_s * SAMPLE_RATE_HZ) : int(to_s * SAMPLE_RATE_HZ)]
        return 10 * float(np.log10(np.mean(piece**2) + 1e-12))


@dataclass
class Line:
    """A sender, a line, and a sound card that pulls.

    Attributes:
        packets: payloads of 20 ms each, over and over; b"" is not sent.
        ppm: how much too fast the sender's clock is.
        jitter_ms: spread of how late packets come.
        in_order: does one that is late hold up those behind it?
        lost: is the n-th packet lost?
        block, burst: samples a pull, and pulls at once.
        late_s: how much later than usual the n-th packet comes.
        double: does every packet come twice?
    """

    packets: list[bytes]
    ppm: float = 0.0
    jitter_ms: float = 0.0
    in_order: bool = True
    lost: Callable[[int], bool] = lambda n: False
    block: int = 960
    burst: int = 1
    late_s: Callable[[int], float] = lambda n: 0.0
    double: bool = False
    first_timestamp: int = 5_000_000

    def arrivals(self, seconds: float) -> list[tuple[float, SoundPacket]]:
        rng = np.random.default_rng(round(self.ppm) + 5000 + round(self.jitter_ms))
        count = int(seconds / PACKET_S * 1.001)
        at_s = np.arange(1, count + 1) * PACKET_S * (1 - self.ppm * 1e-6)
        at_s += np.abs(rng.normal(0, self.jitter_ms / 1000, count)) + [self.late_s(n) for n in range(count)]
        if self.in_order:
            at_s = np.maximum.accumulate(at_s)
        found, sequence = [], 100
        for n in range(count):
            payload = self.packets[n % len(self.packets)]
            sequence += bool(payload)
            if payload and not self.lost(n):
                packet = SoundPacket(sequence, self.first_timestamp + n * PACKET_SAMPLES, payload, float(at_s[n]))
                found += [(packet.arrived_s, packet)] * (2 if self.double else 1)
        return sorted(found, key=lambda arrival: arrival[0])

    def play(self, seconds: float, decoder: OpusDecoder | None = None) -> Heard:
        now_s = 0.0
        buffer = SoundBuffer(decoder, clock=lambda: now_s)
        waiting, heard, delays_ms = self.arrivals(seconds), [], []
        waiting.reverse()
        for n in range(int(seconds * SAMPLE_RATE_HZ / self.block)):
            pull_s = n // self.burst * self.burst * self.block / SAMPLE_RATE_HZ
            while waiting and waiting[-1][0] <= pull_s:
                now_s, packet = waiting.pop()
                buffer.push(packet)
            now_s = pull_s
            heard.append(buffer.pull(self.block))
            if n % (SAMPLE_RATE_HZ // self.block) == 0 and buffer.delay_ms is not None:
                delays_ms.append(buffer.delay_ms)
        return Heard(buffer, np.concatenate(heard), delays_ms)
