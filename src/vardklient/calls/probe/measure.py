"""One measurement of the network, from the first question to the last packet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from vardklient.calls.network.relays import Relay, Way
from vardklient.calls.probe.ledger import Ledger
from vardklient.calls.probe.loop import RelayLoop
from vardklient.calls.probe.stream import MediaStream
from vardklient.calls.probe.visitserver import Begun, ProbeClient
from vardklient.calls.probe.ways import Found, find_ways
from vardklient.domain.network import LinkKind, MediaReading, NetworkReading, ServerReach
from vardklient.ports.network import NetworkProgress, NetworkStage

_RELAY_FROM, _MEDIA_FROM = 0.05, 0.15
"""Where in the whole the stages begin, as a usual line spends its time."""
_TOLD_EVERY = 0.02
Tell = Callable[[NetworkProgress], None]


async def measure(url: str, key: str, link: Callable[[], LinkKind], tell: Tell) -> NetworkReading:
    """Measure; never raises for what the network does.

    Args:
        url: of the visit server.
        key: its key.
        link: what the machine is connected by; called on a thread.
        tell: told of the progress.
    """
    tell(NetworkProgress(NetworkStage.SERVER, 0.0))
    async with ProbeClient(url, key) as server:
        begun, kind = await asyncio.gather(server.begin(), asyncio.to_thread(link))
        reading = NetworkReading(kind, begun.reach, clock_off_s=begun.clock_off_s)
        if begun.reach is not ServerReach.REACHED:
            return reading
        try:
            return await _measure_ways(server, begun, reading, tell)
        finally:
            await server.end()


async def _measure_ways(server: ProbeClient, begun: Begun, reading: NetworkReading, tell: Tell) -> NetworkReading:
    tell(NetworkProgress(NetworkStage.RELAY, _RELAY_FROM))
    found, talks, figures = await asyncio.gather(find_ways(begun.ice), server.talks(), _line(server))
    round_trip_ms, up_kbps, down_kbps = figures
    reading = replace(
        reading,
        server=ServerReach.REACHED if talks else ServerReach.STRANGER,
        server_rtt_ms=round_trip_ms,
        up_kbps=up_kbps,
        down_kbps=down_kbps,
        udp=found.states[Way.UDP],
        tcp=found.states[Way.TCP],
        tls=found.states[Way.TLS],
    )
    return replace(reading, media=await _measure_media(found, tell)) if talks else reading


async def _line(server: ProbeClient) -> tuple[float | None, float | None, float | None]:
    """Round trip, and rates up and down, of the line to the visit server."""
    round_trip_ms = await server.round_trip_ms()
    if round_trip_ms is None:
        return None, None, None
    return round_trip_ms, *await server.rates_kbps(round_trip_ms)


async def _measure_media(found: Found, tell: Tell) -> MediaReading | None:
    """Through the best relay that works."""
    if not found.relays:
        return None
    tell(NetworkProgress(NetworkStage.MEDIA, _MEDIA_FROM))

    told = 0.0

    def went(share: float) -> None:
        nonlocal told
        if share - told >= _TOLD_EVERY:
            told = share
            tell(NetworkProgress(NetworkStage.MEDIA, _MEDIA_FROM + (1 - _MEDIA_FROM) * share))

    try:
        return await _through(found.relays[0], went)
    except ConnectionError:
        return None


async def _through(relay: Relay, went: Callable[[float], None]) -> MediaReading | None:
    ledger = Ledger()
    async with RelayLoop(relay, ledger.arrive) as loop:
        return await MediaStream(loop, ledger, went).measure()
