"""`vardklient engine`: the call engine as a process of its own. The program starts it; it is not for people.

It speaks the lines of `calls.process.messages` on stdin and stdout, and ends when stdin does.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import logging
import os
import signal
from typing import IO, NoReturn

from vardklient.base.log import SafeFormatter
from vardklient.calls.process.priority import raise_priority, shorten_turns
from vardklient.commands.parent import watch_parent


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--boards", metavar="HANDLE", required=True, help="where the pictures are")
    parser.add_argument("--follow-parent", action="store_true", help="stop when the program that started it has ended")


def run(options: argparse.Namespace) -> NoReturn:
    """Serve the program that started this one, until it closes the pipe or has ended; then end."""
    parent = os.getppid() if options.follow_parent else None
    raise_priority()
    shorten_turns()
    # Ctrl-C in a terminal reaches every process; the program that started this one says when to end
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _log_to_stderr()
    source, sink = _pipes()
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_serve(options.boards, source, sink, parent))
        # All is closed. Whoever hangs up waits for the end, and taking the libraries down costs 0.1 s (measured).
        os._exit(0)


def _loop() -> asyncio.AbstractEventLoop:
    from vardklient.calls.adapter.loop import engine_loop

    return engine_loop()


def _log_to_stderr() -> None:
    """Lines that cannot tell who the patient is; the program that started this one writes them into its log."""
    faulthandler.enable()
    handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter())
    logging.getLogger().handlers = [handler]
    logging.getLogger("vardklient").setLevel(logging.INFO)
    logging.captureWarnings(True)


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to speak by. What a library prints on stdout comes out on stderr instead."""
    source, sink = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


async def _serve(handle: str, source: IO[bytes], sink: IO[bytes], parent: int | None) -> None:
    from vardklient.calls.engine import AiortcEngine
    from vardklient.calls.process.board import find_boards
    from vardklient.calls.process.host import EngineHost, SharedCamera
    from vardklient.media.desk import make_desk

    boards = find_boards(handle)
    camera, desk = SharedCamera(boards.camera), make_desk()
    engine = AiortcEngine(camera, desk.microphone, desk.speaker)
    host = EngineHost(engine, desk, camera, boards, source, sink)
    watcher = asyncio.create_task(watch_parent(parent, host.leave))
    try:
        await host.run()
    finally:
        watcher.cancel()
