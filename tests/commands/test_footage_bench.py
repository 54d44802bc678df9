"""How the benchmark over labelled clips counts."""

from __future__ import annotations

from collections import Counter

import pytest
from bench.footage import expected, outcome, report


@pytest.mark.parametrize(
    ("want", "verdict", "advice", "counted"),
    [
        ("ok", "green", "light_ok", "quiet"),
        ("ok", "unknown", "light_unsure", "unknown_ok"),
        ("ok", "yellow", "light_dim", "false_alarm"),
        ("dark", "red", "light_dark", "hit"),
        ("dark", "yellow", "light_dim", "hit"),
        ("dark", "red", "light_over", "wrong_kind"),
        ("dark", "green", "light_ok", "missed"),
        ("dark", "unknown", "light_unsure", "missed_unknown"),
        ("fail", "red", "company_second", "hit"),
    ],
)
def test_counts_honestly(want: str, verdict: str, advice: str, counted: str) -> None:
    assert outcome(want, verdict, advice) == counted


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ({"fps": "ok", "resolution": "ok"}, "ok"),
        ({"fps": "ok", "resolution": "fail"}, "fail"),
        ({"fps": None, "resolution": "ok"}, None),
        ({"fps": None, "resolution": "fail"}, "fail"),
    ],
)
def test_rate_and_size_are_one_check(label: dict[str, str | None], want: str | None) -> None:
    assert expected("rate", label) == want


def test_words_of_the_labels_are_found() -> None:
    assert expected("company", {"privacy": "fail"}) == "fail"
    assert expected("light", {"lighting": None}) is None


def test_the_table_holds_the_share() -> None:
    lines = report({"light": Counter({"hit": 8, "quiet": 1, "missed": 1})})
    assert "90.0%" in lines[1]
