"""`vardklient engine`, as the program starts it."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from tests.fakes.camera import FakeCamera
from vardklient.calls.process.remote import RemoteEngine
from vardklient.main import main, parser
from vardklient.ports.engine import Described, EngineEvent, OpenPeer, SoundChanged, UseSound
from vardklient.ports.sound import SoundState

COMMAND = [sys.executable, "-m", "vardklient", "engine", "--follow-parent"]


async def test_it_offers_and_says_that_there_is_no_such_sound_device() -> None:
    engine = RemoteEngine(COMMAND, FakeCamera())
    events: list[EngineEvent] = []
    news = asyncio.Event()

    def hear(event: EngineEvent) -> None:
        events.append(event)
        news.set()

    async def until_heard(kind: type[EngineEvent]) -> EngineEvent:
        async with asyncio.timeout(60):
            while True:
                found = next((e for e in events if isinstance(e, kind)), None)
                if found is not None:
                    return found
                news.clear()
                await news.wait()

    engine.on_event(hear)
    try:
        await engine.start()
        await engine.do(OpenPeer("somebody", 1, offer=True))
        described = await until_heard(Described)
        assert isinstance(described, Described)
        assert "m=video" in described.sdp
        await engine.do(UseSound("No such microphone", "No such loudspeaker"))
        sound = await until_heard(SoundChanged)
        assert isinstance(sound, SoundChanged)
        assert SoundState.RUNNING not in (sound.microphone, sound.speaker)
        statistics = await engine.statistics("somebody")
        assert statistics is not None
        assert statistics.cpu_cores is not None
    finally:
        await engine.close()
    assert engine.pid == 0


def test_it_is_not_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert "engine" not in parser().format_help()
    assert main(["engine"]) == 2
    assert capsys.readouterr().err.startswith("vardklient: ")


def test_it_ends_when_nobody_speaks_to_it() -> None:
    from vardklient.calls.process.board import make_boards

    boards = make_boards()
    ended = subprocess.run(
        [*COMMAND, "--boards", boards.handle],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        pass_fds=boards.inherited,
        timeout=100,
    )
    boards.given_away()
    assert ended.returncode == 0
    assert ended.stdout == b'{"m":"Ready"}\n{"m":"Bye"}\n'
