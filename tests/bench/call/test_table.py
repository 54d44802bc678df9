"""Medians, ratios and the table."""

from __future__ import annotations

from bench.call.figures import Figures
from bench.call.table import medians, ratio, ratios, table


def run(fps: float, back_s: float | None = None) -> dict[str, Figures]:
    return {"patient": {"fps": fps, "picture_back_s": back_s}, "clinician": {"fps": 2 * fps, "picture_back_s": None}}


def test_medians_by_side_leave_out_what_is_unknown() -> None:
    of = medians([run(10, 1.0), run(30), run(20, 3.0)])
    assert of["patient"] == {"fps": 20, "picture_back_s": 2.0}
    assert of["clinician"] == {"fps": 40, "picture_back_s": None}


def test_a_ratio_is_ours_to_theirs() -> None:
    assert ratio(15, 30) == 0.5
    assert ratio(None, 30) is None
    assert ratio(15, None) is None
    assert ratio(15, 0.0) is None


def test_ratios_need_both_kinds() -> None:
    assert ratios({"vardklient": medians([run(15)])}) == {}
    both = {"chromium": medians([run(30)]), "vardklient": medians([run(15)])}
    assert ratios(both)["clinician"] == {"fps": 0.5, "picture_back_s": None}


def test_the_table_has_a_line_for_every_known_figure() -> None:
    both = {"chromium": medians([run(30)]), "vardklient": medians([run(15)])}
    lines = table("loss5", both, 3)
    assert lines[0].startswith("loss5 (median of 3)")
    assert len(lines) == 3
    assert lines[2].split() == ["pictures", "per", "s", "30.0", "15.0", "0.50", "60.0", "30.0", "0.50"]


def test_one_kind_alone_is_a_table_too() -> None:
    lines = table("loss5", {"vardklient": medians([run(15)])}, 1)
    assert lines[2].split() == ["pictures", "per", "s", "-", "15.0", "-", "-", "30.0", "-"]
