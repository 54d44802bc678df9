"""What the engine leans on of aiortc and aioice beyond plain use. Fails loudly when an upgrade changes it."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version

import aiortc
import pytest
from aioice import ice
from aiortc.codecs import h264, vpx
from aiortc.codecs.opus import OpusEncoder
from aiortc.sdp import candidate_from_sdp
from av import AudioFrame, VideoFrame

from vardklient.calls import settings
from vardklient.calls.connection import _tasks_of
from vardklient.calls.statistics import read_traffic
from vardklient.calls.tracks import PICTURE_CLOCK


@pytest.fixture(autouse=True)
def _prepared() -> None:
    settings.prepare()
    settings.prepare()


def test_the_version_that_was_measured() -> None:
    assert version("aiortc").startswith("1.16.")


@pytest.mark.parametrize("make", [vpx.Vp8Encoder, h264.H264Encoder])
def test_encoders_take_their_rates_from_the_module(make: type) -> None:
    encoder = make()
    assert encoder.target_bitrate == settings.START_BPS
    for asked, got in ((1, settings.LOWEST_BPS), (10**9, settings.HIGHEST_BPS), (1_000_000, 1_000_000)):
        encoder.target_bitrate = asked
        assert encoder.target_bitrate == got


def test_another_size_makes_a_key_frame() -> None:
    """The black picture of a camera that is off counts on it."""
    encoder = vpx.Vp8Encoder()

    def is_key(width: int, height: int, pts: int) -> bool:
        picture = VideoFrame(width, height, "yuv420p")
        picture.pts, picture.time_base = pts, PICTURE_CLOCK
        payloads, _ = encoder.encode(picture)
        _, data = vpx.VpxPayloadDescriptor.parse(payloads[0])
        return not data[0] & 1

    found = [is_key(640, 360, 0), is_key(640, 360, 3000), is_key(320, 180, 6000), is_key(320, 180, 9000)]
    assert found == [True, False, True, False]


def test_sound_goes_in_as_stereo_of_16_bits() -> None:
    frame = AudioFrame(format="s16", layout="stereo", samples=960)
    frame.sample_rate, frame.pts = 48_000, 0
    OpusEncoder().encode(frame)


def test_host_addresses_are_asked_from_the_module_we_set() -> None:
    assert ice.get_host_addresses is settings.host_addresses
    assert "get_host_addresses(" in inspect.getsource(ice.Connection.gather_candidates)
    assert inspect.signature(settings.host_addresses).parameters.keys() == {"use_ipv4", "use_ipv6"}
    assert settings.host_addresses(use_ipv4=True, use_ipv6=True)


def test_without_any_address_there_is_loopback() -> None:
    assert settings.host_addresses(use_ipv4=False, use_ipv6=False) == ["127.0.0.1"]


def test_no_public_server_is_asked() -> None:
    assert aiortc.RTCConfiguration().iceServers is None, "None is what stands for a third party's server"
    assert settings.configuration(()).iceServers == []


def test_candidates_are_read_without_their_prefix() -> None:
    found = candidate_from_sdp("1 1 udp 2130706431 192.0.2.1 50000 typ host")
    assert (found.ip, found.port, found.sdpMLineIndex) == ("192.0.2.1", 50000, None)


async def test_connecting_is_found_among_the_tasks_and_statistics_have_their_names() -> None:
    one, two = (aiortc.RTCPeerConnection(settings.configuration(())) for _ in range(2))
    one.addTransceiver("audio")
    await one.setLocalDescription(await one.createOffer())
    await two.setRemoteDescription(one.localDescription)
    await two.setLocalDescription(await two.createAnswer())
    await one.setRemoteDescription(two.localDescription)
    assert _tasks_of(one)
    connected = asyncio.Event()
    one.on("connectionstatechange", lambda: connected.set() if one.connectionState == "connected" else None)
    await asyncio.wait_for(connected.wait(), 10)
    traffic = read_traffic(await one.getStats())
    assert traffic.bytes_out >= 0
    kinds = {row.type for row in (await one.getStats()).values()}
    assert {"outbound-rtp", "transport"} <= kinds
    for connection in (one, two):
        await connection.close()
        if left := _tasks_of(connection):
            await asyncio.wait(left, timeout=5)


OFFLINE = """
import asyncio, json, sys
sys.path.insert(0, ".")
from tests.calls.parts import call, frames
async def main():
    async with call() as (patient, clinician):
        seen = await frames(clinician.screen, 5)
        print(json.dumps(len(seen)))
asyncio.run(main())
"""


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare, to take the network away")
def test_a_call_on_one_machine_works_without_any_network() -> None:
    # root needs no map, and inside a chroot it is refused one
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    alone = ["unshare", "--net", *as_root, "sh", "-c"]
    if subprocess.run([*alone, "ip link set lo up"], capture_output=True, check=False).returncode:
        pytest.skip("platform: may not make a network namespace here")
    done = subprocess.run(
        [*alone, f"ip link set lo up && exec {sys.executable} -c '{OFFLINE}'"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == 5
