"""Two short minutes of a call for real: every figure is there, minute by minute."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from bench.longcall.__main__ import parser, run
from bench.longcall.rows import CLINICIAN, PATIENT, judge

from tests.peers.chromium import find_chromium
from tests.peers.display import VirtualDisplay

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="needs Chromium"),
]


def options(*words: str) -> argparse.Namespace:
    return parser().parse_args(["--minutes", "2", "--settle", "2", "--minute-seconds", "4", *words])


async def test_two_short_minutes(tmp_path: Path, virtual_display: VirtualDisplay) -> None:
    """A loaded machine says nothing of their size."""
    result: dict[str, Any] = {"rows": []}
    file = tmp_path / "result.json"
    await run(options("--json", str(file)), result, tmp_path, virtual_display.environment())
    assert [row["minute"] for row in result["rows"]] == [1, 2]
    for row in result["rows"]:
        for side in (CLINICIAN, PATIENT):
            assert row[side]["beeps_heard"] > 0
            assert 0 < row[side]["sound_latency_ms"] < 2500
        assert row[CLINICIAN]["latency_p50_ms"] > 0
        assert row["engine"]["rss_mb"] > row["engine"]["private_mb"] > 20
        assert row["gui"]["private_mb"] > result["content_mb"] > 50
        assert row["cores"]["engine"] > 0
    assert len(judge(result["rows"], result["content_mb"])) == 8
    assert json.loads(file.read_text())["rows"] == result["rows"]
