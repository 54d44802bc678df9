"""From packets to whole pictures, in order, as soon as each can be decoded.

A picture leaves when its last packet is there. At a hole what follows waits: for the packet that is asked for again, or
for a key frame, which makes everything before it needless. Nothing leaves that a decoder could not show without fault.
"""

from __future__ import annotations

from typing import NamedTuple

from vardklient.calls.video.depayload import Depayload, Piece

MAX_WAIT_S = 0.6
"""At a hole, before what is missing is given up. Guessed by the prototype, and measured there."""
PATIENCE_MIN_S, PATIENCE_RTTS = 0.2, 4.0
"""At a hole, before a key frame is asked for besides: a repeat takes a round trip, and is lost as often as any packet.
In a simulation of 10 % loss, 0.15 s and 3 asked for 7 key frames a minute, this asks for one, without more freezes."""
ASK_EVERY_S = 0.3
"""Between two requests for a key frame, or the round trip where it is longer."""
START_GUARD_S = 0.03
"""So long the very first packets may be out of order before a key frame is asked for. Own choice."""
START_BACK = 50
"""So many packets before the first one that came may still belong to the first picture. Own choice."""
SILENCE_S = 1.0
"""Packets lost during so long a silence are not worth asking for: senders keep about a second. After it a key frame is
asked for at once; while it lasts nothing is."""
MAX_HOLE = 250
"""More packets at once are an outage: about a second of pictures. Own choice."""
MAX_HELD = 2000
"""Packets kept; more come only when something is wrong."""
START_RTT_S = 0.1


class MediaPacket(NamedTuple):
    """A packet of pictures, numbers unwrapped.

    Attributes:
        timestamp: 90 kHz.
        marker: the last packet of its picture.
        arrived_s: monotonic.
    """

    sequence: int
    timestamp: int
    marker: bool
    payload: bytes
    arrived_s: float


class CodedPicture(NamedTuple):
    """A whole picture that can be decoded after the one that left before it.

    Attributes:
        arrived_s: when its last packet came.
        waited: did a hole hold it up?
    """

    data: bytes
    timestamp: int
    key: bool
    arrived_s: float
    waited: bool


