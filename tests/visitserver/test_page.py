"""The patient's page in a real browser, against the real server."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.peers.chromium import Chromium, Page, find_chromium, open_page
from tests.peers.clips import coloured_film, speech
from tests.visitserver.client import KEY, MEETS, connected, serving, ticket_of, visit_links
from vardklient.base.resources import resource
from vardklient.domain.visit import Kind, Role
from vardklient.schedule.visitserver import VisitServerClient
from vardklient.visitserver.server import VisitServer
from vardklient.wire import messages as wire

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_chromium() is None, reason="needs Chromium"),
]
CLINICIAN_SCRIPT = (Path(__file__).parent.parent / "peers" / "clinician.js").read_text()
VOICE_S = 6.0  # longer than any pause of the voice
PAIR = (Role.CLINICIAN, Role.PATIENT)
READY = "!document.querySelector('#connect').disabled"
LIVE = "document.querySelector('.tile')?.dataset.state === 'live'"


def on(screen: str) -> str:
    return f"document.body.dataset.screen === '{screen}' && !document.querySelector('#screen-{screen}').hidden"


@pytest.fixture(scope="module")
def green(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The patient's camera shows green."""
    path = coloured_film(tmp_path_factory.mktemp("film") / "green.y4m", (40, 180, 40))
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def blue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The clinician's camera shows blue."""
    path = coloured_film(tmp_path_factory.mktemp("film") / "blue.y4m", (200, 60, 30))
    yield path
    path.unlink()


@pytest.fixture(scope="module")
def tone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return speech(tmp_path_factory.mktemp("sound") / "voice.wav")


@asynccontextmanager
async def clinician_at(browser: Chromium, server: VisitServer, link: str) -> AsyncIterator[Page]:
    """The stand-in for the desktop program, in its place in the visit."""
    async with open_page(browser, f"{server.url}/api/health") as page:
        await page.evaluate(CLINICIAN_SCRIPT)
        await page.evaluate(f"clinician.connect({json.dumps(ticket_of(link))})")
        await page.wait_for("clinician.last('roster')")
        yield page


async def admit(clinician: Page) -> str:
    """Let in whoever knocked last: their id."""
    peer = str((await clinician.wait_for("clinician.last('knock')"))["peer"])
    await clinician.evaluate(f"clinician.say('admit', {{peer: {json.dumps(peer)}}})")
    return peer


def clean(page: Page, server: VisitServer) -> None:
    """Nothing went wrong in the page, and it spoke to nobody but our server."""
    assert page.seen.errors == []
    assert page.seen.console == []
    host = server.url.partition("//")[2]
    strangers = [url for url in page.seen.requests if not re.match(f"(http|ws)://{host}/|blob:{server.url}", url)]
    assert strangers == []


async def test_from_the_link_to_the_waiting_room(green: Path, tone: Path) -> None:
    async with serving() as server, Chromium(film=green, sound=tone) as browser, connected(server.url) as clinician:
        links = await visit_links(server.url, *PAIR)
        await clinician.hello(ticket_of(links[0]))
        await clinician.hear(wire.Roster)
        async with open_page(browser, links[1]) as page:
            await page.wait_for(READY)
            buttons = "[...document.querySelectorAll('#screen-start button')].map((b) => b.textContent)"
            assert await page.evaluate(buttons) == ["Anslut"]
            await page.wait_for("document.querySelector('#own-start').getVideoPlaybackQuality().totalVideoFrames > 3")
            picture = await page.video("#own-start")
            assert picture.green > 2 * picture.red
            mirrored = "getComputedStyle(document.querySelector('#own-start')).transform"
            assert await page.evaluate(mirrored) == "matrix(-1, 0, 0, 1, 0, 0)"
            await page.wait_for("document.querySelector('[data-meter-words]').textContent === 'Mikrofonen hör dig'")
            assert await page.evaluate("document.querySelector('#microphone').options.length") > 1
            choose = "((m) => { m.selectedIndex = 1; m.dispatchEvent(new Event('change')); })"
            await page.evaluate(f"{choose}(document.querySelector('#microphone'))")
            await page.wait_for("document.querySelector('#microphone').selectedIndex === 1")
            await page.click("#connect")
            await page.wait_for(on("waiting"))
            assert await page.text("#waiting-host") == MEETS
            assert "spelas inte in" in await page.text("#screen-waiting")
            knock = await clinician.hear(wire.Knock)
            assert knock.devices_ok is None
            while (await clinician.hear(wire.Knock)).devices_ok is not True:
                pass  # the other microphone may just be on its way
            assert ticket_of(links[1]) not in await page.evaluate("location.href"), "the ticket leaves the address"
            kept = await page.evaluate("({...sessionStorage, local: localStorage.length, cookie: document.cookie})")
            assert kept.keys() == {"visit.resume", "local", "cookie"}
            assert (kept["local"], kept["cookie"], await page.cookies()) == (0, "", [])
            await page.click("#leave-waiting")
            await page.click("#leave-now")
            await page.wait_for(on("message"))
            assert await clinician.hear(wire.Left) == wire.Left(knock.peer, True)
            assert await page.evaluate("sessionStorage.getItem('visit.resume')") is None
            clean(page, server)


