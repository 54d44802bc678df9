"""Debian's Chromium, headless, driven through its DevTools protocol: the patient's browser in tests.

What it needed here (Chromium 156, Linux): calls connect over an interface's address, never over loopback, because
Chromium offers no loopback candidates; host addresses are shown (not hidden behind mDNS) as soon as the page holds a
camera or microphone; `--disable-features=WebRtcHideLocalIpsWithMdns` covers the page that holds none.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

import aiohttp

DEADLINE_S = 60.0
DEVICES = ("camera", "microphone")
_LOOK_S = 0.05
_QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-dev-shm-usage",
    "--metrics-recording-only",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
)
_NOT = "WebRtcHideLocalIpsWithMdns,Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider"


class BrowserError(AssertionError):
    """The browser refused, or what was waited for did not come."""


def find_chromium() -> str | None:
    """Where Chromium is, None when there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@dataclass(frozen=True, slots=True)
class VideoFigures:
    """What a <video> shows. Colours are 0..255, the mean over the picture."""

    frames: int
    width: int
    height: int
    red: float
    green: float
    blue: float


@dataclass(slots=True)
class Seen:
    """What a page did that tests want to know of; `heard` is every message that came over a WebSocket."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)


class Page:
    """One tab in a profile of its own."""

    def __init__(self, browser: Chromium, session: str, context: str) -> None:
        self.seen = Seen()
        self._browser = browser
        self._session = session
        self._context = context

    async def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One DevTools command in this tab."""
        return await self._browser.command(method, parameters, self._session)

    async def goto(self, url: str) -> None:
        """Open the address and wait until the page is loaded."""
        found = await self.command("Page.navigate", url=url)
        if found.get("errorText"):
            raise BrowserError(f"{url}: {found['errorText']}")
        await self.wait_for("document.readyState === 'complete'")

    async def reload(self) -> None:
        """As the reload button."""
        await self.evaluate("window.beforeReload = true")
        await self.command("Page.reload")
        await self.wait_for("!window.beforeReload && document.readyState === 'complete'")

    async def evaluate(self, script: str) -> Any:
        """The value of an expression; a promise is waited for."""
        found = await self.command("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            thrown = found["exceptionDetails"]
            raise BrowserError(thrown.get("exception", {}).get("description") or thrown["text"])
        return found["result"].get("value")

    async def wait_for(self, condition: str, deadline_s: float = DEADLINE_S) -> Any:
        """Wait until the expression is true: its value."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + deadline_s
        value: Any = None
        while loop.time() < until_s:
            with contextlib.suppress(BrowserError):  # the page is just being replaced
                value = await self.evaluate(condition)
                if value:
                    return value
            await asyncio.sleep(_LOOK_S)
        text = await self.evaluate("document.body.innerText")
        raise BrowserError(f"not within {deadline_s} s: {condition} (last: {value!r}); the page says: {text!r}")

    async def click(self, selector: str) -> None:
        """Press the middle of the element with the mouse, once it is there and enabled; it must not be covered."""
        quoted = json.dumps(selector)
        await self.wait_for(f"((e) => e?.checkVisibility() && !e.disabled)(document.querySelector({quoted}))")
        place = await self.evaluate(
            f"""(() => {{
              const target = document.querySelector({quoted});
              target.scrollIntoView({{block: "nearest", behavior: "instant"}});
              const box = target.getBoundingClientRect();
              const x = box.x + box.width / 2, y = box.y + box.height / 2;
              const hit = document.elementFromPoint(x, y);
              return {{x, y, hit: target.contains(hit), what: hit?.outerHTML.slice(0, 80)}};
            }})()"""
        )
        if not place["hit"]:
            raise BrowserError(f"{selector} is covered by {place['what']}")
        mouse = {"x": place["x"], "y": place["y"], "button": "left", "clickCount": 1}
        await self.command("Input.dispatchMouseEvent", type="mousePressed", **mouse)
        await self.command("Input.dispatchMouseEvent", type="mouseReleased", **mouse)

    async def text(self, selector: str = "body") -> str:
        """The words of an element, as they are seen."""
        return str(await self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    async def screenshot(self, path: Path) -> Path:
        """What is on the screen, as PNG."""
        found = await self.command("Page.captureScreenshot", format="png")
        return await asyncio.to_thread(_keep, path, base64.b64decode(found["data"]))

    async def look(
        self, *, width: int, height: int, scale: float = 1, mobile: bool = False, dark: bool = False
    ) -> None:
        """The size of the screen, and light or dark."""
        await self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=mobile
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.command("Emulation.setEmulatedMedia", features=[scheme])

    async def offline(self, off: bool) -> None:
        """Cut the page's network (not WebRTC's)."""
        await self.command(
            "Network.emulateNetworkConditions", offline=off, latency=0, downloadThroughput=-1, uploadThroughput=-1
        )

    async def video(self, selector: str) -> VideoFigures:
        """What this <video> shows now."""
        found = await self.evaluate(
            f"""(() => {{
              const video = document.querySelector({json.dumps(selector)});
              const canvas = new OffscreenCanvas(32, 18), pen = canvas.getContext("2d");
              pen.drawImage(video, 0, 0, 32, 18);
              const data = pen.getImageData(0, 0, 32, 18).data, sums = [0, 0, 0];
              for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sums[c] += data[i + c];
              const mean = sums.map((sum) => sum / (32 * 18));
              return [video.getVideoPlaybackQuality().totalVideoFrames, video.videoWidth, video.videoHeight, ...mean];
            }})()"""
        )
        return VideoFigures(*found)

    async def sound_dbfs(self, selector: str, seconds: float = 1.5) -> float:
        """The loudest 40 ms of this <video>'s stream within the time, in dB below full scale."""
        found = await self.evaluate(
            f"""(async () => {{
              const context = new AudioContext();
              await context.resume();
              const analyser = context.createAnalyser(), samples = new Float32Array(2048);
              context.createMediaStreamSource(document.querySelector({json.dumps(selector)}).srcObject).connect(analyser);
              let loudest = 0;
              for (let end = performance.now() + {seconds * 1000}; performance.now() < end; ) {{
                await new Promise((done) => setTimeout(done, 20));
                analyser.getFloatTimeDomainData(samples);
                loudest = Math.max(loudest, samples.reduce((sum, s) => sum + s * s, 0) / samples.length);
              }}
              await context.close();
              return 10 * Math.log10(loudest + 1e-12);
            }})()"""
        )
        return float(found)

    async def cookies(self) -> list[dict[str, Any]]:
        """Every cookie of this tab's profile."""
        found = await self._browser.command("Storage.getCookies", {"browserContextId": self._context})
        return list(found["cookies"])

    async def close(self) -> None:
        """Close the tab and forget its profile."""
        await self._browser.command("Target.disposeBrowserContext", {"browserContextId": self._context})

    def notice(self, method: str, parameters: dict[str, Any]) -> None:
        """Keep what the tab reports."""
        if method == "Network.requestWillBeSent":
            self.seen.requests.append(parameters["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.seen.requests.append(parameters["url"])
        elif method == "Network.webSocketFrameReceived":
            self.seen.heard.append(parameters["response"]["payloadData"])
        elif method == "Runtime.consoleAPICalled":
            self.seen.console.append(" ".join(str(arg.get("value", "")) for arg in parameters["args"]))
        elif method == "Runtime.exceptionThrown":
            thrown = parameters["exceptionDetails"]
            self.seen.errors.append(thrown.get("exception", {}).get("description") or thrown["text"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            entry = parameters["entry"]
            self.seen.errors.append(f"{entry['source']}: {entry['text']} {entry.get('url', '')}")


def _keep(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


class Chromium:
    """One browser process. Use as an async context manager.

    Args:
        film: y4m or mjpeg that stands in for the camera; None = Chromium's own test picture.
        sound: wav that stands in for the microphone; None = Chromium's own beeps.
        devices: are there a camera and a microphone at all?
        flags: further command-line flags.
    """

    def __init__(
        self,
        *,
        film: Path | None = None,
        sound: Path | None = None,
        devices: bool = True,
        flags: tuple[str, ...] = (),
    ) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="chromium-"))
        self._arguments = [*_QUIET, f"--disable-features={_NOT}", *flags]
        self._arguments += ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self._home}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            self._arguments.append("--no-sandbox")
        if devices:
            self._arguments.append("--use-fake-device-for-media-stream")
        if film is not None:
            self._arguments.append(f"--use-file-for-fake-video-capture={film}")
        if sound is not None:
            self._arguments.append(f"--use-file-for-fake-audio-capture={sound}")
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}

    @property
    def pid(self) -> int:
        """The browser's own process; all of its others are in the same session."""
        return self._process.pid

    async def __aenter__(self) -> Chromium:
        binary = find_chromium()
        if binary is None:
            raise BrowserError("there is no Chromium")
        kept = {name: value for name, value in os.environ.items() if name not in ("LD_LIBRARY_PATH", "LD_PRELOAD")}
        self._process = await asyncio.create_subprocess_exec(
            binary,
            *self._arguments,
            "about:blank",
            env={**kept, "HOME": str(self._home), "DBUS_SESSION_BUS_ADDRESS": "disabled:"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        self._client = aiohttp.ClientSession()
        try:
            self._socket = await self._client.ws_connect(await self._endpoint(), max_msg_size=0)
        except BaseException:
            await self._client.close()
            await self._end()
            raise
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(BrowserError, ConnectionError, TimeoutError):
            async with asyncio.timeout(5):
                await self.command("Browser.close", {})
        await self._socket.close()
        await self._reader
        await self._client.close()
        await self._end()

    async def _endpoint(self) -> str:
        """Where the browser's DevTools listen, once it has said so in its profile."""
        file = self._home / "DevToolsActivePort"
        async with asyncio.timeout(DEADLINE_S):
            while self._process.returncode is None:
                if file.exists() and len(lines := file.read_text().split()) == 2:
                    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
                await asyncio.sleep(_LOOK_S)
        raise BrowserError(f"Chromium ended with {self._process.returncode}")

    async def _end(self) -> None:
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await asyncio.to_thread(shutil.rmtree, self._home, ignore_errors=True)

    async def command(self, method: str, parameters: dict[str, Any], session: str = "") -> dict[str, Any]:
        """One DevTools command; raises BrowserError when the browser refuses."""
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json({**message, "sessionId": session} if session else message)
        async with asyncio.timeout(DEADLINE_S):
            return await answer

    async def _read(self) -> None:
        async for frame in self._socket:
            message = json.loads(frame.data)
            answer = self._waiting.pop(message.get("id", 0), None)
            if answer is not None and not answer.done():
                if "error" in message:
                    answer.set_exception(BrowserError(message["error"]["message"]))
                else:
                    answer.set_result(message["result"])
            elif "method" in message and (page := self._pages.get(message.get("sessionId", ""))):
                page.notice(message["method"], message["params"])
        for left in self._waiting.values():
            if not left.done():
                left.set_exception(BrowserError("the browser is gone"))

    async def page(self, *, language: str = "sv-SE", allow: Sequence[str] = DEVICES) -> Page:
        """A new tab in a profile of its own, empty; it may have the devices in `allow`, the others are refused."""
        context = (await self.command("Target.createBrowserContext", {}))["browserContextId"]
        for name in DEVICES:
            setting = {"permission": {"name": name}, "setting": "granted" if name in allow else "denied"}
            await self.command("Browser.setPermission", {**setting, "browserContextId": context})
        target = await self.command("Target.createTarget", {"url": "about:blank", "browserContextId": context})
        attached = await self.command("Target.attachToTarget", {"targetId": target["targetId"], "flatten": True})
        page = self._pages[attached["sessionId"]] = Page(self, attached["sessionId"], context)
        for domain in ("Page", "Runtime", "Network", "Log"):
            await page.command(f"{domain}.enable")
        agent = await page.evaluate("navigator.userAgent")
        await page.command("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage=language)
        await page.look(width=1280, height=800)
        return page


@contextlib.asynccontextmanager
async def open_page(
    browser: Chromium, url: str, language: str = "sv-SE", allow: Sequence[str] = DEVICES, before: str = ""
) -> AsyncIterator[Page]:
    """A tab at this address, closed afterwards; `before` is evaluated in it before the page's own scripts."""
    page = await browser.page(language=language, allow=allow)
    try:
        if before:
            await page.command("Page.addScriptToEvaluateOnNewDocument", source=before)
        await page.goto(url)
        yield page
    finally:
        await page.close()
