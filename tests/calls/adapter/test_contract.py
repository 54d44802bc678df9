"""Every private name of aiortc and aioice that `calls/adapter` leans on. When an upgrade changes one, a sentence here
says which, and what for."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import re
from importlib.metadata import version

import aiortc.rtcpeerconnection
import aiortc.rtcrtptransceiver
import pytest
from aioice import ice, stun, turn
from aiortc import RTCCertificate, RTCIceGatherer, RTCIceTransport, RTCPeerConnection, codecs, rtcicetransport, rtp
from aiortc.codecs import h264, vpx
from aiortc.rate import RemoteBitrateEstimator
from aiortc.rtcdtlstransport import RTCDtlsTransport, RtpRouter
from aiortc.rtcrtpreceiver import RemoteStreamTrack
from aiortc.rtp import RtcpRtpfbPacket, RtpPacket

from vardklient.calls.adapter import install as installing
from vardklient.calls.adapter.checks import EagerChecks, PersistentConnection
from vardklient.calls.adapter.loop import RECEIVE_BUFFER_BYTES, engine_loop
from vardklient.calls.adapter.receiver import Receiver
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


def stun_protocol() -> type[ice.StunProtocol]:
    """aioice's own."""
    return EagerChecks.__mro__[1]


def stock_consent() -> object:
    return PersistentConnection.__mro__[1].query_consent  # type: ignore[attr-defined]


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
        installing._replace(aiortc.rtcpeerconnection, "RTCNothing", object)


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
    started = pictures.count(f"x-google-start-bitrate={installing.START_KBPS}")
    assert started == 3, "the rate to begin with is not asked for with VP8 and both H.264"
    assert "PCMU" not in sdp, "sound other than Opus is offered, which we cannot code"
    used = [e.id for kind in ("audio", "video") for e in codecs.HEADER_EXTENSIONS[kind]]
    assert used.count(installing.TRANSPORT_CC_ID) == 2, "aiortc uses the number of our header extension itself now"


def test_addresses_are_asked_from_the_module_that_install_sets() -> None:
    assert "get_host_addresses(" in source(ice.Connection.gather_candidates), "aioice finds its addresses another way"
    assert signature(ice.get_host_addresses) == ["use_ipv4", "use_ipv6"], "aioice asks for its addresses another way"
    assert installing.host_addresses(use_ipv4=False, use_ipv6=False) == ["127.0.0.1"]


# ---------------------------------------------------------------- checks


def test_checks_are_made_by_the_names_that_install_replaces() -> None:
    made = "the connectivity checks would be aioice's own, and a line that returns be found seconds later"
    assert rtcicetransport.Connection is PersistentConnection, made
    assert "Connection(" in source(RTCIceGatherer), made
    assert "StunProtocol(self)" in source(ice.Connection.get_component_candidates), made
    assert "asyncio.create_task(self.query_consent())" in source(ice.Connection.connect), "consent is asked elsewhere"


def test_a_check_is_asked_and_answered_as_we_repeat_it() -> None:
    known = ["self", "request", "addr", "integrity_key", "retransmissions"]
    assert signature(stun_protocol().request) == known, "a check is asked another way"
    assert signature(stun_protocol().datagram_received) == ["self", "data", "addr"]
    assert "retransmissions=0" in source(stock_consent()), "consent is asked with other repeats"
    assert "1 + (" in source(stun.Transaction.__init__), "0 repeats no longer means one try"
    assert stun.RETRY_RTO == 0.5, "a try lasts another time: see `CHECKS`"


async def test_a_connection_has_what_our_consent_reads() -> None:
    connection = PersistentConnection(ice_controlling=True)
    for name in ("_nominated", "_query_consent_task", "build_request", "remote_password"):
        assert hasattr(connection, name), f"aioice's connection has no {name} any more"
    assert signature(ice.Connection.build_request) == ["self", "pair", "nominate"]
    assert "self._query_consent_task = None" in source(stock_consent()), "a connection that expires ends another way"


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


# ---------------------------------------------------------------- receiver

TOUCHED_OF_RECEIVERS = (
    "_enabled",
    "_handle_disconnect",
    "_handle_rtcp_packet",
    "_handle_rtp_packet",
    "_set_rtcp_ssrc",
    "_track",
    "getCapabilities",
    "getStats",
    "receive",
    "setTransport",
    "stop",
    "track",
    "transport",
)


def test_a_connection_makes_its_receivers_from_the_name_that_install_replaces() -> None:
    assert "RTCRtpReceiver(kind, dtlsTransport)" in source(RTCPeerConnection), (
        "RTCPeerConnection makes its receivers with other arguments or from another name"
    )


