from __future__ import annotations

import asyncio
import socket
import struct
import sys
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from vardklient.calls.adapter.loop import DRAIN_DATAGRAMS, RECEIVE_BUFFER_BYTES, DatagramTransport, engine_loop
from vardklient.calls.adapter.stamps import Datagram, monotonic

T = TypeVar("T")
LOOPBACK = ("127.0.0.1", 0)


def run(work: Coroutine[Any, Any, T]) -> T:
    """On the engine's loop, which pytest's own tests do not have."""
    loop = engine_loop()
    try:
        return loop.run_until_complete(asyncio.wait_for(work, 90))
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


class Listener(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.got: list[tuple[Datagram, tuple[Any, ...], float]] = []
        self.errors: list[Exception] = []
        self.lost: list[Exception | None] = []
        self.paused: list[bool] = []
        self.changed = asyncio.Event()
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        assert isinstance(data, Datagram)
        self.got.append((data, addr, time.monotonic()))
        self.changed.set()

    def error_received(self, exc: Exception) -> None:
        self.errors.append(exc)
        self.changed.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.append(exc)
        self.changed.set()

    def pause_writing(self) -> None:
        self.paused.append(True)

    def resume_writing(self) -> None:
        self.paused.append(False)
        self.changed.set()

    async def until(self, done: Any) -> None:
        while not done():
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 60)


async def listen(**how: Any) -> tuple[DatagramTransport, Listener]:
    transport, protocol = await asyncio.get_running_loop().create_datagram_endpoint(Listener, **how)
    assert isinstance(transport, DatagramTransport)
    assert isinstance(protocol, Listener)
    assert protocol.transport is transport
    return transport, protocol


async def close(*ends: tuple[asyncio.BaseTransport, Listener]) -> None:
    for transport, listener in ends:
        transport.close()
        await listener.until(lambda listener=listener: listener.lost)


def test_many_come_in_order_with_a_stamp_of_before_they_were_read() -> None:
    async def work() -> None:
        end, heard = await listen(local_addr=LOOPBACK)
        other, back = await listen(remote_addr=end.get_extra_info("sockname"))
        first_s = time.monotonic()
        many = 3 * DRAIN_DATAGRAMS
        for n in range(many):
            other.sendto(n.to_bytes(4, "big"))
        sent_s = time.monotonic()
        await heard.until(lambda: len(heard.got) == many)
        assert [int.from_bytes(data, "big") for data, _, _ in heard.got] == list(range(many))
        stamps = [data.arrived_s for data, _, _ in heard.got]
        assert stamps[0] >= first_s - 0.001  # the two clocks are read one after the other
        assert all(stamp <= read_s for stamp, (_, _, read_s) in zip(stamps, heard.got, strict=True))
        if sys.platform in ("linux", "darwin"):
            assert stamps[-1] <= sent_s + 0.001, "the system's stamp, not the time of reading"
        assert heard.got[0][1] == other.get_extra_info("sockname")
        end.sendto(b"back", heard.got[0][1])
        await back.until(lambda: back.got)
        assert back.got[0][0] == b"back"
        await close((end, heard), (other, back))

    run(work())


def test_a_stall_of_the_loop_does_not_move_the_stamps() -> None:
    async def work() -> None:
        end, heard = await listen(local_addr=LOOPBACK)
        sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with sender:
            sender.sendto(b"one", end.get_extra_info("sockname"))
            before_s = time.monotonic()
            time.sleep(0.05)  # noqa: ASYNC251 - the stall that is tested
            await heard.until(lambda: heard.got)
        if sys.platform in ("linux", "darwin"):
            assert heard.got[0][0].arrived_s <= before_s + 0.001
        await close((end, heard))

    run(work())


def test_the_far_end_that_is_gone_is_told_and_nothing_else_is_lost() -> None:
    async def work() -> None:
        gone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        gone.bind(LOOPBACK)
        address = gone.getsockname()
        gone.close()
        end, heard = await listen(remote_addr=address)
        end.sendto(b"to nobody")
        await heard.until(lambda: heard.errors)
        assert isinstance(heard.errors[0], ConnectionRefusedError)
        assert not end.is_closing()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as back:
            back.bind(address)
            back.sendto(b"there again", end.get_extra_info("sockname"))
            await heard.until(lambda: heard.got)
        await close((end, heard))

    run(work())


