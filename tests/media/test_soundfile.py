from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.ports.sound_contract import Collector
from vardklient.base.errors import DeviceMissing
from vardklient.base.resources import resource
from vardklient.checks import clipping, level
from vardklient.checks.sound_limits import load_sound_limits
from vardklient.domain.verdict import Severity
from vardklient.media.soundfile import FileMicrophone, read_wave, resample
from vardklient.ports.sound import SoundState


def write(path: Path, samples: np.ndarray, rate_hz: int = 48_000, width: int = 2, channels: int = 1) -> Path:
    """`samples` (n, channels) in -1..1 as PCM of `width` bytes."""
    whole = np.round(np.clip(samples, -1, 1) * (2 ** (8 * width - 1) - 1)).astype(np.int64)
    if width == 1:
        raw = (whole + 128).astype(np.uint8).tobytes()
    else:
        raw = whole.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :width].tobytes()
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(raw)
    return path


def sine(seconds: float, rate_hz: int, hz: float = 440.0) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * hz * np.arange(int(seconds * rate_hz)) / rate_hz)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_each_width_is_read(tmp_path: Path, width: int) -> None:
    sound = read_wave(write(tmp_path / "a.wav", sine(0.1, 48_000), width=width))
    assert sound.dtype == np.float32
    assert sound == pytest.approx(sine(0.1, 48_000), abs=0.02 if width == 1 else 1e-4)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 96_000])
def test_each_rate_becomes_48_khz(tmp_path: Path, rate_hz: int) -> None:
    sound = read_wave(write(tmp_path / "a.wav", sine(0.5, rate_hz), rate_hz))
    assert sound.size == 24_000
    assert sound[1000:-1000] == pytest.approx(sine(0.5, 48_000)[1000:-1000], abs=0.01)


def test_channels_are_averaged(tmp_path: Path) -> None:
    stereo = np.stack((np.full(480, 0.6), np.full(480, 0.2)), axis=1)
    assert read_wave(write(tmp_path / "a.wav", stereo.ravel(), channels=2)) == pytest.approx(
        np.full(480, 0.4), abs=1e-3
    )


def test_nothing_stays_nothing() -> None:
    assert resample(np.zeros(0, np.float32), 8_000).size == 0


@pytest.mark.parametrize("content", [b"", b"RIFF", b"not a sound at all", None], ids=["empty", "cut", "text", "absent"])
def test_what_is_no_wave_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "broken.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DeviceMissing, match=r"broken\.wav cannot be played: .+"):
        read_wave(path)
    microphone = FileMicrophone(path)
    microphone.start()
    assert microphone.state is SoundState.MISSING
    microphone.stop()


class Nothing:
    def feed(self) -> None:
        """It plays by itself."""


def played(microphone: FileMicrophone, blocks: int) -> np.ndarray:
    collector = Collector()
    microphone.subscribe(collector)
    microphone.start()
    collector.wait(Nothing(), blocks)
    microphone.stop()
    return np.concatenate([block.samples for block in collector.blocks])


def test_a_loop_goes_on_without_a_seam(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", sine(0.05, 48_000))
    assert played(FileMicrophone(path), 12)[:4_800] == pytest.approx(np.tile(sine(0.05, 48_000), 2), abs=1e-3)


def test_after_its_end_there_is_silence_and_a_new_start_is_at_the_beginning(tmp_path: Path) -> None:
    microphone = FileMicrophone(write(tmp_path / "a.wav", np.full(700, 0.5)), loop=False)
    for _ in range(2):
        sound = played(microphone, 4)
        assert sound[:700] == pytest.approx(np.full(700, 0.5), abs=1e-3)
        assert not sound[700:].any()


@pytest.mark.parametrize("name", ["patient_voice.wav", "arrival.wav", "speaker_test.wav"])
def test_the_shipped_sounds_can_be_read(name: str) -> None:
    sound = read_wave(resource(f"sounds/{name}"))
    assert 1.5 < sound.size / 48_000 < 25
    assert 0.1 < np.abs(sound).max() < 0.9


def test_the_simulated_patient_is_heard_well_by_our_own_checks() -> None:
    path, limits = resource("sounds/patient_voice.wav"), load_sound_limits()
    sound = read_wave(path)
    reading = level.measure(sound)
    assert reading.active_dbfs == pytest.approx(-26.0, abs=0.5)
    assert reading.activity_share < 0.95, "with pauses"
    assert level.judge(reading, limits.level).severity is Severity.GREEN
    assert clipping.judge(clipping.measure(sound), limits.clipping).severity is Severity.GREEN
    assert path.stat().st_size < 700_000
    for begin_s in range(0, 18, 2):
        window = sound[begin_s * 48_000 : (begin_s + 4) * 48_000]
        assert level.judge(level.measure(window), limits.level).severity is Severity.GREEN, begin_s