def test_our_receiver_has_what_aiortc_touches() -> None:
    made = Receiver("video", _OpenTransport())  # type: ignore[arg-type]
    for name in TOUCHED_OF_RECEIVERS:
        assert hasattr(made, name), f"our Receiver lacks {name}"


@pytest.mark.parametrize("module", [aiortc.rtcpeerconnection, aiortc.rtcrtptransceiver, RtpRouter, RTCDtlsTransport])
def test_aiortc_touches_no_more_of_a_receiver_than_we_know(module: object) -> None:
    import re

    touched = set(re.findall(r"\b(?:_?_?receiver|recipient)\.(\w+)", source(module)))
    unknown = touched - set(TOUCHED_OF_RECEIVERS)
    assert not unknown, f"aiortc now uses {', '.join(sorted(unknown))} of a receiver, which ours has not"


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("_register_rtp_receiver", ["self", "receiver", "parameters"]),
        ("_unregister_rtp_receiver", ["self", "receiver"]),
    ],
)
def test_the_transport_takes_receivers_in_and_lets_them_go(name: str, parameters: list[str]) -> None:
    assert hasattr(RTCDtlsTransport, name), f"RTCDtlsTransport.{name} is gone: nothing would reach our receivers"
    assert signature(getattr(RTCDtlsTransport, name)) == parameters, f"RTCDtlsTransport.{name} is called another way"


def test_a_lost_transport_is_told_to_receivers() -> None:
    assert "receiver._handle_disconnect()" in source(RTCDtlsTransport), "nobody tells a receiver that its line is gone"


def test_the_track_of_a_receiver_is_made_by_the_connection_and_waits_at_a_queue() -> None:
    assert "receiver._track = RemoteStreamTrack(" in source(RTCPeerConnection), "the track is made another way"
    assert isinstance(RemoteStreamTrack(kind="video")._queue, asyncio.Queue), "who waits for a track cannot be woken"


def test_retransmissions_are_taken_out_of_their_packets() -> None:
    original = RtpPacket(97, 1, 65_535, 7, 1, b"data")
    repeat = rtp.wrap_rtx(original, 98, 3, 2)
    found = rtp.unwrap_rtx(repeat, 97, 1)
    assert (found.sequence_number, found.payload, found.ssrc) == (65_535, b"data", 1), "unwrap_rtx reads otherwise"
    rtx = [c for c in codecs.CODECS["video"] if codecs.is_rtx(c)]
    assert all(isinstance(c.parameters.get("apt"), int) for c in rtx), "a repeat's codec no longer names the original's"
    assert "rtx.ssrc" in source(RTCPeerConnection) or "encodings[apt].rtx" in source(RTCPeerConnection)


def test_what_we_say_as_a_receiver_is_written_by_names_that_are_there() -> None:
    assert signature(RemoteBitrateEstimator.add) == [
        "self",
        "arrival_time_ms",
        "abs_send_time",
        "payload_size",
        "ssrc",
    ], "aiortc's guess of the rate is fed otherwise"
    assert signature(rtp.pack_remb_fci) == ["bitrate", "ssrcs"], "REMB is written otherwise"
    block = rtp.RtcpReceiverInfo(1, 2, -3, 4 << 16 | 5, 6, 7, 8)
    assert rtp.RtcpReceiverInfo.parse(bytes(block)) == block, "a report's block has other fields"
    assert rtp.pack_rtcp_packet(205, 1, b"abcd") == b"\x81\xcd\0\1abcd", "RTCP is put together otherwise"
    fields = {f.name for f in dataclasses.fields(aiortc.RTCInboundRtpStreamStats)}
    assert {"ssrc", "kind", "transportId", "packetsReceived", "packetsLost", "jitter"} <= fields


# ---------------------------------------------------------------- loop


def test_the_receive_buffer_of_aioice_is_what_the_loop_sets() -> None:
    assert "turn.UDP_SOCKET_BUFFER_SIZE" in source(ice.Connection), "aioice sizes its sockets another way"
    engine_loop().close()
    assert turn.UDP_SOCKET_BUFFER_SIZE == RECEIVE_BUFFER_BYTES


def test_aioice_asks_the_loop_for_plain_endpoints() -> None:
    assert "lambda: StunProtocol(self), local_addr=(address, 0)" in source(ice.Connection), (
        "aioice opens its sockets another way: are they still drained and stamped?"
    )
    assert "remote_addr=server_addr" in source(turn.create_turn_endpoint), "aioice reaches TURN another way"


def test_a_relayed_payload_is_cut_out_of_its_datagram() -> None:
    """By slicing, which keeps the stamp."""
    assert "data[4 : 4 + length]" in source(turn.TurnClientMixin.datagram_received), "relayed datagrams lose the stamp"


class _OpenTransport:
    state = "connected"
