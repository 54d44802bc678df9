from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

from tests.fakes.clock import FakeClock
from tests.fakes.signalling import ScriptedLine
from vardklient.base.loop import CoreLoop
from vardklient.flows import day
from vardklient.ports.signalling import Welcomed
from vardklient.ports.visits import DayResult
from vardklient.program.backend import Backend
from vardklient.program.outlets import Makers, Outlets

Tell = Callable[[tuple[tuple[str, DayResult], ...]], None]


class Reader:
    """Every day is empty; remembers which were asked for."""

    colours = ()

    def __init__(self) -> None:
        self.asked: list[date] = []

    async def read(self, wanted: date, tell: Tell) -> None:
        self.asked.append(wanted)
        tell((("cal", DayResult(FakeClock().now())),))


async def test_another_day_is_read_and_the_lines_of_today_stay_open() -> None:
    clock, reader = FakeClock(), Reader()
    line, opened = ScriptedLine(Welcomed("me", ())), list[str]()
    links, nothing = Outlets(*([lambda *_: None] * 5), open_link=opened.append), None
    with CoreLoop() as core:
        made = Backend(
            core, clock=clock, reader=reader, makers=Makers(lambda _: nothing, lambda _: line, lambda *_: nothing),  # type: ignore[arg-type,return-value]
            outlets=links, host="", practising=False,
        )  # fmt: skip
        today = made.day.state.day
        made.day.feed(day.Refresh())
        await made.day.settle()
        await made.lines.open("v", "link")
        made.day.feed(day.LookAt(today + timedelta(days=1)))
        await made.day.settle()
        await asyncio.sleep(0)
        assert reader.asked == [today, today + timedelta(days=1)]
        assert made.day.state.look is not None
        assert not made.day.state.look.loading
        assert not line.closed
        await made.close()
        assert line.closed
