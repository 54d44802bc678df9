"""From the packets of a stream of pictures to the decoder, with what must be asked of its sender on the way."""

from __future__ import annotations

from vardklient.calls.network.missing import START_RTT_S, MissingPackets
from vardklient.calls.network.reception import ReceivedCounters
from vardklient.calls.video.decoding import PictureDecoder
from vardklient.calls.video.depayload import depayloader
from vardklient.calls.video.picturebuffer import CodedPicture, MediaPacket, PictureBuffer


class PictureIntake:
    """Everything but the sending of what is asked for. The clock is handed in.

    Args:
        decoder: takes the pictures.
        counters: kept up to date, but for what is known of packets alone.
    """

    def __init__(self, decoder: PictureDecoder, counters: ReceivedCounters) -> None:
        self._decoder = decoder
        self._counters = counters
        self._rtt_s = START_RTT_S
        self._stream: object = None
        self._codec = ""
        self._buffer: PictureBuffer | None = None
        self._missing = MissingPackets()
        self._dropped_before = 0

    @property
    def rtt_s(self) -> float:
        """Round trip of the connection, by which waits and repeats are timed."""
        return self._rtt_s

    @rtt_s.setter
    def rtt_s(self, rtt_s: float) -> None:
        self._rtt_s = self._missing.rtt_s = rtt_s
        if self._buffer is not None:
            self._buffer.rtt_s = rtt_s

    def take(self, stream: object, codec: str, packet: MediaPacket, again: bool, now_s: float) -> None:
        """A packet came.

        Args:
            stream: whose packet; another stream than before begins with a key frame.
            codec: "VP8" or "H264"; packets of any other are left alone.
            packet: with unwrapped numbers.
            again: was it sent again because we asked?
            now_s: monotonic.
        """
        if (stream, codec) != (self._stream, self._codec):
            self._begin(stream, codec)
        if self._buffer is None:
            return
        asked = self._missing.add(packet.sequence, now_s)
        self._counters.recovered += asked and again
        self._hand_on(self._buffer.add(packet, now_s))

    def _begin(self, stream: object, codec: str) -> None:
        self._stream, self._codec = stream, codec
        if self._buffer is not None:
            self._dropped_before += self._buffer.dropped
        read = depayloader(codec)
        self._buffer = None if read is None else PictureBuffer(read)
        self._missing = MissingPackets()
        self.rtt_s = self._rtt_s

    def _hand_on(self, pictures: list[CodedPicture]) -> None:
        buffer = self._buffer
        if buffer is None:
            return
        for at, picture in enumerate(pictures):
            if not self._decoder.put(self._codec, picture):
                buffer.break_off()
                buffer.dropped += len(pictures) - at
                break
        if buffer.wanted_from is not None:
            self._missing.give_up(buffer.wanted_from)

    def break_off(self) -> None:
        """The decoder failed."""
        if self._buffer is not None:
            self._buffer.break_off()

    @property
    def busy(self) -> bool:
        """Is there anything that `due` might bring?"""
        return self._buffer is not None and (self._buffer.busy or self._missing.waiting)

    def due(self, now_s: float) -> tuple[list[int], bool]:
        """What to ask for now: packets, by their unwrapped numbers, and whether a key frame. Counts as asked."""
        if self._buffer is None:
            return [], False
        self._hand_on(self._buffer.tick(now_s))
        packets, key = self._missing.due(now_s), self._buffer.ask_for_key(now_s)
        self._counters.nacks_sent += len(packets)
        self._counters.plis_sent += key
        return packets, key

    def count(self) -> None:
        """Bring the counters of pictures up to date."""
        decoder = self._decoder
        dropped = self._dropped_before + (0 if self._buffer is None else self._buffer.dropped)
        self._counters.frames, self._counters.key_frames = decoder.decoded, decoder.key_frames
        self._counters.frames_dropped = dropped + decoder.left_out
