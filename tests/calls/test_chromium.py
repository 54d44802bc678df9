"""The engine with the patient's real browser on the real page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.calls.doctor import a_visit
from tests.calls.parts import frame_where, until
from tests.peers.chromium import Chromium, Page, VideoFigures, find_chromium, open_page
from tests.peers.clips import coloured_film, speech
from vardklient.ports import signalling as said
from vardklient.ports.engine import SendPicture, SendSound

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="needs Chromium"),
]
HERS = ".tile video"


async def until_shown(page: Page, done: Callable[[VideoFigures], bool]) -> None:
    """Wait until the clinician's picture on the page is so."""
    async with asyncio.timeout(60):
        while not done(await page.video(HERS)):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def test_pictures_and_sound_both_ways_and_honest_when_off(tmp_path: Path) -> None:
    film, sound = coloured_film(tmp_path / "green.y4m", (40, 180, 40)), speech(tmp_path / "voice.wav")
    async with (
        a_visit() as (doctor, link),
        Chromium(film=film, sound=sound) as browser,
        open_page(browser, link) as page,
    ):
        await page.wait_for("!document.querySelector('#connect').disabled")
        await page.click("#connect")
        await doctor.flowing()
        patient = doctor.patient
        await frame_where(doctor.end.screen, lambda frame: bool(np.median(frame.pixels[:, :, 1]) >= 100))
        # one at a time: an echo canceller may take what both say at once
        await doctor.end.engine.do(SendSound(False))
        await until(lambda: doctor.end.speaker.rms_dbfs() > -50)
        await doctor.end.engine.do(SendSound(True))
        await page.wait_for("document.querySelector('.tile')?.dataset.state === 'live'")
        await until_shown(page, lambda seen: seen.blue > 100)
        shown = await page.video(HERS)
        assert shown.width * 9 == shown.height * 16
        assert await page.sound_dbfs(HERS) == pytest.approx(-20, abs=3)

        await doctor.end.engine.do(SendPicture(False))
        await until_shown(page, lambda seen: max(seen.red, seen.green, seen.blue) < 12)
        await doctor.end.engine.do(SendSound(False))
        async with asyncio.timeout(60):
            while await page.sound_dbfs(HERS, 0.5) > -60:
                pass
        await doctor.end.engine.do(SendPicture(True))
        await until_shown(page, lambda seen: seen.blue > 100)

        epoch = doctor.end.newest_epoch
        await doctor.line.say(said.Rejoin())
        await doctor.flowing(epoch + 1)
        statistics = await doctor.end.engine.statistics(patient)
        assert statistics is not None
        assert statistics.rejoins == epoch
        assert statistics.rtt_ms is None or statistics.rtt_ms < 1000
        await doctor.line.say(said.EndVisit())
        await doctor.ears.until(said.VisitEnded)
        assert page.seen.errors == []
