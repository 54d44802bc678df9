from __future__ import annotations

import asyncio
import threading

import pytest

from vardklient.base.loop import CoreLoop


def test_work_runs_on_its_own_thread_and_answers() -> None:
    async def where() -> str:
        return threading.current_thread().name

    with CoreLoop("core") as core:
        assert core.submit(where()).result(60) == "core"
        assert core.loop is core.loop


def test_post_runs_soon_and_is_ignored_after_stop() -> None:
    done = threading.Event()
    core = CoreLoop()
    core.post(done.set)
    assert done.wait(60)
    core.stop()
    core.post(done.clear)
    assert done.is_set()
    core.stop()


def test_stop_ends_what_still_runs() -> None:
    cancelled = threading.Event()
    started = threading.Event()

    async def forever() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    core = CoreLoop()
    future = core.submit(forever())
    assert started.wait(60)
    core.stop()
    assert cancelled.is_set()
    assert future.cancelled()


def test_stop_before_start_does_nothing() -> None:
    CoreLoop().stop()


def test_a_fault_of_the_loop_itself_is_not_swallowed() -> None:
    class Odd(CoreLoop):
        @property
        def loop(self) -> asyncio.AbstractEventLoop:
            return odd

    class Broken(asyncio.SelectorEventLoop):
        def call_soon_threadsafe(self, *_: object, **__: object) -> asyncio.Handle:
            raise RuntimeError("odd")

    odd = Broken()
    try:
        with pytest.raises(RuntimeError, match="odd"):
            Odd().post(print)
    finally:
        odd.close()
