from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.domain.report import KNOWN_WORDS, as_json, clean_device, make_report
from vardklient.domain.verdict import Advice, Check, Severity, Verdict

AT = datetime(2026, 11, 24, 6, 42, 13, tzinfo=UTC)
PLANTED = (
    "annbri",
    "Anna",
    "Brinkman",
    "Jack",
    "Anker",
    "IK82",
    "RVN-LAP-42",
    "LAP",
    "IK-82",
    "IK",
    "19820304",
    "1982",
    "Tove",
    "Lindqvist",
    "9f3cKX7Q",
    "#t=",
    "Users",
    "home",
    "film",
    ".mp4",
)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Microphone (Jabra EVOLVE 40 MS)", "Microphone Jabra EVOLVE 40 MS"),
        ("Microsoft LifeCam HD-3000", "Microsoft LifeCam HD 3000"),
        ("HD Pro Webcam C920", "HD Pro Webcam C920"),
        ("DELL U2722DE (DisplayPort)", "DELL U2722DE DisplayPort"),
        ("Annas AirPods Pro", "AirPods Pro"),
        ("iPhone (Anna Brinkman) Microphone", "iPhone Microphone"),
        ("RVN-LAP-42 Realtek Audio", "Realtek Audio"),
        ("USB 19820304", "USB"),
        ("Jabra IK-82", "Jabra"),
        ("Jabra IK82", "Jabra"),
        ("Jabra AKB82", "Jabra"),
        ("Jabra IK1982", "Jabra"),
        ("USB 1982", "USB"),
        ("Microphone MS-47", "Microphone MS"),
        ("Jack's AirPods", "AirPods"),
        ("Anker’s Jabra's Headset", "Headset"),
        ("Poly BT600 Wireless", "Poly BT600 Wireless"),
        ("/home/annbri/film.mp4", ""),
        (r"C:\Users\annbri\film.mp4", ""),
        ("film.mp4", ""),
        ("Annas", ""),
        ("", ""),
    ],
)
def test_of_a_device_only_kind_and_model_stay(name: str, clean: str) -> None:
    assert clean_device(name) == clean


def planted_report() -> str:
    names = (
        "/home/annbri/film.mp4",
        "Jack's Headset (Anna Brinkman) RVN-LAP-42",
        "Tove Lindqvists IK-82 Jabra 19820304 Anker Jabra IK82 USB 1982",
    )
    verdicts = (
        Verdict(Check.LIGHT, Severity.RED, Advice.LIGHT_DARK, {"face_luma": 52.125, "Tove": 1982.0}, {"ok_luma": 80.0}),
        Verdict(Check.MICROPHONE, Severity.YELLOW, Advice.MICROPHONE_LOW, {"active_dbfs": float("-inf")}),
        Verdict(Check.DEFAULT_DEVICE, Severity.YELLOW, Advice.DEFAULT_DEVICE_LOUDER, device="9f3cKX7Q #t=IK-82 Jabra"),
    )
    return as_json(make_report(verdicts, names, overall="red", version="0.1.0", system="Windows 11", made_at=AT))


def test_the_report_holds_none_of_what_was_planted() -> None:
    said = planted_report()
    assert [word for word in PLANTED if word.casefold() in said.casefold()] == []


def test_the_report_holds_what_support_needs() -> None:
    document = json.loads(planted_report())
    assert list(document) == ["made_at", "version", "system", "overall", "devices", "checks"]
    assert document["made_at"] == "2026-11-24T06:42:13+00:00"
    assert document["devices"] == {"camera": "", "microphone": "Headset", "speaker": "Jabra Jabra USB"}
    light, microphone, choice = document["checks"]
    assert light["measures"] == {"face_luma": 52.12}
    assert light["limits"] == {"ok_luma": 80.0}
    assert microphone["measures"] == {}
    assert (choice["advice"], choice["device"]) == ("default_device_louder", "Jabra")


@given(st.text(max_size=60))
def test_nothing_but_known_words_and_model_numbers_comes_through(name: str) -> None:
    for word in clean_device(name).split():
        assert word.casefold() in KNOWN_WORDS or (len(word) <= 11 and any(c.isdigit() for c in word))
