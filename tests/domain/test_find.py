from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.find import Finder

TIMES = ("09:30", "1982")
WORDS = ("Enskilt besök", "tolk (arabiska)", "Stämmer")


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ik", "IK", "ik-82", "ik82", "IK 82", "82", "1982", "9:30", "09:30", "0930", "930", "9", "enskilt",
     "TOLK", "besök", "arab", "ens 82", "ik-", "en", "stämmer", "skilt"],
)  # fmt: skip
def test_a_row_is_found_by_whatever_stands_on_it(typed: str) -> None:
    assert Finder.of(typed).finds("IK-82", TIMES, WORDS)


@pytest.mark.parametrize("typed", ["k-82", "83", "30", "2", "grupp", "ik 83", "10:30", "besok", "kilt grupp", "ki"])
def test_and_by_nothing_else(typed: str) -> None:
    assert not Finder.of(typed).finds("IK-82", TIMES, WORDS)


@pytest.mark.parametrize(
    ("typed", "label", "found"),
    [
        ("åä", "ÅÄ-05", True),
        ("a\u030aa\u0308-05", "ÅÄ-05", True),
        ("aa", "ÅÄ-05", False),
        ("ao", "ÅÖ-05", False),
        ("eø", "EÖ-71", True),
        ("é", "EK-71", True),
        ("ł", "LK-71", True),
        ("o", "ÖK-71", False),
        ("ik\u201182", "IK-82", True),
    ],
)
def test_aao_are_letters_and_other_accents_are_not(typed: str, label: str, found: bool) -> None:
    assert Finder.of(typed).finds(label, (), ()) is found


def test_a_row_without_initials_is_found_by_its_time_and_kind_only() -> None:
    protected = ("", ("14:30",), ("Enskilt besök", "Skyddade uppgifter"))
    assert Finder.of("skyddade").finds(*protected)
    assert Finder.of("14:30").finds(*protected)
    assert not Finder.of("ik").finds(*protected)


@given(st.text(max_size=40), st.text(max_size=20))
def test_it_takes_whatever_is_typed(typed: str, label: str) -> None:
    finder = Finder.of(typed)
    assert isinstance(finder.finds(label, (label,), (label,)), bool)
    assert Finder.of("").finds(label, (), ())
