"""Which sound devices PulseAudio (or PipeWire in its place) has now, and a word when one goes.

Qt on Linux hears of arrivals and of a new default, but not of removals: an unplugged microphone stays on its list until
something else happens. `pactl subscribe` hears them, and costs nothing while nothing happens. Without pactl, or on
another system, this says nothing, and Qt's list stands.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable

_ANSWER_S = 3.0

_UNTIL_WE_END = '"$0" subscribe & exec >/dev/null; cat; kill $! 2>/dev/null'
"""A shell that ends pactl when its standard input closes: so it does when we stop, and also when we are killed.

By itself pactl would notice only at the next event that it cannot write, on a quiet machine never. The shell keeps no
end of pactl's output, so that we hear it too when pactl ends first.
"""


def parse_short_list(text: str) -> frozenset[str]:
    """The names in `pactl list short sources`: number, name, driver, format, state, apart by tabs."""
    rows = (line.split("\t") for line in text.splitlines())
    return frozenset(row[1] for row in rows if len(row) > 1)


def is_plugging(line: str) -> bool:
    """Whether this line of `pactl subscribe` says that a microphone or loudspeaker has gone or come.

    Of one that comes Qt tells by itself, but not of one that comes back: it has missed that it was gone.
    """
    return line.startswith(("Event 'remove' on ", "Event 'new' on ")) and line.split(" on ", 1)[1].startswith(
        ("source #", "sink #")
    )


class PulseWatch:
    """Calls `removed(names that are left)` on a thread of its own."""

    def __init__(self, removed: Callable[[frozenset[str]], None], pactl: str | None = None) -> None:
        """Find pactl; nothing runs yet.

        Args:
            removed: told, on the watching thread, the names of all that is left, whenever something has gone or come.
            pactl: the program; looked for on the PATH if not given.
        """
        found = shutil.which("pactl") if sys.platform == "linux" else None
        self._pactl = pactl if pactl is not None else found
        self._removed = removed
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch, if there is something to watch with."""
        if self._pactl is None or self._thread is not None:
            return
        try:
            self._process = subprocess.Popen(
                ["sh", "-c", _UNTIL_WE_END, self._pactl],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=_environment(),
            )
        except OSError:
            return
        self._thread = threading.Thread(target=self._run, args=(self._process,), name="pulse-watch")
        self._thread.start()

    def stop(self) -> None:
        """End the watching; returns when the thread has ended, and with it the program."""
        process, self._process = self._process, None
        thread, self._thread = self._thread, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
        if thread is not None:
            thread.join()

    def _run(self, process: subprocess.Popen[str]) -> None:
        with process:
            for line in process.stdout or ():
                if is_plugging(line):
                    left = self._left()
                    if left is not None:
                        self._removed(left)

    def _left(self) -> frozenset[str] | None:
        names: frozenset[str] = frozenset()
        for kind in ("sources", "sinks"):
            try:
                answer = subprocess.run(
                    [str(self._pactl), "list", "short", kind],
                    capture_output=True,
                    text=True,
                    timeout=_ANSWER_S,
                    env=_environment(),
                    check=True,
                )
            except (OSError, subprocess.SubprocessError):
                return None
            names |= parse_short_list(answer.stdout)
        return names


def _environment() -> dict[str, str]:
    """Ours, but the answers in English."""
    return {**os.environ, "LC_ALL": "C"}
