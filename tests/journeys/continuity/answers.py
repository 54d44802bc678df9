"""A process that answers lines on its stdin with one JSON line each, until stdin ends."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any

Answer = dict[str, Any]


class Answers:
    """What is printed otherwise comes out on stderr: the answers have stdout to themselves."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)

    def give(self, answer: Answer) -> None:
        self._out.write(json.dumps(answer) + "\n")
        self._out.flush()

    async def run(self, words: dict[str, Callable[[str], Awaitable[Answer]]]) -> None:
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        pipe, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := (await reader.readline()).decode().strip():
            word, _, rest = line.partition(" ")
            self.give(await words[word](rest))
        pipe.close()
