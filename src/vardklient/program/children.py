"""Processes of our own: the embedded visit server, the simulated patient, the network's probe."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from vardklient.base.errors import VardklientError

_STOP_S = 3.0
_LINE_BYTES_MOST = 65_536
NO_WORDS: Mapping[str, str] = {}


class Child:
    """One process of ours, that tells us something in lines when it is asked to.

    It ends with us: every command started here is told to follow its parent. All methods belong to the core loop.

    Args:
        command: what is run.
        on_end: called when it ends by itself, from `watch` on.
        environment: goes to it besides ours; other users cannot read it.
        quiet: what it writes as errors is dropped: it may name addresses and hosts.
        line_bytes: no line is longer.
    """

    def __init__(
        self,
        command: Sequence[str],
        on_end: Callable[[], None] = lambda: None,
        *,
        environment: Mapping[str, str] = NO_WORDS,
        quiet: bool = False,
        line_bytes: int = _LINE_BYTES_MOST,
    ) -> None:
        self._command, self._on_end = command, on_end
        self._environment, self._quiet, self._line_bytes = environment, quiet, line_bytes
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
            *self._command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL if self._quiet else None,
            env={**os.environ, **self._environment},
            limit=self._line_bytes,
        )

    def lines(self) -> AsyncIterator[bytes]:
        """What it says, until its end; raises ValueError for a line that is too long."""
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout

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
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), _STOP_S)
            except TimeoutError:
                process.kill()
                await process.wait()
        if self._watch is not None:
            await asyncio.gather(self._watch, return_exceptions=True)
            self._watch = None
