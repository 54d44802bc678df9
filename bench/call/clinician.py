"""Our side of a call in a process of its own: window, devices and engine. JSON lines in and out.

Run by the bench: python -m bench.call.clinician CONFIGURATION
"""

from __future__ import annotations

import asyncio
import dataclasses
import json
import logging
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from bench.call.content import Content
from bench.call.devices import HeadCamera, take_all
from bench.call.engines import loop_for, make_place
from bench.call.screen import Screen
from bench.ticks import Ticker
from vardklient.calls.process.priority import raise_priority
from vardklient.ports.engine import (
    CallStatistics,
    CandidateFound,
    Described,
    EngineEvent,
    EngineFailed,
    MediaChanged,
    OpenPeer,
    TakeCandidate,
    TakeDescription,
)

PEER = "a"
LOOK_S = 1.0
_saying = threading.Lock()


def say(word: str, **fields: Any) -> None:
    """To the bench, from any thread."""
    with _saying:
        print(json.dumps({"say": word, **fields}), flush=True)


class Clinician:
    """The core: runs on a loop of its own beside the window's thread."""

    def __init__(self, content: Content, engine: str, screen: Screen, ticker: Ticker | None) -> None:
        self._camera = HeadCamera(content)
        self._place = make_place(engine, content, self._camera)
        self._engine = self._place.engine
        self._screen, self._ticker = screen, ticker
        self._concealed: deque[tuple[float, float | None]] = deque()
        self._own: CallStatistics | None = None

    async def run(self) -> None:
        """Until the bench says `end` or is gone."""
        lines = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
        self._engine.on_event(self._tell)
        await self._engine.start()
        self._engine.watch(PEER, self._screen.slot)
        await self._engine.do(OpenPeer(PEER, 0, offer=False))
        self._camera.start()
        await self._place.begin()
        looking = asyncio.create_task(self._look())
        say("ready", content_mb=self._camera.memory_mb)
        try:
            while (line := await lines.readline()) and (message := json.loads(line))["do"] != "end":
                await self._hear(message)
        finally:
            looking.cancel()
            await self._engine.close()
            self._place.end()
            self._camera.stop()

    async def _hear(self, message: dict[str, Any]) -> None:
        match message["do"]:
            case "desc":
                await self._engine.do(TakeDescription(PEER, message["epoch"], message["type"], message["sdp"]))
            case "cand":
                await self._engine.do(TakeCandidate(PEER, message["epoch"], message["cand"]))
            case "report":
                await self._report()

    def _tell(self, event: EngineEvent) -> None:
        match event:
            case Described(epoch=epoch, type=kind, sdp=sdp):
                say("desc", epoch=epoch, type=kind, sdp=sdp)
            case CandidateFound(epoch=epoch, candidate=candidate):
                say("cand", epoch=epoch, cand=candidate)
            case MediaChanged(epoch=epoch, state=state):
                say("state", epoch=epoch, state=state.value, at_s=time.monotonic())
            case EngineFailed(reason=reason):
                say("failed", reason=reason)

    async def _look(self) -> None:
        while True:
            if (figures := await self._engine.statistics(PEER)) is not None:
                self._concealed.append((time.monotonic(), figures.audio_in.concealed_share))
                self._own = figures
            await asyncio.sleep(LOOK_S)

    async def _report(self) -> None:
        say(
            "report",
            **await self._place.notes(),
            sent=take_all(self._camera.sent),
            painted=[dataclasses.astuple(painted) for painted in take_all(self._screen.notes)],
            concealed=take_all(self._concealed),
            own=dataclasses.asdict(self._own) if self._own else None,
            ticks=take_all(self._ticker.beats) if self._ticker else [],
        )


def main() -> int:
    """The window on this thread, the core on another."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    options = json.loads(sys.argv[1])
    raise_priority()  # as the program does
    content = Content(options["width"], options["height"], Path(options["pictures"]), Path(options["sound"]))
    app = QApplication([])
    screen = Screen(lambda: say("first"))
    screen.ended.connect(app.quit)
    screen.show()
    ticker = Ticker() if options["ticks"] else None
    failed: list[BaseException] = []

    def core() -> None:
        try:
            with asyncio.Runner(loop_factory=loop_for(options["engine"])) as runner:
                runner.run(Clinician(content, options["engine"], screen, ticker).run())
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            screen.ended.emit()

    thread = threading.Thread(target=core, name="core")
    thread.start()
    app.exec()
    thread.join()
    if ticker is not None:
        ticker.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
