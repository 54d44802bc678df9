"""What connections lean on of aiortc in plain use, and a call without any network. The adapter has its own contract."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys

import aiortc
import pytest
from aiortc.sdp import candidate_from_sdp

from vardklient.calls import settings
from vardklient.calls.adapter.install import host_addresses, install
from vardklient.calls.adapter.media import Media
from vardklient.calls.connection import _tasks_of


@pytest.fixture(autouse=True)
def _installed() -> None:
    install()
    install()


def test_without_any_address_there_is_loopback() -> None:
    assert host_addresses(use_ipv4=False, use_ipv6=False) == ["127.0.0.1"]


def test_no_public_server_is_asked() -> None:
    assert aiortc.RTCConfiguration().iceServers is None, "None is what stands for a third party's server"
    assert settings.configuration(()).iceServers == []


def test_candidates_are_read_without_their_prefix() -> None:
    found = candidate_from_sdp("1 1 udp 2130706431 192.0.2.1 50000 typ host")
    assert (found.ip, found.port, found.sdpMLineIndex) == ("192.0.2.1", 50000, None)


async def test_connecting_is_found_among_the_tasks_and_our_parts_in_the_connection() -> None:
    one, two = (aiortc.RTCPeerConnection(settings.configuration(())) for _ in range(2))
    for kind in ("audio", "video"):
        one.addTransceiver(kind)
    await one.setLocalDescription(await one.createOffer())
    await two.setRemoteDescription(one.localDescription)
    await two.setLocalDescription(await two.createAnswer())
    await one.setRemoteDescription(two.localDescription)
    assert _tasks_of(one)
    connected = asyncio.Event()
    one.on("connectionstatechange", lambda: connected.set() if one.connectionState == "connected" else None)
    await asyncio.wait_for(connected.wait(), 60)
    assert Media.of(one).sound_out is one.getSenders()[0]
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
