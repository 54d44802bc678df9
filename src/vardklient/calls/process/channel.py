"""Records over a pair of pipes, a line each, by two threads: works under any asyncio loop and on any system.

A thread that waits in `read` costs nothing, and pictures are fetched the moment they are announced, whatever the loop
is busy with. Windows' loops can do either pipes or datagrams, and the engine needs both.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Generic, TypeVar

from vardklient.base.errors import WireError
from vardklient.base.log import unexpected
from vardklient.calls.process.messages import LINE_BYTES
from vardklient.wire.records import Codec

I = TypeVar("I")  # noqa: E741 - what comes in
O = TypeVar("O")  # noqa: E741 - what goes out

_PATIENCE_S = 1.0


class Channel(Generic[I, O]):
    """Both directions between two processes.

    Args:
        source, sink: buffered binary pipes. The sink is closed by `close`, the source when it has ended.
        reads, writes: what comes in, and what goes out.
        hear: called with every record, on the reading thread; must not take long.
        ended: called on the reading thread when nothing more will come: the other side has closed its end or has died,
            or has said something that it may not say.
    """

    def __init__(
        self,
        source: IO[bytes],
        sink: IO[bytes],
        reads: Codec[I],
        writes: Codec[O],
        hear: Callable[[I], None],
        ended: Callable[[], None],
    ) -> None:
        self._source, self._sink, self._reads, self._writes = source, sink, reads, writes
        self._hear, self._ended = hear, ended
        self._queue: deque[O] = deque()
        self._news = threading.Condition()
        self._open = True
        self._reader = threading.Thread(target=self._read, name="engine-reader", daemon=True)
        self._writer = threading.Thread(target=self._write, name="engine-writer", daemon=True)

    def start(self) -> None:
        """Begin to read and write."""
        self._reader.start()
        self._writer.start()

    def send(self, record: O) -> None:
        """Send it soon; after `close`, or when nobody reads any more, nothing happens. Any thread; never waits."""
        with self._news:
            if self._open:
                self._queue.append(record)
                self._news.notify()

    def send_once(self, record: O) -> None:
        """The same, unless an equal record is still waiting to go."""
        with self._news:
            if self._open and record not in self._queue:
                self._queue.append(record)
                self._news.notify()

    def close(self) -> None:
        """Send what is queued, then close our end. Returns at once."""
        with self._news:
            self._open = False
            self._news.notify()

    @property
    def threads(self) -> tuple[threading.Thread, threading.Thread]:
        """The one that writes and the one that reads."""
        return self._writer, self._reader

    def written(self) -> None:
        """Return when all has been sent after `close`, or the other side has not taken it for a second."""
        self._writer.join(_PATIENCE_S)

    def _write(self) -> None:
        with suppress(OSError):  # nobody reads any more: the reader hears of it
            while (batch := self._next_batch()) is not None:
                self._sink.write(batch)
                self._sink.flush()
        with self._news:
            self._open = False
            self._queue.clear()
        with suppress(OSError):
            self._sink.close()

    def _next_batch(self) -> bytes | None:
        with self._news:
            self._news.wait_for(lambda: self._queue or not self._open)
            records = list(self._queue)
            self._queue.clear()
        lines = (self._writes.dump(record) + "\n" for record in records)
        return "".join(lines).encode("utf-8", "replace") if records else None

    def _read(self) -> None:
        try:
            with self._source:
                while line := self._source.readline(LINE_BYTES):
                    self._hear(self._reads.parse(line.decode("utf-8", "replace")))
        except (OSError, WireError) as fault:
            unexpected(fault)
        finally:
            self._ended()
