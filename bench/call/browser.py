"""A side that is Chromium: a browser of its own on the bench's page, which the bench serves itself."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
from aiohttp import WSMsgType, web
from tests.peers.chromium import Chromium, Page

from bench.call import barcode
from bench.call.content import BEEP_EVERY_S, SAMPLE_RATE_HZ, Content
from bench.call.figures import Notes, Painted, Totals
from bench.call.relay import HOST
from bench.call.sides import READY_S, REPORT_S, Ear, Message, deadline
from bench.call.sound import Heard

PAGE = Path(__file__).resolve().parent / "page"
PATIENT_PAGE = Path(__file__).resolve().parents[2] / "resources" / "patient"
FLAGS = ("--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required")
CLOCK_TRIES = 15


class PageServer:
    """Serves page and content on loopback, and holds the pages' lines."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self.ears: dict[str, Ear] = {}
        self.lines: dict[str, web.WebSocketResponse] = {}
        self.address = ""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/content/{name}", self._give)
        app.router.add_get("/line/{side}", self._line)
        app.router.add_static("/patient", PATIENT_PAGE)
        app.router.add_static("/", PAGE)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            self.address = f"http://{HOST}:{runner.addresses[0][1]}"
            yield
        finally:
            await runner.cleanup()

    async def _give(self, request: web.Request) -> web.StreamResponse:
        match request.match_info["name"]:
            case "form":
                return web.json_response({"picture": self._form(), "beepEvery": round(BEEP_EVERY_S * SAMPLE_RATE_HZ)})
            case "pictures":
                return web.FileResponse(self._content.pictures)
            case "voice":
                return web.FileResponse(self._content.sound)
            case "codes":
                codes = bytes(bit for number in range(barcode.NUMBERS) for bit in barcode.bits_of(number))
                return web.Response(body=codes)
        raise web.HTTPNotFound

    def _form(self) -> dict[str, float]:
        return {
            "width": self._content.width,
            "height": self._content.height,
            "columns": barcode.COLUMNS,
            "rows": barcode.ROWS,
            "bits": barcode.COLUMNS * barcode.ROWS,
            "numbers": barcode.NUMBERS,
            "stripShare": barcode.STRIP_SHARE,
            "black": barcode.BLACK,
            "white": barcode.WHITE,
        }

    async def _line(self, request: web.Request) -> web.WebSocketResponse:
        side = request.match_info["side"]
        line = web.WebSocketResponse(max_msg_size=0)
        await line.prepare(request)
        self.lines[side] = line
        async for frame in line:
            if frame.type is WSMsgType.TEXT:
                self.ears[side].hear(json.loads(frame.data))
        return line


class BrowserSide(Ear):
    """Implements `sides.Side`."""

    def __init__(self, name: str, browser: Chromium, page: Page, server: PageServer) -> None:
        super().__init__()
        self._name, self._browser, self._page, self._server = name, browser, page, server
        self.clock_error_ms = 0.0
        self._origin_s = 0.0
        self._figures: list[dict[str, float]] = []

    @property
    def pid(self) -> int:
        return self._browser.pid

    async def open(self, mends: bool) -> None:
        """Load the page and wait until camera and microphone run."""
        self._server.ears[self._name] = self
        ready = self.expect("ready")
        await self._page.goto(f"{self._server.address}/index.html?side={self._name}&mends={int(mends)}")
        async with deadline(READY_S, lambda: f"the page did not get ready: {self._page.seen.errors}"):
            await ready
        await self._set_clock()

    async def _set_clock(self) -> None:
        """What the page's clock says at the machine's monotonic 0: the tightest of several looks."""
        looks = []
        for _ in range(CLOCK_TRIES):
            before_s = time.monotonic()
            page_ms = await self._page.evaluate("performance.timeOrigin + performance.now()")
            after_s = time.monotonic()
            looks.append((after_s - before_s, (before_s + after_s) / 2 - page_ms / 1000))
        width_s, self._origin_s = min(looks)
        self.clock_error_ms = 1000 * width_s / 2

    async def tell(self, message: Message) -> None:
        await self._server.lines[self._name].send_json(message)

    async def notes(self) -> Notes:
        await self._set_clock()
        report = self.expect("report")
        await self.tell({"do": "report"})
        async with deadline(REPORT_S, lambda: f"the page did not report: {self._page.seen.errors}"):
            return self._read(await report)

    def _read(self, report: Message) -> Notes:
        sent = report["sent"]
        self._figures += report["figures"]
        return Notes(
            sent=[(number, self._s(at)) for number, at in sent["pictures"]],
            beeps=[(number, self._s(at)) for number, at in sent["beeps"]],
            painted=[self._painted(entry) for entry in report["painted"]],
            heard=self._heard(report),
            totals=self._totals(self._figures),
        )

    def _s(self, page_ms: float) -> float:
        return page_ms / 1000 + self._origin_s

    def _painted(self, entry: dict[str, Any]) -> Painted:
        number = None if entry["means"] is None else barcode.number_of(entry["means"])
        at_s, waited_s = self._s(entry["at"]), entry["waited"] / 1000
        return Painted(at_s, number, entry["width"], entry["height"], entry["count"], waited_s)

    def _heard(self, report: Message) -> Heard:
        sizes = {size for _, size in report["played"]}
        if len(sizes) > 1:
            raise RuntimeError(f"blocks of sound of several sizes: {sizes}")
        samples = np.frombuffer(base64.b64decode(report["sound"]), np.int16).astype(np.float32) / np.float32(32768)
        at_s = np.array([self._s(at) for at, _ in report["played"]], np.float64)
        return Heard(at_s, samples.reshape(len(at_s), -1) if len(at_s) else np.zeros((0, 1), np.float32))

    def _totals(self, figures: list[dict[str, float]]) -> dict[int, list[Totals]]:
        found: dict[int, list[Totals]] = {}
        for entry in figures:
            known = found.setdefault(int(entry["epoch"]), [])
            at_s = self._s(entry["at"])
            before_s, made = (known[-1].at_s, known[-1].picture_out or 0.0) if known else (at_s, 0.0)
            totals = Totals(
                at_s,
                entry.get("video.keyFramesDecoded"),
                entry.get("video.keyFramesEncoded"),
                entry.get("audio.concealedSamples"),
                entry.get("audio.totalSamplesReceived"),
                _once(entry),
                made + (at_s - before_s) * entry.get("video.targetBitrate", 0.0) / 8,
            )
            known.append(totals)
        return found


def _once(entry: dict[str, float]) -> float | None:
    """Bytes of pictures that came, without those that were sent again and what restores lost ones (FEC)."""
    whole = entry.get("video.bytesReceived")
    if whole is None:
        return None
    return whole - entry.get("video.retransmittedBytesReceived", 0.0) - entry.get("video.fecBytesReceived", 0.0)


@asynccontextmanager
async def browser_side(name: str, server: PageServer, mends: bool) -> AsyncIterator[BrowserSide]:
    """A browser of its own, ended afterwards."""
    async with Chromium(devices=False, flags=FLAGS) as browser:
        page = await browser.page()
        side = BrowserSide(name, browser, page, server)
        await side.open(mends)
        yield side
