"""`vardklient join` as a process, through the real visit server, with a clinician's engine in this process."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.calls.doctor import a_visit
from tests.calls.ears import Ears
from tests.calls.parts import frame_where, frames, until
from tests.visitserver.client import serving, visit_links
from vardklient.calls.signalling import SignallingClient
from vardklient.domain.visit import Role
from vardklient.main import main
from vardklient.ports import signalling as said

SHAPE = {
    "seconds",
    "join_to_first_picture_ms",
    "video_in",
    "video_out",
    "audio_in",
    "bitrate_in_kbps",
    "bitrate_out_kbps",
    "loss_in_share",
    "rtt_ms",
    "rejoins",
    "cpu_cores",
    "rss_mb",
}


async def start(*words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "vardklient",
        "join",
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def finish(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), 90)
    return process.returncode or 0, out.decode(), err.decode()


@pytest.mark.slow
async def test_simulated_patient_is_seen_and_heard_and_measures() -> None:
    async with a_visit() as (doctor, link):
        process = await start(link, "--seconds", "12", "--json")  # a slow machine needs some to begin
        await doctor.flowing()
        # the person is painted first; until then it is black
        await frame_where(doctor.end.screen, lambda frame: frame.pixels[:, :, :3].max() > 20)
        seen = await frames(doctor.end.screen, 20)
        assert any(np.abs(a.pixels.astype(int) - b.pixels).mean() > 0.1 for a, b in pairwise(seen))
        assert seen[-1].pixels.std() > 10, "a drawn person, not one colour"
        await until(lambda: doctor.end.speaker.rms_dbfs() > -50)
        code, out, err = await finish(process)
        assert code == 0, err
        found = json.loads(out)
        assert found.keys() >= SHAPE
        assert found["video_in"]["frames"] > 30
        # smaller where the machine is slow
        assert (found["video_in"]["width"], found["video_in"]["height"]) in ((320, 180), (480, 270), (640, 360))
        assert found["audio_in"]["level_dbfs"] == pytest.approx(-20, abs=2)
        assert 0 <= found["audio_in"]["concealed_share"] < 0.5
        assert found["video_out"]["frames"] > 30
        assert 11.5 < found["seconds"] < 30
        assert found["rejoins"] == 0
        assert found["ending"] == "enough"
        assert 0 < found["cpu_cores"] < 4
        assert 20 < found["rss_mb"] < 2000
        assert (await doctor.ears.until(said.PeerLeft)).gone


@pytest.mark.slow
async def test_it_ends_with_the_visit_and_makes_a_new_connection_when_asked() -> None:
    async with a_visit() as (doctor, link):
        process = await start(link)
        await doctor.flowing()
        await asyncio.sleep(1.1)  # a wish within a second of the offer is met by that offer
        await doctor.line.say(said.Rejoin())
        await doctor.flowing(epoch=2)
        assert len(await frames(doctor.end.screen, 5)) == 5
        await doctor.line.say(said.EndVisit())
        code, out, err = await finish(process)
        assert code == 0, err
        assert "rejoins: 1" in out
        assert "ending: ended" in out


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not there")
async def test_a_signal_ends_it_properly() -> None:
    async with a_visit() as (doctor, link):
        process = await start(link, "--json")
        await doctor.flowing()
        process.send_signal(signal.SIGTERM)
        code, out, err = await finish(process)
        assert code == 0, err
        assert json.loads(out)["ending"] == "stopped"
        assert (await doctor.ears.until(said.PeerLeft)).gone, "it said that it leaves"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are not handed on")
async def test_it_follows_its_parent(tmp_path: Path) -> None:
    async with serving() as server:
        doctor, patient = await visit_links(server.url, Role.CLINICIAN, Role.PATIENT)
        ears, line = Ears(), SignallingClient(doctor)
        line.on_event(ears)
        await line.open()
        words = [sys.executable, "-m", "vardklient", "join", patient, "--follow-parent"]
        parent = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            f"import subprocess, sys; subprocess.Popen({words!r}); sys.stdin.read()",
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        await ears.until(said.Knocked)
        os.kill(parent.pid, signal.SIGKILL)
        await parent.wait()
        assert (await ears.until(said.PeerLeft)).gone
        await line.close()


async def test_nobody_lets_us_in() -> None:
    async with serving() as server:
        [link] = await visit_links(server.url, Role.PATIENT)
        code, out, err = await finish(await start(link, "--wait", "0.5"))
        assert (code, out) == (1, "")
        assert err == "vardklient: nobody let us in\n"


async def test_spent_ticket_and_absent_server() -> None:
    async with serving() as server:
        [link] = await visit_links(server.url, Role.PATIENT)
        spent = SignallingClient(link)
        await spent.open()
        code, _, err = await finish(await start(link))
        await spent.close()
        assert code == 1
        assert "has been used" in err
    code, _, err = await finish(await start(link))
    assert code == 1
    assert err == "vardklient: the visit server cannot be reached\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nonsense"], "not a visit link"),
        (["http://127.0.0.1:1/visit"], "no ticket"),
        (["http://127.0.0.1:1/visit#0123456789abcdef", "--camera", "/no/such.mp4"], "no film"),
        (["http://127.0.0.1:1/visit#0123456789abcdef", "--sound", "/no/such.wav"], "no sound file"),
        (["http://127.0.0.1:1/visit#0123456789abcdef", "--seconds", "-1"], "more than 0"),
        ([], "LINK"),
    ],
)
def test_wrong_use_is_one_sentence(words: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["join", *words]) == 2
    said_ = capsys.readouterr()
    assert said_.out == ""
    assert reason in said_.err
    assert said_.err.count("\n") == 1
    assert "0123456789abcdef" not in said_.err
