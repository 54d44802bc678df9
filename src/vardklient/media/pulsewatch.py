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
_READ_BYTES = 65_536

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

    def __init__(
        self, removed: Callable[[frozenset[str]], None], pactl: str | None = None, answer_s: float = _ANSWER_S
    ) -> None:
        """Find pactl; nothing runs yet.

        Args:
            removed: told, on the watching thread, the names of all that is left, whenever something has gone or come.
            pactl: the program; looked for on the PATH if not given.
            answer_s: a list that takes longer is given up.
        """
        found = shutil.which("pactl") if sys.platform == "linux" else None
        self._pactl = pactl if pactl is not None else found
        self._removed, self._answer_s = removed, answer_s
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._asked: subprocess.Popen[str] | None = None
        self._stopped = False

    def start(self) -> None:
        """Begin to watch, if there is something to watch with."""
        if self._pactl is None or self._thread is not None:
            return
        self._stopped = False
        try:
            self._process = subprocess.Popen(
                ["sh", "-c", _UNTIL_WE_END, self._pactl],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
        except OSError:
            return
        self._thread = threading.Thread(target=self._run, args=(self._process,), name="pulse-watch")
        self._thread.start()

    def stop(self) -> None:
        """End the watching; returns when the thread has ended, and with it the program. A list under way is dropped."""
        with self._lock:
            self._stopped = True
            if self._asked is not None:
                self._asked.kill()
        process, self._process = self._process, None
        thread, self._thread = self._thread, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
        if thread is not None:
            thread.join()

    def _run(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process:
            # all that came since the last look is answered by one list: a dock brings a dozen lines
            rest = b""
            while said := os.read(process.stdout.fileno(), _READ_BYTES):
                *lines, rest = (rest + said).split(b"\n")
                if any(is_plugging(line.decode(errors="replace")) for line in lines):
                    left = self._left()
                    if left is not None:
                        self._removed(left)

    def _left(self) -> frozenset[str] | None:
        names: frozenset[str] = frozenset()
        for kind in ("sources", "sinks"):
            answer = self._ask("list", "short", kind)
            if answer is None:
                return None
            names |= parse_short_list(answer)
        return names

    def _ask(self, *words: str) -> str | None:
        """What pactl answers; None if it does not, or `stop` was called."""
        with self._lock:
            if self._stopped:
                return None
            try:
                asked = self._asked = subprocess.Popen(
                    [str(self._pactl), *words],
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    env=_environment(),
                )
            except OSError:
                return None
        with asked:
            try:
                answer, _ = asked.communicate(timeout=self._answer_s)
            except (subprocess.TimeoutExpired, ValueError):
                asked.kill()
                return None
        return answer if asked.returncode == 0 else None


def _environment() -> dict[str, str]:
    """Ours, but the answers in English."""
    return {**os.environ, "LC_ALL": "C"}
