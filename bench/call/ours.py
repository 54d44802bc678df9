"""A side that is Vårdklient: its child process under a private screen."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np

from bench.call.content import BLOCK_SAMPLES, Content
from bench.call.figures import Notes, Painted, Totals
from bench.call.sides import READY_S, REPORT_S, Ear, Message, deadline
from bench.call.sound import Heard

PROJECT = Path(__file__).resolve().parents[2]
LINE_BYTES = 1 << 28
"""A report holds the sound of a whole call."""
END_S = 15.0


class OurSide(Ear):
    """Implements `sides.Side`.

    Attributes:
        own: what the engine said of itself last.
        ticks: the fields of every `bench.ticks.Beat` since they were asked for last, if there is that timer.
    """

    def __init__(self, process: Process) -> None:
        super().__init__()
        self._process = process
        self.own: dict[str, Any] | None = None
        self.content_mb = 0.0
        self.ticks: list[list[float]] = []
        self._concealed: list[tuple[float, float | None]] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    async def listen(self) -> None:
        """Until the child closes its end."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            self.hear(json.loads(line))
        self.fail(RuntimeError("the clinician's process has ended"))

    async def tell(self, message: Message) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        await self._process.stdin.drain()

    async def notes(self) -> Notes:
        report = self.expect("report")
        await self.tell({"do": "report"})
        async with deadline(REPORT_S, lambda: "the clinician did not report"):
            return self._read(await report)

    def _read(self, report: Message) -> Notes:
        samples = np.frombuffer(base64.b64decode(report["sound"]), np.int16).astype(np.float32) / np.float32(32768)
        self.own, self.ticks = report["own"], report["ticks"]
        self._concealed += report["concealed"]
        return Notes(
            sent=[(number, at_s) for number, at_s in report["sent"]],
            beeps=[(number, at_s) for number, at_s in report["beeps"]],
            painted=[Painted(*entry) for entry in report["painted"]],
            heard=Heard(np.array(report["played"], np.float64), samples.reshape(-1, BLOCK_SAMPLES)),
            totals={0: concealed_totals(self._concealed)},
        )


def concealed_totals(looks: list[tuple[float, float | None]]) -> list[Totals]:
    """The engine tells a share of all sound since the first; sound flows evenly, so that seconds stand for samples."""
    known = [(at_s, share) for at_s, share in looks if share is not None]
    return [Totals(at_s, concealed=share * (at_s - known[0][0]), sound=at_s - known[0][0]) for at_s, share in known]


@asynccontextmanager
async def our_side(
    content: Content, engine: str, environment: dict[str, str], ticks: bool = False
) -> AsyncIterator[OurSide]:
    """A process of its own, ended afterwards."""
    options = {"width": content.width, "height": content.height, "engine": engine, "ticks": ticks}
    options |= {"pictures": str(content.pictures), "sound": str(content.sound)}
    command = [sys.executable, "-m", "bench.call.clinician", json.dumps(options)]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, env=environment, cwd=PROJECT, limit=LINE_BYTES, start_new_session=True
    )
    side = OurSide(process)
    ready = side.expect("ready")
    listening = asyncio.create_task(side.listen())
    try:
        async with deadline(READY_S, lambda: "the clinician did not get ready"):
            side.content_mb = (await ready)["content_mb"]
        yield side
    finally:
        with suppress(ConnectionError):
            await side.tell({"do": "end"})
        try:
            async with asyncio.timeout(END_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        await listening
