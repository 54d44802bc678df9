"""The patient's side of a call over a line that is cut: our page in a Chromium of its own.

Run: python -m tests.journeys.continuity.patient LINK FOLDER. Knocks as soon as the devices are there, and answers
`notes`: what was seen, heard and said since the last time, in monotonic seconds.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from tests.journeys.continuity.answers import Answer, Answers
from tests.peers.chromium import Chromium, Page, open_page
from tests.peers.clips import coloured_film, write_wav
from vardklient.base.resources import resource
from vardklient.media.soundfile import read_wave

NOTER = Path(__file__).with_name("patient.js")
CLOCK_TRIES = 15
BLOCK_SAMPLES, QUIET_DBFS = 960, -40.0
UNPROCESSED = """
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
const asItIs = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const unprocessed = (wanted) => (wanted.audio ? { ...wanted, audio: { ...wanted.audio, ...asItIs } } : wanted);
navigator.mediaDevices.getUserMedia = (wanted) => ask(unprocessed(wanted));
"""
"""Chromium's echo canceller learns anew when sound comes back, and then may take the patient's voice for an echo of the
clinic's for some seconds: that is no matter of the line, which is what is measured here."""
FLAGS = ("--autoplay-policy=no-user-gesture-required",)


def speech_without_pauses(path: Path) -> Path:
    """The shipped voice without what is quiet in it, so that silence means that nothing comes through."""
    samples = read_wave(resource("sounds/patient_voice.wav"))
    blocks = samples[: len(samples) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES)
    levels = 20 * np.log10(np.maximum(1e-6, np.sqrt(np.mean(blocks.astype(np.float64) ** 2, axis=1))))
    return write_wav(path, blocks[levels > QUIET_DBFS].reshape(-1))


class Side:
    """The page, from knocking to the end."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._offset_s = 0.0

    async def knock(self) -> None:
        await self._page.wait_for("!document.querySelector('#connect').disabled")
        await self._page.evaluate(NOTER.read_text("utf-8"))
        self._offset_s = await self._clock()
        await self._page.click("#connect")

    async def _clock(self) -> float:
        """Monotonic seconds at the page's 0: the tightest of several looks."""
        looks = []
        for _ in range(CLOCK_TRIES):
            before_s = time.monotonic()
            page_ms = await self._page.evaluate("performance.now()")
            after_s = time.monotonic()
            looks.append((after_s - before_s, (before_s + after_s) / 2 - page_ms / 1000))
        return min(looks)[1]

    async def notes(self, _: str) -> Answer:
        found = await self._page.evaluate("noted.take()")
        errors, self._page.seen.errors[:] = list(self._page.seen.errors), []
        at = lambda ms: ms / 1000 + self._offset_s  # noqa: E731
        return {
            "pictures": [(at(ms), 0.0) for ms in found["pictures"]],
            "blank": [at(ms) for ms in found["blank"]],
            "sound": [(at(ms), level) for ms, level in found["sound"]],
            "states": [(at(ms), said) for ms, said in found["said"]],
            "told": errors,
        }


async def run(link: str, folder: Path, answers: Answers) -> None:
    parts = urlsplit(link)
    trusted = f"--unsafely-treat-insecure-origin-as-secure={parts.scheme}://{parts.netloc}"
    film, sound = coloured_film(folder / "green.y4m", (40, 180, 40)), speech_without_pauses(folder / "voice.wav")
    async with (
        Chromium(film=film, sound=sound, flags=(trusted, *FLAGS)) as browser,
        open_page(browser, link, before=UNPROCESSED) as page,
    ):
        side = Side(page)
        await side.knock()
        answers.give({"ready": True})
        await answers.run({"notes": side.notes})


def main() -> None:
    asyncio.run(run(sys.argv[1], Path(sys.argv[2]), Answers()))


if __name__ == "__main__":
    main()
