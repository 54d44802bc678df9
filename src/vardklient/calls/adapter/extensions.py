"""RTP header extensions of what we send: aiortc's, and one that it does not know, the playout delay."""

from __future__ import annotations

from aiortc.rtcrtpparameters import RTCRtpParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap

PLAYOUT_DELAY_URI = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
AT_ONCE_S = 0.0, 0.5
"""How long the other side may keep our pictures. From nothing to half a second is what a browser takes as the wish for
a conversation: it then paints a picture as soon as its buffer hands it out instead of evening them out once more
(libwebrtc's low-latency rendering); how long the buffer itself waits for late packets stays as it is. It takes 10 of
33 ms on a clean line and 20 of 82 at 300 kbit/s, and the longest gap does not grow (measured)."""
EVENLY_S = 0.01, 10.0
"""Any other range undoes that wish. Where many packets come only when they are sent again, pictures that are painted at
once stand still for 0.2 s again and again: 8 times in 30 s at 10 % loss, once when they are evened out, 50 ms later
(measured). The browser then holds the sound back too, for the lips."""
EVENLY_ABOVE_SHARE, AT_ONCE_BELOW_SHARE = 0.07, 0.03
"""Of packets lost. At 2 and 5 % pictures painted at once stood still no oftener than between two browsers (measured),
and reports about 50 packets often say twice that."""
_UNIT_S = 0.01
_ONE_BYTE, _ONE_BYTE_MOST_ID = 0xBEDE, 14
"""The short form of RFC 8285, which has up to 14 numbers."""


class ExtensionsMap(HeaderExtensionsMap):
    """What each packet carries; the playout delay goes with every one, four bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._playout_id: int | None = None
        self._playout = b""

    def configure(self, parameters: RTCRtpParameters) -> None:
        """Take over the numbers that were agreed upon."""
        super().configure(parameters)
        for extension in parameters.headerExtensions:
            if extension.uri == PLAYOUT_DELAY_URI and extension.id <= _ONE_BYTE_MOST_ID:
                self._playout_id = extension.id
        self._ask_for(AT_ONCE_S)

    def take_loss(self, share: float | None) -> None:
        """So much of what we send is lost, 0..1; None: not known yet."""
        if share is None:
            return
        if share > EVENLY_ABOVE_SHARE:
            self._ask_for(EVENLY_S)
        elif share < AT_ONCE_BELOW_SHARE:
            self._ask_for(AT_ONCE_S)

    def _ask_for(self, delay_s: tuple[float, float]) -> None:
        if self._playout_id is not None:
            least, most = (round(seconds / _UNIT_S) for seconds in delay_s)
            self._playout = bytes([self._playout_id << 4 | 2]) + (least << 12 | most).to_bytes(3, "big")

    def set(self, values: HeaderExtensions) -> tuple[int, bytes]:
        """The form and the bytes for a packet. Ours fill whole words, so they may follow aiortc's padding."""
        profile, value = super().set(values)
        return (profile, value + self._playout) if profile == _ONE_BYTE else (profile, value)
