"""The buffer between packets of sound that come as they like and a sound card that wants samples at its own pace.

Packets stay encoded and are decoded when they are due, so that sound waits in one place only. When a packet is due
follows from how late packets are (`delay`). What plays too late is shortened, what plays too early is stretched, by
periods of the voice; so two clocks that differ neither drain nor fill it. A lost packet is restored from the copy in
the next one, or made up, fading into silence. In a pause of the sender (DTX) the room's noise goes on.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vardklient.base.units import SILENCE_DBFS
from vardklient.calls.sound.decoding import LEAST_STEP, Decoding
from vardklient.calls.sound.delay import PlayoutDelay, PullClock
from vardklient.calls.sound.opus import OpusDecoder
from vardklient.calls.sound.packet import PACKET_SAMPLES, SoundPacket, copy_samples, is_pause
from vardklient.calls.sound.stretch import NEEDED_SAMPLES, find_lag, lengthen, shorten
from vardklient.calls.sound.waiting import Waiting
from vardklient.ports.sound import SAMPLE_RATE_HZ

__all__ = ["SoundBuffer", "SoundPacket"]

Samples = NDArray[np.float32]

STEP_SAMPLES = 480
"""What is made up at a time: 10 ms, so that a packet that comes a little late is not missed."""
LATE_ABOVE, EARLY_BELOW = 400, -384
"""Sound that plays more than 8 ms late is shortened, more than 8 ms early stretched; a period is 12.5 ms at most. With
15 ms, what was made up for lost packets stayed: sound was 15 ms later where 2 % are lost than where none is
(measured)."""
URGENT_ABOVE, PATIENCE_SAMPLES = 2880, 3840
"""60 ms late: shortened in every packet; else once in 80 ms, which is some 10 % faster (own choice)."""
LIKENESS, LIKENESS_STEP = 0.9, 0.05
"""How like itself sound must be to be cut (NetEq's 0.9). With each packet that is not, a little less will do."""
PAUSE_MAX = 48_000
"""A pause of the sender in which nothing comes for a second is none: DTX sends something every 0.4 s."""
DELAYS_KEPT, LEVEL_SAMPLES = 250, SAMPLE_RATE_HZ
"""Five seconds of packets, one second of sound."""


class SoundBuffer:
    """Push from the loop, pull from the sound card's thread. The lock is held while a packet is decoded, no longer.

    Args:
        decoder: of this stream.
        clock: monotonic seconds.

    Attributes:
        played: samples pulled since the first sound.
        late: packets that came after their time had passed.
        underruns: how often no packet was there when one was due.
    """

    def __init__(self, decoder: OpusDecoder | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.played = self.late = self.underruns = 0
        self._decoding = Decoding(decoder or OpusDecoder())
        self._clock = clock
        self._lock = threading.Lock()
        self._delay = PlayoutDelay()
        self._waiting = Waiting()
        self._pulls = PullClock()
        self._pulled = 0
        self._pull_s = self._needed_s = 0.0
        self._delays_s: deque[float] = deque(maxlen=DELAYS_KEPT)
        self._levels: deque[tuple[int, float]] = deque()
        self._level_samples = 0
        self._position: tuple[int, float] | None = None
        self._ever = False
        self._next: int | None = None  # timestamp of what is decoded next
        self._newest_sequence = -1
        self._sound: Samples = np.zeros(0, np.float32)
        self._held = 0  # samples made up while waiting for `_next`
        self._pause_left = 0  # samples for which we believe that the sender pauses
        self._likeness = LIKENESS
        self._rest = 0

    # ------------------------------------------------------------ the loop's side

    def push(self, packet: SoundPacket) -> None:
        """A packet is here. Waits no longer than it takes to decode one."""
        with self._lock:
            if self._waiting.knows(packet.timestamp):
                return
        same = self._delay.note(packet.timestamp, self._clock())
        with self._lock:
            if not same:
                self._start_anew()
            if self._next is None or packet.timestamp >= self._next:
                self._waiting.put(packet)
                return
            self.late += 1
            self._waiting.miss(packet)

    def clear(self) -> None:
        """Forget all that is waiting and begin as with a new stream; the counters go on."""
        self._delay.forget()
        with self._lock:
            self._start_anew()
            self._sound = self._sound[:0]
            self._ever = False
            self._position = None
            self._delays_s.clear()
            self._levels.clear()
            self._level_samples = 0

    def _start_anew(self) -> None:
        """Another stream follows; what is decoded of this one is still played."""
        self._waiting.clear()
        self._next = None
        self._newest_sequence = -1
        self._pause_left = self._held = 0
        self._likeness = LIKENESS

    # ------------------------------------------------------------ figures

    @property
    def concealed(self) -> int:
        """Samples of `played` that were made up, or silent where there should have been sound.

        Neither what was restored from copies counts, nor a pause of the sender.
        """
        return self._decoding.concealed

    @property
    def recovered(self) -> int:
        """Samples restored from the copy that the next packet carried."""
        return self._decoding.recovered

    @property
    def delay_ms(self) -> float | None:
        """From a packet's arrival to its playout, the median of the last five seconds; None before the first."""
        with self._lock:
            delays_s = list(self._delays_s)
        return float(np.median(delays_s)) * 1000 if delays_s else None

    @property
    def level_dbfs(self) -> float | None:
        """RMS of the last second that was played, None before the first sound."""
        with self._lock:
            count, energy = self._level_samples, sum(energy for _, energy in self._levels)
        if not count:
            return None
        power = energy / count
        return max(SILENCE_DBFS, 10 * float(np.log10(max(power, 1e-30))))

    def playing(self) -> tuple[int, float] | None:
        """The timestamp at the beginning of the last pull, and the monotonic time of that; None while nothing plays."""
        return self._position

    # ------------------------------------------------------------ the sound card's side

    def pull(self, wanted: int) -> Samples:
        """`wanted` samples for the sound card: (wanted,), silence while there is nothing to hear."""
        now_s = self._clock()
        with self._lock:
            self._pull_s = now_s
            self._needed_s = self._pulls.pulled(self._pulled + wanted, now_s)
            while len(self._sound) < wanted:
                self._sound = np.concatenate((self._sound, self._more()))
                self._adapt()
            self._note_position()
            played, self._sound = self._sound[:wanted], self._sound[wanted:]
            self._pulled += wanted
            self._note_played(played)
        return played

    def _note_position(self) -> None:
        """By what is decoded; in a pause by when it would be due."""
        if self._next is None or self._decoding.silent or not self._ever:
            self._position = None
        elif self._pause_left and self._delay.late_s is not None:
            due_s = self._needed_s + self._pulled / SAMPLE_RATE_HZ - self._delay.late_s
            self._position = round(due_s * SAMPLE_RATE_HZ), self._pull_s
        else:
            self._position = self._next + self._held - len(self._sound), self._pull_s

    def _note_played(self, played: Samples) -> None:
        if not self._ever or not len(played):
            return
        self.played += len(played)
        self._levels.append((len(played), float(np.dot(played, played))))
        self._level_samples += len(played)
        while self._level_samples > LEVEL_SAMPLES:
            self._level_samples -= self._levels.popleft()[0]

    def _behind(self, timestamp: int) -> int:
        """How many samples later than it should this timestamp would be heard, if it came next; negative: earlier."""
        wanted_s = self._delay.late_s
        return 0 if wanted_s is None else round((self._late_s(timestamp) - wanted_s) * SAMPLE_RATE_HZ)

    def _late_s(self, timestamp: int) -> float:
        needed_s = self._needed_s + (self._pulled + len(self._sound)) / SAMPLE_RATE_HZ
        return needed_s - timestamp / SAMPLE_RATE_HZ

    def _more(self) -> Samples:
        """The next piece: of the packet that is due, of what stands in for it, or silence."""
        head = self._first_in_time()
        if head is None:
            return self._idle(STEP_SAMPLES)
        if self._next is None or self._decoding.silent or self._is_after_pause(head):
            begin = self._beginning(head)
            early = -self._behind(begin)
            if early >= LEAST_STEP:
                return self._idle(min(STEP_SAMPLES, early // LEAST_STEP * LEAST_STEP))
            self._jump(begin, head)
        if self._next is not None and head.timestamp > self._next:
            return self._fill(head, head.timestamp - self._next)
        return self._play(head)

    def _first_in_time(self) -> SoundPacket | None:
        """The first packet that waits; those that waited for too long are given up, if there are newer ones."""
        first = self._waiting.first()
        if first is None or (self._next is not None and self._late_s(first.timestamp) <= self._delay.latest_s):
            return first
        while len(self._waiting) > 1 and self._behind(first.timestamp) > PACKET_SAMPLES:
            self._waiting.take(first)
            self._newest_sequence = first.sequence
            if self._next is not None:
                self.late += 1
                self._next = first.timestamp + PACKET_SAMPLES
            following = self._waiting.first()
            assert following is not None
            first = following
        return first

    def _is_after_pause(self, head: SoundPacket) -> bool:
        """Did the sender leave out time, and not the line a packet? Then it may begin when it suits the delay."""
        return head.timestamp != self._next and (self._pause_left > 0 or head.sequence == self._newest_sequence + 1)

    def _beginning(self, head: SoundPacket) -> int:
        """Where sound begins after a pause: at `head`, or at the lost packet before it, of which it has a copy."""
        if self._next is None or head.sequence == self._newest_sequence + 1:
            return head.timestamp
        return max(self._next, head.timestamp - self._copied(head))

    def _jump(self, begin: int, head: SoundPacket) -> None:
        """Go on at `begin`. What no missing packet accounts for was a pause that nobody had announced."""
        missing = (head.sequence - self._newest_sequence - 1) * PACKET_SAMPLES
        if self._next is not None and begin > self._next and missing >= 0:
            self._decoding.was_pause(max(0, self._held - missing))
        self._next, self._held = begin, 0

    def _idle(self, samples: int) -> Samples:
        """Nothing is due, or nothing is here that is."""
        if not self._ever:
            return np.zeros(samples, np.float32)
        if self._pause_left > 0:
            self._pause_left = max(0, self._pause_left - samples)
            return self._decoding.room(samples)
        self.underruns += self._held == 0
        self._held += samples
        return self._decoding.make_up(samples)

    def _copied(self, head: SoundPacket) -> int:
        return copy_samples(head.payload) if self._decoding.recovers else 0

    def _fill(self, head: SoundPacket, gap: int) -> Samples:
        """Something is lost before `head`, which is here: its copy of it, and before that what has to be made up."""
        copied = self._copied(head)
        if copied > gap:
            copied = 0
        lost = gap - copied
        done = min(lost, self._held)
        self._next, self._held, lost = head.timestamp - copied - lost + done, self._held - done, lost - done
        if lost >= LEAST_STEP:
            step = min(STEP_SAMPLES, lost // LEAST_STEP * LEAST_STEP)
            self._next += step
            return self._decoding.make_up(step)
        self._next, self._held = head.timestamp, 0
        return self._decoding.restore(head.payload, copied) if copied else np.zeros(0, np.float32)

    def _play(self, packet: SoundPacket) -> Samples:
        self._waiting.take(packet)
        self._newest_sequence, self._ever, self._held = packet.sequence, True, 0
        self._delays_s.append(self._pull_s + len(self._sound) / SAMPLE_RATE_HZ - packet.arrived_s)
        sound = self._decoding.play(packet.payload, PACKET_SAMPLES)
        self._next = packet.timestamp + len(sound)
        self._pause_left = PAUSE_MAX if is_pause(packet.payload) else 0
        return sound

    def _adapt(self) -> None:
        """Make what was just decoded shorter or longer, when it plays too late or too early."""
        if self._next is None or self._decoding.made_up or self._pause_left or len(self._sound) < NEEDED_SAMPLES:
            return
        behind = self._behind(self._next)
        rest, self._rest = self._rest, self._rest - PACKET_SAMPLES
        if EARLY_BELOW <= behind <= LATE_ABOVE or (rest > 0 and behind < URGENT_ABOVE):
            return
        lag, likeness = find_lag(self._sound)
        if likeness < self._likeness:
            self._likeness -= LIKENESS_STEP
            return
        self._likeness, self._rest = LIKENESS, PATIENCE_SAMPLES
        self._sound = shorten(self._sound, lag) if behind > 0 else lengthen(self._sound, lag)
