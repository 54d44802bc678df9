from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading

import pytest

from vardklient.base.ownthread import in_own_thread


async def test_what_comes_out_and_what_is_raised() -> None:
    assert await in_own_thread("reader", lambda: threading.current_thread().name) == "reader"
    with pytest.raises(ValueError, match="x"):
        await in_own_thread("reader", lambda: int("x"))


async def test_any_number_may_hang_while_the_pool_is_free() -> None:
    hung, more = threading.Event(), (os.cpu_count() or 1) + 8  # the pool has four more than processors
    hanging = [asyncio.create_task(in_own_thread("reader", hung.wait)) for _ in range(more)]
    assert await asyncio.to_thread(lambda: "free") == "free"
    given_up, *others = hanging
    given_up.cancel()
    await asyncio.wait([given_up])
    hung.set()
    assert await asyncio.gather(*others) == [True] * (more - 1)


_PROGRAM = """
import asyncio, threading
from vardklient.base.loop import CoreLoop
from vardklient.base.ownthread import in_own_thread

hung = threading.Event()
begun = threading.Event()
with CoreLoop() as core:
    core.submit(in_own_thread("reader", lambda: (begun.set(), hung.wait())))
    begun.wait()
print("ended")
"""


def test_one_that_never_returns_does_not_hold_the_end_of_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=120, check=True)
    assert (ended.stdout, ended.stderr) == ("ended\n", "")
