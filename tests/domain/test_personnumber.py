from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.personnumber import is_personal_number

PEOPLES = [
    "196101182803",  # an official test person
    "19610118-2803",
    "6101182803",
    "610118-2803",
    "610118+2803",
    "19610118_2803",
    "701063-2391",  # coordination number, of the tax agency's own example
    "197010632391",
    "198108320014",  # Inera's reserve number, 32 for the day
    "991981000011",  # Stockholm's reserve number
    "991945000024",
    "22950606FH20",  # national reserve numbers
    "25780404KHD5",
    "00342145BZ31",  # without a date of birth
    "00749852bzk0",
    "19810829M071",  # a region's reserve numbers
    "19810829SU3A",
]
NOBODYS = [
    "",
    "17",
    "196101182804",  # the check digit
    "6101182804",
    "199902302394",  # no 30th of February
    "0002302394",
    "196113182801",
    "196101002809",
    "196101932805",
    "176101182803",
    "2611230001",  # a booking's number that begins with a date
    "202611230001",
    "1234567890",
    "123456789012",
    "100000000000",
    "991981000010",
    "22950606FH21",
    "22950606IO20",  # letters that are not used
    "22950606-2803",
    "00121245BZ31",
    "00342139BZ31",
    "17810829M071",
    "19811329M071",
    "810829M071",  # six figures and four letters are any number
    "٦١٠١١٨٢٨٠٣",
    "196101182803 ",
]


@pytest.mark.parametrize("number", PEOPLES)
def test_the_numbers_of_people(number: str) -> None:
    assert is_personal_number(number)


@pytest.mark.parametrize("number", NOBODYS)
def test_other_numbers(number: str) -> None:
    assert not is_personal_number(number)


def luhn(nine: str) -> int:
    """The check digit, counted as the tax agency's leaflet does."""
    products = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(nine)]
    return -sum(product // 10 + product % 10 for product in products) % 10


@given(
    st.dates(date(1840, 1, 1), date(2026, 11, 23)),
    st.integers(0, 999),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "-", "_"]),
)
def test_everybodys_number_is_known_and_no_other_with_its_check_digit_changed(
    born: date, serial: int, coordination: bool, short: bool, dash: str
) -> None:
    day = f"{born.day + 60 * coordination:02d}"
    nine = f"{born:%y%m}{day}{serial:03d}"
    shown = f"{'' if short else f'{born.year // 100}'}{born:%y%m}{day}{dash}{serial:03d}"
    right = luhn(nine)
    assert [digit for digit in range(10) if is_personal_number(f"{shown}{digit}")] == [right]


@given(st.text(max_size=16))
def test_no_text_raises(text: str) -> None:
    assert is_personal_number(text) in (True, False)


@given(st.integers(0, 9999), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_nine_of_ten_numbers_that_count_on_from_a_date_can_be_a_bookings(number: int, day: date) -> None:
    ten = [f"{day:%y%m%d}{(number // 10) % 1000:03d}{last}" for last in range(10)]
    assert sum(is_personal_number(text) for text in ten) == 1
    assert not is_personal_number(f"{day + timedelta(days=1):%y%m%d}{number:04d}0")