class PictureBuffer:
    """For the packets of one source in one codec. The clock is handed in.

    Args:
        read: how payloads of the codec are read.

    Attributes:
        rtt_s: round trip of the connection; set by whoever measures it.
        need_key: does nothing leave until a key frame comes?
        wanted_from: the first packet that is of use yet, None before the first.
        dropped: pictures that came, whole or in part, and never left.
    """

    def __init__(self, read: Depayload) -> None:
        self.rtt_s = START_RTT_S
        self.need_key = True
        self.wanted_from: int | None = None
        self.dropped = 0
        self._read = read
        self._packets: dict[int, tuple[MediaPacket, Piece]] = {}
        self._keys: set[int] = set()
        self._newest = 0
        self._first_s: float | None = None
        self._came_s = 0.0
        self._blocked_s: float | None = None
        self._blocked_at = 0
        self._asked_s: float | None = None
        self._begun = False
        self._picture_id: tuple[int, int] | None = None
        self._boundary = False

    # ------------------------------------------------------------ in and out

    def add(self, packet: MediaPacket, now_s: float) -> list[CodedPicture]:
        """A packet came: the pictures that can leave now."""
        try:
            piece = self._read(packet.payload)
        except ValueError:
            return []
        if not self._place(packet.sequence, now_s):
            return []
        self._packets[packet.sequence] = packet, piece
        if piece.key:
            self._keys.add(packet.sequence)
        if len(self._packets) > MAX_HELD:
            self._give_up()
        return self._advance(now_s)

    def tick(self, now_s: float) -> list[CodedPicture]:
        """Time has passed: the pictures that can leave now. To be called every few ms while `busy`."""
        if self._blocked_s is not None and now_s - self._blocked_s >= self._limit_s():
            self._give_up()
        elif self._begun:
            return []
        return self._advance(now_s)

    @property
    def busy(self) -> bool:
        """Is there a hole, or is a key frame awaited?"""
        return self._blocked_s is not None or (self.need_key and self._first_s is not None)

    def ask_for_key(self, now_s: float) -> bool:
        """Is it time to ask for a key frame? True counts as asked."""
        if self._first_s is None or now_s - self._came_s > SILENCE_S or now_s - self._first_s < START_GUARD_S:
            return False
        blocked_s = 0.0 if self._blocked_s is None else now_s - self._blocked_s
        # a key frame that is coming in is given the time to become whole
        if blocked_s < self._patience_s() and (self._keys or not self.need_key):
            return False
        if self._asked_s is not None and now_s - self._asked_s < max(self.rtt_s, ASK_EVERY_S):
            return False
        self._asked_s = now_s
        return True

    def break_off(self) -> None:
        """The decoder could not go on: the next picture must be a key frame."""
        self.need_key = True

    def _patience_s(self) -> float:
        return min(MAX_WAIT_S, max(PATIENCE_MIN_S, PATIENCE_RTTS * self.rtt_s))

    def _limit_s(self) -> float:
        """Holes among pictures that are of no use anyway are given up sooner."""
        return self._patience_s() if self.need_key and not self._keys else MAX_WAIT_S

    # ------------------------------------------------------------ where a packet belongs

    def _place(self, sequence: int, now_s: float) -> bool:
        """False: it came too late, or for the second time."""
        silent_s, self._came_s = now_s - self._came_s, now_s
        if self.wanted_from is None or self._first_s is None:
            self.wanted_from = self._newest = sequence
            self._first_s = now_s
            return True
        if not self._begun and self.wanted_from - START_BACK <= sequence < self.wanted_from:
            self.wanted_from = sequence
        hole = sequence - self._newest - 1
        if hole > MAX_HOLE or (hole > 0 and silent_s > SILENCE_S):
            self._drop_before(sequence)
            self.wanted_from = sequence
            self.need_key = self._begun = True
            self._boundary = False
        self._newest = max(self._newest, sequence)
        return sequence >= self.wanted_from and sequence not in self._packets

    def _give_up(self) -> None:
        """Wait no more for what is missing, but keep the newest picture: it may be a key frame that is coming in."""
        self.need_key = self._begun = True
        timestamp = self._packets[max(self._packets)][0].timestamp
        kept = min(n for n, (packet, _) in self._packets.items() if packet.timestamp == timestamp)
        self._drop_before(kept)
        self._boundary = False
        self.wanted_from = kept
        self._blocked_s = None

    def _drop_before(self, sequence: int) -> None:
        """Packets of pictures that will never be whole, or that nobody needs any more."""
        old = [n for n in self._packets if n < sequence]
        self.dropped += len({self._packets[n][0].timestamp for n in old if self._packets[n][1].data})
        for number in old:
            del self._packets[number]
        self._keys = {n for n in self._keys if n >= sequence}

    # ------------------------------------------------------------ what can leave

    def _advance(self, now_s: float) -> list[CodedPicture]:
        waited = self._blocked_s is not None
        before = self.wanted_from
        leaving: list[CodedPicture] = []
        while (run := self._whole(now_s)) or self._jump():
            if run and (picture := self._take(run, waited)):
                leaving.append(picture)
        blocked = self.wanted_from is not None and self._newest - self.wanted_from >= len(self._packets)
        if not blocked or not self._packets:
            self._blocked_s = None
        elif self._blocked_s is None or self.wanted_from != before:
            self._blocked_s = now_s
        return leaving

    def _whole(self, now_s: float) -> list[int]:
        """The numbers of the next picture's packets if all of them are there."""
        self._skip_padding()
        if self.wanted_from is None or self.wanted_from not in self._packets:
            return []
        starting = not self._begun and now_s - (self._first_s or 0.0) < START_GUARD_S
        if starting and not self._packets[self.wanted_from][1].key:
            return []  # what begins the stream may come yet
        return self._run(self.wanted_from)

    def _run(self, first: int) -> list[int]:
        """From this packet to the marker, or to the next timestamp."""
        run: list[int] = []
        timestamp: int | None = None
        while found := self._packets.get(first + len(run)):
            packet = found[0]
            if timestamp is not None and packet.timestamp != timestamp:
                return run
            timestamp = packet.timestamp
            run.append(packet.sequence)
            if packet.marker:
                return run
        return []

    def _skip_padding(self) -> None:
        """Packets between two pictures that hold none; a hole there as well, when the pictures' count shows no gap."""
        while self.wanted_from in self._packets and not self._packets[self.wanted_from][1].data:
            del self._packets[self.wanted_from]
            self.wanted_from += 1
        if self.wanted_from is None or self.wanted_from in self._packets or not self._packets or self.need_key:
            return
        oldest = min((n for n, (_, piece) in self._packets.items() if piece.data), default=self.wanted_from)
        if oldest == self.wanted_from:
            return
        piece = self._packets[oldest][1]
        if piece.begins and piece.picture_id is not None and piece.picture_id == self._next_id():
            self._drop_before(oldest)
            self.wanted_from = oldest

    def _follows(self, picture_id: tuple[int, int] | None) -> bool:
        """May this picture come after the last one? A count that stands still says nothing."""
        before = self._picture_id
        if before is None or picture_id is None or before[1] != picture_id[1] or before == picture_id:
            return True
        return picture_id == self._next_id()

    def _next_id(self) -> tuple[int, int] | None:
        if self._picture_id is None:
            return None
        number, modulus = self._picture_id
        return (number + 1) % modulus, modulus

    def _jump(self) -> bool:
        """To a whole key frame further on."""
        for first in sorted(self._keys):
            if first == self.wanted_from or not self._begins_key(first) or not self._run(first):
                continue
            self._drop_before(first)
            self.wanted_from = first
            self.need_key = self._boundary = True
            return True
        return False

    def _begins_key(self, first: int) -> bool:
        before = self._packets.get(first - 1)
        return self._packets[first][1].sure or (before is not None and before[0].marker)

    def _take(self, run: list[int], waited: bool) -> CodedPicture | None:
        """Take the packets out; None when the picture is of no use."""
        taken = [self._packets.pop(number) for number in run]
        self._keys.difference_update(run)
        packet, piece = taken[0]
        known, self._boundary = self._boundary, True
        self.wanted_from, self._begun = run[-1] + 1, True
        key = any(p.key for _, p in taken) and (piece.sure or known)
        if not piece.begins or not (key or self._follows(piece.picture_id)):
            self.need_key = True
        if self.need_key and not key:
            self.dropped += 1
            return None
        self.need_key = False
        self._picture_id = piece.picture_id
        data = b"".join(p.data for _, p in taken)
        return CodedPicture(data, packet.timestamp, key, max(p.arrived_s for p, _ in taken), waited)
