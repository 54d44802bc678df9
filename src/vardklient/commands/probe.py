"""`vardklient probe`: measures the network for the windowed program, in a process of its own. It is not for people.

It writes the lines of `calls.probe.messages` on stdout, the reading last.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading

from vardklient.calls.probe.messages import PROBE
from vardklient.calls.process.priority import raise_priority
from vardklient.commands.check_network import run_measurement
from vardklient.commands.parent import watch_parent
from vardklient.domain.network import NetworkReading
from vardklient.ports.network import NetworkProgress


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("--server", required=True, metavar="URL", help="the visit server")
    parser.add_argument("--follow-parent", action="store_true", help="stop when the program that started it has ended")


def run(options: argparse.Namespace) -> int:
    """Measure once, and end.

    Raises:
        UsageError: the address is none, or the key is not in the environment.
    """
    parent = os.getppid() if options.follow_parent else None
    # the picture checks run at the same time, and packets that leave late look like a line that is uneven
    raise_priority()
    watcher = watch_parent(parent, lambda: os._exit(1))
    threading.Thread(target=asyncio.run, args=(watcher,), daemon=True).start()
    _say(run_measurement(options.server, _say))
    return 0


def _say(record: NetworkProgress | NetworkReading) -> None:
    sys.stdout.write(PROBE.dump(record) + "\n")
    sys.stdout.flush()
