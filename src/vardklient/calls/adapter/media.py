"""The four streams of a connection, found inside aiortc's peer connection, and what they count."""

from __future__ import annotations

from dataclasses import dataclass

from aiortc import RTCPeerConnection

from vardklient.calls.adapter.receiver import Receiver
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.statistics import Gauges, Traffic


@dataclass(frozen=True, slots=True)
class Media:
    """Our senders and receivers of one connection."""

    sound_out: Sender
    picture_out: Sender
    sound_in: Receiver
    picture_in: Receiver

    @classmethod
    def of(cls, pc: RTCPeerConnection) -> Media:
        """Those of a connection with one transceiver for each kind.

        Raises:
            RuntimeError: aiortc made its own in their place, that is, `install` was not called or no longer works.
        """
        found: dict[str, tuple[Sender, Receiver]] = {}
        for transceiver in pc.getTransceivers():
            # aiortc's types promise its own classes
            sender: object = transceiver.sender
            receiver: object = transceiver.receiver
            if not (isinstance(sender, Sender) and isinstance(receiver, Receiver)):
                raise RuntimeError("the connection was made with aiortc's own senders and receivers")
            found[transceiver.kind] = sender, receiver
        return cls(found["audio"][0], found["video"][0], found["audio"][1], found["video"][1])

    def traffic(self, *, taken: int, played: int, concealed: int) -> Traffic:
        """What the four streams have counted so far, with what the ends of the chain have."""
        sound_out, picture_out = self.sound_out.counters, self.picture_out.counters
        sound_in, picture_in = self.sound_in.counters, self.picture_in.counters
        return Traffic(
            sound_in=sound_in.packets,
            picture_in=picture_in.packets,
            sound_out=sound_out.packets,
            picture_out=picture_out.packets,
            lost_in=sound_in.lost + picture_in.lost,
            sound_bytes_in=sound_in.bytes,
            picture_bytes_in=picture_in.bytes,
            sound_bytes_out=sound_out.bytes,
            picture_bytes_out=picture_out.bytes,
            frames_in=picture_in.frames,
            frames_out=picture_out.frames,
            keys_in=picture_in.key_frames,
            keys_out=picture_out.key_frames,
            taken=taken,
            played=played,
            concealed=concealed,
        )

    def gauges(self) -> Gauges:
        """How the streams are just now, as far as they know themselves."""
        out, sound_out = self.picture_out.counters, self.sound_out.counters
        rtts_s = [c.rtt_s for c in (out, sound_out) if c.rtt_s is not None]
        return Gauges(
            width_out=out.width or None,
            height_out=out.height or None,
            target_kbps=self.picture_out.target_bps / 1000,
            encoder=out.encoder or None,
            codec_out=out.codec or None,
            codec_in=self.picture_in.counters.codec or None,
            sound_codec=self.sound_in.counters.codec or None,
            rtt_ms=min(rtts_s) * 1000 if rtts_s else None,
            jitter_ms=self.picture_in.counters.jitter_s * 1000,
            loss_out_share=out.loss_share,
        )
