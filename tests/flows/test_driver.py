from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from tests.fakes.clock import FakeClock
from vardklient.flows.driver import Driver
from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.clock import Clock


@dataclass(frozen=True)
class Say:
    word: str


Effect = Say | StartTimer | CancelTimer


def step(state: tuple[str, ...], event: str | TimerFired, clock: Clock) -> tuple[tuple[str, ...], tuple[Effect, ...]]:
    if isinstance(event, TimerFired):
        return (*state, f"fired {event.name}"), ()
    effects: dict[str, tuple[Effect, ...]] = {
        "two": (Say("a"), Say("b")),
        "bad": (Say("fail"), Say("after")),
        "soon": (StartTimer("t", 0.01),),
        "later": (StartTimer("t", 60.0),),
        "never": (CancelTimer("t"),),
        "nothing": (),
    }
    return (state if event == "nothing" else (*state, event)), effects[event]


class Rig:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.faults: list[BaseException] = []
        self.states: list[tuple[str, ...]] = []
        self.changed = asyncio.Event()
        self.driver: Driver[tuple[str, ...], str, Say] = Driver(
            step,
            (),
            clock=FakeClock(),
            carry_out=self.carry_out,
            on_state=self.on_state,
            on_fault=lambda _, fault: self.faults.append(fault),
        )

    def carry_out(self, effect: Say) -> asyncio.Future[None] | None:
        if effect.word == "fail":
            raise ValueError(effect.word)
        self.said.append(effect.word)
        if effect.word == "a":
            future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(future.set_result, None)
            return future
        return None

    def on_state(self, state: tuple[str, ...]) -> None:
        self.states.append(state)
        self.changed.set()


@pytest.fixture
async def rig() -> Rig:
    return Rig()


async def test_effects_come_in_order_and_states_are_told(rig: Rig) -> None:
    rig.driver.feed("two")
    rig.driver.feed("nothing")
    await rig.driver.settle()
    assert rig.said == ["a", "b"]
    assert rig.states == [("two",)]
    assert rig.driver.state == ("two",)
    await rig.driver.close()


async def test_a_state_that_is_equal_is_not_told_again(rig: Rig) -> None:
    driver: Driver[tuple[str, ...], str, Say] = Driver(
        lambda state, event, _: ((*state[:0], str(event)), ()),
        (),
        clock=FakeClock(),
        carry_out=rig.carry_out,
        on_state=rig.on_state,
        on_fault=lambda *_: None,
    )
    for event in ("one", "one", "two", "two", "one"):
        driver.feed(event)
    assert rig.states == [("one",), ("two",), ("one",)]
    await driver.close()
    await rig.driver.close()


async def test_a_failing_effect_does_not_stop_the_next(rig: Rig) -> None:
    rig.driver.feed("bad")
    await rig.driver.settle()
    assert [str(f) for f in rig.faults] == ["fail"]
    assert rig.said == ["after"]
    await rig.driver.close()


async def test_an_event_fed_while_stepping_waits_its_turn(rig: Rig) -> None:
    def again(state: tuple[str, ...]) -> None:
        rig.states.append(state)
        if state == ("nothing?",) or len(state) == 1:
            rig.driver.feed("two")
            assert rig.driver.state == state

    driver: Driver[tuple[str, ...], str, Say] = Driver(
        step, (), clock=FakeClock(), carry_out=rig.carry_out, on_state=again, on_fault=lambda *_: None
    )
    rig.driver = driver
    driver.feed("later")
    assert driver.state == ("later", "two")
    await driver.close()


async def test_timers_fire_start_anew_and_are_cancelled(rig: Rig) -> None:
    rig.driver.feed("later")
    rig.driver.feed("soon")
    while rig.driver.state[-1] != "fired t":
        rig.changed.clear()
        await asyncio.wait_for(rig.changed.wait(), 60)
    rig.driver.feed("later")
    rig.driver.feed("never")
    rig.driver.feed("never")
    rig.driver.feed("later")
    await rig.driver.close()
    rig.driver.feed("two")
    assert rig.driver.state[-1] == "later"
    assert rig.said == []
