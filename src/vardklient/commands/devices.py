"""`vardklient devices`: cameras, microphones and loudspeakers as the program sees them."""

from __future__ import annotations

import argparse

from vardklient.commands.output import write_json, write_lines
from vardklient.ports.devices import Device, DeviceList

_HEADINGS = {"cameras": "Kameror", "microphones": "Mikrofoner", "speakers": "Högtalare"}
_NOTHING = "Ingen kamera, mikrofon eller högtalare är ansluten till den här datorn."


def add_options(parser: argparse.ArgumentParser) -> None:
    """This command has no options of its own."""


def run(options: argparse.Namespace) -> int:
    """List the devices; none at all is an answer too, and no failure."""
    from vardklient.media.devices import list_devices

    devices = list_devices()
    if options.json:
        write_json(document(devices))
    else:
        write_lines(lines(devices))
    return 0


def document(devices: DeviceList) -> dict[str, list[dict[str, str | bool]]]:
    """The list as JSON."""
    return {kind: [_entry(device) for device in getattr(devices, kind)] for kind in _HEADINGS}


def lines(devices: DeviceList) -> list[str]:
    """The list for people; `*` marks the system's default."""
    if devices == DeviceList():
        return [_NOTHING]
    text: list[str] = []
    for kind, heading in _HEADINGS.items():
        found: tuple[Device, ...] = getattr(devices, kind)
        text.append(f"{heading}:" if found else f"{heading}: ingen")
        text += [f"  {'*' if device.default else ' '} {device.name}" for device in found]
    return text


def _entry(device: Device) -> dict[str, str | bool]:
    return {"name": device.name, "identity": device.identity, "default": device.default}
