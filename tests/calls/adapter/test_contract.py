"""Every private name of aiortc and aioice that `calls/adapter` leans on. When an upgrade changes one, a sentence here
says which, and what for."""

from __future__ import annotations

import inspect
import re
from importlib.metadata import version

import aiortc.rtcpeerconnection
import aiortc.rtcrtptransceiver
import pytest
from aioice import ice
from aiortc import RTCCertificate, RTCIceGatherer, RTCIceTransport, RTCPeerConnection, codecs
from aiortc.codecs import h264, vpx
from aiortc.rtcdtlstransport import RTCDtlsTransport, RtpRouter
from aiortc.rtp import RtcpRtpfbPacket

from vardklient.calls.adapter import install as installing
from vardklient.calls.adapter.sender import Sender
from vardklient.calls.adapter.transport import MediaTransport


@pytest.fixture(autouse=True)
def _installed() -> None:
    installing.install()
    installing.install()


def signature(function: object) -> list[str]:
    return list(inspect.signature(function).parameters)  # type: ignore[arg-type]


def source(thing: object) -> str:
    return inspect.getsource(thing)  # type: ignore[arg-type]


def test_the_version_that_the_adapter_was_written_for() -> None:
    assert version("aiortc").startswith("1.16."), "aiortc has changed: go through this file, then change this line"
    assert version("aioice").startswith("0.13."), "aioice has changed: go through this file, then change this line"


# ---------------------------------------------------------------- install


@pytest.mark.parametrize(("name", "made"), [("RTCDtlsTransport", "dtlsTransport = "), ("RTCRtpSender", "sender=")])
def test_a_connection_makes_its_parts_from_the_names_that_install_replaces(name: str, made: str) -> None:
    assert f"{made}{name}(" in source(RTCPeerConnection), (
        f"RTCPeerConnection no longer makes its {name} from the module's name: our own would not be used"
    )


def test_our_classes_are_in_place() -> None:
    module = aiortc.rtcpeerconnection
    assert module.RTCDtlsTransport is MediaTransport, "install() did not replace the transport"
    assert module.RTCRtpSender is Sender, "install() did not replace the sender"  # type: ignore[comparison-overlap]


def test_a_name_that_is_gone_is_not_set_in_silence() -> None:
    with pytest.raises(AttributeError, match="RTCNothing any more"):
        installing._replace("RTCNothing", object)


def test_a_connection_reads_the_tables_that_install_fills() -> None:
    module = aiortc.rtcpeerconnection
    assert module.CODECS is codecs.CODECS, "RTCPeerConnection has its own list of codecs: ours is not offered"
    assert module.HEADER_EXTENSIONS is codecs.HEADER_EXTENSIONS, "RTCPeerConnection has its own header extensions"


async def test_what_is_offered() -> None:
    connection = RTCPeerConnection()
    connection.addTransceiver("audio")
    connection.addTransceiver("video")
    sdp = (await connection.createOffer()).sdp
    await connection.close()
    sound, pictures = sdp.split("m=video")
    for part in (sound, pictures):
        assert f"extmap:{installing.TRANSPORT_CC_ID} {installing.TRANSPORT_CC_URI}" in part, "no transport-wide numbers"
    assert sound.count("transport-cc") == 1, "transport-wide feedback is not offered for sound"
    assert pictures.count("transport-cc") == 3, "transport-wide feedback is not offered for VP8 and both H.264"
    assert "minptime=10;useinbandfec=1;usedtx=1;stereo=0" in sound, "Opus is asked for without our parameters"
    assert "PCMU" not in sdp, "sound other than Opus is offered, which we cannot code"
    used = [e.id for kind in ("audio", "video") for e in codecs.HEADER_EXTENSIONS[kind]]
    assert used.count(installing.TRANSPORT_CC_ID) == 2, "aiortc uses the number of our header extension itself now"


def test_addresses_are_asked_from_the_module_that_install_sets() -> None:
    assert "get_host_addresses(" in source(ice.Connection.gather_candidates), "aioice finds its addresses another way"
    assert signature(ice.get_host_addresses) == ["use_ipv4", "use_ipv6"], "aioice asks for its addresses another way"
    assert installing.host_addresses(use_ipv4=False, use_ipv6=False) == ["127.0.0.1"]


# ---------------------------------------------------------------- transport


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_handle_rtcp_data", ["self", "data"]),
        ("_handle_rtp_data", ["self", "data", "arrival_time_ms"]),
        ("_send_rtp", ["self", "data"]),
        ("_register_rtp_sender", ["self", "sender", "parameters"]),
        ("_unregister_rtp_sender", ["self", "sender"]),
        ("_get_stats", ["self"]),
    ],
)
def test_the_transport_has_the_methods_that_we_override_or_call(name: str, parameters: list[str]) -> None:
    assert hasattr(RTCDtlsTransport, name), f"RTCDtlsTransport.{name} is gone: media would not pass our transport"
    assert signature(getattr(RTCDtlsTransport, name)) == parameters, f"RTCDtlsTransport.{name} is called another way"


