"""Cameras at the wire: real video frames into the real QVideoSink, without a device."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtMultimedia import QVideoFrame, QVideoSink

from vardklient.ports.devices import Device


class WireHardware:
    """Implements `media.camera.Hardware`: holds the sink that QtCamera made, and pushes into it what the test gives.

    Attributes:
        devices: what is plugged in; after a change call `changed`.
        allowed: the answer to the question for permission; None keeps it open until `answer`.
        sink: where frames go while a camera is open.
        opened: identities, in the order in which they were opened.
    """

    def __init__(self, *devices: Device, allowed: bool | None = True) -> None:
        self.devices = list(devices)
        self.allowed = allowed
        self.sink: QVideoSink | None = None
        self.opened: list[str] = []
        self._failed: Callable[[], None] = lambda: None
        self._watchers: list[Callable[[], None]] = []
        self._waiting: list[Callable[[bool], None]] = []

    def find(self, wanted: str) -> Device | None:
        return next((d for d in self.devices if not wanted or wanted in (d.identity, d.name)), None)

    def watch(self, changed: Callable[[], None]) -> None:
        self._watchers.append(changed)

    def ask(self, answered: Callable[[bool], None]) -> None:
        if self.allowed is None:
            self._waiting.append(answered)
        else:
            answered(self.allowed)

    def open(self, identity: str, sink: QVideoSink, failed: Callable[[], None]) -> None:
        self.sink, self._failed = sink, failed
        self.opened.append(identity)

    def close(self) -> None:
        self.sink = None

    # ---------------------------------------------------------------- the words of the test

    def push(self, frame: QVideoFrame) -> None:
        """The camera delivers a frame, if one is open."""
        if self.sink is not None:
            self.sink.setVideoFrame(frame)

    def changed(self, *devices: Device) -> None:
        """These are plugged in now."""
        self.devices = list(devices)
        for watcher in self._watchers:
            watcher()

    def fail(self) -> None:
        """The open camera reports an error."""
        self._failed()

    def answer(self, given: bool) -> None:
        """The user answers the question for permission."""
        waiting, self._waiting = self._waiting, []
        for answered in waiting:
            answered(given)
