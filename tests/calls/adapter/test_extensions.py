from __future__ import annotations

import pytest
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpSendParameters
from aiortc.rtp import HeaderExtensions, HeaderExtensionsMap, RtpPacket, unpack_header_extensions

from vardklient.calls.adapter.extensions import PLAYOUT_DELAY_URI, ExtensionsMap

MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid"
TIME_URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
AT_ONCE = bytes([0, 0, 50])
"""0 to 500 ms in units of 10; the other two are 10 ms to 10 s."""
EVENLY = bytes([0x00, 0x13, 0xE8])


def agreed(playout: int | None) -> RTCRtpSendParameters:
    numbers = {MID_URI: 1, TIME_URI: 3} | ({PLAYOUT_DELAY_URI: playout} if playout else {})
    extensions = [RTCRtpHeaderExtensionParameters(id=number, uri=uri) for uri, number in numbers.items()]
    return RTCRtpSendParameters(headerExtensions=extensions)


def packet(mid: str) -> RtpPacket:
    made = RtpPacket(payload_type=96, payload=b"picture")
    made.extensions = HeaderExtensions(mid=mid, abs_send_time=0x123456)
    return made


def playout(extensions: ExtensionsMap, mid: str = "0") -> bytes | None:
    profile, value = extensions.set(packet(mid).extensions)
    return dict(unpack_header_extensions(profile, value)).get(6)


@pytest.mark.parametrize("mid", ["0", "10", "100", "1000"])
def test_a_browser_reads_the_delay_and_all_the_rest(mid: str) -> None:
    ours, stock = ExtensionsMap(), HeaderExtensionsMap()
    ours.configure(agreed(6))
    stock.configure(agreed(6))
    data = packet(mid).serialize(ours)
    found = RtpPacket.parse(data, stock)
    assert (found.extensions.mid, found.extensions.abs_send_time, found.payload) == (mid, 0x123456, b"picture")
    assert playout(ours, mid) == AT_ONCE


@pytest.mark.parametrize("playout", [None, 15])
def test_without_an_agreement_nothing_is_added(playout: int | None) -> None:
    ours, stock = ExtensionsMap(), HeaderExtensionsMap()
    ours.configure(agreed(playout))
    stock.configure(agreed(playout))
    assert packet("0").serialize(ours) == packet("0").serialize(stock)


def test_where_much_is_lost_pictures_are_to_come_evenly_until_it_is_over() -> None:
    ours = ExtensionsMap()
    ours.configure(agreed(6))
    told = []
    for share in (None, 0.05, 0.08, 0.05, 0.02, 0.05):
        ours.take_loss(share)
        told.append(playout(ours))
    assert told == [AT_ONCE, AT_ONCE, EVENLY, EVENLY, AT_ONCE, AT_ONCE]
