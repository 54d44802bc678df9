from __future__ import annotations

import pytest

from vardklient.base.addresses import Unfit, unfit


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://login.example/realms/a", None),
        ("http://localhost:8080", None),
        ("http://127.0.0.1:5232/x", None),
        ("http://[::1]:1/", None),
        ("http://login.example/", Unfit.NOT_SAFE),
        ("http://localhost.example/", Unfit.NOT_SAFE),
        ("http://192.168.1.5/", Unfit.NOT_SAFE),
        ("file:///etc/passwd", Unfit.NO_ADDRESS),
        ("https://", Unfit.NO_ADDRESS),
        ("https://[", Unfit.NO_ADDRESS),
        ("https://a:999999/", Unfit.NO_ADDRESS),
        ("", Unfit.NO_ADDRESS),
    ],
)
def test_what_may_be_asked(url: str, why: Unfit | None) -> None:
    assert unfit(url) is why