async def test_both_languages(green: Path) -> None:
    async with serving() as server, Chromium(film=green) as browser:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with open_page(browser, link, "en-GB") as page:
            await page.wait_for(READY)
            assert await page.text("#connect") == "Connect"
            assert await page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
            await page.click("[data-language=sv]")
            assert await page.text("#connect") == "Anslut"
            assert await page.evaluate("document.documentElement.lang") == "sv"
            await page.reload()
            await page.wait_for(READY)
            assert await page.text("#connect") == "Anslut"
            keys = "import('/visit/texts.js').then(({LANGUAGES: l}) => [Object.keys(l.sv), Object.keys(l.en)])"
            swedish, english = await page.evaluate(keys)
            assert swedish == english
            browsers = "[['ar', 'en'], ['nb-NO', 'en'], ['fi']]"
            prefers = f"import('/visit/texts.js').then((t) => {browsers}.map((b) => t.preferredLanguage(b)))"
            assert await page.evaluate(prefers) == ["en", "sv", "sv"]
            clean(page, server)


@pytest.mark.parametrize(
    ("allow", "note", "button"),
    [
        (["microphone"], "Kameran är inte tillåten", "Anslut med bara ljud"),
        (["camera"], "Mikrofonen är inte tillåten", "Anslut"),
    ],
)
async def test_a_device_that_is_refused(green: Path, allow: list[str], note: str, button: str) -> None:
    async with serving() as server, Chromium(film=green) as browser, connected(server.url) as clinician:
        links = await visit_links(server.url, *PAIR)
        await clinician.hello(ticket_of(links[0]))
        await clinician.hear(wire.Roster)
        async with open_page(browser, links[1], allow=allow) as page:
            await page.wait_for(READY)
            await page.wait_for("document.querySelector('#device-notes').childElementCount === 1")
            assert note in await page.text("#device-notes")
            assert "ladda om sidan" in await page.text("#device-notes")
            assert await page.text("#connect") == button
            await page.click("#connect")
            await page.wait_for(on("waiting"))
            await clinician.hear(wire.Knock)
            assert (await clinician.hear(wire.Knock)).devices_ok is False
            clean(page, server)


async def test_a_machine_without_devices() -> None:
    async with serving() as server, Chromium(devices=False) as browser:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with open_page(browser, link) as page:
            await page.wait_for(READY)
            await page.wait_for("document.querySelector('#device-notes').childElementCount === 2")
            notes = await page.text("#device-notes")
            assert "Ingen kamera hittades" in notes
            assert "Ingen mikrofon hittades" in notes


async def test_links_that_lead_nowhere(green: Path) -> None:
    async with serving() as server, Chromium(film=green) as browser:
        [link] = await visit_links(server.url, Role.PATIENT)
        async with connected(server.url) as first:
            await first.hello(ticket_of(link))
            async with open_page(browser, link) as page:
                await page.wait_for(READY)
                await page.click("#connect")
                await page.wait_for(on("message"))
                assert await page.text("#message-title") == "Länken går inte att använda"
                assert await page.evaluate("document.querySelector('#own-start').srcObject") is None
        async with open_page(browser, f"{server.url}/visit") as page:
            await page.wait_for(on("message"))
            assert await page.text("#message-title") == "Länken är inte hel"
        later = datetime.now(UTC) + timedelta(days=2)
        api = VisitServerClient(server.url, KEY)
        made = await api.create(later, later + timedelta(hours=1), Kind.ONE_TO_ONE, MEETS, [Role.PATIENT])
        async with open_page(browser, made.links[Role.PATIENT]) as page:
            await page.wait_for(READY)
            await page.click("#connect")
            await page.wait_for(on("message"))
            assert await page.text("#message-title") == "Du är lite för tidig"


