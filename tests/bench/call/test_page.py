"""The bench's page in the browser itself: its barcode and sound are read back by ours in a short call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.call.__main__ import SEED
from bench.call.browser import FLAGS, BrowserSide, PageServer
from bench.call.cells import CELLS
from bench.call.conductor import Setting, run_call
from bench.call.content import make_content
from bench.call.engines import PROCESS
from bench.call.sides import Message

from bench.call import barcode
from tests.peers.chromium import Chromium, find_chromium
from tests.peers.display import VirtualDisplay

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="needs Chromium"),
]


def assert_complete(record: Message) -> None:
    """Every figure is there; a loaded machine says nothing of their size."""
    for side in ("patient", "clinician"):
        figures = record[side]
        assert figures["fps"] > 1
        assert figures["unread_share"] < 0.2
        assert 0 < figures["latency_p50_ms"] < 5000
        assert 0 < figures["sound_latency_ms"] < 2500
        assert figures["silent_share"] < 0.9
        assert figures["sent_kbps"] > 10
        assert figures["first_picture_ms"] > 0
        assert figures["rss_mb"] > 100
    json.dumps(record)


async def test_a_short_call_between_browsers_has_every_figure(tmp_path: Path) -> None:
    content = make_content(tmp_path, *CELLS["clean360"].size)
    assert_complete(await run_call(CELLS["clean360"], "chromium", 4.0, SEED, content, Setting(PROCESS, {})))


async def test_a_short_call_with_our_engine_has_every_figure(tmp_path: Path, virtual_display: VirtualDisplay) -> None:
    content = make_content(tmp_path, *CELLS["clean360"].size)
    setting = Setting(PROCESS, virtual_display.environment())
    assert_complete(await run_call(CELLS["clean360"], "vardklient", 4.0, SEED, content, setting))


async def test_the_page_keeps_the_machine_s_time(tmp_path: Path) -> None:
    server = PageServer(make_content(tmp_path, 160, 90))
    async with server.serving(), Chromium(devices=False, flags=FLAGS) as browser:
        side = BrowserSide("a", browser, await browser.page(), server)
        await side.open(mends=False)
        notes = await side.notes()
    numbers = [number for number, _ in notes.sent]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < barcode.NUMBERS
    assert side.clock_error_ms < 100
    assert notes.painted == []
    assert len(notes.beeps) >= 1
