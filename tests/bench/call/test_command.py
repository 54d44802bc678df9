"""The command line's own parts: which cells, what is summed up, what is remarked."""

from __future__ import annotations

import pytest
from bench.call.__main__ import chosen, parser, remarks, summary
from bench.call.cells import CELLS
from bench.call.sides import Message


def call(kind: str, fps: float, others: float = 0.1) -> Message:
    figures = {"fps": fps}
    return {"kind": kind, "patient": figures, "clinician": figures, "cores": {"others": others}}


def test_all_cells_unless_some_are_asked_for() -> None:
    assert [cell.name for cell in chosen(parser().parse_args([]).cells)] == list(CELLS)
    assert [cell.name for cell in chosen("rate300,loss5")] == ["rate300", "loss5"]
    with pytest.raises(SystemExit, match="no cell loss6"):
        chosen("loss5,loss6")


def test_an_outage_is_watched_to_its_end() -> None:
    assert CELLS["outage20"].seconds(30) >= 20 + 10 + 10
    assert CELLS["loss5"].seconds(7) == 7


def test_failed_calls_are_left_out_of_the_medians_and_remarked() -> None:
    records = [call("chromium", 30), call("vardklient", 15), {"kind": "vardklient", "failed": "no"}]
    found = summary(records)
    assert found["medians"]["vardklient"]["patient"] == {"fps": 15}
    assert found["ratios"]["patient"] == {"fps": 0.5}
    assert remarks(CELLS["loss5"], records) == ["  1 of 3 calls failed"]


def test_a_machine_that_was_not_ours_alone_is_remarked() -> None:
    records = [call("chromium", 30, others=2.0)]
    assert "2.0 cores" in remarks(CELLS["loss5"], records)[0]
    assert remarks(CELLS["busy"], records) == []
