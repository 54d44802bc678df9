"""The engine process from outside: started, spoken to, listened to, ended. It never outlives its end."""

from __future__ import annotations

import logging
import re
import subprocess
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import IO

from vardklient.base.log import Code, note
from vardklient.calls.process.board import make_boards
from vardklient.calls.process.channel import Channel
from vardklient.calls.process.messages import FROM_ENGINE, TO_ENGINE, FromEngine, ToEngine

_LINGERS_S = 1.0
"""So long a process may take to end after it has closed its end of the pipe."""
_OWN_LINE = re.compile(r"\S+ (?P<level>[A-Z]+) (?P<code>[a-z_]+)(?P<fields>(?: [a-z0-9_]+=\S+)*)(?P<rest>.*)")
_LIBRARY = "other"
_PLACE = re.compile(r"File \"(?:[^\"]*[\\/])?([\w.]+)\", line (\d+)")


class EngineProcess:
    """One process of the engine, from its start to its end.

    Args:
        command: what starts it; where the pictures are is added.
        hear: called with every record, on the reading thread; must not take long.
        ended: called once, on the reading thread, when the process has ended.

    Attributes:
        boards: the pictures.
    """

    def __init__(
        self,
        command: Sequence[str],
        hear: Callable[[EngineProcess, FromEngine], None],
        ended: Callable[[EngineProcess], None],
    ) -> None:
        self.boards = make_boards()
        self._ended = ended
        try:
            self._process = subprocess.Popen(
                [*command, "--boards", self.boards.handle],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=self.boards.inherited,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        finally:
            self.boards.given_away()
        source, sink, errors = self._process.stdout, self._process.stdin, self._process.stderr
        assert source is not None
        assert sink is not None
        assert errors is not None
        self._channel: Channel[FromEngine, ToEngine] = Channel(
            source, sink, FROM_ENGINE, TO_ENGINE, partial(hear, self), self._end
        )
        self._relay = threading.Thread(target=relay, args=(errors,), name="engine-stderr", daemon=True)

    def start(self) -> None:
        """Begin to listen and to speak."""
        self._channel.start()
        self._relay.start()
        note(Code.ENGINE_STARTED, pid=self.pid)

    @property
    def pid(self) -> int:
        """The process' number."""
        return self._process.pid

    def send(self, record: ToEngine, once: bool = False) -> None:
        """Say it soon; `once`: unless an equal record still waits to be said. Any thread; never waits."""
        (self._channel.send_once if once else self._channel.send)(record)

    def leave(self) -> None:
        """Ask it to end, after what has been said so far."""
        self._channel.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    @property
    def threads(self) -> tuple[threading.Thread, ...]:
        """Those that it has here; they end soon after the process."""
        return (*self._channel.threads, self._relay)

    def _end(self) -> None:
        """Nothing more will come. On the reading thread."""
        self._channel.close()
        try:
            self._process.wait(_LINGERS_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        note(Code.ENGINE_ENDED, pid=self.pid, status=self._process.returncode)
        self._ended(self)


def join_all(threads: Iterable[threading.Thread]) -> None:
    """Wait for the threads of a process that has ended."""
    for thread in threads:
        thread.join(_LINGERS_S)  # a sound server that was started along may hold on to stderr


def relay(lines: IO[bytes]) -> None:
    """Write what the engine says on stderr into our log: codes and numbers of its own log, and where it crashed.

    Whatever else is said there (by libraries, in words that nobody knows) is counted and left out.
    """
    others, place = 0, ""
    with suppress(OSError), lines:
        for line in lines:
            text = line.decode("utf-8", "replace").strip()
            if _note_line(text):
                continue
            others += 1
            found = _PLACE.search(text)
            place = place or (f"{found[1]}:{found[2]}" if found else "")
    if others:
        note(Code.ENGINE_SAID, lines=others, at=place or "-")


def _note_line(text: str) -> bool:
    """Write one line of the engine's own log into ours. False: it is none."""
    found = _OWN_LINE.fullmatch(text)
    if found is None or found["code"] not in (*Code, _LIBRARY):
        return False
    level = logging.getLevelNamesMapping().get(found["level"], logging.INFO)
    if found["code"] == _LIBRARY:  # no more than its name and level, as everywhere in our log
        logging.getLogger(found["rest"].strip()).log(level, "in the engine")
        return True
    fields = dict(field.split("=", 1) for field in found["fields"].split())
    at = (found["rest"].split() or ["-"])[-1]
    kept = {name: word for name, word in fields.items() if name not in ("code", "level", "part", "at")}
    note(Code(found["code"]), level, part="engine", at=at, **kept)
    return True
