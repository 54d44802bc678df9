"""An engine process for tests: the real host and the real engine with a tone for a microphone, or one that misbehaves.

Run: python -m tests.calls.process.engine [good|mirror|broken|babbling] --boards HANDLE
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import threading
from collections.abc import Callable
from typing import IO

from tests.calls.parts import PulledSpeaker, ToneMicrophone
from tests.fakes.engine import LoopbackEngine
from vardklient.base.slot import Slot
from vardklient.calls.process.board import find_boards
from vardklient.calls.process.host import EngineHost, SharedCamera, SizedEngine
from vardklient.ports.camera import Frame
from vardklient.ports.devices import DeviceList
from vardklient.ports.engine import EngineCommand, OpenPeer
from vardklient.ports.sound import SoundDeskState, SoundState


class ToneDesk:
    """Implements `ports.sound.SoundDesk` with a tone and nobody who listens."""

    canceller = None

    def __init__(self) -> None:
        self.microphone, self.speaker = ToneMicrophone(), PulledSpeaker()
        self._tell: Callable[[SoundDeskState], None] = lambda _: None
        self._open = False
        self._present = DeviceList()

    def on_change(self, listener: Callable[[SoundDeskState], None]) -> None:
        self._tell = listener

    def use(self, microphone: str, speaker: str) -> None:
        if not self._open:
            self._open = True
            for device in (self.microphone, self.speaker):
                device.start()
        names = [d.name for d in self._present.microphones]
        self._tell(SoundDeskState(SoundState.RUNNING, SoundState.RUNNING, microphone or ",".join(names), speaker))

    def release(self) -> None:
        if self._open:
            self._open = False
            for device in (self.microphone, self.speaker):
                device.stop()
        self._tell(SoundDeskState(SoundState.CLOSED, SoundState.CLOSED))

    def know(self, present: DeviceList) -> None:
        self._present = present

    def prove_headset(self, microphone: str, speaker: str) -> None:
        self._tell(SoundDeskState(SoundState.CLOSED, SoundState.CLOSED, microphone, speaker))


class Mirror(LoopbackEngine):
    """The fake engine, in a process of its own; with a peer called "sleep" it hangs."""

    def watch(self, peer: str, slot: Slot[Frame], size: tuple[int, int] = (0, 0)) -> None:
        super().watch(peer, slot)

    async def do(self, command: EngineCommand) -> None:
        if isinstance(command, OpenPeer) and command.peer == "sleep":
            threading.Event().wait(60)
        await super().do(command)


def make_engine(kind: str, camera: SharedCamera, desk: ToneDesk) -> SizedEngine:
    if kind == "mirror":
        return Mirror(camera)
    from vardklient.calls.engine import AiortcEngine

    return AiortcEngine(camera, desk.microphone, desk.speaker)


async def serve(kind: str, handle: str, source: IO[bytes], sink: IO[bytes]) -> None:
    boards = find_boards(handle)
    camera, desk = SharedCamera(boards.camera), ToneDesk()
    desk.use("", "")
    await EngineHost(make_engine(kind, camera, desk), desk, camera, boards, source, sink).run()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", nargs="?", default="good")
    parser.add_argument("--boards", required=True)
    options = parser.parse_args()
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    if options.kind == "broken":
        sys.exit(3)
    if options.kind == "babbling":
        sink.write(b'{"m":"SendChat","text":"hej"}\n')
        sink.flush()
        source.read()
    if options.kind in ("good", "mirror"):
        asyncio.run(serve(options.kind, options.boards, source, sink))


if __name__ == "__main__":
    main()
