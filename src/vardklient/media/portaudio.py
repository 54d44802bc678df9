"""PortAudio, of which a process has one. The only module that imports sounddevice, and it does so late.

Devices are found by name, never by index: indexes move when something is plugged in.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache
from types import ModuleType
from typing import Any, Protocol

from vardklient.base.errors import DeviceBusy, DeviceError, DeviceMissing, DeviceRefused
from vardklient.media.names import match_name
from vardklient.ports.devices import Device, DeviceList
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ

_log = logging.getLogger(__name__)

_SERVER_DEVICES = ("pulse", "pipewire", "default")
"""ALSA's names for "whatever the sound server says"; which one that is, the environment tells the server."""

# PortAudio's paDeviceUnavailable and paUnanticipatedHostError. The host's codes: ALSA -EBUSY and -EACCES,
# Windows AUDCLNT_E_DEVICE_IN_USE and E_ACCESSDENIED.
_PA_DEVICE_UNAVAILABLE, _PA_HOST_ERROR = -9985, -9999
_HOST_BUSY, _HOST_REFUSED = (-16, -2004287478), (-13, -2147024891)


class Side(Enum):
    """Which end of the sound: the words that PortAudio and PulseAudio have for it."""

    INPUT = ("max_input_channels", "default_input_device", "PULSE_SOURCE")
    OUTPUT = ("max_output_channels", "default_output_device", "PULSE_SINK")

    @property
    def channels_key(self) -> str:
        """The key of the number of channels in a device's description."""
        return self.value[0]

    @property
    def default_key(self) -> str:
        """The key of the default device in a host API's description."""
        return self.value[1]

    @property
    def variable(self) -> str:
        """The environment variable that chooses the device of the sound server."""
        return self.value[2]

    def among(self, present: DeviceList) -> tuple[Device, ...]:
        """The devices of this side."""
        return present.microphones if self is Side.INPUT else present.speakers


class Stream(Protocol):
    """What we use of sounddevice's streams."""

    @property
    def latency(self) -> float:
        """Seconds between the device and us, as the system estimates them."""
        ...

    def start(self) -> None: ...
    def abort(self) -> None: ...
    def close(self) -> None: ...


class User(Protocol):
    """Somebody who holds a stream, and lets go of it for a moment when PortAudio has to look again."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...


@dataclass(frozen=True, slots=True)
class SoundNames:
    """PortAudio's own names for what it can open."""

    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()


def error_of(arguments: tuple[object, ...]) -> DeviceError:
    """Our error for the arguments of a PortAudioError: text, code, (host API, host's code, host's text)."""
    text = str(arguments[0]) if arguments else ""
    code = arguments[1] if len(arguments) > 1 else None
    host = arguments[2] if len(arguments) > 2 else None
    host_code = host[1] if isinstance(host, tuple) and code == _PA_HOST_ERROR else None
    if code == _PA_DEVICE_UNAVAILABLE or host_code in _HOST_BUSY:
        return DeviceBusy(text)
    return DeviceRefused(text) if host_code in _HOST_REFUSED else DeviceMissing(text)


@cache
def _library() -> ModuleType | None:
    """sounddevice, or None where there is no PortAudio."""
    _hush_alsa()
    try:
        import sounddevice  # type: ignore[import-untyped]
    except OSError:
        _log.warning("PortAudio is not installed: there is no sound")
        return None
    module: ModuleType = sounddevice
    return module


