from __future__ import annotations

import argparse
import json
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from tests.peers.sound_bed import SoundBed
from vardklient.checks.device_names import load_device_names
from vardklient.commands import devices
from vardklient.main import main
from vardklient.ports.devices import Device, DeviceList

SOME = DeviceList(
    cameras=(Device("usb-1", "LifeCam HD", default=True),),
    microphones=(Device("m1", "SpeechMike III", default=True), Device("m2", "LifeCam mic")),
)
NAMES = load_device_names().recommending(["LifeCam HD"])


def test_the_list_as_json() -> None:
    assert devices.document(SOME, NAMES) == {
        "cameras": [{"name": "LifeCam HD", "identity": "usb-1", "default": True, "taken_for": "recommended"}],
        "microphones": [
            {"name": "SpeechMike III", "identity": "m1", "default": True, "taken_for": "dictation"},
            {"name": "LifeCam mic", "identity": "m2", "default": False, "taken_for": "ordinary"},
        ],
        "speakers": [],
    }


def test_the_list_for_people() -> None:
    assert devices.lines(SOME, NAMES) == [
        "Kameror:",
        "  * LifeCam HD (rekommenderad)",
        "Mikrofoner:",
        "  * SpeechMike III (dikteringsmikrofon)",
        "    LifeCam mic (okänd modell)",
        "Högtalare: ingen",
    ]


def test_a_machine_without_devices_gets_one_sentence(qapp: QApplication, capsys: pytest.CaptureFixture[str]) -> None:
    assert devices.run(argparse.Namespace(json=False)) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_machine_without_devices_gets_empty_lists_and_nothing_else() -> None:
    command = [sys.executable, "-m", "vardklient", "devices", "--json"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert answer.returncode == 0
    assert json.loads(answer.stdout) == {"cameras": [], "microphones": [], "speakers": []}
    assert answer.stderr == ""


def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["devices", "--nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_the_devices_of_the_sound_bed(sound_bed: SoundBed) -> None:
    out = sound_bed.run_python("from vardklient.main import main; raise SystemExit(main(['devices', '--json']))")
    listed = json.loads(out)
    assert [d["name"] for d in listed["microphones"]] == [
        "Jabra Evolve 40",
        "Laptop speakers/mic",
        "Olympus DR-2200",
        "BT Headset HFP",
        "LifeCam mic",
    ]
    jabra = {"name": "Jabra Evolve 40", "identity": "jabra_in", "default": True, "taken_for": "headset"}
    assert jabra in listed["microphones"]
    assert [d["taken_for"] for d in listed["microphones"] if d["name"] == "Olympus DR-2200"] == ["dictation"]
    assert [d["taken_for"] for d in listed["speakers"] if d["name"] == "HDMI monitor"] == ["screen"]
