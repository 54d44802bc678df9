"""One call: two sides, the line between them, and the figures."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from bench.call.browser import BrowserSide, PageServer, browser_side
from bench.call.cells import OUTAGE_AT_S, Cell
from bench.call.content import Content
from bench.call.figures import Figures, Window, grown, percentile, received
from bench.call.ours import OurSide, our_side
from bench.call.processes import child_cpu_s, machine_cpu_s, usage
from bench.call.relay import HOST, Line, Name, host_address, led_to, real_time, take_candidates
from bench.call.sides import Message

SETTLE_S = 2.0
"""After the first picture of both sides; the figures begin there."""
FIRST_PICTURE_S = 20.0
"""Whoever has no picture by then is measured nevertheless."""
LOST = "lost"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all calls of a run share. `ticks`: a timer runs on our window's thread, `bench.ticks`."""

    engine: str
    environment: dict[str, str]
    ticks: bool = False


class Conductor:
    """Plays the visit server's line between the sides: b is a clinician who is there, a is let in and offers."""

    def __init__(self, sides: dict[Name, BrowserSide | OurSide], line: Line) -> None:
        self.sides, self.line = sides, line
        self.first: dict[Name, asyncio.Event] = {"a": asyncio.Event(), "b": asyncio.Event()}
        self.states: list[Message] = []
        self._announced: set[tuple[Name, int]] = set()
        self._orders: asyncio.Queue[tuple[Name, Message]] = asyncio.Queue()
        for name, side in sides.items():
            side.said = partial(self._note, name)

    def _note(self, name: Name, message: Message) -> None:
        self._orders.put_nowait((name, message))

    async def carry(self) -> None:
        """Messages, one after the other, in the order in which they were said."""
        while True:
            name, message = await self._orders.get()
            match message["say"]:
                case "first":
                    self.first[name].set()
                case "desc":
                    await self._describe(name, message)
                case "cand":
                    await self._find(name, message["epoch"], message["cand"])
                case "state" | "failed":
                    self.states.append(message)
                    if message.get("state") == LOST:
                        await self.sides["a"].tell({"do": "rejoin"})

    async def _describe(self, name: Name, message: Message) -> None:
        sdp, candidate = take_candidates(message["sdp"])
        order = {"do": "desc", "epoch": message["epoch"], "type": message["type"], "sdp": sdp}
        await self.sides[_other(name)].tell(order)
        if candidate is not None:
            await self._lead(name, message["epoch"], candidate)

    async def _find(self, name: Name, epoch: int, candidate: str) -> None:
        """A browser's candidates come one by one; only the one on loopback is used."""
        address = host_address(candidate)
        if address is not None and address[0] == HOST:
            await self._lead(name, epoch, candidate)

    async def _lead(self, name: Name, epoch: int, candidate: str) -> None:
        """Give the other side the relay's port in place of this candidate."""
        if (name, epoch) in self._announced:
            return
        self._announced.add((name, epoch))
        relay = await self.line.relay(epoch)
        address = host_address(candidate)
        assert address is not None
        relay.announce(name, address)
        other = _other(name)
        await self.sides[other].tell({"do": "cand", "epoch": epoch, "cand": led_to(candidate, relay.port_for(other))})


def _other(name: Name) -> Name:
    return "b" if name == "a" else "a"


