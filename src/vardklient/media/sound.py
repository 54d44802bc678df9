"""The microphone and the loudspeaker on PortAudio.

Two separate streams, for they are usually separate devices, and full duplex misread levels when we measured. Opening
takes 50-300 ms: call `start` from a worker. Import this module when sound is needed, not for the first window.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable
from typing import Protocol

import numpy as np

from vardklient.base.errors import DeviceBusy, DeviceError, DeviceMissing, DeviceRefused
from vardklient.media.lamp import Lamp
from vardklient.media.mixing import Continuity, Listener, Listeners, Mixer, Player
from vardklient.media.names import match_name
from vardklient.media.portaudio import PortAudio, Side, Stream
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.sound import SAMPLE_RATE_HZ, SoundBlock, SoundState

_log = logging.getLogger(__name__)

_LATENCY_S, _LATENCY_HIGH_S = 0.06, 0.12
_UNDERFLOWS_MOST, _UNDERFLOW_WINDOW_S = 2, 10.0
"""So many underflows within so many seconds, and the loudspeaker is opened anew with the higher latency."""
_AGE_MOST_S = 2.0


class _TimeInfo(Protocol):
    """Times of a block, in seconds on the stream's own clock."""

    inputBufferAdcTime: float
    currentTime: float


class _Flags(Protocol):
    """What PortAudio says happened since the last block."""

    input_overflow: bool
    output_underflow: bool


class _SoundDevice(ABC):
    """What a microphone and a loudspeaker have in common: opening, closing, losing.

    `start` and `stop` may be called again in any state, from any thread but the sound thread. Locks are taken in one
    order: PortAudio's first, the device's own second.
    """

    def __init__(self, audio: PortAudio, side: Side, name: str) -> None:
        self._audio = audio
        self._side = side
        self._wanted = name
        self._used = ""
        self._identity = ""
        self._default = ""
        self._lock = threading.RLock()
        self._lamp = Lamp(SoundState.CLOSED)
        self._stream: Stream | None = None
        self._opened = 0
        self._latency_s = _LATENCY_S

    @property
    def name(self) -> str:
        """As people know it; for the system's default the one in use, else the one that would be used."""
        return self._used or self._audio.name_of(self._side, self._wanted)

    @property
    def state(self) -> SoundState:
        """How the device is now."""
        return self._lamp.state

    @property
    def latency_s(self) -> float:
        """Between the device and us, as the system estimates it; 0 while it is closed."""
        stream = self._stream
        return stream.latency if stream is not None else 0.0

    def on_state(self, listener: Callable[[SoundState], None]) -> None:
        """Call `listener`, from any thread, when the state changes."""
        self._lamp.listen(listener)

    def start(self) -> None:
        """Open the device, if it is not open; never raises, the state tells."""
        with self._audio.lock, self._lock:
            if self._stream is not None and self.state is SoundState.RUNNING:
                return
            self.pause()
            self._audio.released(self)
            self._default = self._audio.name_of(self._side, "")
            state = self._open(self._audio.name_of(self._side, self._wanted))
            if state is SoundState.RUNNING:
                self._audio.using(self)
        self._lamp.show(state)

    def stop(self) -> None:
        """Release the device."""
        self._release(SoundState.CLOSED)

    def check_present(self, present: DeviceList) -> None:
        """Hear what is plugged in; if this device is not among it, close and be LOST.

        The list decides and not the stream: PulseAudio silently goes on with another microphone when the open one is
        unplugged, and nobody may be heard through a microphone that he did not choose. The identity decides where it is
        known: a device may get another name while it runs, and its twin is not the same device.
        """
        devices = self._side.among(present)
        if self.state is not SoundState.RUNNING:
            return
        if self._among(devices):
            self._stay(next((device.name for device in devices if device.default), ""))
        else:
            _log.warning("A sound device in use is gone")
            self._release(SoundState.LOST)

    def _among(self, devices: tuple[Device, ...]) -> bool:
        """Whether the device in use is one of these; if it has another name by now, it is known by that from here."""
        if not self._identity or not self._used:
            names = [device.name for device in devices]
            return bool(names) and (not self._used or match_name(self._used, names) is not None)
        now = next((device.name for device in devices if device.identity == self._identity), None)
        if now is None:
            return False
        if now != self._used:
            self._default = now if self._default == self._used else self._default
            self._used = now
        return True

    def pause(self) -> None:
        """Let go of the device for a moment; the state stays."""
        with self._audio.lock, self._lock:
            stream, self._stream = self._stream, None
            if stream is not None:
                self._audio.close(stream)

    def resume(self) -> None:
        """Open again after `pause`."""
        with self._audio.lock, self._lock:
            if self._stream is not None:
                return
            self._audio.released(self)
            state = self._open(self._used)
            if state is SoundState.RUNNING:
                self._audio.using(self)
        self._lamp.show(state)

    @abstractmethod
    def _callback(self, data: bytearray, count: int, times: _TimeInfo, flags: _Flags) -> None:
        """One block, on the sound thread."""

    def _release(self, state: SoundState) -> None:
        with self._audio.lock, self._lock:
            self.pause()
            self._used = self._identity = ""
            self._audio.released(self)
        self._lamp.show(state)

    def _stay(self, default: str) -> None:
        """Undo what PulseAudio does when the default moves: it takes every stream along that was on the old one.

        What was opened as the default while nobody could say which that is, is from now on known by its name.
        """
        before, self._default = self._default, default
        if not self._used:
            self._used, self._identity = default, self._audio.identity_of(self._side, default)
        if sys.platform == "linux" and self._used and before == self._used != default:
            _log.info("The system's default moved; the sound device in use stays")
            with self._audio.lock, self._lock:
                self.pause()
                self.resume()

    def _open(self, name: str) -> SoundState:
        self._opened += 1
        self._used = name
        self._identity = self._audio.identity_of(self._side, name)
        try:
            self._stream = self._open_stream(self._opened)
        except DeviceError as error:
            _log.info("A sound device could not be opened: %s", error)
            if isinstance(error, DeviceBusy):
                return SoundState.BUSY
            return SoundState.REFUSED if isinstance(error, DeviceRefused) else SoundState.MISSING
        return SoundState.RUNNING

    def _open_stream(self, number: int) -> Stream:
        """The device in use. The default one is opened by its name too, for that is what the user was told."""

        def opened(name: str) -> Stream:
            return self._audio.open(
                self._side, name, self._latency_s, self._callback, lambda: self._on_finished(number)
            )

        try:
            return opened(self._used)
        except DeviceMissing:
            if self._wanted or not self._used:
                raise
            self._used = self._identity = ""
            return opened("")

    def _on_finished(self, number: int) -> None:
        """A stream has ended. If it is the one in use, it did so by itself: the device or its server is gone."""
        if self._stream is not None and number == self._opened:
            self._lamp.show(SoundState.LOST)


