"""Signing in from the real window, with a real provider, in a browser that is a program of its own."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.journeys.clinician import ROOT, Clinician, State
from tests.journeys.conftest import Day
from tests.peers.openid import LOGIN, SCOPES, OpenIdPeer, find_node, openid_peer
from vardklient.domain.account import Account, Sort
from vardklient.vault.chain import Event
from vardklient.vault.clientlog import ClientLog
from vardklient.vault.settings import ACCOUNTS, Settings

pytestmark = pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing")

OTHER = "SE2321000131-P000000000002"
NAME = "Doktor Testsson"


class Morning:
    """A clinician with a calendar, at a clinic whose administrator has named the provider."""

    def __init__(self, folder: Path, home: Path, day: Day, peer: OpenIdPeer, environment: dict[str, str]) -> None:
        self.home, self._orders = home, folder / "orders.json"
        self.order()
        site = folder / "site" / "vardklient"
        site.mkdir(parents=True)
        scopes = json.dumps(SCOPES)
        (site / "policy.toml").write_text(
            f'[[sign_in]]\nissuer = "{peer.address}"\nclient_id = "vardklient"\nscopes = {scopes}\nprompt = "consent"\n'
            "[locked]\nidle_lock_min = 0\n"
        )
        Settings(home / "config" / "vardklient").put(
            ACCOUNTS, (Account("1", Sort.FILE, "Kalender", str(day.calendar)),)
        )
        browser = f"{sys.executable} {ROOT / 'tests/peers/openid_browser.py'} %s {self._orders}"
        self.environment = {**environment, "XDG_CONFIG_DIRS": str(folder / "site"), "BROWSER": browser}

    def order(self, **words: Any) -> None:
        """What the user does in the browser from now on."""
        self._orders.write_text(json.dumps(words))

    def program(self) -> Clinician:
        return Clinician(["--camera", "drawn"], self.environment)

    @property
    def logged(self) -> list[tuple[str, str]]:
        """What the client log says of sign-ins: the event, and whose."""
        log = ClientLog(self.home / "data" / "vardklient", FakeClock(datetime.now(UTC)))
        entries = [entry for _, entry in log.since()]
        return [(e.event.value, e.person) for e in entries if e.event in (Event.SIGNED_IN, Event.SIGNED_OUT)]


@pytest.fixture
def morning(tmp_path: Path, home: Path, day: Day, peer: OpenIdPeer, mute_environment: dict[str, str]) -> Morning:
    return Morning(tmp_path, home, day, peer, mute_environment)


def at(stage: str) -> Any:
    """So far, with nothing under way."""
    return lambda state: state["signin"].get("stage") == stage and not state["signin"]["renewing"]


async def ready(desk: Clinician) -> State:
    """The day is listed, and what was kept has been tried."""
    await desk.until(lambda state: state["day"]["rows"], "the day")
    return await desk.until(lambda state: state["signin"].get("button") == "Logga in", "the offer to sign in")


async def test_a_morning_with_a_sign_in(morning: Morning, peer: OpenIdPeer) -> None:
    async with morning.program() as desk:
        await ready(desk)
        await desk.press("account")
        state = await desk.until(at("signed_in"), "signed in")
        assert (state["signin"]["button"], state["signin"]["notice"]) == (NAME, None)

        await desk.choose("Lås")
        state = await desk.until(lambda state: state["signin"]["covered"], "covered")
        assert state["signin"]["stage"] == "locked"
        assert not any("IK-82" in words for words in state["signin"]["seen"])
        assert any(words.startswith(f"{NAME} är inloggad.") for words in state["signin"]["seen"])
        await desk.press("unlock")
        state = await desk.until(lambda state: not state["signin"]["covered"], "uncovered")
        assert state["signin"]["stage"] == "signed_in"
        assert any("IK-82" in words for words in state["signin"]["seen"])

        morning.order(login=OTHER)
        await desk.choose("Logga in som någon annan")
        await desk.until(lambda state: state["signin"]["subject"] == OTHER, "somebody else")
        state = await desk.until(lambda state: state["day"]["rows"], "the day, read anew")

        peer.order(seen=True)
        await desk.choose("Logga ut")
        state = await desk.until(lambda state: state["signin"]["button"] == "Logga in", "signed out")
        assert state["signin"]["subject"] is None
        await desk.until(lambda _: peer.seen("/token/revocation"), "the provider has been told")
    assert morning.logged == [
        (event.value, LOGIN) for event in (Event.SIGNED_IN, Event.SIGNED_OUT, Event.SIGNED_IN, Event.SIGNED_OUT)
    ], "this provider gives everybody the same HSA-id"


async def test_what_goes_wrong_is_said_and_tried_again(morning: Morning) -> None:
    morning.order(consents=False)
    async with morning.program() as desk:
        await ready(desk)
        await desk.press("account")
        await desk.until(lambda state: state["signin"]["notice"] == "Inloggningen avbröts i webbläsaren.", "refused")
        morning.order(closed=True)
        await desk.press("notice")
        await desk.until(
            lambda state: state["signin"]["notice"] == "Logga in i webbläsaren, som har öppnats.", "waiting"
        )
        await desk.press("notice")
        state = await desk.until(at("signed_out"), "cancelled")
        assert (state["signin"]["notice"], state["signin"]["button"]) == (None, "Logga in")
        morning.order()
        await desk.press("account")
        await desk.until(at("signed_in"), "signed in after all")


async def test_a_provider_that_is_dead_keeps_nobody_from_the_day(
    tmp_path: Path, home: Path, day: Day, mute_environment: dict[str, str]
) -> None:
    with openid_peer() as dying:
        morning = Morning(tmp_path, home, day, dying, mute_environment)
        dying.kill()
        async with morning.program() as desk:
            await ready(desk)
            await desk.press("account")
            state = await desk.until(
                lambda state: state["signin"]["notice"] == "Inloggningstjänsten går inte att nå.", "said"
            )
            assert state["day"]["rows"]


async def test_without_a_provider_nothing_is_offered(
    tmp_path: Path, day: Day, mute_environment: dict[str, str]
) -> None:
    async with Clinician(["--camera", "drawn", *day.options], mute_environment) as desk:
        state = await desk.until(lambda state: state["day"]["rows"], "the day")
        assert state["signin"] == {}
