"""What a measurement in a process of its own tells the program: one record a line."""

from __future__ import annotations

from vardklient.domain.network import NetworkReading
from vardklient.ports.network import NetworkProgress
from vardklient.wire.records import Codec

MAX_LINE_BYTES = 65_536

PROBE: Codec[NetworkProgress | NetworkReading] = Codec(
    {"progress": NetworkProgress, "reading": NetworkReading}, MAX_LINE_BYTES
)
