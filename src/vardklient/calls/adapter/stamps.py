"""Datagrams that know when they arrived: the system's own stamp where it gives one."""

from __future__ import annotations

import logging
import socket
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, SupportsIndex

log = logging.getLogger(__name__)

LARGEST_DATAGRAM_BYTES = 1 << 16
OLDEST_STAMP_S = 5.0
"""An older stamp, or one from the future, is the wall clock having been set. Own choice."""
MEASURE_TRIES, MEASURE_WITHIN_S = 3, 50e-6
"""Reading the two clocks is repeated when something came between. Own choice."""
STAMP_OPTIONS = {
    "linux": (getattr(socket, "SO_TIMESTAMPNS", 35), getattr(socket, "SCM_TIMESTAMPNS", 35), 1e-9),
    "darwin": (getattr(socket, "SO_TIMESTAMP", 0x0400), getattr(socket, "SCM_TIMESTAMP", 0x02), 1e-6),
}
"""By platform: the option, the kind of message that it brings, the unit of the fraction. Not all are named by Python:
asm-generic/socket.h of Linux, sys/socket.h of macOS."""
STAMP_SPACE_BYTES = socket.CMSG_SPACE(16) if hasattr(socket, "CMSG_SPACE") else 0

Address = tuple[Any, ...]


class Datagram(bytes):
    """What came in one datagram. A part of it keeps the stamp: TURN takes the payload out of its frame.

    Attributes:
        arrived_s: monotonic time at which the system received it (Linux, macOS), else at which it was read.
    """

    arrived_s: float

    def __new__(cls, data: bytes | memoryview, arrived_s: float) -> Datagram:
        datagram = super().__new__(cls, data)
        datagram.arrived_s = arrived_s
        return datagram

    def __getitem__(self, key: SupportsIndex | slice) -> Any:
        found = super().__getitem__(key)
        return Datagram(found, self.arrived_s) if isinstance(found, bytes) else found


def make_reader(sock: socket.socket) -> Callable[[], tuple[Datagram, Address]]:
    """A function that reads one datagram, with the system's stamp where there is one."""
    buffer = bytearray(LARGEST_DATAGRAM_BYTES)
    view = memoryview(buffer)

    def read_now() -> tuple[Datagram, Address]:
        size, address = sock.recvfrom_into(buffer)
        return Datagram(view[:size], time.monotonic()), address

    if sys.platform not in STAMP_OPTIONS or not hasattr(sock, "recvmsg_into"):
        return read_now
    option, kind, unit_s = STAMP_OPTIONS[sys.platform]
    try:
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
    except OSError:
        log.info("no stamps from the system; datagrams are stamped when read")
        return read_now

    def read_stamped() -> tuple[Datagram, Address]:
        size, messages, _, address = sock.recvmsg_into([buffer], STAMP_SPACE_BYTES)
        wall_s = next((_wall(m[2], unit_s) for m in messages if m[:2] == (socket.SOL_SOCKET, kind)), None)
        return Datagram(view[:size], monotonic(wall_s)), address

    return read_stamped


def _wall(data: bytes, unit_s: float) -> float:
    """A `timeval` or `timespec`: seconds, and a fraction that fills the rest or, on macOS, 4 bytes of it."""
    if len(data) == 8:
        seconds, fraction = struct.unpack("=ii", data)
    elif sys.platform == "darwin":
        seconds, fraction = struct.unpack_from("=qi", data)
    else:
        seconds, fraction = struct.unpack("=qq", data)
    return float(seconds + fraction * unit_s)


def monotonic(wall_s: float | None) -> float:
    """Wall-clock time as monotonic time, never later than now; now when it is not known or cannot be true.

    How far the two clocks are apart is measured at every stamp (0.2 us): the wall clock may be set at any time.
    """
    for _ in range(MEASURE_TRIES):
        before_s = time.monotonic()
        wall_now_s = time.time()
        now_s = time.monotonic()
        if now_s - before_s < MEASURE_WITHIN_S:
            break
    if wall_s is None or not 0.0 <= wall_now_s - wall_s <= OLDEST_STAMP_S:
        return now_s
    return before_s - (wall_now_s - wall_s)