def _hush_alsa() -> None:
    """Take libasound's error printer away: it writes dozens of lines on stderr for devices that are not there.

    The new printer is a C function that ignores its arguments, so that no sound thread ever needs Python for it.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(ctypes.CDLL(None).getpid)


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a moment: the sound server's client library reads them when a stream opens."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class PortAudio:
    """Knows what can be opened, opens it, and looks again when a device is wanted that it does not know yet.

    Any thread but the sound threads. `lock` guards the library, which is not made for several threads, and is held for
    50 to 300 ms while a device opens. Names are asked for on threads that must not wait so long: what is plugged in is
    one frozen list, replaced whole, and needs no lock.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._users: list[User] = []
        self._present = DeviceList()

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in, as the system names it; helps to find devices behind a sound server."""
        self._present = present

    def name_of(self, side: Side, wanted: str) -> str:
        """The name of the device that is meant by that name or identity, `wanted` itself if none that we know is.

        For "" the system's default, "" if nobody has told us.
        """
        devices = side.among(self._present)
        if not wanted:
            return next((device.name for device in devices if device.default), "")
        named = next((device.name for device in devices if device.identity == wanted), None)
        return named or match_name(wanted, (device.name for device in devices)) or wanted

    def identity_of(self, side: Side, name: str) -> str:
        """The lasting identity of the device of that name, "" if nobody has told us."""
        devices = side.among(self._present)
        return next((device.identity for device in devices if device.name == name), "")

    def names(self) -> SoundNames:
        """What can be opened now."""
        with self.lock:
            if not self._users:
                self._look_again()
            return SoundNames(tuple(self._indexes(Side.INPUT)), tuple(self._indexes(Side.OUTPUT)))

    def open(
        self, side: Side, name: str, latency_s: float, callback: Callable[..., None], finished: Callable[[], None]
    ) -> Stream:
        """A started stream of blocks of 480 mono float32 samples at 48 kHz; "" is the system's default device.

        Raises:
            DeviceMissing: there is none of that name, or it cannot do this.
            DeviceBusy: another program holds it.
            DeviceRefused: the system's privacy setting says no.
        """
        library = _library()
        if library is None:
            raise DeviceMissing("PortAudio is not installed")
        with self.lock:
            index, environment = self._find(side, name)
            kind = library.RawInputStream if side is Side.INPUT else library.RawOutputStream
            extra = library.WasapiSettings(auto_convert=True) if sys.platform == "win32" else None
            stream: Stream | None = None
            try:
                with _environment(environment):
                    stream = kind(
                        SAMPLE_RATE_HZ, BLOCK_SAMPLES, index, 1, "float32", latency_s, extra, callback, finished
                    )
                    stream.start()
                    return stream
            except library.PortAudioError as error:
                if stream is not None:
                    self.close(stream)
                raise error_of(error.args) from error

    def close(self, stream: Stream) -> None:
        """Release the device at once. What is still to be played is dropped."""
        library = _library()
        if library is None:
            return
        with self.lock:
            for step in (stream.abort, stream.close):
                with suppress(library.PortAudioError):  # a dying sound server: there is nothing left to close
                    step()

    def using(self, user: User) -> None:
        """`user` holds a stream."""
        with self.lock:
            self._users = [*self._users, user]

    def released(self, user: User) -> None:
        """`user` holds none any more."""
        with self.lock:
            self._users = [other for other in self._users if other is not user]

    def _find(self, side: Side, name: str) -> tuple[int, Mapping[str, str]]:
        """The index, and what the environment must say meanwhile. Looks again only if need be: open streams stop."""
        found = self._known(side, name) if self._users else None
        if found is None:
            users = self._users
            for user in users:
                user.pause()
            self._look_again()
            found = self._known(side, name)
            for user in users:
                user.resume()
        if found is None:
            raise DeviceMissing(f"there is no sound device called {name!r}" if name else "there is no sound device")
        return found

    def _known(self, side: Side, name: str) -> tuple[int, Mapping[str, str]] | None:
        if not name:
            index = int((self._api() or {}).get(side.default_key, -1))
            return (index, {}) if index >= 0 else None
        usable = self._indexes(side)
        match = match_name(name, usable)
        if match is not None:
            return usable[match], {}
        server = next((usable[known] for known in _SERVER_DEVICES if known in usable), None)
        identity = next((d.identity for d in side.among(self._present) if d.name == name), "")
        return None if server is None or not identity else (server, {side.variable: identity})

    def _indexes(self, side: Side) -> dict[str, int]:
        """The index of each device of that side by its name; the first where two have the same."""
        library, api = _library(), self._api()
        if library is None or api is None:
            return {}
        devices = [(index, library.query_devices(index)) for index in reversed(api["devices"])]
        usable = {str(device["name"]): int(index) for index, device in devices if device[side.channels_key] > 0}
        return dict(reversed(usable.items()))

    def _api(self) -> dict[str, Any] | None:
        """The host API in use: WASAPI on Windows (MME cuts names at 31 characters), else the first with devices."""
        library = _library()
        apis: list[dict[str, Any]] = list(library.query_hostapis()) if library is not None else []
        if sys.platform == "win32":
            return next((api for api in apis if "WASAPI" in api["name"]), None)
        return next((api for api in apis if api["devices"]), None)

    def _look_again(self) -> None:
        """Make PortAudio read the list anew (8-15 ms): it is frozen else. This kills open streams."""
        library = _library()
        if library is not None:
            library._terminate()
            library._initialize()
