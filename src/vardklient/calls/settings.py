"""Every number and every switch of the call engine, and the few places where aiortc itself is set.

Origin of the figures: measurements on aiortc 1.16 ("measured"), or own choice where it says so.
"""

from __future__ import annotations

from collections.abc import Callable
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

# ---- bit rates of the video encoder, in bit/s
LOWEST_BPS, START_BPS, HIGHEST_BPS = 100_000, 800_000, 2_500_000
"""aiortc ignores a receiver's estimate below 250,000 and never goes above 1,500,000. Own choice, but for the lowest: at
an uplink of 300 kbit/s the stock floor left 1.2 frames a second (measured)."""

# ---- judging what arrives
FREEZE_S = 0.2
"""A gap between two pictures that counts as a freeze."""
WEAK_AFTER_S, LOST_AFTER_S = 1.5, 2.0
"""Without a packet. A new connection after 2 s had the picture back after 2.26 s (measured once)."""
STUCK_AFTER_S, STUCK_PACKETS = 1.0, 30
"""So many packets of pictures in so long a time, and no picture: lost as well. Our own buffer has asked for key frames
by then; a new connection takes 0.3 s. The second is the issue's, the number own choice: on a line so slow that a key
frame takes longer than a second, it has fewer packets."""
PAUSED_AFTER_S = 0.4
"""Without a packet of pictures for so long, their sender has paused, which is no fault of the connection. Own choice: a
camera that is off sends ten pictures a second."""
QUIET_FLOW_S = 1.0
"""Sound packets alone for so long are a flow, even when all is quiet: somebody without a camera who does not speak. So
also after a loss: sound is back before the picture, and the old picture must not be taken for the present."""
AUDIBLE_DBFS = -60.0
"""Louder sound is a flow at once. Own choice."""
WATCH_EVERY_S = 0.2


def prepare() -> None:
    """Set what aiortc and aioice hold in module constants. Harmless when called again; checked by a contract test."""
    from aioice import ice
    from aiortc.codecs import h264, vpx

    for codec in (vpx, h264):
        for name, bps in (("MIN", LOWEST_BPS), ("DEFAULT", START_BPS), ("MAX", HIGHEST_BPS)):
            setattr(codec, f"{name}_BITRATE", bps)
    if ice.get_host_addresses.__module__ != __name__:
        _stock_addresses.append(ice.get_host_addresses)
        ice.get_host_addresses = host_addresses


def host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """The addresses to be reached at; loopback only where there is no other.

    aioice never offers loopback, so that on a machine without any network the practice call, whose two ends are on the
    same machine, could not connect.
    """
    found = _stock_addresses[0](use_ipv4=use_ipv4, use_ipv6=use_ipv6)
    return found or ["127.0.0.1"]


def configuration(servers: tuple[IceServer, ...]) -> RTCConfiguration:
    """How a connection is made.

    The list of ICE servers is always given, as aiortc otherwise asks a public server of a third party. MAX_COMPAT,
    because with the default bundle policy a second picture gets no frame, and with MAX_BUNDLE a browser's candidates
    are lost (both measured).
    """
    from aiortc import RTCBundlePolicy, RTCConfiguration, RTCIceServer

    ice = [RTCIceServer(list(s.urls), s.username or None, s.credential or None) for s in servers]
    return RTCConfiguration(iceServers=ice, bundlePolicy=RTCBundlePolicy.MAX_COMPAT)


_stock_addresses: list[Callable[..., list[str]]] = []
