"""Where our side has its engine: in a process of its own, as in the program, or in the one with the window."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bench.call.devices import PulledSpeaker, VoiceMicrophone, sound_notes
from vardklient.ports.engine import UseSound

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.call.content import Content
    from vardklient.ports.camera import Camera
    from vardklient.ports.engine import CallEngine

PROCESS, INSIDE = "process", "inside"
ENGINES = (PROCESS, INSIDE)
SOCKET = "notes"


class Place(Protocol):
    """An engine with the bench's microphone and loudspeaker.

    Attributes:
        engine: not started.
    """

    engine: CallEngine

    async def begin(self) -> None:
        """Let the sound run; the engine has been started."""
        ...

    async def notes(self) -> dict[str, Any]:
        """What was said and played, as `devices.sound_notes` gives it."""
        ...

    def end(self) -> None:
        """Stop the sound; the engine has been closed."""
        ...


class Inside:
    """Engine and sound in this process, the engine on the loop that drains its sockets."""

    def __init__(self, content: Content, camera: Camera) -> None:
        from vardklient.calls.engine import AiortcEngine

        self._microphone, self._speaker = VoiceMicrophone(content.sound), PulledSpeaker()
        self.engine: CallEngine = AiortcEngine(camera, self._microphone, self._speaker)

    async def begin(self) -> None:
        self._microphone.start()
        self._speaker.start()

    async def notes(self) -> dict[str, Any]:
        return sound_notes(self._microphone, self._speaker)

    def end(self) -> None:
        self._microphone.stop()
        self._speaker.stop()


class Apart:
    """Engine and sound in `bench.call.enginehost`; the notes come over a socket in a folder of their own."""

    def __init__(self, content: Content, camera: Camera) -> None:
        from vardklient.calls.process.remote import RemoteEngine

        self._folder = tempfile.TemporaryDirectory(prefix="bench-call-")
        self._socket = Path(self._folder.name) / SOCKET
        command = [sys.executable, "-m", "bench.call.enginehost"]
        command += ["--voice", str(content.sound), "--notes", str(self._socket)]
        self.engine: CallEngine = RemoteEngine(command, camera)

    async def begin(self) -> None:
        await self.engine.do(UseSound())

    async def notes(self) -> dict[str, Any]:
        reader, writer = await asyncio.open_unix_connection(self._socket)
        try:
            found: dict[str, Any] = json.loads(await reader.read())
            return found
        finally:
            writer.close()
            await writer.wait_closed()

    def end(self) -> None:
        self._folder.cleanup()


def make_place(name: str, content: Content, camera: Camera) -> Place:
    """The engine of this name."""
    makers: dict[str, Callable[[Content, Camera], Place]] = {PROCESS: Apart, INSIDE: Inside}
    return makers[name](content, camera)


def loop_for(name: str) -> Callable[[], asyncio.AbstractEventLoop]:
    """What the core runs on: beside the engine, that one's loop."""
    from vardklient.calls.adapter.loop import engine_loop

    return engine_loop if name == INSIDE else asyncio.new_event_loop