async def test_a_call_with_picture_and_sound_both_ways(green: Path, blue: Path, tone: Path) -> None:
    async with (
        serving() as server,
        Chromium(film=green, sound=tone) as theirs,
        Chromium(film=blue, sound=tone) as ours,
    ):
        links = await visit_links(server.url, *PAIR)
        async with clinician_at(ours, server, links[0]) as clinician, open_page(theirs, links[1]) as patient:
            await patient.click("#connect")
            await patient.wait_for(on("waiting"))
            assert await patient.evaluate("document.querySelectorAll('.tile').length") == 0
            await admit(clinician)
            await patient.wait_for(LIVE)
            assert await clinician.evaluate("clinician.offers") == [1]
            await moves(patient, ".their-video", "blue")
            await moves(clinician, ".their", "green")
            # one at a time: to an echo canceller the same voice from both sides is an echo
            await patient.click("#mute")
            assert await patient.sound_dbfs(".their-video", VOICE_S) > -40
            await patient.click("#mute")
            await clinician.evaluate("clinician.stream.getAudioTracks()[0].enabled = false")
            assert await clinician.sound_dbfs(".their", VOICE_S) > -40
            await clinician.evaluate("clinician.stream.getAudioTracks()[0].enabled = true")
            assert MEETS in await patient.text("#screen-call")
            assert "Spelas inte in" in await patient.text("#screen-call")

            await patient.click("#mute")
            await patient.click("#camera-off")
            await clinician.wait_for("((m) => m && !m.audio && !m.video)(clinician.last('media'))")
            async with asyncio.timeout(60):
                while await clinician.sound_dbfs(".their", 0.5) > -60:
                    pass  # what was said before is still on its way
            assert await patient.evaluate("document.querySelector('#own-call').srcObject") is None, "the lamp is out"
            await patient.click("#mute")
            await patient.click("#camera-off")
            await clinician.wait_for("((m) => m && m.audio && m.video)(clinician.last('media'))")
            await moves(clinician, ".their", "green")

            await clinician.evaluate("clinician.say('end')")
            await patient.wait_for(on("message"))
            assert await patient.text("#message-title") == "Tack, besöket är avslutat"
            assert await patient.evaluate("document.querySelectorAll('.tile').length") == 0
            clean(patient, server)


async def moves(page: Page, selector: str, colour: str) -> None:
    """The picture is new, is decoded on and on, and shows this colour."""
    frames = (await page.video(selector)).frames
    quality = f"document.querySelector('{selector}').getVideoPlaybackQuality().totalVideoFrames"
    await page.wait_for(f"{quality} > {frames + 15}")
    figures = await page.video(selector)
    levels = {"red": figures.red, "green": figures.green, "blue": figures.blue}
    assert max(levels, key=lambda name: levels[name]) == colour, figures


async def test_what_happens_to_a_call(green: Path, blue: Path) -> None:
    async with serving() as server, Chromium(film=green) as theirs, Chromium(film=blue) as ours:
        links = await visit_links(server.url, *PAIR)
        async with clinician_at(ours, server, links[0]) as clinician, open_page(theirs, links[1]) as patient:
            await patient.click("#connect")
            peer = await admit(clinician)
            await patient.wait_for(LIVE)

            await clinician.evaluate("clinician.vanish()")  # nothing arrives: the watchdog starts afresh
            await patient.wait_for("document.querySelector('.tile').dataset.state === 'lost'")
            await patient.wait_for(LIVE)
            assert await clinician.evaluate("clinician.offers") == [1, 2]

            wish = "clinician.say('rejoin', {why: 'no_picture'})"
            await clinician.evaluate(f"{wish}, {wish}, {wish}")  # met by one offer
            await clinician.wait_for("clinician.offers.length === 3")
            assert await patient.evaluate(LIVE), "the old picture stays until the new one is there"
            await moves(clinician, ".their", "green")

            await patient.reload()  # within the grace: back without a new admit, above the old epochs
            await patient.wait_for(LIVE)
            assert await clinician.evaluate("clinician.offers") == [1, 2, 3, 4]
            assert await clinician.evaluate("clinician.last('joined').peer") == peer
            await moves(patient, ".their-video", "blue")

            await clinician.evaluate(f"clinician.say('hold', {{peer: {json.dumps(peer)}}})")
            await patient.wait_for(on("waiting"))
            assert "tillbaka i väntrummet" in await patient.text("#waiting-words")
            assert await patient.evaluate("document.querySelectorAll('.tile').length") == 0
            await admit(clinician)
            await patient.wait_for(LIVE)
            await clinician.evaluate(f"clinician.say('deny', {{peer: {json.dumps(peer)}, reason: 'wrong_visit'}})")
            await patient.wait_for(on("message"))
            assert await patient.text("#message-title") == "Det här är inte ditt besök"
            clean(patient, server)


