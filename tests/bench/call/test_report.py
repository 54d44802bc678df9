"""Goals judged, and the document made of them."""

from __future__ import annotations

from typing import Any

from bench.call.goals import judge
from bench.call.report import bar, merged, report


def medians(**ours: float | None) -> dict[str, dict[str, dict[str, float | None]]]:
    theirs = {
        "fps": 30.0,
        "latency_p50_ms": 50.0,
        "freezes": 1.0,
        "cpu_cores": 0.5,
        "hd_after_s": 10.0,
        "key_frames": 0.0,
    }
    return {
        "chromium": {side: dict(theirs) for side in ("patient", "clinician")},
        "vardklient": dict.fromkeys(("patient", "clinician"), theirs | ours),
    }


def told(cell: str, words: str, found: Any) -> tuple[str, bool | None]:
    return next((j.figure, j.reached) for j in judge({cell: found}) if words in j.words)


def test_goals_are_judged_by_their_bounds() -> None:
    assert told("clean720", "pictures that the patient", medians()) == ("1.00", True)
    assert told("clean720", "pictures that the patient", medians(fps=29.0)) == ("0.97", False)
    assert told("clean720", "the clinician's latency", medians()) == ("1.00", False)
    assert told("clean720", "the clinician's latency", medians(latency_p50_ms=40.0)) == ("0.80", True)
    assert told("loss5", "freezes for the patient", medians(freezes=3.0)) == ("2", False)
    assert told("loss5", "freezes for the patient", medians(freezes=2.0)) == ("1", True)


def test_what_was_not_measured_is_not_reached() -> None:
    assert told("rate120", "sound made up for the patient", medians()) == ("not measured", None)
    assert told("clean720", "the patient's latency", {"vardklient": medians()["vardklient"]}) == ("not measured", None)


def test_never_sharp_is_later_than_late() -> None:
    assert told("clean720", "720p for the patient", medians(hd_after_s=None))[1] is False
    assert told("clean720", "720p for the patient", medians(hd_after_s=9.0)) == ("-1.0", True)


def test_bars_are_half_full_where_both_are_equal() -> None:
    assert (bar(1.0), bar(0.0), bar(9.0), bar(None)) == ("█████░░░░░", "░░░░░░░░░░", "██████████", "")


def test_the_document_holds_goals_notes_and_figures() -> None:
    def run(date: str, **cells: Any) -> dict[str, Any]:
        machine = {"system": "Linux-6", "python": "3.11.7", "cores": 2}
        made = {name: {"medians": found} for name, found in cells.items()}
        return {"date": date, "machine": machine, "rounds": 3, "seconds": 30.0, "cells": made}

    old, new = run("2026-01-01", clean720=medians(fps=1.0), loss5=medians()), run("2026-02-02", clean720=medians())
    text = report(merged([old, new]), "Behind: nothing.")
    assert "2026-02-02" in text
    assert "| ✓ | clean720 | pictures that the patient sees" in text
    assert "Behind: nothing." in text
    assert "### loss5" in text
    assert "| patient | pictures per s | 30.0 | 30.0 | 1.00 | █████░░░░░ |" in text
