"""Every number and every switch of the call engine, and the few places where aiortc itself is set.

Origin of the figures: measurements on aiortc 1.16 ("measured"), or own choice where it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiortc import RTCConfiguration

    from vardklient.ports.signalling import IceServer

# ---- what we send
MAX_WIDTH_PX, MAX_HEIGHT_PX = 1280, 720
"""Largest picture sent and, unless a reader wants less, painted. VP8 at 720p costs 7 ms of CPU per frame (measured)."""
FRAMES_HZ = 30
OFF_WIDTH_PX, OFF_HEIGHT_PX, OFF_FRAMES_HZ = 320, 180, 10
"""The black picture of a camera that is off. As browsers do, black is sent rather than nothing, because a receiver
keeps painting the last frame: the face would stay. Another size makes a new key frame, so that no shadow of it remains;
ten a second stay below the 200 ms that count as a freeze."""
CAMERA_STALE_S = 1.5
"""A camera that gave nothing for so long is shown as off: a face that stands still would be a lie."""
SOUND_QUEUE_BLOCKS = 10
"""Blocks of 10 ms between the microphone and the encoder; the oldest is dropped when it is full."""

# ---- judging what arrives
FREEZE_S = 0.2
"""A gap between two pictures that counts as a freeze."""
WEAK_AFTER_S, LOST_AFTER_S = 1.5, 2.0
"""Without a packet. A new connection after 2 s had the picture back after 2.26 s (measured once)."""
STUCK_AFTER_S, STUCK_PACKETS = 1.0, 30
"""So many packets of pictures in so long a time, and no picture: lost as well. Our own buffer has asked for key frames
by then; a new connection takes 0.3 s. The second is the issue's, the number own choice: on a line so slow that a key
frame takes longer than a second, it has fewer packets."""
STUCK_LOSSY_AFTER_S, STUCK_LOSSY_SHARE = 5.0, 0.1
"""On a line that loses so many packets a picture may take its time, and a new connection, which begins with another key
frame, makes it worse: at 120 kbit/s calls began anew every 6 s (measured)."""
PAUSED_AFTER_S = 0.4
"""Without a packet of pictures for so long, their sender has paused, which is no fault of the connection. Own choice: a
camera that is off sends ten pictures a second."""
QUIET_FLOW_S = 1.0
"""Sound packets alone for so long are a flow, even when all is quiet: somebody without a camera who does not speak. So
also after a loss: sound is back before the picture, and the old picture must not be taken for the present."""
AUDIBLE_DBFS = -60.0
"""Louder sound is a flow at once. Own choice."""
WATCH_EVERY_S = 0.2
MUTED_EVERY_S = 10.0
"""At most so often somebody is told that he speaks into a microphone that is off. Own choice."""


def configuration(servers: tuple[IceServer, ...]) -> RTCConfiguration:
    """How a connection is made.

    The list of ICE servers is always given, as aiortc otherwise asks a public server of a third party. MAX_COMPAT,
    because with the default bundle policy a second picture gets no frame, and with MAX_BUNDLE a browser's candidates
    are lost (both measured).
    """
    from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer

    ice = [RTCIceServer(list(s.urls), s.username or None, s.credential or None) for s in servers]
    return RTCConfiguration(iceServers=ice, bundlePolicy=RTCBundlePolicy.MAX_COMPAT)
