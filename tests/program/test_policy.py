"""What the administrator decides changes what the program does and shows."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.fakes.clock import FakeClock
from tests.schedule.calendars import DAY, ics, vevent
from vardklient.base.clock import STOCKHOLM
from vardklient.domain.account import Account, Sort
from vardklient.domain.visit import Join, JoinKind
from vardklient.ports.visits import DayResult
from vardklient.program.library import Library
from vardklient.vault.policy import Policy, load_policy
from vardklient.vault.settings import ACCOUNTS, Settings

NOW = datetime(2026, 11, 23, 8, tzinfo=STOCKHOLM)
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