class PortAudioMicrophone(_SoundDevice):
    """A sound input. Implements `ports.sound.Microphone`.

    Where the device lost sound, as much silence is put in, so that samples can be counted as time.
    """

    def __init__(self, audio: PortAudio, name: str = "") -> None:
        super().__init__(audio, Side.INPUT, name)
        self._listeners = Listeners()
        self._continuity = Continuity()

    def subscribe(self, listener: Listener) -> None:
        """Every new block goes to `listener`."""
        self._listeners.add(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """No more blocks to `listener`."""
        self._listeners.remove(listener)

    def _open(self, name: str) -> SoundState:
        self._continuity = Continuity()
        return super()._open(name)

    def _callback(self, data: bytearray, count: int, times: _TimeInfo, flags: _Flags) -> None:
        samples = np.frombuffer(data, np.float32).copy()
        age_s = times.currentTime - times.inputBufferAdcTime
        if not 0 <= age_s < _AGE_MOST_S:  # some drivers give no times
            age_s = count / SAMPLE_RATE_HZ
        captured_at_s = time.monotonic() - age_s
        lost = self._continuity.missing(captured_at_s, count, flags.input_overflow)
        if lost:
            silence = np.zeros(lost, np.float32)
            self._listeners.hand_out(SoundBlock(silence, captured_at_s - lost / SAMPLE_RATE_HZ))
        self._listeners.hand_out(SoundBlock(samples, captured_at_s))


class PortAudioSpeaker(_SoundDevice):
    """A sound output. Implements `ports.sound.Speaker`.

    Attributes:
        underflows: how often the sound card had to wait for us since the program began.
    """

    def __init__(self, audio: PortAudio, name: str = "") -> None:
        super().__init__(audio, Side.OUTPUT, name)
        self.underflows = 0
        self._mixer = Mixer()
        self._recent_s: deque[float] = deque(maxlen=_UNDERFLOWS_MOST)
        self._reopener: threading.Thread | None = None

    def add_player(self, player: Player) -> None:
        """Mix this player in."""
        self._mixer.add(player)

    def remove_player(self, player: Player) -> None:
        """Leave this player out."""
        self._mixer.remove(player)

    def stop(self) -> None:
        """Release the device."""
        super().stop()
        reopener, self._reopener = self._reopener, None
        if reopener is not None:
            reopener.join()

    def _callback(self, data: bytearray, count: int, times: _TimeInfo, flags: _Flags) -> None:
        if flags.output_underflow:
            self._note_underflow(time.monotonic())
        np.frombuffer(data, np.float32)[:] = self._mixer.mix(count)

    def _note_underflow(self, now_s: float) -> None:
        self.underflows += 1
        self._recent_s.append(now_s)
        often = len(self._recent_s) == _UNDERFLOWS_MOST and now_s - self._recent_s[0] < _UNDERFLOW_WINDOW_S
        if often and self._latency_s < _LATENCY_HIGH_S:
            self._latency_s = _LATENCY_HIGH_S
            self._reopener = threading.Thread(target=self._reopen, name="speaker-reopen")
            self._reopener.start()

    def _reopen(self) -> None:
        """With more latency, if it is still wanted. On a thread of its own: a stream cannot close itself."""
        with self._audio.lock, self._lock:
            if self._stream is not None and self.state is SoundState.RUNNING:
                _log.info("The loudspeaker underflows: opened anew with more latency")
                self.pause()
                self.resume()
