"""The whole measurement: a real visit server, a real TURN server, a line that is spoiled, a process that measures.

The program's own test of the network starts the process, as in the window. The lines are measured at the same time.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.call.relay import Impairment

from tests.calls.parts import open_sockets, sockets_closed
from tests.peers.badline import bad_line
from tests.peers.coturn import SECRET, Coturn, coturn, find_coturn, free_port, swallowed
from tests.visitserver.client import KEY
from vardklient.base.clock import SystemClock
from vardklient.calls.probe.measure import measure
from vardklient.checks.network import judge, load_network_limits
from vardklient.domain.network import LinkKind, RelayState
from vardklient.domain.verdict import Advice, Verdict
from vardklient.ports.network import NetworkProgress, NetworkStage
from vardklient.program.networktest import ChildNetworkTest
from vardklient.visitserver.config import ServerConfig
from vardklient.visitserver.server import VisitServer

needs_coturn = pytest.mark.skipif(find_coturn() is None, reason="there is no coturn")
LIMITS = load_network_limits()
PATIENCE_S = 90.0
"""A machine that runs many tests at once takes long to start three processes."""
LINES = {
    "0 %": (Impairment(delay_s=0.01, jitter_s=0.002), Advice.NETWORK_OK),
    "2 %": (Impairment(loss_share=0.02, delay_s=0.01, jitter_s=0.002), Advice.NETWORK_OK),
    "10 %": (Impairment(loss_share=0.1, delay_s=0.01, jitter_s=0.002), Advice.NETWORK_LOSSY),
    "300 ms": (Impairment(delay_s=0.15), Advice.NETWORK_SLOW_ANSWER),
    "300 kbit/s": (Impairment(rate_bps=3e5, delay_s=0.01), Advice.NETWORK_SMALL_PICTURE),
}
GROUPS = [("0 %", "10 %", "UDP blocked"), ("2 %", "300 ms", "300 kbit/s"), ("all blocked", "server dead")]
WANTED = {name: advice for name, (_, advice) in LINES.items()} | {
    "UDP blocked": Advice.NETWORK_RELAYED,
    "all blocked": Advice.NETWORK_BLOCKED,
    "server dead": Advice.NETWORK_SERVER_DEAD,
}


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with coturn(tmp_path_factory.mktemp("turn")) as running:
        yield running


def urls_over(stack: contextlib.ExitStack, name: str, turn: Coturn) -> tuple[str, ...]:
    """The relay's addresses as somebody on that line reaches them."""
    if name in LINES:
        port = stack.enter_context(bad_line(turn.port, LINES[name][0])).port
        return f"turn:127.0.0.1:{port}?transport=udp", turn.tcp, turn.tls
    nowhere = stack.enter_context(swallowed())
    udp, tcp = f"turn:127.0.0.1:{nowhere}?transport=udp", f"turn:127.0.0.1:{nowhere}?transport=tcp"
    return (udp, turn.tcp, turn.tls) if name == "UDP blocked" else (udp, tcp)


async def measured(name: str, turn: Coturn, progress: list[NetworkProgress]) -> Verdict:
    """What the window's program says on that line."""
    with contextlib.ExitStack() as stack:
        config = ServerConfig(port=0, key=KEY, turn_urls=urls_over(stack, name, turn), turn_secret=SECRET)
        async with VisitServer(config) as server:
            url = f"http://127.0.0.1:{free_port()}" if name == "server dead" else server.url
            test = ChildNetworkTest((url, KEY), LIMITS, SystemClock(), ends_within_s=PATIENCE_S)
            return await test.run(progress.append)


@needs_coturn
@pytest.mark.slow
@pytest.mark.parametrize("names", GROUPS, ids=lambda names: ", ".join(names))
async def test_the_right_sentence(
    names: tuple[str, ...], turn: Coturn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(turn.authority))
    progress: list[list[NetworkProgress]] = [[] for _ in names]
    began_s = time.monotonic()
    verdicts = await asyncio.gather(*(measured(name, turn, told) for name, told in zip(names, progress, strict=True)))
    took_s = time.monotonic() - began_s
    with capsys.disabled():
        for name, verdict in zip(names, verdicts, strict=True):
            figures = "  ".join(f"{n} {value:.4g}" for n, value in verdict.measures.items())
            print(f"\n{name:12} {verdict.severity:7} {verdict.advice:22} {took_s:4.1f} s  {figures}", end="")  # noqa: T201
    for name, verdict, told in zip(names, verdicts, progress, strict=True):
        assert verdict.advice is WANTED[name], (name, verdict)
        shares = [one.share for one in told]
        assert shares == sorted(shares)
        if name in LINES:
            assert {one.stage for one in told} == set(NetworkStage)
            assert shares[-1] > 0.8


@needs_coturn
async def test_a_measurement_that_is_cancelled_leaves_nothing(turn: Coturn) -> None:
    before = open_sockets()
    config = ServerConfig(port=0, key=KEY, turn_urls=(turn.udp,), turn_secret=SECRET)
    async with VisitServer(config) as server:
        flows = asyncio.Event()

        def tell(progress: NetworkProgress) -> None:
            if progress.stage is NetworkStage.MEDIA and progress.share > 0.2:
                flows.set()

        task = asyncio.create_task(measure(server.url, KEY, lambda: LinkKind.CABLE, tell))
        async with asyncio.timeout(90):
            await flows.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()
    await sockets_closed(before)


async def test_without_relays_the_network_is_not_judged() -> None:
    async with VisitServer(ServerConfig(port=0, key=KEY)) as server:
        reading = await measure(server.url, KEY, lambda: LinkKind.CABLE, lambda _: None)
    assert (reading.udp, reading.media) == (RelayState.NOT_OFFERED, None)
    assert reading.server_rtt_ms is not None
    assert judge(reading, LIMITS).advice is Advice.NETWORK_UNSURE


@needs_coturn
async def test_a_relay_that_lets_nobody_through_to_himself_is_no_verdict(tmp_path: Path) -> None:
    """It gives places, but its administrator has forbidden it its own address: nothing is known of the line."""
    with coturn(tmp_path, "denied-peer-ip=127.0.0.0-127.255.255.255") as strict:
        config = ServerConfig(port=0, key=KEY, turn_urls=(strict.udp,), turn_secret=SECRET)
        async with VisitServer(config) as server:
            reading = await measure(server.url, KEY, lambda: LinkKind.CABLE, lambda _: None)
    assert (reading.udp, reading.media) == (RelayState.WORKS, None)
    assert judge(reading, LIMITS).advice is Advice.NETWORK_UNSURE
