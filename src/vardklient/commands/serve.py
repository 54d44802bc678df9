"""`vardklient serve`: the visit server in the foreground, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from vardklient.commands.output import write_lines
from vardklient.commands.parent import watch_parent

if TYPE_CHECKING:
    from vardklient.visitserver.config import ServerConfig


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--host", metavar="H", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", metavar="P", type=int, help="port to listen on, 0 for a free one (default: 8600)")
    parser.add_argument("--config", metavar="FILE", type=Path, help="settings as TOML, see docs/protocol.md")
    parser.add_argument("--follow-parent", action="store_true", help="stop when the program that started it has ended")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT, or until the parent has ended.

    Raises:
        UsageError: the settings are wrong or the address is taken.
    """
    parent = os.getppid()
    config = _config(options)
    asyncio.run(_serve(config, as_json=options.json, parent=parent if options.follow_parent else None))
    return 0


def _config(options: argparse.Namespace) -> ServerConfig:
    from vardklient.visitserver.config import read_config

    config = read_config(options.config, os.environ)
    if options.host is not None:
        config = replace(config, host=options.host)
    return config if options.port is None else replace(config, port=options.port)


async def _serve(config: ServerConfig, *, as_json: bool, parent: int | None) -> None:
    from vardklient.visitserver.server import VisitServer

    with _stop_signals() as stopped:
        async with VisitServer(config) as server:
            _say_ready(server.url, config.key, as_json)
            watcher = asyncio.create_task(watch_parent(parent, stopped.set))
            await stopped.wait()
            watcher.cancel()


def _say_ready(url: str, key: str, as_json: bool) -> None:
    """One line, so that whoever started the server can read it and go on; the key goes nowhere else."""
    if as_json:
        sys.stdout.write(json.dumps({"url": url, "key": key}) + "\n")
        sys.stdout.flush()
    else:
        write_lines([f"The visit server listens at {url}", f"Key for making visits: {key}"])


@contextlib.contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """An event that the signals to stop set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    kinds = [signal.SIGINT, signal.SIGTERM]
    before = {kind: signal.signal(kind, lambda *_: loop.call_soon_threadsafe(stopped.set)) for kind in kinds}
    try:
        yield stopped
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
