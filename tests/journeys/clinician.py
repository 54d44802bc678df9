"""A clinician at work, for journeys: starts the desk and looks at it until what was expected is there."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from tests.journeys import processes

ROOT = Path(__file__).resolve().parents[2]
LOOK_S = 0.05
PATIENCE_S = 60.0
"""So long a journey waits for what has to come, and has no bound of its own: on two cores that others use, too."""

State = dict[str, Any]


class Clinician:
    """The program in a process of its own.

    Args:
        options: those of `vardklient window`.
        environment: that of the process: display, sound, home.
        printed: where everything goes that the program and its children print; else to our own stderr.
        folder: the working folder of the program.
    """

    def __init__(
        self, options: list[str], environment: dict[str, str], printed: IO[bytes] | None = None, folder: Path = ROOT
    ) -> None:
        self._mark = uuid.uuid4().hex
        paths = [str(ROOT), *filter(None, [environment.get("PYTHONPATH")])]
        self._options, self._printed, self._folder = options, printed, folder
        self._environment = {**environment, processes.MARK: self._mark, "PYTHONPATH": ":".join(paths)}
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Clinician:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.journeys.desk",
            *self._options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._printed,
            cwd=self._folder,
            env=self._environment,
            limit=1 << 20,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        assert process is not None
        if process.returncode is None:
            try:
                await self._ask("quit")
                await asyncio.wait_for(process.wait(), PATIENCE_S)
            except (TimeoutError, ConnectionError, EOFError):
                process.kill()
                await process.wait()
                if error is None:
                    raise AssertionError("the program did not end") from None

    async def _ask(self, line: str) -> State:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        async with self._turn:
            process.stdin.write(f"{line}\n".encode())
            await process.stdin.drain()
            answer = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
        if not answer:
            raise EOFError(f"the program ended with {await process.wait()}")
        found: State = json.loads(answer)
        return found

    async def state(self) -> State:
        return await self._ask("state")

    async def press(self, name: str) -> float:
        """Press that button; when that was, in the program's monotonic seconds."""
        answer = await self._ask(f"press {name}")
        assert "error" not in answer, answer
        return float(answer["at_s"])

    async def choose(self, words: str) -> None:
        """From the menu of who is signed in."""
        answer = await self._ask(f"choose {words}")
        assert "error" not in answer, answer

    async def grab(self, path: Path) -> None:
        assert (await self._ask(f"grab {path}"))["saved"]

    def processes(self) -> list[int]:
        """Every process alive that the program is, or has started, or that those have started."""
        return processes.marked(self._mark)

    async def nobody_left(self, deadline_s: float = PATIENCE_S) -> None:
        """The program has ended, and nothing that it started lives on."""
        try:
            async with asyncio.timeout(deadline_s):
                while self.processes():  # noqa: ASYNC110 - nobody tells of the end of a process that is not our child
                    await asyncio.sleep(LOOK_S)
        except TimeoutError:
            raise AssertionError(f"left alive: {[processes.command(pid) for pid in self.processes()]}") from None

    async def close(self, which: str) -> None:
        """The cross of the main or of the call window."""
        answer = await self._ask(f"close {which}")
        assert "error" not in answer, answer

    async def ended(self, deadline_s: float = PATIENCE_S) -> int:
        """The program's exit code, once it has ended by itself."""
        process = self._process
        assert process is not None
        return await asyncio.wait_for(process.wait(), deadline_s)

    def kill(self) -> None:
        """End the program as a crash would."""
        process = self._process
        assert process is not None
        process.kill()

    async def until(self, wanted: Callable[[State], bool], what: str, deadline_s: float = PATIENCE_S) -> State:
        """The first state that is as wanted."""
        state: State = {}
        try:
            async with asyncio.timeout(deadline_s):
                while True:
                    state = await self.state()
                    if wanted(state):
                        return state
                    await asyncio.sleep(LOOK_S)  # the windows tell nobody outside; there is nothing to wait on
        except TimeoutError:
            raise AssertionError(f"not within {deadline_s:g} s: {what}; last seen: {state}") from None


def became_s(state: State, fact: str, wanted: object, since_s: float) -> float:
    """How long after `since_s` that fact first was as wanted, by what the program itself noted of it.

    Both are monotonic seconds, which all processes of a machine share: how long it took to ask does not count.
    """
    moments = [at_s for at_s, found in state["history"][fact] if at_s >= since_s and found == wanted]
    assert moments, f"{fact} was never {wanted}: {state['history'][fact]}"
    return float(moments[0] - since_s)


def in_call(state: State) -> bool:
    """Pictures flow."""
    return bool(state["call"]["phase"] == "connected")


def frames_in(state: State) -> int:
    """The patient's pictures so far."""
    return int((state["call"]["statistics"] or {"video_in": {"frames": 0}})["video_in"]["frames"])


def next_row(state: State) -> State:
    """The row on the hero card."""
    rows: list[State] = state["day"]["rows"]
    return next((r for r in rows if r["id"] == state["day"]["next"]), {"waiting": 0, "link": ""})