async def test_a_call_outlives_the_server_and_a_lost_line_comes_back(green: Path, blue: Path) -> None:
    async with serving() as server, Chromium(film=green) as theirs, Chromium(film=blue) as ours:
        links = await visit_links(server.url, *PAIR)
        async with clinician_at(ours, server, links[0]) as clinician, open_page(theirs, links[1]) as patient:
            await patient.click("#connect")
            peer = await admit(clinician)
            await patient.wait_for(LIVE)
            await cut_line(server, patient, clinician, peer)
            assert await clinician.evaluate("clinician.offers") == [1], "a living call is left alone"
            await server.stop()
            await moves(patient, ".their-video", "blue")
            assert await patient.evaluate(LIVE)
            assert await patient.text("#call-notice") == ""


async def cut_line(server: VisitServer, patient: Page, clinician: Page, peer: str) -> None:
    """Break the patient's WebSocket from the server's side; it must come back by itself."""
    line = server._hub._lines[peer]
    line.hang_up(1012)
    await clinician.wait_for("clinician.last('left')?.gone === false")
    await clinician.wait_for(
        "clinician.heard.findLastIndex((m) => m.m === 'joined') > clinician.heard.findLastIndex((m) => m.m === 'left')"
    )
    await moves(patient, ".their-video", "blue")


async def test_a_patient_and_an_interpreter_and_a_clinician(green: Path, blue: Path) -> None:
    async with serving() as server, Chromium(film=green) as theirs, Chromium(film=blue) as ours:
        links = await visit_links(server.url, *PAIR, Role.INTERPRETER)
        async with (
            clinician_at(ours, server, links[0]) as clinician,
            open_page(theirs, links[1]) as patient,
            open_page(theirs, links[2], allow=["microphone"]) as interpreter,
        ):
            await patient.click("#connect")
            await admit(clinician)
            await patient.wait_for(LIVE)
            await interpreter.click("#connect")
            await interpreter.wait_for(on("waiting"))
            assert await patient.evaluate("document.querySelectorAll('.tile').length") == 1
            await clinician.wait_for("clinician.last('knock').role === 'interpreter'")
            await admit(clinician)
            for page in (patient, interpreter):
                await page.wait_for("document.querySelectorAll('.tile[data-state=live]').length === 2")
            assert "Tolk" in await patient.text("#people")
            await interpreter.click("#leave")
            await interpreter.click("#leave-now")
            await patient.wait_for("document.querySelectorAll('.tile').length === 1")
            clean(patient, server)
            clean(interpreter, server)


def test_the_page_uses_nothing_that_could_carry_foreign_code() -> None:
    for file in sorted(resource("patient").iterdir()):
        text = file.read_text("utf-8")
        for word in (
            "innerHTML",
            "outerHTML",
            "insertAdjacent",
            "eval(",
            "new Function",
            "document.cookie",
            "localStorage",
        ):
            assert word not in text, f"{file.name}: {word}"
        for url in re.findall(r"https?://[^\s\"']+", text):
            assert url == "http://www.w3.org/2000/svg", f"{file.name}: {url}"
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", text), file.name


def test_every_text_is_used_and_every_use_has_a_text() -> None:
    folder = resource("patient")
    texts = (folder / "texts.js").read_text("utf-8")
    known = set(re.findall(r"^    (\w+):", texts.partition("en: {")[0], re.M)) - {"dir"}
    others = "".join(file.read_text("utf-8") for file in sorted(folder.iterdir()) if file.name != "texts.js")
    written = set(re.findall(r"data-(?:text|label)=\"(\w+)\"", others)) | set(re.findall(r"\"(\w+)\"", others))
    built = {f"role_{role.value}" for role in Role}
    built |= {f"denied_{reason.value}" for reason in wire.DenyReason}
    built |= {f"{kind}{why}" for kind in ("camera", "microphone") for why in ("Refused", "Missing", "Busy", "Number")}
    built |= {f"{key}Words" for key in known if f"{key}Words" in known}
    assert known - written - built == set()
    assert {name for name in built if not name.endswith("Number")} <= known
