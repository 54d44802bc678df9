"""What is read off a payload, against libopus itself."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from tests.calls.sound.line import encode, voice
from vardklient.calls.sound.libopus import candidates
from vardklient.calls.sound.packet import copy_samples, is_pause


@pytest.mark.parametrize(("loss", "share"), [(0.0, 0.0), (0.1, 0.5)])
def test_copies_are_seen_where_libopus_sees_them(loss: float, share: float) -> None:
    libraries = candidates()
    if not libraries:
        pytest.skip("no libopus beside PyAV")
    has_copy = ctypes.CDLL(str(libraries[0])).opus_packet_has_lbrr
    has_copy.argtypes, has_copy.restype = [ctypes.c_char_p, ctypes.c_int32], ctypes.c_int
    payloads = [payload for payload in encode(voice(), loss) if payload]
    assert [copy_samples(payload) > 0 for payload in payloads] == [has_copy(p, len(p)) > 0 for p in payloads]
    assert np.mean([copy_samples(payload) == 960 for payload in payloads]) >= share


@pytest.mark.parametrize(
    ("payload", "samples"),
    [
        (b"", 0),
        (b"\x78\xff", 0),
        (bytes([15 << 3, 0x40, 0]), 960),
        (bytes([15 << 3, 0x80, 0]), 0),
        (bytes([8 << 3, 0x40, 0]), 480),
        (bytes([9 << 3, 0x40, 0]), 960),
        (bytes([10 << 3, 0x20, 0]), 1920),
        (bytes([11 << 3, 0x10, 0]), 2880),
        (bytes([14 << 3, 0x40, 0]), 480),
        (bytes([31 << 3, 0x40, 0]), 0),
        (bytes([9 << 3 | 3, 0x40, 0]), 0),
    ],
)
def test_how_long_a_copy_is(payload: bytes, samples: int) -> None:
    """Nothing, a pause, hybrid, not set, narrow and wide, 10 to 60 ms, CELT, many frames."""
    assert copy_samples(payload) == samples


def test_a_pause_is_a_head_alone() -> None:
    assert is_pause(b"\x78")
    assert is_pause(b"\x7b\x01")
    assert not is_pause(b"\x78\x01\x02")
