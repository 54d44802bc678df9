"""Processes of our own: the embedded visit server and the simulated patient."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

from vardklient.base.errors import VardklientError
from vardklient.program.command import own_command

_STOP_S = 3.0


class Child:
    """One process of ours, that writes a JSON document on its first line when it is asked to.

    It ends with us: every command started here is told to follow its parent. All methods belong to the core loop.
    """

    def __init__(self, words: Sequence[str], on_end: Callable[[], None]) -> None:
        self._command = own_command(words)
        self._on_end = on_end
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._stopping = False

    @property
    def pid(self) -> int:
        """The process' number; 0 before it runs."""
        return self._process.pid if self._process else 0

    async def start(self) -> None:
        """Start it; returns at once."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE
        )

    async def first_document(self, timeout_s: float) -> dict[str, str]:
        """The JSON object on its first line; afterwards its end is watched.

        Raises:
            VardklientError: it ended, or said something else, or nothing within `timeout_s`.
        """
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), timeout_s)
            found = json.loads(line)
        except (TimeoutError, ValueError) as error:
            await self.stop()
            raise VardklientError("a part of the program did not start") from error
        self.watch()
        return {str(k): str(v) for k, v in found.items()}

    def watch(self) -> None:
        """From now on `on_end` is called when the process ends by itself."""
        self._watch = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        while await self._process.stdout.read(65_536):
            pass  # what it says later is not for us, but the pipe must not fill up
        await self._process.wait()
        if not self._stopping:
            self._on_end()

    async def stop(self) -> None:
        """End it: politely first."""
        self._stopping = True
        process = self._process
        if process is not None and process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), _STOP_S)
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._watch is not None:
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
