"""A private PulseAudio with named virtual headsets, loudspeakers and microphones, and paths of air between them.

PortAudio and Qt see these devices by name on a machine without a sound card, as root or as a user. The variables in
`SoundBed.env` must be set before sounddevice is imported, so code under test runs in a child process (`run_python`).
Calibrated for loss, silence and bandwidth, not for delay.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
NEEDED = ("pulseaudio", "pactl", "pacat", "parec", "setpriv")
_DYING_WITH_US = ("setpriv", "--pdeathsig", "TERM")
"""What we started ends when we do, also when we are killed."""
_ANSWER_S = 60.0


@dataclass(frozen=True)
class VirtualDevice:
    """One device: `key` in PulseAudio's names, `name` as PortAudio and Qt show it."""

    key: str
    name: str
    output: bool = True
    input: bool = True
    rate_hz: int = 48_000
    channels: int = 2


DEVICES = (
    VirtualDevice("jabra", "Jabra Evolve 40"),
    VirtualDevice("laptop", "Laptop speakers/mic"),
    VirtualDevice("dictaphone", "Olympus DR-2200", channels=1),
    VirtualDevice("hfp", "BT Headset HFP", rate_hz=8_000, channels=1),
    VirtualDevice("hdmi", "HDMI monitor", input=False),
    VirtualDevice("webcam", "LifeCam mic", output=False, channels=1),
)


def missing_parts() -> list[str]:
    """The programs that the bed needs and this machine lacks."""
    return [program for program in NEEDED if shutil.which(program) is None]


class SoundBedError(Exception):
    """The sound server did not start or did not obey."""


