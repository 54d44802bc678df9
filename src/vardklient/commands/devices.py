"""`vardklient devices`: cameras, microphones and loudspeakers as the program sees them, and what it takes them for."""

from __future__ import annotations

import argparse

from vardklient.checks.device_names import DeviceNames, DeviceSort
from vardklient.commands.output import write_json, write_lines
from vardklient.domain.device import DeviceKind
from vardklient.ports.devices import Device, DeviceList

_KINDS = {"cameras": DeviceKind.CAMERA, "microphones": DeviceKind.MICROPHONE, "speakers": DeviceKind.SPEAKER}
_HEADINGS = {
    DeviceKind.CAMERA: "Kameror",
    DeviceKind.MICROPHONE: "Mikrofoner",
    DeviceKind.SPEAKER: "Högtalare",
}
_SORTS = {
    DeviceSort.RECOMMENDED: "rekommenderad",
    DeviceSort.DICTATION: "dikteringsmikrofon",
    DeviceSort.LOOPBACK: "datorns eget ljud",
    DeviceSort.HEADSET: "headset",
    DeviceSort.SCREEN: "skärm eller docka",
    DeviceSort.INFRARED: "infraröd kamera",
    DeviceSort.RELAYED: "kamera genom telefon eller annat program",
    DeviceSort.VIRTUAL: "program, ingen riktig kamera",
    DeviceSort.ORDINARY: "okänd modell",
}
_NOTHING = "Ingen kamera, mikrofon eller högtalare är ansluten till den här datorn."


def add_options(parser: argparse.ArgumentParser) -> None:
    """This command has no options of its own."""


def run(options: argparse.Namespace) -> int:
    """List the devices; none at all is an answer too, and no failure."""
    from vardklient.media.devices import list_devices
    from vardklient.program.known import clinics_names

    devices, names = list_devices(), clinics_names()
    if options.json:
        write_json(document(devices, names))
    else:
        write_lines(lines(devices, names))
    return 0


def document(devices: DeviceList, names: DeviceNames) -> dict[str, list[dict[str, str | bool]]]:
    """The list as JSON."""
    return {key: [_entry(kind, device, names) for device in devices.of(kind)] for key, kind in _KINDS.items()}


def lines(devices: DeviceList, names: DeviceNames) -> list[str]:
    """The list for people; `*` marks the system's default."""
    if devices == DeviceList():
        return [_NOTHING]
    text: list[str] = []
    for kind, heading in _HEADINGS.items():
        found = devices.of(kind)
        text.append(f"{heading}:" if found else f"{heading}: ingen")
        text += [f"  {'*' if d.default else ' '} {d.name} ({_SORTS[names.sort_of(kind, d.name)]})" for d in found]
    return text


def _entry(kind: DeviceKind, device: Device, names: DeviceNames) -> dict[str, str | bool]:
    sort = names.sort_of(kind, device.name)
    return {"name": device.name, "identity": device.identity, "default": device.default, "taken_for": str(sort)}
