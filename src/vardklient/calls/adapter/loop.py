"""An event loop for media: sockets are drained at once, and every datagram knows when it arrived.

asyncio's own reads one datagram per round and says nothing of time. With a busy processor the round comes late; stamps
taken then look like a line that gets slower, and the other side lowers its rate without need.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from aioice import turn

from vardklient.calls.adapter.stamps import Address, make_reader

if TYPE_CHECKING:
    from typing_extensions import Buffer

DRAIN_DATAGRAMS = 64
"""Read per round at most, so that other work gets its turn. Own choice: 0.25 s of pictures at 2.5 Mbit/s."""
RECEIVE_BUFFER_BYTES = 1 << 20
"""Asked of the system, which may give less: 3 s at 2.5 Mbit/s, so that a stall loses nothing. Own choice."""
SEND_HIGH_BYTES = 64 * 1024
"""More than that waiting to leave: the protocol is told to pause (asyncio's own figure)."""
Destination: TypeAlias = "Address | str | Buffer | None"


class DatagramTransport(asyncio.DatagramTransport):
    """What asyncio promises of a datagram transport, on a socket of ours. See the module for what is different."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        sock: socket.socket,
        protocol: asyncio.DatagramProtocol,
        peer: Address | None,
    ) -> None:
        super().__init__({"socket": sock, "sockname": sock.getsockname(), "peername": peer})
        self._loop, self._sock, self._protocol, self._peer = loop, sock, protocol, peer
        self._buffer: deque[tuple[bytes, Destination]] = deque()
        self._waiting_bytes = 0
        self._paused = self._closing = self._ended = False
        self._reader = make_reader(sock)
        loop.call_soon(self._begin)

    def _begin(self) -> None:
        self._protocol.connection_made(self)
        if not self._closing:
            self._loop.add_reader(self._sock.fileno(), self._drain)

    # ------------------------------------------------------------ in

    def _drain(self) -> None:
        for _ in range(DRAIN_DATAGRAMS):
            if self._closing:
                return
            try:
                datagram, address = self._reader()
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                # an ICMP error to something that was sent; what follows in the queue is sound
                self._protocol.error_received(error)
                continue
            self._protocol.datagram_received(datagram, address)

    # ------------------------------------------------------------ out

    def sendto(self, data: Buffer, addr: Destination = None) -> None:
        if self._peer is not None and addr not in (None, self._peer):
            raise ValueError(f"Invalid address: must be None or {self._peer}")
        if self._ended or self._closing:
            return
        data = bytes(data)
        if not self._buffer:
            if self._send(data, addr):
                return
            self._loop.add_writer(self._sock.fileno(), self._send_waiting)
        self._buffer.append((data, addr))
        self._waiting_bytes += len(data)
        if self._waiting_bytes > SEND_HIGH_BYTES and not self._paused:
            self._paused = True
            self._protocol.pause_writing()

    def _send(self, data: bytes, addr: Destination) -> bool:
        """False: the system's buffer is full."""
        try:
            if self._peer is not None or addr is None:
                self._sock.send(data)
            else:
                self._sock.sendto(data, addr)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError as error:
            self._protocol.error_received(error)
        return True

    def _send_waiting(self) -> None:
        while self._buffer and self._send(*self._buffer[0]):
            self._waiting_bytes -= len(self._buffer.popleft()[0])
        if self._paused and self._waiting_bytes <= SEND_HIGH_BYTES // 4:
            self._paused = False
            self._protocol.resume_writing()
        if not self._buffer:
            self._loop.remove_writer(self._sock.fileno())
            if self._closing:
                self._end_soon(None)

    # ------------------------------------------------------------ the end

    def is_closing(self) -> bool:
        return self._closing

    def close(self) -> None:
        """Read no more, send what waits, and go."""
        if self._closing:
            return
        self._closing = True
        self._loop.remove_reader(self._sock.fileno())
        if not self._buffer:
            self._end_soon(None)

    def abort(self) -> None:
        """Go at once; what waits is lost."""
        if self._ended:
            return
        if not self._closing:
            self._closing = True
            self._loop.remove_reader(self._sock.fileno())
        if self._buffer:
            self._buffer.clear()
            self._waiting_bytes = 0
            self._loop.remove_writer(self._sock.fileno())
        self._end_soon(None)

    def _end_soon(self, error: Exception | None) -> None:
        if not self._ended:
            self._ended = True
            self._loop.call_soon(self._end, error)

    def _end(self, error: Exception | None) -> None:
        try:
            self._protocol.connection_lost(error)
        finally:
            self._sock.close()

    # ------------------------------------------------------------ the rest of the promise

    def get_protocol(self) -> asyncio.BaseProtocol:
        return self._protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = cast(asyncio.DatagramProtocol, protocol)

    def get_write_buffer_size(self) -> int:
        """Bytes that wait to leave."""
        return self._waiting_bytes


class MediaLoop(asyncio.SelectorEventLoop):
    """The system's selector loop with `DatagramTransport` for plain datagram endpoints; anything else is asyncio's."""

    async def create_datagram_endpoint(  # type: ignore[override]
        self,
        protocol_factory: Callable[[], asyncio.DatagramProtocol],
        local_addr: tuple[str, int] | None = None,
        remote_addr: tuple[str, int] | None = None,
        **unusual: Any,
    ) -> tuple[asyncio.DatagramTransport, asyncio.DatagramProtocol]:
        if any(value for name, value in unusual.items() if name != "family") or not (local_addr or remote_addr):
            return await super().create_datagram_endpoint(
                protocol_factory, local_addr=local_addr, remote_addr=remote_addr, **unusual
            )
        sock, peer = await self._open(local_addr, remote_addr, unusual.get("family", 0))
        protocol = protocol_factory()
        transport = DatagramTransport(self, sock, protocol, peer)
        try:
            await asyncio.sleep(0)  # until the protocol knows its transport
        except BaseException:
            transport.close()
            raise
        return transport, protocol

    async def _open(
        self, local: tuple[str, int] | None, remote: tuple[str, int] | None, family: int
    ) -> tuple[socket.socket, Address | None]:
        """A socket for the first family in which all addresses can be had."""
        ours = await self._addresses(local, family)
        theirs = await self._addresses(remote, family)
        failed: OSError | None = None
        for found in [f for f in ours or theirs if not (ours and theirs) or f in theirs]:
            try:
                return _open_in(found, ours.get(found), theirs.get(found)), theirs.get(found)
            except OSError as error:
                failed = failed or error
        raise failed or ValueError("can not get address information")

    async def _addresses(self, address: tuple[str, int] | None, family: int) -> dict[int, Address]:
        """By family, the first of each. A literal address is taken at once; a name is looked up beside the loop."""
        if address is None:
            return {}
        host, port = address
        kind = socket.SOCK_DGRAM
        try:
            found = socket.getaddrinfo(host, port, family=family, type=kind, flags=socket.AI_NUMERICHOST)
        except socket.gaierror:
            found = await self.getaddrinfo(host, port, family=family, type=kind)
        by_family: dict[int, Address] = {}
        for entry in found:
            by_family.setdefault(entry[0], entry[4])
        return by_family


def _open_in(family: int, local: Address | None, remote: Address | None) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_DGRAM)
    try:
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        if local is not None:
            sock.bind(local)
        if remote is not None:
            sock.connect(remote)  # of a datagram socket: sets the address, never waits
    except OSError:
        sock.close()
        raise
    return sock


def engine_loop() -> asyncio.AbstractEventLoop:
    """The loop that the call engine runs on."""
    # aioice sets the receive buffer once more, to this
    turn.UDP_SOCKET_BUFFER_SIZE = RECEIVE_BUFFER_BYTES
    return MediaLoop()
