"""A call between a clinic and a patient, each in a network of its own, over a visit server in a third."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.journeys.clinician import ROOT
from tests.journeys.continuity.notes import Notes
from tests.peers.places import Net, Place, network

SERVER, CLINIC, PATIENT, WIFI = "server", "clinic", "patient", "wifi"
PORT = 8600
KEY = "a-key-for-tests-only"
SERVER_URL = f"http://10.77.1.2:{PORT}"
LOOK_S = 0.25
READY_S = 60.0


class Side:
    """A process in its place that answers lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._notes = Notes()

    async def answer(self) -> Any:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), READY_S)
        assert line, "the process has ended"
        return json.loads(line)

    async def notes(self) -> Notes:
        """All that it has noted so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"notes\n")
        self._notes.add(await self.answer())
        return self._notes

    async def until(self, done: Callable[[Notes], bool], what: str, deadline_s: float = READY_S) -> Notes:
        """The notes as soon as they are so."""
        notes = self._notes
        try:
            async with asyncio.timeout(deadline_s):
                while not done(await self.notes()):  # noqa: ASYNC110 - the side tells nobody by itself
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            last = notes.states[-3:], notes.told[-12:]
            raise AssertionError(f"not within {deadline_s:g} s: {what}; last: {last}") from None
        return notes


@asynccontextmanager
async def process_at(place: Place, *command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of ours in this place, ended afterwards."""
    environment = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    process = await asyncio.create_subprocess_exec(
        *[*place.command, sys.executable, "-m", *command],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**environment, "VARDKLIENT_SERVER_KEY": KEY, "PYTHONPATH": str(ROOT)},
        limit=1 << 26,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            assert process.stdin is not None
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 20)
            except TimeoutError:
                process.kill()
        await process.communicate()


class VisitServer:
    """The visit server, which can be killed and started again."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        command = ["-m", "vardklient", "serve", "--host", "10.77.1.2", "--port", str(PORT), "--json"]
        self._process = await asyncio.create_subprocess_exec(
            *[*self._place.command, sys.executable, *command],
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "VARDKLIENT_SERVER_KEY": KEY},
        )
        assert self._process.stdout is not None
        said = await asyncio.wait_for(self._process.stdout.readline(), READY_S)
        assert json.loads(said)["url"] == SERVER_URL

    async def kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()


class Call:
    """Both sides, the server, and the net between them."""

    def __init__(self, net: Net, server: VisitServer, clinic: Side, patient: Side) -> None:
        self.net, self.server, self.clinic, self.patient = net, server, clinic, patient

    async def flows(self, since_s: float = 0.0, deadline_s: float = READY_S) -> tuple[Notes, Notes]:
        """Picture and sound reach both sides, steadily, after that time: what the clinic noted, and the patient."""

        def flows(notes: Notes) -> bool:
            return notes.picture_back_s(since_s) is not None and notes.sound_back_s(since_s) is not None

        both = (side.until(flows, name, deadline_s) for side, name in ((self.clinic, CLINIC), (self.patient, PATIENT)))
        clinic, patient = await asyncio.gather(*both)
        return clinic, patient


@asynccontextmanager
async def call_over_a_line(folder: Path) -> AsyncIterator[Call]:
    """A call in which picture and sound flow."""
    with network([SERVER, CLINIC, PATIENT]) as net:
        net.connect(CLINIC, WIFI)
        server = VisitServer(net.places[SERVER])
        await server.start()
        try:
            here = "tests.journeys.continuity"
            async with process_at(net.places[CLINIC], f"{here}.clinician", SERVER_URL, KEY) as clinician:
                clinic = Side(clinician)
                link = (await clinic.answer())["link"]
                async with process_at(net.places[PATIENT], f"{here}.patient", link, str(folder)) as browser:
                    patient = Side(browser)
                    await patient.answer()
                    call = Call(net, server, clinic, patient)
                    await call.flows()
                    yield call
        finally:
            await server.kill()
