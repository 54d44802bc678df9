from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.birthyear import birth_year, full_year

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("196101182803", 1961),
        ("19610118-2803", 1961),
        ("610118-2803", 1961),
        ("250314-1234", 2025),
        ("250314+1234", 1925),
        ("19820374-1234", 1982),  # coordination number: day + 60
        ("19810829M071", 1981),  # a region's reserve numbers
        ("19810829SU3A", 1981),
        ("198108320014", 1981),  # Inera's, 32 for the day
        ("98240301AA06", 2024),  # national reserve number: 98 = 20 + 26 x 3
        ("22820314AB12", 1982),
        ("23150601AB12", 2015),
        ("21820314AB12", 1882),
        ("00822041AB12", None),  # national reserve number without a date of birth
        ("991981000010", None),  # Stockholm's reserve number: nothing says that its year is the birth's
        ("22820314-1234", None),  # no letters: not a national reserve number
        ("19821314-1234", None),
        ("19820360-1234", None),
        ("19820392-1234", None),
        ("19820300-1234", None),
        ("20990101-1234", None),
        ("820314", None),
        ("٨٢٠٣١٤-١٢٣٤", None),
        ("", None),
    ],
)
def test_the_year_of_a_number(number: str, year: int | None) -> None:
    assert birth_year(number, TODAY) == year


@pytest.mark.parametrize(
    ("text", "year"), [("1982", 1982), (" 2026 ", 2026), ("2027", None), ("1799", None), ("x", None)]
)
def test_a_year_by_itself(text: str, year: int | None) -> None:
    assert full_year(text, TODAY) == year


@given(st.text(max_size=20))
def test_no_text_raises(text: str) -> None:
    year = birth_year(text, TODAY)
    assert year is None or 1800 <= year <= 2026
