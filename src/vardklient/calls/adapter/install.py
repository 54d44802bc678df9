"""Puts our half of the work in the place of aiortc's: called before the first connection is made."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from aioice import ice
from aiortc import codecs, rtcicetransport, rtcpeerconnection
from aiortc.rtcrtpparameters import RTCRtcpFeedback, RTCRtpHeaderExtensionParameters

from vardklient.calls.adapter.checks import EagerChecks, PersistentConnection
from vardklient.calls.adapter.extensions import PLAYOUT_DELAY_URI
from vardklient.calls.adapter.receiver import Receiver
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.adapter.transport import MediaTransport

TRANSPORT_CC_URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
TRANSPORT_CC_ID, PLAYOUT_DELAY_ID = 5, 6
"""aiortc itself uses 1 to 3; the numbers are shared by sound and picture."""
ANSWERED_CODECS = ("opus", "vp8", "h264")
"""For which transport-wide feedback is agreed upon."""
OPUS_PARAMETERS: dict[str, int | str | None] = {"minptime": 10, "useinbandfec": 1, "usedtx": 1, "stereo": 0}
"""What we ask to be sent (RFC 7587): error correction in the stream, nothing during silence, mono."""
START_KBPS = 150
"""With so much a Chromium begins to send us; it doubles that within tenths of a second where the line allows. With its
own 300, sound to us lacked 2 to 3 % of the first half minute on a line of 120 kbit/s; with this 1.6 % (measured)."""

_stock_addresses: list[Callable[..., list[str]]] = []


def install() -> None:
    """Replace the classes and tables that `RTCPeerConnection` reads. Harmless when called again."""
    _replace(rtcpeerconnection, "RTCDtlsTransport", MediaTransport)
    _replace(rtcpeerconnection, "RTCRtpSender", Sender)
    _replace(rtcpeerconnection, "RTCRtpReceiver", Receiver)
    _replace(rtcicetransport, "Connection", PersistentConnection)
    _replace(ice, "StunProtocol", EagerChecks)
    _agree_on_sound()
    _agree_on_start()
    _agree_on_feedback()
    _agree_on_extension("video", PLAYOUT_DELAY_ID, PLAYOUT_DELAY_URI)
    if not _stock_addresses:
        _stock_addresses.append(ice.get_host_addresses)
        ice.get_host_addresses = host_addresses


def _replace(module: ModuleType, name: str, own: type) -> None:
    """Only a name that is there: one that an upgrade renamed would otherwise be set without any effect."""
    if not hasattr(module, name):
        raise AttributeError(f"{module.__name__} has no {name} any more")
    setattr(module, name, own)


def _agree_on_sound() -> None:
    """Opus alone, which everybody has who speaks WebRTC (RFC 7874): our own sound path knows no other."""
    codecs.CODECS["audio"][:] = [c for c in codecs.CODECS["audio"] if c.name.lower() == "opus"]
    for codec in codecs.CODECS["audio"]:
        codec.parameters = dict(OPUS_PARAMETERS)


def _agree_on_start() -> None:
    """A parameter that libwebrtc alone knows; others pass over it."""
    for codec in codecs.CODECS["video"]:
        if codec.name.lower() in ANSWERED_CODECS:
            codec.parameters = {**codec.parameters, "x-google-start-bitrate": START_KBPS}


def _agree_on_feedback() -> None:
    """Offer and accept transport-wide feedback, by which a browser finds its rate in a second (measured)."""
    for kind in ("audio", "video"):
        _agree_on_extension(kind, TRANSPORT_CC_ID, TRANSPORT_CC_URI)
        for codec in codecs.CODECS[kind]:
            feedback = RTCRtcpFeedback(type="transport-cc")
            if codec.name.lower() in ANSWERED_CODECS and feedback not in codec.rtcpFeedback:
                codec.rtcpFeedback.append(feedback)


def _agree_on_extension(kind: str, number: int, uri: str) -> None:
    extensions = codecs.HEADER_EXTENSIONS[kind]
    if all(e.uri != uri for e in extensions):
        extensions.append(RTCRtpHeaderExtensionParameters(id=number, uri=uri))


def host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """The addresses to be reached at; loopback only where there is no other.

    aioice never offers loopback, so that on a machine without any network the practice call, whose two ends are on the
    same machine, could not connect.
    """
    found = _stock_addresses[0](use_ipv4=use_ipv4, use_ipv6=use_ipv6)
    return found or ["127.0.0.1"]
