"""A line between two peers that spoils what goes over it: loss, bursts, delay, jitter, rate, queue, outage.

A UDP relay in user space, so that it needs no rights and no kernel. Each direction is spoiled on its own; the order of
packets is kept.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

HOST = "127.0.0.1"
UDP_IP_BYTES = 28
"""Headers that the rate of a line counts too."""
ORDER_S = 2e-6
"""Packets leave at least so far apart: asyncio does not keep the order of timers that are due at the same time."""

Name = Literal["a", "b"]
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Impairment:
    """What is wrong with one direction.

    Attributes:
        loss_share: of the packets, 0..1.
        burst: mean number of packets lost in a row (Gilbert's model); 1 = each on its own.
        delay_s: one way.
        jitter_s: standard deviation of what comes on top, never less than nothing.
        rate_bps: 0 = no limit.
        queue_s: how long the queue before the limit may be; what finds it longer is lost.
    """

    loss_share: float = 0.0
    burst: float = 1.0
    delay_s: float = 0.0
    jitter_s: float = 0.0
    rate_bps: float = 0.0
    queue_s: float = 0.3


class Direction:
    """One direction of a line. Time is handed in, in seconds of any clock.

    Attributes:
        packets, bytes: what came in (UDP payload).
        lost: packets that did not come out.
        cut_s: (from, to): the outage; None = there is none.
    """

    def __init__(self, impairment: Impairment, chance: random.Random) -> None:
        self.packets = self.bytes = self.lost = 0
        self.cut_s: tuple[float, float] | None = None
        self._is = impairment
        self._chance = chance
        self._free_s = 0.0
        self._last_s = 0.0
        self._in_burst = False

    def leaves_s(self, size: int, now_s: float) -> float | None:
        """When a packet of `size` bytes that comes now leaves; None if it is lost."""
        self.packets += 1
        self.bytes += size
        through_s = None if self._hit(now_s) else self._queue(size, now_s)
        if through_s is None:
            self.lost += 1
            return None
        late_s = abs(self._chance.gauss(0, self._is.jitter_s)) if self._is.jitter_s else 0.0
        self._last_s = max(through_s + self._is.delay_s + late_s, self._last_s + ORDER_S)
        return self._last_s

    def _hit(self, now_s: float) -> bool:
        if self.cut_s is not None and self.cut_s[0] <= now_s < self.cut_s[1]:
            return True
        if self._is.burst <= 1:
            return self._chance.random() < self._is.loss_share
        leave = 1 / self._is.burst
        enter = self._is.loss_share * leave / (1 - self._is.loss_share)
        stays = self._chance.random() >= leave if self._in_burst else self._chance.random() < enter
        self._in_burst = stays
        return stays

    def _queue(self, size: int, now_s: float) -> float | None:
        if not self._is.rate_bps:
            return now_s
        begin_s = max(now_s, self._free_s)
        if begin_s - now_s > self._is.queue_s:
            return None
        self._free_s = begin_s + (size + UDP_IP_BYTES) * 8 / self._is.rate_bps
        return self._free_s


class Line:
    """Both directions, over all connections that two peers make in a call.

    Attributes:
        late_s: how much later than it should every delayed packet left: the bench's own fault.
    """

    def __init__(self, from_a: Impairment, from_b: Impairment, seed: int) -> None:
        self.directions: dict[Name, Direction] = {
            "a": Direction(from_a, random.Random(seed)),
            "b": Direction(from_b, random.Random(seed + 1)),
        }
        self.late_s: list[float] = []
        self._relays: dict[int, Relay] = {}

    async def relay(self, epoch: int) -> Relay:
        """The relay for this pair of connections."""
        if epoch not in self._relays:
            self._relays[epoch] = relay = Relay(self)
            await relay.open()
        return self._relays[epoch]

    def cut(self, begin_s: float, end_s: float) -> None:
        """Nothing comes through between these monotonic times."""
        for direction in self.directions.values():
            direction.cut_s = (begin_s, end_s)

    def close(self) -> None:
        for relay in self._relays.values():
            relay.close()


class _Side(asyncio.DatagramProtocol):
    def __init__(self, relay: Relay, name: Name) -> None:
        self._relay, self._name = relay, name
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: Address) -> None:
        self._relay.forward(self._name, data, address)


class Relay:
    """Two sockets: peer a talks to one, peer b to the other. Only the address that was announced is listened to."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._sides: dict[Name, _Side] = {"a": _Side(self, "a"), "b": _Side(self, "b")}
        self._peers: dict[Name, Address] = {}

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        for side in self._sides.values():
            await loop.create_datagram_endpoint(lambda side=side: side, local_addr=(HOST, 0))  # type: ignore[misc]

    def port_for(self, name: Name) -> int:
        """Where this peer is to send to."""
        transport = self._sides[name].transport
        assert transport is not None
        port: int = transport.get_extra_info("sockname")[1]
        return port

    def announce(self, name: Name, address: Address) -> None:
        """This is where the peer is."""
        self._peers[name] = address

    def forward(self, name: Name, data: bytes, address: Address) -> None:
        if address != self._peers.get(name):
            return
        now_s = time.monotonic()
        leaves_s = self._line.directions[name].leaves_s(len(data), now_s)
        if leaves_s is None:
            return
        other: Name = "b" if name == "a" else "a"
        if leaves_s <= now_s:
            self._send(other, data)
        else:
            asyncio.get_running_loop().call_at(leaves_s, self._send_due, other, data, leaves_s)

    def _send_due(self, name: Name, data: bytes, due_s: float) -> None:
        self._line.late_s.append(time.monotonic() - due_s)
        self._send(name, data)

    def _send(self, name: Name, data: bytes) -> None:
        transport, address = self._sides[name].transport, self._peers.get(name)
        if transport is not None and address is not None and not transport.is_closing():
            transport.sendto(data, address)

    def close(self) -> None:
        for side in self._sides.values():
            if side.transport is not None:
                side.transport.close()


@contextmanager
def real_time() -> Iterator[bool]:
    """Let this thread go before all others, where that is allowed (the value tells); not what it starts meanwhile.

    Without, a busy processor would delay packets for both kinds of peers, as no line does.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


# ---------------------------------------------------------------- descriptions


def host_address(candidate: str) -> Address | None:
    """Where a candidate leads, if it is a UDP one of this machine's over IPv4."""
    words = candidate.removeprefix("a=").removeprefix("candidate:").split()
    if len(words) < 8 or words[1] != "1" or words[2].lower() != "udp" or words[7] != "host" or ":" in words[4]:
        return None
    return words[4], int(words[5])


def led_to(candidate: str, port: int) -> str:
    """The same candidate, at the relay."""
    words = candidate.split()
    words[4:6] = HOST, str(port)
    return " ".join(words)


def take_candidates(sdp: str) -> tuple[str, str | None]:
    """A description without any candidate, and the one to use: the first UDP one, one on loopback before others."""
    lines = sdp.splitlines()
    rest = [line for line in lines if not line.startswith(("a=candidate:", "a=end-of-candidates"))]
    found = [line.removeprefix("a=") for line in lines if line.startswith("a=candidate:") and host_address(line)]
    found.sort(key=lambda candidate: host_address(candidate)[0] != HOST)  # type: ignore[index]
    return "\r\n".join(rest) + "\r\n", found[0] if found else None
