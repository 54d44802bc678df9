"""What the administrator decides changes what the program does and shows."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.schedule.calendars import DAY, ics, vevent
from vardklient.base.clock import STOCKHOLM
from vardklient.domain.account import Account, Sort
from vardklient.domain.record import AfterCall, Outcome
from vardklient.domain.visit import Join, JoinKind, Kind
from vardklient.ports.visits import DayResult
from vardklient.program.library import Library
from vardklient.ui.phrase import record_phrase
from vardklient.vault.policy import Policy, load_policy
from vardklient.vault.settings import ACCOUNTS, Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)
CARD = AfterCall(
    "v1",
    "IK-82",
    Kind.ONE_TO_ONE,
    NOW + timedelta(hours=1),
    NOW + timedelta(minutes=80),
    None,
    None,
    (),
    Outcome.BY_VIDEO,
)
LINK = "https://region.meet.example.org/m/1"


def decided(folder: Path, text: str) -> Policy:
    (folder / "policy.toml").write_text(text, "utf-8")
    return load_policy(folder / "policy.toml")


def library(folder: Path, policy: Policy) -> Library:
    settings = Settings(folder, policy.locks)
    settings.put(ACCOUNTS, (Account("1", Sort.FOLDER, "Region", str(folder / "calendars")),))
    return Library(settings, policy.issuers, FakeClock(NOW), live=True, meeting_hosts=policy.meeting_hosts)


async def joins(of: Library) -> list[Join]:
    heard: list[tuple[tuple[str, DayResult], ...]] = []
    await of.reader().read(DAY, heard.append)
    return [event.join for _, result in heard[-1] for event in result.events]


@pytest.mark.parametrize(
    ("policy", "kept"),
    [
        ("", Join()),
        ("[meetings]\nhosts = ['other.example.org']", Join()),
        ("[meetings]\nhosts = ['meet.example.org']", Join(JoinKind.LINK, LINK)),
        ("[meetings]\nhosts = ['meet.example.org']\n[region]\nfile = '/nowhere/x.toml'", Join(JoinKind.LINK, LINK)),
    ],
)
async def test_the_links_of_his_hosts_are_kept_and_no_others(tmp_path: Path, policy: str, kept: Join) -> None:
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "k.ics").write_bytes(ics(vevent(extra=f"LOCATION:{LINK}\r\n")))
    assert await joins(library(tmp_path, decided(tmp_path, policy))) == [kept]


REGION = """
name = "Exempel"
[registration]
phrase = "Videomöte {tid}, {identitet}."
[registration.contact_types]
by_video = "Distanskontakt"
"""


def test_his_regions_file_says_what_is_registered(tmp_path: Path) -> None:
    (tmp_path / "exempel.toml").write_text(REGION, "utf-8")
    policy = decided(tmp_path, f"[region]\nfile = '{tmp_path / 'exempel.toml'}'\n")
    registration = library(tmp_path, policy).region.registration
    assert registration.contact_type(Kind.ONE_TO_ONE, Outcome.BY_VIDEO) == "Distanskontakt"
    assert record_phrase(CARD, registration.phrase) == "Videomöte 09:00–09:20, ej kontrollerad."
    assert [code.code for code in registration.codes_after(Outcome.BY_VIDEO)] == ["ZV051"], "the default's"


TEXTS = """
[texts]
host = "Region Exempel"
[[support]]
label = "IT-stöd"
number = "021-17 35 00"
choices = "1, 3"
"""
ASSEMBLE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QLabel
from vardklient.commands import window
from vardklient.main import parser
from vardklient.ui.phrase import record_phrase
from vardklient.vault.policy import load_policy
from vardklient.vault.settings import Settings
top = parser()
chosen, _ = top.parse_known_args(["window"])
window.add_options(chosen.parser)
folder = Path(sys.argv[1])
policy = load_policy(folder / "policy.toml")
options = chosen.parser.parse_args(["--calendar", str(folder / "k.ics")])
app, program = window.make_program(options, Settings(folder, policy.locks), policy)
shown = [label.text() for label in program.window.rail.findChildren(QLabel)]
print(program._plan.host, [text for text in shown if any(map(str.isdigit, text))], sep="\\n")
print(program._plan.registration().fee, program._plan.initials())
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["Din vårdgivare", "[]", " False"]),
        (TEXTS, ["Region Exempel", "['021-17 35 00, tonval 1, 3']", " False"]),
        (
            "[region]\nfile = 'exempel-pmo'\n[locked]\nnotify_initials = true\n",
            ["Din vårdgivare", "['+46 31 390 06 10']", "Besöket är avgiftsfritt. True"],
        ),
    ],
)
def test_his_texts_and_numbers_are_those_that_the_program_shows(tmp_path: Path, text: str, said: list[str]) -> None:
    decided(tmp_path, text)
    command = [sys.executable, "-c", ASSEMBLE, str(tmp_path)]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout.splitlines()) == (0, said), done.stderr
