"""The libopus that PyAV's wheel carries, reached by its public C interface.

PyAV's own binding can neither change the expected loss of a running encoder nor decode the copy of a lost packet that
the next one carries (in-band FEC), nor make up a lost packet from what was heard before.
"""

from __future__ import annotations

import ctypes
import functools
import logging
from ctypes import POINTER, c_char_p, c_float, c_int, c_int16, c_int32, c_ubyte, c_void_p
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from vardklient.calls.sound.packet import LONGEST_SAMPLES, PACKET_SAMPLES
from vardklient.ports.sound import SAMPLE_RATE_HZ

log = logging.getLogger(__name__)

WHERE = (
    "../av.libs/libopus*.so*",  # Linux
    ".dylibs/libopus*.dylib",  # macOS
    "../av.libs/*opus*.dll",  # Windows
    "*opus*.dll",
)
"""Beside PyAV's package, as its wheels of 18.1.0 are laid out."""
VOIP = 2048
SIGNAL_VOICE = 3001
SET_BITRATE, SET_VBR, SET_COMPLEXITY, SET_FEC = 4002, 4006, 4010, 4012
SET_LOSS_PERCENT, SET_DTX, SET_VBR_CONSTRAINT, SET_SIGNAL = 4014, 4016, 4020, 4024
"""Of `opus_defines.h`."""
COMPLEXITY = 9
"""As Chromium on a desk. Measured: 0.2 ms for 20 ms of speech, 0.15 ms at 5."""
PAYLOAD_MAX_BYTES = 1275
"""The most that 20 ms can take (RFC 6716, 3.4)."""
ENCODER_FUNCTIONS: tuple[tuple[str, Any, list[Any]], ...] = (
    ("opus_get_version_string", c_char_p, []),
    ("opus_encoder_get_size", c_int, [c_int]),
    ("opus_encoder_init", c_int, [c_void_p, c_int32, c_int, c_int]),
    # variadic: only the fixed arguments are named, so that ctypes calls it as such (Apple's arm64 needs that)
    ("opus_encoder_ctl", c_int, [c_void_p, c_int]),
    ("opus_encode", c_int32, [c_void_p, POINTER(c_int16), c_int, POINTER(c_ubyte), c_int32]),
)
DECODER_FUNCTIONS: tuple[tuple[str, Any, list[Any]], ...] = (
    ("opus_decoder_get_size", c_int, [c_int]),
    ("opus_decoder_init", c_int, [c_void_p, c_int32, c_int]),
    ("opus_decode_float", c_int, [c_void_p, c_char_p, c_int32, POINTER(c_float), c_int, c_int]),
)


class OpusError(Exception):
    """libopus is not there, lacks a function, or refused something. A payload that is no Opus is refused so."""


class Libopus:
    """The library, bound.

    Args:
        path: the shared library.

    Attributes:
        version: as it calls itself, "libopus 1.6.1".

    Raises:
        OpusError: it cannot be loaded or lacks a function.
    """

    def __init__(self, path: Path) -> None:
        try:
            # encoding is 0.2 ms on the loop's thread: ctypes lets others run meanwhile
            self.encoding: Any = _bind(ctypes.CDLL(str(path)), ENCODER_FUNCTIONS)
            # decoding is 0.05 ms on the sound card's thread: it keeps the interpreter's lock, because getting it back
            # from a busy thread may take 5 ms (the interpreter's switch interval)
            self.decoding: Any = _bind(ctypes.PyDLL(str(path)), DECODER_FUNCTIONS)
        except (OSError, AttributeError) as error:
            raise OpusError(f"{path.name}: {error}") from error
        self.version: str = self.encoding.opus_get_version_string().decode()


def _bind(library: Any, functions: tuple[tuple[str, Any, list[Any]], ...]) -> Any:
    for name, result, arguments in functions:
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def candidates() -> list[Path]:
    """Where the library may be, beside PyAV."""
    package = Path(av.__file__).parent
    return sorted(path.resolve() for pattern in WHERE for path in package.glob(pattern))


@functools.cache
def libopus() -> Libopus | None:
    """The library, None where it cannot be used; tried once."""
    for path in candidates():
        try:
            return Libopus(path)
        except OpusError as error:
            log.warning("libopus cannot be used: %s", error)
    return None


class LibopusEncoder:
    """Mono, 20 ms a packet, with a rough copy of the packet before in each as soon as loss is expected.

    Args:
        library: the library.
        bitrate_bps: mean rate; in constrained VBR a packet stays near it.
    """

    def __init__(self, library: Libopus, bitrate_bps: int) -> None:
        self._library = library.encoding
        # the state has no pointers outward, so it may live in memory of ours and needs no destructor
        self._state = ctypes.create_string_buffer(self._library.opus_encoder_get_size(1))
        _check(self._library.opus_encoder_init(self._state, SAMPLE_RATE_HZ, 1, VOIP), "encoder")
        self._payload = (c_ubyte * PAYLOAD_MAX_BYTES)()
        self._set(SET_BITRATE, bitrate_bps)
        self._set(SET_VBR, 1)
        self._set(SET_VBR_CONSTRAINT, 1)
        self._set(SET_COMPLEXITY, COMPLEXITY)
        self._set(SET_SIGNAL, SIGNAL_VOICE)
        self._set(SET_FEC, 1)
        self._set(SET_DTX, 1)

    def expect_loss(self, percent: int) -> None:
        """How many packets of a hundred will be lost."""
        self._set(SET_LOSS_PERCENT, percent)

    def encode(self, samples: NDArray[np.int16]) -> bytes:
        """The payload of these 20 ms."""
        source = np.ascontiguousarray(samples, np.int16).ctypes.data_as(POINTER(c_int16))
        size = self._library.opus_encode(self._state, source, PACKET_SAMPLES, self._payload, PAYLOAD_MAX_BYTES)
        return bytes(self._payload[: _check(size, "encode")])

    def _set(self, request: int, value: int) -> None:
        _check(self._library.opus_encoder_ctl(self._state, request, c_int32(value)), f"request {request}")


class LibopusDecoder:
    """Mono float; a stereo sender is mixed down by libopus."""

    recovers = True

    def __init__(self, library: Libopus) -> None:
        self._library = library.decoding
        self._state = ctypes.create_string_buffer(self._library.opus_decoder_get_size(1))
        _check(self._library.opus_decoder_init(self._state, SAMPLE_RATE_HZ, 1), "decoder")
        self._samples = np.zeros(LONGEST_SAMPLES, np.float32)
        self._target = self._samples.ctypes.data_as(POINTER(c_float))

    def decode(self, payload: bytes) -> NDArray[np.float32]:
        """The sound of a packet."""
        return self._decode(payload, LONGEST_SAMPLES, 0)

    def recover(self, next_payload: bytes, samples: int) -> NDArray[np.float32]:
        """The sound of the packet before `next_payload`, from the copy in it."""
        return self._decode(next_payload, samples, 1)

    def conceal(self, samples: int) -> NDArray[np.float32]:
        """Made up, a multiple of 2.5 ms: what was heard goes on and grows faint; after DTX, the room's noise."""
        return self._decode(None, samples, 0)

    def _decode(self, payload: bytes | None, samples: int, copy: int) -> NDArray[np.float32]:
        size = 0 if payload is None else len(payload)
        count = self._library.opus_decode_float(self._state, payload, size, self._target, samples, copy)
        return self._samples[: _check(count, "decode")].copy()


def _check(result: int, what: str) -> int:
    if result < 0:
        raise OpusError(f"{what}: error {result}")
    return result
