"""What the strict reader has that the visit server's messages do not need: floats."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import WireError
from vardklient.wire.records import MAX_NUMBER, Codec


@dataclass(frozen=True)
class Figure:
    value: float
    perhaps: float | None = None


@dataclass(frozen=True)
class Figures:
    all_: tuple[Figure, ...]


CODEC: Codec[Figure | Figures] = Codec({"figure": Figure, "figures": Figures}, 1000)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.builds(Figure, FINITE, st.none() | FINITE), max_size=4).map(tuple))
def test_floats_survive_the_round_trip(figures: tuple[Figure, ...]) -> None:
    assert CODEC.parse(CODEC.dump(Figures(figures))) == Figures(figures)


def test_a_whole_number_is_a_float_where_one_is_wanted() -> None:
    found = CODEC.parse('{"m":"figure","value":-3,"perhaps":null}')
    assert isinstance(found, Figure)
    assert isinstance(found.value, float)
    assert found == Figure(-3.0)


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e999", "true", '"1"', "null", str(MAX_NUMBER * 10)]
)
def test_what_is_no_float(value: str) -> None:
    with pytest.raises(WireError):
        CODEC.parse(f'{{"m":"figure","value":{value},"perhaps":null}}')
