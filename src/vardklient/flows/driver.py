"""Carries a flow on the core thread: feeds events to `step`, hands effects on in order, tells the snapshot."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock

S = TypeVar("S")
E = TypeVar("E")
F = TypeVar("F")

Step = Callable[[S, "E | TimerFired", Clock], "tuple[S, tuple[F | StartTimer | CancelTimer, ...]]"]


class Driver(Generic[S, E, F]):
    """Runs one state machine. Every method belongs to the core thread; `feed` may be called while feeding.

    Args:
        step: pure: state, event and clock in, state and effects out.
        state: the first snapshot.
        carry_out: does one effect; a coroutine is awaited before the next effect, so that a description never
            overtakes another. Whatever it raises goes to `on_fault`.
        on_state: told every snapshot that differs from the one before, after its effects were queued.
        on_fault: an effect raised; the default lets the loop's exception handler have it.
    """

    def __init__(
        self,
        step: Step[S, E, F],
        state: S,
        *,
        clock: Clock,
        carry_out: Callable[[F], Awaitable[None] | None],
        on_state: Callable[[S], None],
        on_fault: Callable[[F, BaseException], None],
    ) -> None:
        self._step, self._state, self._clock = step, state, clock
        self._carry_out, self._on_state, self._on_fault = carry_out, on_state, on_fault
        self._events: deque[E | TimerFired] = deque()
        self._effects: asyncio.Queue[F] = asyncio.Queue()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._worker: asyncio.Task[None] | None = None
        self._closed = False
        self._stepping = False

    @property
    def state(self) -> S:
        """The snapshot now."""
        return self._state

    def feed(self, event: E | TimerFired) -> None:
        """Take one event; events fed while stepping are taken in turn."""
        if self._closed:
            return
        self._events.append(event)
        if self._stepping:
            return
        self._stepping = True
        try:
            while self._events:
                self._take(self._events.popleft())
        finally:
            self._stepping = False

    def _take(self, event: E | TimerFired) -> None:
        before = self._state
        self._state, effects = self._step(before, event, self._clock)
        for effect in effects:
            if isinstance(effect, StartTimer):
                self._start_timer(effect)
            elif isinstance(effect, CancelTimer):
                self._cancel_timer(effect.name)
            else:
                self._effects.put_nowait(effect)
        if not self._effects.empty() and self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._work())
        if self._state != before:
            self._on_state(self._state)

    def _start_timer(self, timer: StartTimer) -> None:
        self._cancel_timer(timer.name)
        loop = asyncio.get_running_loop()
        self._timers[timer.name] = loop.call_later(timer.seconds, self._fire, timer.name)

    def _cancel_timer(self, name: str) -> None:
        handle = self._timers.pop(name, None)
        if handle is not None:
            handle.cancel()

    def _fire(self, name: str) -> None:
        self._timers.pop(name, None)
        self.feed(TimerFired(name))

    async def _work(self) -> None:
        while True:
            effect = await self._effects.get()
            try:
                done = self._carry_out(effect)
                if done is not None:
                    await done
            except Exception as fault:  # noqa: BLE001 - the edge: one failed effect must not stop the flow
                self._on_fault(effect, fault)
            finally:
                self._effects.task_done()

    async def settle(self) -> None:
        """Return when every effect queued so far has been carried out."""
        await self._effects.join()

    async def close(self) -> None:
        """Stop the timers and the effects under way; later events are ignored."""
        self._closed = True
        for name in tuple(self._timers):
            self._cancel_timer(name)
        if self._worker is not None:
            self._worker.cancel()
            await asyncio.gather(self._worker, return_exceptions=True)
            self._worker = None
