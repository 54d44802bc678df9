"""The engine process of our side: the program's host and engine, with the bench's microphone and loudspeaker.

As `vardklient engine`, its priority included: Chromium raises that of its own media threads by the same rights.
Run by `engines.Apart`: python -m bench.call.enginehost --voice FILE --notes SOCKET --boards HANDLE
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

from bench.call.devices import PulledSpeaker, VoiceMicrophone, sound_notes
from vardklient.calls.adapter.loop import engine_loop
from vardklient.calls.engine import AiortcEngine
from vardklient.calls.process.board import find_boards
from vardklient.calls.process.host import EngineHost, SharedCamera
from vardklient.calls.process.priority import raise_priority, shorten_turns
from vardklient.ports.devices import DeviceList
from vardklient.ports.sound import SoundDeskState, SoundState


class BenchDesk:
    """Implements `ports.sound.SoundDesk` with the beeping voice and a loudspeaker that keeps what it plays."""

    canceller = None

    def __init__(self, voice: Path) -> None:
        self.microphone, self.speaker = VoiceMicrophone(voice), PulledSpeaker()
        self._tell: Callable[[SoundDeskState], None] = lambda _: None

    def on_change(self, listener: Callable[[SoundDeskState], None]) -> None:
        self._tell = listener

    def use(self, microphone: str, speaker: str) -> None:
        if self.microphone.state is SoundState.CLOSED:
            self.microphone.start()
            self.speaker.start()
        self._tell(SoundDeskState(SoundState.RUNNING, SoundState.RUNNING, "bench", "bench"))

    def release(self) -> None:
        self.microphone.stop()
        self.speaker.stop()
        self._tell(SoundDeskState(SoundState.CLOSED, SoundState.CLOSED))

    def know(self, present: DeviceList) -> None: ...

    def prove_headset(self, microphone: str, speaker: str) -> None: ...


def give_notes(desk: BenchDesk, path: str) -> None:
    """Whoever connects gets the notes so far. Runs until the process ends."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        while True:
            asker, _ = listener.accept()
            with asker:
                asker.sendall(json.dumps(sound_notes(desk.microphone, desk.speaker)).encode())


async def serve(desk: BenchDesk, handle: str, source: IO[bytes], sink: IO[bytes]) -> None:
    boards = find_boards(handle)
    camera = SharedCamera(boards.camera)
    engine = AiortcEngine(camera, desk.microphone, desk.speaker)
    await EngineHost(engine, desk, camera, boards, source, sink).run()


def main() -> int:
    """Until the program that started this one closes the pipe."""
    parser = argparse.ArgumentParser()
    for name in ("voice", "notes", "boards"):
        parser.add_argument(f"--{name}", required=True)
    options = parser.parse_args()
    raise_priority()
    shorten_turns()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the records
    desk = BenchDesk(Path(options.voice))
    threading.Thread(target=give_notes, args=(desk, options.notes), name="bench-notes", daemon=True).start()
    with asyncio.Runner(loop_factory=engine_loop) as runner:
        runner.run(serve(desk, options.boards, source, sink))
    return 0


if __name__ == "__main__":
    sys.exit(main())
