from __future__ import annotations

import pytest

from vardklient.domain.phone import dialled


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("070-174 06 01", "+46701740601"),
        ("+46 (0)70 174 06 01", "+46701740601"),
        ("0046 70 174 06 01", "+46701740601"),
        ("+47 22 22 22 22", "+4722222222"),
        ("1177", "1177"),
    ],
)
def test_a_number_is_dialled_with_its_country(written: str, number: str) -> None:
    assert dialled(written) == number