class SoundBed:
    """`with SoundBed() as bed:`, then run the code under test with `os.environ | bed.env`.

    Attributes:
        env: what a child process needs to see these devices and no others.
    """

    def __init__(
        self, devices: tuple[VirtualDevice, ...] = DEVICES, default: str = "jabra", named_in_alsa: bool = True
    ) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="soundbed-"))
        self._devices = {device.key: device for device in devices}
        self._default = default
        self._named_in_alsa = named_in_alsa
        self._modules: dict[str, list[int]] = {}
        self._children: list[subprocess.Popen[bytes]] = []
        self._server: subprocess.Popen[bytes] | None = None
        self.env = {
            "PULSE_SERVER": f"unix:{self.root / 'native'}",
            "PULSE_RUNTIME_PATH": str(self.root / "run"),
            "PULSE_STATE_PATH": str(self.root / "state"),
            "PULSE_COOKIE": str(self.root / "cookie"),
            "XDG_RUNTIME_DIR": str(self.root / "run"),
            "ALSA_CONFIG_PATH": str(self.root / "asound.conf"),
        }

    # ---------------------------------------------------------------- life

    def __enter__(self) -> SoundBed:
        try:
            self._start_server()
            for device in self._devices.values():
                self.plug(device.key)
            self.set_default(self._default)
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the server and everything that plays or records."""
        processes = [*self._children, *([self._server] if self._server else [])]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        for process in processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.root, ignore_errors=True)

    def kill_server(self) -> None:
        """The sound server dies."""
        assert self._server is not None
        self._server.kill()
        self._server.wait()

    def _start_server(self) -> None:
        for folder in ("run", "state", "home"):
            (self.root / folder).mkdir(mode=0o700)
        (self.root / "cookie").write_bytes(os.urandom(256))
        log = self.root / "pulse.log"
        with log.open("wb") as out:
            self._server = subprocess.Popen(
                [*_DYING_WITH_US, "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                 "--realtime=no", "--high-priority=no", "--disable-shm=yes", "--log-target=stderr",
                 "-L", f"module-native-protocol-unix auth-anonymous=1 socket={self.root / 'native'}",
                 "-L", "module-rescue-streams"],
                env=self._own_env(), stdin=subprocess.DEVNULL, stdout=out, stderr=out, process_group=0,
            )  # fmt: skip
        self._wait_for_server(log)

    def _wait_for_server(self, log: Path) -> None:
        assert self._server is not None
        patience = threading.Event()
        for _ in range(int(_ANSWER_S / 0.05)):
            if self._server.poll() is not None:
                break
            if (
                subprocess.run(
                    ["pactl", "info"], env=self._own_env(), capture_output=True, timeout=_ANSWER_S
                ).returncode
                == 0
            ):
                return
            patience.wait(0.05)
        raise SoundBedError(f"pulseaudio does not answer: {log.read_text(errors='replace')}")

    def _own_env(self) -> dict[str, str]:
        env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "PULSE_SINK", "PULSE_SOURCE")}
        return (
            env
            | self.env
            | {"HOME": str(self.root / "home"), "LANG": "C.UTF-8", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        )

    # ---------------------------------------------------------------- devices

    def pactl(self, *words: object, check: bool = True) -> str:
        """Run pactl; its answer."""
        result = subprocess.run(
            ["pactl", *map(str, words)], env=self._own_env(), text=True, capture_output=True, timeout=_ANSWER_S
        )
        if check and result.returncode:
            raise SoundBedError(f"pactl {words}: {result.stderr.strip()}")
        return result.stdout.strip()

    def plug(self, key: str) -> None:
        """Plug the device in."""
        device, modules = self._devices[key], self._modules.setdefault(key, [])
        # norewinds: without it a null sink works in blocks of 2 s, and one underrun is 2 s of silence.
        common = {"rate": device.rate_hz, "norewinds": 1}
        name = _described(device.name)
        if device.output:
            modules.append(
                self._load(
                    "module-null-sink", sink_name=f"{key}_out", channels=device.channels, sink_properties=name, **common
                )
            )
        if device.input:  # the air in front of the microphone, and a source with a proper name that hears it
            air = _described(f"zz air {key}")
            modules.append(
                self._load("module-null-sink", sink_name=f"{key}_air", channels=1, sink_properties=air, **common)
            )
            modules.append(
                self._load(
                    "module-remap-source",
                    source_name=f"{key}_in",
                    master=f"{key}_air.monitor",
                    channels=1,
                    rate=device.rate_hz,
                    source_properties=name,
                )
            )
        self._write_alsa()

    def unplug(self, key: str) -> None:
        """Pull the device out."""
        for module in reversed(self._modules.pop(key)):
            self.pactl("unload-module", module, check=False)
        self._write_alsa()

    def set_default(self, key: str) -> None:
        """Make it the system's default, in both directions where it has both."""
        device = self._devices[key]
        if device.output:
            self.pactl("set-default-sink", f"{key}_out")
        if device.input:
            self.pactl("set-default-source", f"{key}_in")

    def mute(self, key: str, on: bool = True) -> None:
        """Mute the microphone, as its switch or the system does."""
        self.pactl("set-source-mute", f"{key}_in", int(on))

    def speaker_volume(self, key: str, gain_db: float) -> None:
        """Turn the loudspeaker up or down."""
        self.pactl("set-sink-volume", f"{key}_out", f"{gain_db}dB")

    def _load(self, module: str, **arguments: object) -> int:
        return int(self.pactl("load-module", module, *(f"{key}={value}" for key, value in arguments.items())))

    def _write_alsa(self) -> None:
        """A whole ALSA configuration with our devices alone. Without pcm.!default PortAudio aborts the process."""
        lines = ["pcm.!default { type pulse }", "ctl.!default { type pulse }"]
        for key in self._modules if self._named_in_alsa else ():
            device = self._devices[key]
            ends = [f"playback.pcm {{ type pulse device {key}_out }}"] * device.output
            ends += [f"capture.pcm {{ type pulse device {key}_in }}"] * device.input
            lines.append(f'pcm."{device.name}" {{ type asym {" ".join(ends)} }}')
        new = self.root / "asound.conf.new"
        new.write_text("\n".join(lines) + "\n")
        new.replace(self.root / "asound.conf")

    # ---------------------------------------------------------------- acoustics

    def air_path(self, speaker: str, microphone: str, gain_db: float, delay_ms: int = 30) -> None:
        """From now on the microphone hears what the loudspeaker plays, `gain_db` fainter."""
        before = set(self.pactl("list", "short", "sink-inputs").splitlines())
        self._load(
            "module-loopback", source=f"{speaker}_out.monitor", sink=f"{microphone}_air", adjust_time=0,
            latency_msec=delay_ms, source_dont_move="true", sink_dont_move="true",
        )  # fmt: skip
        for line in self.pactl("list", "short", "sink-inputs").splitlines():
            if line not in before and "module-loopback" in line:
                self.pactl("set-sink-input-volume", line.split()[0], f"{gain_db}dB")

    def streams(self) -> tuple[list[str], list[str]]:
        """The microphones and loudspeakers that PortAudio uses, by the server's account."""

        def of(kind: str, devices: str) -> list[str]:
            listed = [row.split("\t") for row in self.pactl("list", "short", devices).splitlines()]
            names = {row[0]: row[1] for row in listed}
            rows = [row.split("\t") for row in self.pactl("list", "short", kind).splitlines()]
            return [names[row[1]] for row in rows if "protocol-native" in row[3]]

        return of("source-outputs", "sources"), of("sink-inputs", "sinks")

    def wait_for_streams(self, microphones: list[str], speakers: list[str]) -> None:
        """Until PortAudio uses these and no others: a stream that was let go may be listed a moment longer."""
        patience = threading.Event()
        for _ in range(int(_ANSWER_S / 0.05)):
            if self.streams() == (microphones, speakers):
                return
            patience.wait(0.05)
        raise SoundBedError(f"not {microphones} and {speakers}: {self.streams()}")

    @contextmanager
    def say(self, microphone: str, wav: Path, gain_db: float = 0.0) -> Iterator[None]:
        """Meanwhile a person in front of the microphone says what is in the file, once."""
        volume = int(65_536 * 10 ** (gain_db / 60))  # PulseAudio's volume is cubic
        speaker = self._spawn("pacat", "--file-format", f"--volume={volume}", "-d", f"{microphone}_air", wav)
        try:
            yield
        finally:
            speaker.terminate()
            speaker.wait(_ANSWER_S)

    @contextmanager
    def tap(self, speaker: str, wav: Path, seconds: float) -> Iterator[None]:
        """Write to `wav` what comes out of the loudspeaker: from now to the end of the block, `seconds` at least."""
        recorder = self._spawn("parec", "--file-format=wav", "--latency-msec=20", "-d", f"{speaker}_out.monitor", wav)
        try:
            self._wait_for_size(wav, 100)
            yield
            self._wait_for_size(wav, int(seconds * 48_000 * self._devices[speaker].channels * 2))
        finally:
            recorder.send_signal(signal.SIGINT)  # parec then writes the length into the file's head
            recorder.wait(_ANSWER_S)

    @staticmethod
    def _wait_for_size(path: Path, least: int) -> None:
        patience = threading.Event()
        for _ in range(int(_ANSWER_S / 0.02)):
            if path.exists() and path.stat().st_size >= least:
                return
            patience.wait(0.02)
        raise SoundBedError(f"{path.name} does not grow to {least} bytes")

    def _spawn(self, *words: object) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [*_DYING_WITH_US, *(str(word) for word in words)], env=self._own_env(), process_group=0,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._children.append(child)
        return child

    # ---------------------------------------------------------------- code under test

    def environment(self, **more: str) -> dict[str, str]:
        """The whole environment of a child process in the bed: Qt draws nowhere."""
        path = os.pathsep.join((str(PROJECT), str(PROJECT / "src")))
        return {**os.environ, **self.env, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path, **more}

    def start_python(self, code: str, *words: str) -> BedChild:
        """Run Python code in the bed; it may print lines and read lines."""
        return BedChild(code, words, self.environment())

    def run_python(self, code: str, *words: str, timeout_s: float = 100.0) -> str:
        """Run Python code in the bed to its end; what it printed. Fails with its error output if it fails."""
        result = subprocess.run(
            [sys.executable, "-c", code, *words],
            env=self.environment(),
            text=True,
            capture_output=True,
            timeout=timeout_s,
        )
        if result.returncode:
            raise SoundBedError(f"exit {result.returncode}: {result.stderr}")
        return result.stdout


