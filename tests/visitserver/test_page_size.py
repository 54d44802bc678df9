"""The size of the patient's picture on a line that is not known yet, in a real browser."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.peers.chromium import Chromium, Page, find_chromium, open_page
from tests.visitserver.client import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="needs Chromium"),
]
LOOP = (Path(__file__).parent.parent / "peers" / "looped.js").read_text()
LARGE, SMALL = (1280, 720), (640, 480)
LOOKS = 30
"""At the line once it is up: three seconds of them, more than a browser is given to tell the line's room."""


@asynccontextmanager
async def looped(size: tuple[int, int], *told: int | None) -> AsyncIterator[Page]:
    """A call within one page; `told`: what the browser is made to say of the line's room."""
    async with serving() as server, Chromium() as browser, open_page(browser, f"{server.url}/api/health") as page:
        await page.evaluate(LOOP)
        await page.evaluate(f"loop({', '.join(json.dumps(value) for value in (*size, *told))})")
        yield page
        assert page.seen.console == []  # what the connection could not do


async def scales(page: Page) -> Any:
    """By how much the picture was made smaller, in the order of its changes."""
    return await page.evaluate("looped.scales")


async def test_a_large_picture_begins_at_half_its_size_and_grows_once() -> None:
    async with looped(LARGE) as page:
        await page.wait_for("looped.connection.roomy")
        await page.wait_for("looped.scales.at(-1) === 1")
        assert await scales(page) == [2, 1]


async def test_a_small_one_is_left_as_it_is() -> None:
    async with looped(SMALL) as page:
        await page.wait_for("looped.connection.roomy")
        assert await scales(page) == [1]


async def test_on_a_weak_line_it_stays_at_half_its_size() -> None:
    async with looped(LARGE, 900_000) as page:
        await page.wait_for(f"looped.looks > {LOOKS}")
        assert await scales(page) == [2]


async def test_a_browser_that_does_not_tell_the_room_sends_the_whole_picture() -> None:
    async with looped(LARGE, None) as page:
        await page.wait_for("looped.scales.at(-1) === 1")
        assert await scales(page) == [2, 1]
        assert await page.evaluate("looped.connection.upAt > 0")
