"""The engines that our side can be run on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vardklient.calls.engine import AiortcEngine

if TYPE_CHECKING:
    from vardklient.ports.camera import Camera
    from vardklient.ports.engine import CallEngine
    from vardklient.ports.sound import Microphone, Speaker

INSIDE = "inside"
ENGINES = (INSIDE,)


def make_engine(name: str, camera: Camera, microphone: Microphone, speaker: Speaker) -> CallEngine:
    """The engine of this name, not started."""
    if name != INSIDE:
        raise ValueError(f"there is no engine {name}")
    return AiortcEngine(camera, microphone, speaker)
