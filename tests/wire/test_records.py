"""What the strict reader has that the visit server's messages do not need: floats, times, sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

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


@dataclass(frozen=True)
class Times:
    at: datetime
    words: frozenset[str] = frozenset()


CODEC: Codec[Figure | Figures | Times] = Codec({"figure": Figure, "figures": Figures, "times": Times}, 1000)
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


_ZONES = st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-3, minutes=-30))])


@given(st.datetimes(timezones=_ZONES), st.frozensets(st.sampled_from(["Å", "b", "c d"])))
def test_times_and_sets_survive_the_round_trip(at: datetime, words: frozenset[str]) -> None:
    found = CODEC.parse(CODEC.dump(Times(at, words)))
    assert found == Times(at, words)
    assert isinstance(found, Times)
    assert found.at.utcoffset() == at.utcoffset()


@pytest.mark.parametrize("value", ["3", "null", '""', '"now"', '"2026-11-24T08:00:00"', '"2026-11-24"'])
def test_what_is_no_aware_time(value: str) -> None:
    with pytest.raises(WireError):
        CODEC.parse(f'{{"m":"times","at":{value},"words":[]}}')


def test_a_set_is_written_in_one_order() -> None:
    assert CODEC.dump(Times(datetime(2026, 11, 24, tzinfo=UTC), frozenset("cab"))).endswith('"words":["a","b","c"]}')
