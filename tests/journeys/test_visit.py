"""A visit with a patient in a real browser: link, waiting room, call, end."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.journeys.clinician import Clinician, State, frames_in, in_call, next_row
from tests.journeys.conftest import Day, Server, visit_server
from tests.journeys.test_failures import end_call
from tests.peers.chromium import Chromium, Page, open_page
from tests.peers.clips import coloured_film, speech
from tests.peers.sound_bed import SoundBed
from vardklient.base.resources import resource

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

READY = "!document.querySelector('#connect').disabled"
LIVE = "document.querySelector('.tile')?.dataset.state === 'live'"
FRAMES = "document.querySelector('.tile video').getVideoPlaybackQuality().totalVideoFrames"
CALL_S = 10.0
AUDIBLE_DBFS = -50.0


def on(screen: str) -> str:
    return f"document.body.dataset.screen === '{screen}'"


def clinician_for(day: Day, server: Server, environment: dict[str, str]) -> Clinician:
    options = [*day.options, "--server", server.url, "--camera", "drawn"]
    return Clinician(options, {**environment, "VARDKLIENT_SERVER_KEY": server.key})


async def knock(page: Page) -> None:
    await page.wait_for(READY)
    await page.click("#connect")
    await page.wait_for(on("waiting"))


def level_in(state: State) -> float:
    """The level of the last second that came from the patient; the voice makes pauses."""
    statistics = state["call"]["statistics"]
    level = statistics["audio_in"]["level_dbfs"] if statistics else None
    return -120.0 if level is None else float(level)


@pytest.fixture
def green(tmp_path: Path) -> Path:
    return coloured_film(tmp_path / "green.y4m", (40, 180, 40))


async def test_from_the_link_to_the_thank_you_page(
    chromium_there: None, day: Day, desk_environment: dict[str, str], bed: SoundBed, green: Path, tmp_path: Path
) -> None:
    tone = speech(tmp_path / "voice.wav")
    async with (
        visit_server() as server,
        Chromium(film=green, sound=tone) as browser,
        clinician_for(day, server, desk_environment) as clinician,
    ):
        state = await clinician.until(lambda s: bool(next_row(s)["link"]), "a link for the patient")
        await clinician.until(lambda s: bool(s["devices"]), "the devices")
        async with open_page(browser, next_row(state)["link"]) as page:
            await knock(page)
            await clinician.until(lambda s: next_row(s)["waiting"] == 1, "the patient waits")
            await clinician.press("join")
            await clinician.until(lambda s: s["views"]["admit"], "the waiting room in the call window")
            await clinician.press("admit")
            await page.wait_for(LIVE)
            begun = await clinician.until(in_call, "pictures from the patient")
            first = await page.video(".tile video")
            # spoken once, so not before the patient can hear it
            with bed.say("jabra", resource("sounds/patient_voice.wav")):
                heard_by_patient = await page.sound_dbfs(".tile video", CALL_S)
            await page.wait_for(f"{FRAMES} > {first.frames + 100}")
            moved = lambda s: frames_in(s) > frames_in(begun) + 100 and s["views"]["painted"] > 100  # noqa: E731
            await clinician.until(moved, "100 more pictures")
            await clinician.until(lambda s: level_in(s) > AUDIBLE_DBFS, "the patient's voice")
            later = await page.video(".tile video")
            await clinician.grab(tmp_path / "call.png")
            assert len({round(later.red), round(later.green), round(later.blue)}) > 1, "the patient's is not black"
            assert heard_by_patient > AUDIBLE_DBFS
            assert is_green(tmp_path / "call.png"), "the patient's picture is on the screen"
            await clinician.press("document")
            freed = await end_call(clinician)
            assert "legitimation" in freed["views"]["phrase"]
            await page.wait_for(on("message"))
            await page.wait_for("document.querySelector('#message-title').innerText.includes('Tack')")
            await page.wait_for("document.querySelector('#own-start').srcObject === null")
            # the sound server's own word: no program holds a microphone or a loudspeaker
            await asyncio.to_thread(bed.wait_for_streams, [], [])


def is_green(picture: Path) -> bool:
    """Is the upper middle of the picture, where the patient is, mostly green?"""
    import cv2

    pixels = cv2.imread(str(picture))
    assert pixels is not None
    height, width = pixels.shape[:2]
    blue, green, red = pixels[: height // 4, width // 3 : 2 * width // 3].reshape(-1, 3).mean(0)
    return bool(green > 2 * red and green > 2 * blue)


async def test_a_second_patient_waits_and_gets_nothing_of_the_first(
    chromium_there: None, day: Day, desk_environment: dict[str, str], green: Path
) -> None:
    """The second one's browser sees not one media packet, name or address of the first, measured in the browser."""
    async with (
        visit_server() as server,
        Chromium(film=green) as browser,
        clinician_for(day, server, desk_environment) as clinician,
    ):
        state = await clinician.until(lambda s: bool(next_row(s)["link"]), "a link for the patient")
        async with open_page(browser, next_row(state)["link"]) as first:
            await knock(first)
            await clinician.until(lambda s: next_row(s)["waiting"] == 1 and bool(s["devices"]), "the patient waits")
            await clinician.press("join")
            await clinician.until(lambda s: s["views"]["admit"], "the waiting room in the call window")
            await clinician.press("admit")
            await first.wait_for(LIVE)
            await clinician.until(in_call, "the call")
            async with open_page(browser, next_row(state)["links"]["proxy"]) as second:
                await second.evaluate(COUNT_CONNECTIONS)
                await knock(second)
                waits = lambda s: [p["presence"] for p in s["call"]["people"]].count("waiting") == 1  # noqa: E731
                both = await clinician.until(waits, "the second one waits")
                before = frames_in(both)
                await clinician.until(lambda s: frames_in(s) > before + 60, "the first call goes on")
                assert await second.evaluate(on("waiting"))
                assert await second.evaluate("window.connectionsMade") == 0
                assert [text for text in second.seen.heard if first_peer(both) in text] == []
                assert {json.loads(text)["m"] for text in second.seen.heard} <= HARMLESS


# what a waiting person may hear: about herself, and are you there
HARMLESS = {"welcome", "ping"}
COUNT_CONNECTIONS = """
  window.connectionsMade = 0;
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, words) { window.connectionsMade += 1; return new target(...words); }
  });
"""


def first_peer(state: State) -> str:
    return str(next(p["peer"] for p in state["call"]["people"] if p["presence"] == "connected"))
