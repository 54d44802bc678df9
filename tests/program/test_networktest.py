"""The program's test of the network: a process that measures, or one that plays its part."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence

import pytest

from tests.fakes.clock import FakeClock
from vardklient.calls.network.addresses import Seen
from vardklient.calls.probe.messages import PROBE
from vardklient.checks.network import load_network_limits
from vardklient.domain.network import LinkKind, MediaReading, MediaWindow, NetworkReading, RelayState, ServerReach
from vardklient.domain.verdict import Advice, Severity
from vardklient.ports.network import NetworkProgress, NetworkStage, NetworkTest
from vardklient.program.networktest import ChildNetworkTest, probe_command

SERVER = ("http://127.0.0.1:9", "a key that only tests know")
HALF = NetworkProgress(NetworkStage.MEDIA, 0.5)


def good(rate_kbps: float = 2700.0) -> NetworkReading:
    works = RelayState.WORKS
    media = MediaReading(30.0, 3.0, rate_kbps, (MediaWindow(160, 0),) * 5)
    return NetworkReading(LinkKind.CABLE, ServerReach.REACHED, 20.0, 0.0, works, works, works, media)


class Script:
    """What the process does that is started next."""

    def __init__(self, *lines: str, then: str = "") -> None:
        self.lines, self.then = list(lines), then

    def __call__(self, url: str) -> Sequence[str]:
        says = "".join(f"print({line!r}, flush=True)\n" for line in self.lines)
        return (sys.executable, "-c", f"import os, sys, time\n{says}{self.then}")


def at(address: str) -> Seen:
    return Seen(frozenset({address}), frozenset({address}))


def make(
    script: Script, clock: FakeClock | None = None, look: Callable[[], Seen] = lambda: at("192.0.2.7")
) -> NetworkTest:
    return ChildNetworkTest(SERVER, load_network_limits(), clock or FakeClock(), script, look)


async def test_progress_is_told_and_the_reading_judged() -> None:
    told: list[NetworkProgress] = []
    verdict = await make(Script(PROBE.dump(HALF), PROBE.dump(good()))).run(told.append)
    assert told == [HALF]
    assert (verdict.advice, verdict.severity) == (Advice.NETWORK_OK, Severity.GREEN)


async def test_the_key_goes_by_the_environment() -> None:
    wants = "assert os.environ['VARDKLIENT_SERVER_KEY'] == 'a key that only tests know'\n"
    verdict = await make(Script(then=f"{wants}print({PROBE.dump(good())!r})")).run(lambda _: None)
    assert verdict.advice is Advice.NETWORK_OK
    assert not any(SERVER[1] in word for word in probe_command(SERVER[0]))


async def test_what_it_writes_as_errors_goes_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    """Errors of the network name addresses and hosts."""
    script = Script(then=f"print('192.0.2.99 host.example', file=sys.stderr)\nprint({PROBE.dump(good())!r})")
    assert (await make(script).run(lambda _: None)).advice is Advice.NETWORK_OK
    assert "192.0.2.99" not in "".join(capfd.readouterr())


async def test_a_process_that_says_nothing_or_nonsense_gives_no_verdict() -> None:
    for script in (Script(), Script("nonsense"), Script("x" * 200_000)):
        verdict = await make(script).run(lambda _: None)
        assert (verdict.advice, verdict.severity) == (Advice.NETWORK_UNSURE, Severity.UNKNOWN)


async def test_a_program_that_cannot_be_started_gives_no_verdict() -> None:
    test = ChildNetworkTest(SERVER, load_network_limits(), FakeClock(), lambda _: ("/nowhere/vardklient",))
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_UNSURE


async def test_cancelling_ends_the_process() -> None:
    started: asyncio.Queue[NetworkProgress] = asyncio.Queue()
    others = set(_children())
    script = Script(PROBE.dump(HALF), then="time.sleep(600)")
    task = asyncio.create_task(make(script).run(started.put_nowait))
    async with asyncio.timeout(60):
        await started.get()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert set(_children()) <= others


async def test_what_was_said_stays_while_the_figures_hardly_change() -> None:
    clock, script = FakeClock(), Script(PROBE.dump(good(rate_kbps=340.0)))
    test = make(script, clock)
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_SMALL_PICTURE
    clock.advance(10)
    script.lines[:] = [PROBE.dump(good(rate_kbps=380.0))]
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_SMALL_PICTURE
    clock.advance(10)
    script.lines[:] = [PROBE.dump(good())]
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_OK


async def test_in_another_network_what_was_said_counts_no_more() -> None:
    places = iter([at("192.0.2.7"), at("198.51.100.7")])
    script = Script(PROBE.dump(good(rate_kbps=340.0)))
    test = make(script, look=lambda: next(places))
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_SMALL_PICTURE
    script.lines[:] = [PROBE.dump(good(rate_kbps=380.0))]
    assert (await test.run(lambda _: None)).advice is Advice.NETWORK_OK


async def test_two_at_once_take_turns() -> None:
    test = make(Script(PROBE.dump(HALF), PROBE.dump(good())))
    order: list[str] = []

    async def one(name: str) -> None:
        await test.run(lambda _: order.append(name))
        order.append(f"{name} done")

    await asyncio.gather(one("a"), one("b"))
    assert order == ["a", "a done", "b", "b done"]


def _children() -> list[int]:
    """Our processes that are still there, zombies included."""
    me, found = os.getpid(), list[int]()
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    words = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[1]) == me:
                found.append(int(name))
    return found