def test_nothing_is_lost_while_the_system_takes_no_more() -> None:
    async def work() -> None:
        # a pair of local sockets holds back the sender, which UDP on loopback never does
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        for sock in (ours, theirs):
            sock.setblocking(False)
        heard = Listener()
        end = DatagramTransport(asyncio.get_running_loop(), ours, heard, ("them",))
        await asyncio.sleep(0)
        many = 2000
        for n in range(many):
            end.sendto(n.to_bytes(4, "big") * 50)
        assert end.get_write_buffer_size() > 0
        assert heard.paused == [True]
        end.close()
        got = [
            int.from_bytes((await asyncio.get_running_loop().sock_recv(theirs, 4096))[:4], "big") for _ in range(many)
        ]
        assert got == list(range(many))
        await heard.until(lambda: heard.lost)
        assert heard.paused == [True, False]
        assert end.get_write_buffer_size() == 0
        theirs.close()

    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("platform: no local sockets")
    run(work())


def test_abort_drops_what_waits() -> None:
    async def work() -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        ours.setblocking(False)
        heard = Listener()
        end = DatagramTransport(asyncio.get_running_loop(), ours, heard, ("them",))
        await asyncio.sleep(0)
        for _ in range(2000):
            end.sendto(bytes(200))
        end.abort()
        end.abort()
        await heard.until(lambda: heard.lost)
        assert heard.lost == [None]
        assert ours.fileno() == -1
        theirs.close()

    if not hasattr(socket, "AF_UNIX"):
        pytest.skip("platform: no local sockets")
    run(work())


def test_what_is_promised_of_a_transport() -> None:
    async def work() -> None:
        end, heard = await listen(local_addr=LOOPBACK)
        sock = end.get_extra_info("socket")
        # Linux gives no more than its administrator allows
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) >= min(RECEIVE_BUFFER_BYTES, 200_000)
        assert end.get_extra_info("peername") is None
        assert end.get_extra_info("nothing", 7) == 7
        assert end.get_protocol() is heard
        other = Listener()
        end.set_protocol(other)
        end.sendto(b"self", end.get_extra_info("sockname"))
        await other.until(lambda: other.got)
        assert end.get_write_buffer_size() == 0
        end.sendto(b"nowhere to go")
        await other.until(lambda: other.errors)
        end.close()
        assert end.is_closing()
        end.close()
        end.sendto(b"too late", end.get_extra_info("sockname"))
        await other.until(lambda: other.lost)
        assert other.lost == [None]
        assert len(other.got) == 1

    run(work())


def test_a_connected_endpoint_sends_to_its_peer_alone() -> None:
    async def work() -> None:
        end, heard = await listen(local_addr=LOOPBACK)
        other, back = await listen(local_addr=LOOPBACK, remote_addr=end.get_extra_info("sockname"))
        assert other.get_extra_info("peername") == end.get_extra_info("sockname")
        with pytest.raises(ValueError, match="Invalid address"):
            other.sendto(b"x", ("127.0.0.1", 9))
        other.sendto(b"x", end.get_extra_info("sockname"))
        await heard.until(lambda: heard.got)
        await close((end, heard), (other, back))

    run(work())


def test_names_are_looked_up_and_bad_addresses_raise() -> None:
    async def work() -> None:
        end, heard = await listen(local_addr=("localhost", 0))
        await close((end, heard))
        with pytest.raises(OSError, match="address"):
            await listen(local_addr=("192.0.2.1", 0))
        with pytest.raises(ValueError, match="address"):
            await listen(local_addr=LOOPBACK, remote_addr=("::1", 9))

    run(work())


def test_anything_unusual_is_left_to_asyncio() -> None:
    async def work() -> None:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.bind(LOOPBACK)
        for how in ({"sock": sock}, {"local_addr": LOOPBACK, "allow_broadcast": True}):
            transport, heard = await asyncio.get_running_loop().create_datagram_endpoint(Listener, **how)
            assert not isinstance(transport, DatagramTransport)
            await close((transport, heard))

    run(work())


def test_a_part_of_a_datagram_keeps_its_stamp() -> None:
    """TURN frames: 4 bytes, then what was relayed."""
    whole = Datagram(struct.pack("!HH", 0x4000, 3) + b"abc", 12.5)
    part = whole[4:7]
    assert (part, part.arrived_s, whole[4]) == (b"abc", 12.5, ord("a"))


def test_wall_clock_times_that_cannot_be_true_become_now() -> None:
    now_s, wall_s = time.monotonic(), time.time()
    for untrue in (None, wall_s + 60, wall_s - 60):
        assert monotonic(untrue) >= now_s
    assert monotonic(wall_s - 0.1) < now_s
