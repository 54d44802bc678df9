"""Work that may never return: a network drive that has gone, a keyring that asks the user, a sign-in in the browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


async def in_own_thread(name: str, work: Callable[[], T]) -> T:
    """The result of what may take minutes. Nobody waits for the thread: neither the pool nor the end of the program.

    Args:
        name: of the thread.
        work: goes on also if nobody waits for its result any more.
    """
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - the edge of a thread: raised where it is waited for
            done.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await asyncio.wrap_future(done)