@asynccontextmanager
async def busy_loops(count: int) -> AsyncIterator[None]:
    """Take the processor."""
    command = [sys.executable, "-c", "while True: pass"]
    loops = [await asyncio.create_subprocess_exec(*command) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            await loop.wait()


@asynccontextmanager
async def sides_of(kind: str, content: Content, setting: Setting) -> AsyncIterator[dict[Name, BrowserSide | OurSide]]:
    """Both sides with their devices running; ended afterwards."""
    server = PageServer(content)
    ours = kind == "vardklient"
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(server.serving())
        b: BrowserSide | OurSide
        if ours:
            b = await stack.enter_async_context(our_side(content, setting.engine, setting.environment, setting.ticks))
        else:
            b = await stack.enter_async_context(browser_side("b", server, mends=False))
        a = await stack.enter_async_context(browser_side("a", server, mends=ours))
        yield {"a": a, "b": b}


async def run_call(cell: Cell, kind: str, seconds: float, seed: int, content: Content, setting: Setting) -> Message:
    """One call of this kind; its record, with the figures of both sides."""
    line = Line(cell.impairment, cell.impairment, seed)
    async with sides_of(kind, content, setting) as sides, busy_loops(cell.busy):
        conductor = Conductor(sides, line)
        async with carried(conductor):
            measured = await _measure(cell, conductor, cell.seconds(seconds))
        return await _record(cell, kind, conductor, *measured)


@asynccontextmanager
async def carried(conductor: Conductor) -> AsyncIterator[None]:
    """Messages and packets go between the sides; the line is closed afterwards."""
    carrying = asyncio.create_task(conductor.carry())
    try:
        with real_time():
            yield
        if carrying.done():
            await carrying
    finally:
        carrying.cancel()
        conductor.line.close()


async def begin(conductor: Conductor) -> float:
    """Let them in, and wait until both have a picture, or long enough. When they were let in."""
    b = conductor.sides["b"]
    if isinstance(b, BrowserSide):
        await b.tell({"do": "join", "people": []})
    joined_s = time.monotonic()
    await conductor.sides["a"].tell({"do": "join", "people": [{"peer": "b", "role": "clinician"}]})
    try:
        async with asyncio.timeout(FIRST_PICTURE_S):
            await asyncio.gather(*(first.wait() for first in conductor.first.values()))
    except TimeoutError:
        pass
    return joined_s


Sample = dict[str, dict[str, float]]


def _sample(conductor: Conductor) -> Sample:
    """What each side has taken and sent so far."""
    found = {}
    for name, side in conductor.sides.items():
        cpu_s, rss_mb = usage(side.pid)
        found[name] = {"cpu_s": cpu_s, "rss_mb": rss_mb, "bytes": float(conductor.line.directions[name].bytes)}
    return found | {
        "display": {"cpu_s": child_cpu_s("Xvfb")},
        "bench": {"cpu_s": time.process_time()},
        "machine": {"cpu_s": machine_cpu_s()},
    }


async def _measure(cell: Cell, conductor: Conductor, seconds: float) -> tuple[Window, Sample, Sample]:
    joined_s = await begin(conductor)
    flow_s = time.monotonic()
    back_s = None
    if cell.outage_s:
        back_s = flow_s + OUTAGE_AT_S + cell.outage_s
        conductor.line.cut(flow_s + OUTAGE_AT_S, back_s)
    await asyncio.sleep(SETTLE_S)
    window_s, before = time.monotonic(), _sample(conductor)
    await asyncio.sleep(max(1.0, seconds - SETTLE_S))
    after, end_s = _sample(conductor), time.monotonic()
    return Window(joined_s, window_s, end_s, back_s), before, after


async def _record(
    cell: Cell, kind: str, conductor: Conductor, window: Window, before: Sample, after: Sample
) -> Message:
    sides, line = conductor.sides, conductor.line
    a, b = await sides["a"].notes(), await sides["b"].notes()
    record: dict[str, Any] = {"cell": cell.name, "kind": kind, "seconds": round(window.seconds, 2)}
    record["patient"] = received(a, b, window) | _side("a", before, after, window.seconds)
    record["clinician"] = received(b, a, window) | _side("b", before, after, window.seconds)
    record["patient"]["key_frames"] = grown(a.totals, "keys_in", window)
    record["clinician"]["key_frames"] = grown(a.totals, "keys_out", window)
    # one instrument for both kinds: the patient's Chromium tells both ways
    record["patient"]["picture_kbps"] = _kbps(grown(a.totals, "picture_out", window), window)
    record["clinician"]["picture_kbps"] = _kbps(grown(a.totals, "picture_in", window), window)
    record["epochs"] = sorted(a.totals)
    record["states"] = conductor.states
    cores = {name: (after[name]["cpu_s"] - before[name]["cpu_s"]) / window.seconds for name in after}
    cores["others"] = 2 * cores["machine"] - sum(cores.values())
    record["cores"] = {name: round(value, 3) for name, value in cores.items()}
    record["relay_late_p95_ms"] = percentile([1000 * late_s for late_s in line.late_s], 95)
    record["lost_share"] = {name: d.lost / max(1, d.packets) for name, d in line.directions.items()}
    record["clock_error_ms"] = {n: s.clock_error_ms for n, s in sides.items() if isinstance(s, BrowserSide)}
    if isinstance(b_side := sides["b"], OurSide):
        record["own"] = b_side.own
        record["clinician"]["content_mb"] = b_side.content_mb
    return record


def _kbps(grew_bytes: float | None, window: Window) -> float | None:
    return None if grew_bytes is None else grew_bytes * 8 / 1000 / window.seconds


def _side(name: Name, before: Sample, after: Sample, seconds: float) -> Figures:
    grew = {key: after[name][key] - before[name][key] for key in before[name]}
    return {
        "sent_kbps": grew["bytes"] * 8 / 1000 / seconds,
        "cpu_cores": grew["cpu_s"] / seconds,
        "rss_mb": after[name]["rss_mb"],
    }