def test_the_transport_hands_its_datagrams_to_what_we_override() -> None:
    reading = source(RTCDtlsTransport._recv_next)
    for name in ("self._handle_rtcp_data(", "self._handle_rtp_data(", "self.transport._recv()"):
        assert name in reading, f"RTCDtlsTransport reads its datagrams without {name}): stamps and filters are lost"


async def test_the_transport_has_the_attributes_that_we_read() -> None:
    ice_transport = RTCIceTransport(RTCIceGatherer(iceServers=[]))
    stock = RTCDtlsTransport(ice_transport, [RTCCertificate.generateCertificate()])
    for name in ("_rtp_router", "_rtp_header_extensions_map", "_stats_id"):
        assert hasattr(stock, name), f"RTCDtlsTransport has no {name} any more"
    assert callable(ice_transport._recv), "RTCIceTransport._recv is no attribute any more: datagrams have no stamp"
    assert "self._recv = " in source(RTCIceTransport.__init__), "RTCIceTransport._recv cannot be replaced any more"


def test_datagrams_keep_their_object_on_the_way_through_aioice() -> None:
    assert "put_nowait((data, component))" in source(ice.Connection.data_received), "aioice copies datagrams: no stamps"


def test_the_router_finds_senders_by_their_number() -> None:
    assert "senders: dict[int" in source(RtpRouter), "RtpRouter keeps its senders in another way"
    assert signature(RtpRouter.route_rtcp) == ["self", "packet"]
    assert signature(RtpRouter.route_rtp) == ["self", "packet"]


def test_transport_wide_feedback_would_be_read_as_lost_packets() -> None:
    """If this fails, `transport.readable` may let other generic feedback through."""
    wide = RtcpRtpfbPacket(fmt=15, ssrc=1, media_ssrc=2, lost=[3, 4])
    read = RtcpRtpfbPacket.parse(bytes(wide)[4:], 15)
    assert read.lost == [3, 4], "aiortc now tells generic feedback apart: the filter in transport.py can go"


# ---------------------------------------------------------------- sender

TOUCHED_OF_SENDERS = (
    "_ssrc",
    "_rtx_ssrc",
    "_stream_id",
    "_track_id",
    "_enabled",
    "_handle_rtcp_packet",
    "getCapabilities",
    "getStats",
    "kind",
    "replaceTrack",
    "send",
    "setTransport",
    "stop",
    "track",
    "transport",
)


def test_our_sender_has_what_aiortc_touches() -> None:
    made = Sender("video", _OpenTransport())  # type: ignore[arg-type]
    for name in TOUCHED_OF_SENDERS:
        assert hasattr(made, name), f"our Sender lacks {name}"


@pytest.mark.parametrize("module", [aiortc.rtcpeerconnection, aiortc.rtcrtptransceiver])
def test_aiortc_touches_no_more_of_a_sender_than_we_know(module: object) -> None:
    touched = set(re.findall(r"\bsender\.(\w+)", source(module)))
    unknown = touched - set(TOUCHED_OF_SENDERS) - {"transceiver"}
    assert not unknown, f"aiortc now uses {', '.join(sorted(unknown))} of a sender, which ours has not"


def test_a_sender_is_made_with_a_track_or_kind_and_a_transport() -> None:
    assert "RTCRtpSender(sender_track or kind, dtlsTransport)" in source(RTCPeerConnection), (
        "RTCPeerConnection makes its senders with other arguments"
    )


def test_pictures_are_cut_by_names_that_are_there() -> None:
    for name in ("_packetize", "_split_bitstream"):
        assert hasattr(h264.H264Encoder, name), f"H264Encoder.{name} is gone: H.264 cannot be sent"
    payloads = h264.H264Encoder._packetize(h264.H264Encoder._split_bitstream(b"\0\0\0\1\x65abc"))
    assert payloads == [b"\x65abc"], "H264Encoder._packetize gives something else than payloads"
    descriptor = vpx.VpxPayloadDescriptor(partition_start=1, partition_id=0, picture_id=5)
    assert bytes(descriptor) == b"\x90\x80\x80\x05", "VpxPayloadDescriptor writes picture numbers in another way"
    assert vpx.PACKET_MAX == 1300, "another size of packets: does it still fit with headers and TURN?"


class _OpenTransport:
    state = "connected"
