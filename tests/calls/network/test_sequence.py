from __future__ import annotations

from vardklient.calls.network.sequence import Unwrapper, ahead


def test_ahead_wraps() -> None:
    assert ahead(3, 65534) == 5
    assert ahead(65534, 3) >= 0x8000


def test_numbers_go_on_for_ever() -> None:
    unwrapper = Unwrapper(16)
    assert [unwrapper.unwrap(n) for n in (65534, 65535, 1, 0, 65533, 2)] == [65534, 65535, 65537, 65536, 65533, 65538]
    timestamps = Unwrapper(32)
    assert [timestamps.unwrap(n) for n in (2**32 - 960, 0, 960)] == [2**32 - 960, 2**32, 2**32 + 960]
