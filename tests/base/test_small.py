from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base import errors
from vardklient.base.clock import SystemClock, local_clock
from vardklient.base.resources import resource
from vardklient.base.units import SILENCE_DBFS, amplitude_to_db, db_to_amplitude


def test_the_clock_is_aware_and_monotonic() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic_s() <= clock.monotonic_s()


def test_stockholm_in_summer_and_winter() -> None:
    assert local_clock(datetime(2026, 7, 1, 7, 40, tzinfo=UTC)) == "09:40"
    assert local_clock(datetime(2026, 11, 24, 6, 40, tzinfo=UTC)) == "07:40"


@given(st.floats(-100, 20))
def test_decibels_there_and_back(db: float) -> None:
    assert amplitude_to_db(db_to_amplitude(db)) == pytest.approx(db)


def test_silence_has_a_floor() -> None:
    assert amplitude_to_db(0.0) == SILENCE_DBFS


def test_resources_are_found_in_the_first_place_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.txt").touch()
    assert resource("x.txt", (tmp_path / "a", tmp_path / "b")) == tmp_path / "b" / "x.txt"
    with pytest.raises(errors.ResourceError, match="is missing"):
        resource("y.txt", (tmp_path,))
