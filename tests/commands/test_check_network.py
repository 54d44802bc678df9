"""`vardklient check --only network` and the hidden `vardklient probe`."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from tests.peers.coturn import free_port
from tests.visitserver.client import KEY, serving
from vardklient.calls.probe.messages import PROBE
from vardklient.domain.network import NetworkReading, ServerReach
from vardklient.main import main
from vardklient.ports.network import NetworkProgress

VARIABLE = "VARDKLIENT_SERVER_KEY"


@pytest.fixture
def server_url() -> Iterator[str]:
    """A visit server without relays, on a thread of its own: the command has a loop of its own, too."""
    loop, ready, found = asyncio.new_event_loop(), threading.Event(), list[str]()
    ended = asyncio.Event()

    async def serve() -> None:
        async with serving() as server:
            found.append(server.url)
            ready.set()
            await ended.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(60)
    yield found[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join()
    loop.close()


def item(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    main(["check", "--only", "network", *words, "--json"])
    (found,) = json.loads(capsys.readouterr().out)["items"]
    assert isinstance(found, dict)
    return found


def test_without_a_server_the_network_is_not_tried(capsys: pytest.CaptureFixture[str]) -> None:
    assert item(capsys)["advice"] == "network_unasked"


def test_figures_of_a_server_without_relays(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, server_url: str
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    found = item(capsys, "--server", server_url)
    assert (found["verdict"], found["advice"]) == ("unknown", "network_unsure")
    measures = found["measures"]
    assert isinstance(measures, dict)
    assert {"server_rtt_ms", "clock_off_s"} <= measures.keys()
    assert "rate_kbps" not in measures


def test_a_dead_server_is_red(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    assert main(["check", "--only", "network", "--server", f"http://127.0.0.1:{free_port()}"]) == 1
    assert "Besöksservern svarar inte." in capsys.readouterr().out


@pytest.mark.parametrize(("address", "key"), [("visits.example.org", KEY), ("https://", KEY), ("http://x.example", "")])
def test_wrong_use_is_told(
    address: str, key: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, key)
    assert main(["check", "--only", "network", "--server", address]) == 2
    assert "--server" in capsys.readouterr().err


def test_the_hidden_command_tells_in_lines(server_url: str) -> None:
    command = [sys.executable, "-m", "vardklient", "probe", "--server", server_url, "--follow-parent"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {VARIABLE: KEY})
    *progress, reading = [PROBE.parse(line) for line in done.stdout.splitlines()]
    assert progress
    assert all(isinstance(one, NetworkProgress) for one in progress)
    assert isinstance(reading, NetworkReading)
    assert reading.server is ServerReach.REACHED