class BedChild:
    """A child process that talks in lines."""

    def __init__(self, code: str, words: tuple[str, ...], env: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [*_DYING_WITH_US, sys.executable, "-u", "-c", code, *words], env=env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._watchdog = threading.Timer(100.0, self._process.kill)
        self._watchdog.start()

    def line(self) -> str:
        """The next line that it prints; fails with its error output if it ends instead."""
        line = self._pipe(self._process.stdout).readline()
        if not line:
            raise SoundBedError(f"the child ended: {self._pipe(self._process.stderr).read()}")
        return line.rstrip("\n")

    def tell(self, line: str) -> None:
        """Send a line."""
        pipe = self._pipe(self._process.stdin)
        pipe.write(line + "\n")
        pipe.flush()

    def __enter__(self) -> BedChild:
        return self

    def __exit__(self, *_: object) -> None:
        """Close its input, and wait for it to end by itself."""
        self._watchdog.cancel()
        self._watchdog.join()
        try:
            self._process.communicate(timeout=_ANSWER_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def _described(name: str) -> str:
    """A device description as pactl wants it: double quotes inside single ones."""
    return "'device.description=\"" + name.replace("'", " ").replace('"', " ") + "\"'"


@pytest.fixture(scope="module")
def sound_bed() -> Iterator[SoundBed]:
    """A bed for the tests of one module; to be imported in the folder's conftest."""
    missing = missing_parts()
    if missing:
        pytest.skip(f"sound bed: {', '.join(missing)} is missing")
    with SoundBed() as bed:
        yield bed
