"""What goes wrong in a morning: the visit server or the patient dies, the window is closed, nothing is plugged in."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.journeys.clinician import Clinician, State, became_s, frames_in, in_call, next_row
from tests.journeys.conftest import Day, visit_server
from tests.peers.chromium import Chromium, open_page
from tests.peers.clips import coloured_film

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

CLOSED = {"camera": "closed", "microphone": "closed", "speaker": "closed"}
FREE_WITHIN_S = 1.0
TOLD_WITHIN_S = 3.0
"""Both are acceptance lines, and measured by what the program itself noted (`became_s`)."""
LOST_WITHIN_S = 6.0
"""Own choice, for a machine that has other work; mostly it takes less than one."""


def more_than(frames: int) -> Callable[[State], bool]:
    return lambda state: frames_in(state) > frames


def outcomes(state: State) -> list[str]:
    return [row["outcome"] for row in state["day"]["rows"] if row["outcome"]]


def problems(state: State) -> set[str]:
    """The sources that could not be read, by name."""
    return {source for source, _ in state["day"].get("problems", [])}


@asynccontextmanager
async def practice_call(environment: dict[str, str]) -> AsyncIterator[tuple[Clinician, State]]:
    """A practice day with the simulated patient let in and seen."""
    async with Clinician(["--practice", "--camera", "drawn"], environment) as clinician:
        waits = lambda s: next_row(s)["waiting"] == 1 and bool(s["devices"])  # noqa: E731
        await clinician.until(waits, "the simulated patient waits")
        await clinician.press("join")
        await clinician.until(lambda s: s["views"]["call"] and s["call"]["people"], "the call window")
        await clinician.press("admit")
        yield clinician, await clinician.until(lambda s: in_call(s) and frames_in(s) > 30, "pictures")


async def end_call(clinician: Clinician) -> State:
    """Hang up: the devices are free in time, and the card is there."""
    ended_s = await clinician.press("end")
    over = lambda s: s["devices"] == CLOSED and s["views"]["card"] and not s["views"]["call"]  # noqa: E731
    state = await clinician.until(over, "the devices are free, and there is the card")
    assert became_s(state, "devices", CLOSED, ended_s) <= FREE_WITHIN_S
    return state


async def test_the_call_goes_on_when_the_visit_server_is_killed(desk_environment: dict[str, str]) -> None:
    async with practice_call(desk_environment) as (clinician, before):
        killed_s = time.monotonic()
        os.kill(before["practice"]["server_pid"], signal.SIGKILL)
        told = await clinician.until(lambda s: s["call"]["signalling_lost"] and s["views"]["notice"], "the notice line")
        assert became_s(told, "signalling_lost", True, killed_s) <= LOST_WITHIN_S
        assert told["call"]["notice"] == "signalling_lost"
        assert "besöksservern" in told["views"]["notice_words"]
        # three seconds' worth: nothing holds so many back
        flows = more_than(frames_in(told) + 90)
        painted = told["views"]["painted"] + 60
        on = lambda s: flows(s) and s["views"]["painted"] >= painted and s["day"]["notice"] == "server_lost"  # noqa: E731
        seen = await clinician.until(on, "pictures go on")
        assert in_call(seen)
        assert not seen["call"]["offer_phone"]
        assert seen["views"]["notice"]
        await end_call(clinician)
        await clinician.until(lambda s: outcomes(s) == ["by_video"], "the outcome on the list")
        # the practice goes on: another server, another patient for the next visit
        again = lambda s: s["day"]["notice"] is None and next_row(s)["waiting"] == 1  # noqa: E731
        new = await clinician.until(again, "the next visit's patient waits")
        assert new["practice"]["server_pid"] != before["practice"]["server_pid"]
        await clinician.close("main")
        assert await clinician.ended() == 0
        await clinician.nobody_left()


async def test_the_phone_is_offered_when_the_patient_is_gone(desk_environment: dict[str, str]) -> None:
    async with practice_call(desk_environment) as (clinician, before):
        killed_s = time.monotonic()
        os.kill(before["practice"]["patient_pid"], signal.SIGKILL)
        dropped = lambda s: s["call"]["notice"] == "peer_dropped" and s["views"]["notice"]  # noqa: E731
        told = await clinician.until(dropped, "the window says so")
        assert became_s(told, "notice", "peer_dropped", killed_s) <= TOLD_WITHIN_S
        assert became_s(told, "offer_phone", True, killed_s) <= TOLD_WITHIN_S
        assert "bröts" in told["views"]["notice_words"]
        await clinician.press("phone")
        on_phone = lambda s: s["call"]["phase"] == "phone" and s["views"]["phone"]  # noqa: E731
        phone = await clinician.until(on_phone, "the phone panel")
        assert phone["views"]["number"] == "070-174 06 05"
        ended = await end_call(clinician)
        assert "telefon" in ended["views"]["phrase"]
        await clinician.until(lambda s: outcomes(s) == ["completed_by_phone"], "the outcome on the list")


async def test_closing_the_main_window_in_a_call_ends_everything(desk_environment: dict[str, str]) -> None:
    """The call window's own cross asks first; meanwhile the call goes on."""
    async with practice_call(desk_environment) as (clinician, _):
        assert len(clinician.processes()) >= 3, "the program, its server and its patient are found"
        await clinician.press("figures")
        measured = await clinician.until(lambda s: bool(s["views"]["figures"]), "the figures")
        assert "×" in measured["views"]["figures"]["Bild in"]
        await clinician.close("call")
        asked = await clinician.until(lambda s: s["views"]["asks_to_close"], "the question")
        await clinician.until(more_than(frames_in(asked) + 10), "the call goes on")
        await clinician.close("main")
        assert await clinician.ended() == 0
        await clinician.nobody_left()


async def test_a_visit_without_camera_and_sound_card(
    chromium_there: None, day: Day, mute_environment: dict[str, str], tmp_path: Path
) -> None:
    """The self-test says what it does not know, and why; the patient is seen all the same."""
    green = coloured_film(tmp_path / "green.y4m", (40, 180, 40))
    async with visit_server() as server, Chromium(film=green) as browser:
        options = [*day.options, "--server", server.url, "--camera", "No such camera"]
        environment = {**mute_environment, "VARDKLIENT_SERVER_KEY": server.key}
        async with Clinician(options, environment) as clinician:
            tested = await clinician.until(lambda s: s["selfcheck"]["finished"], "the self-test is over")
            linked = await clinician.until(lambda s: bool(next_row(s)["link"]), "a link for the patient")
            items = tested["selfcheck"]["items"]
            known = {name for name, item in items.items() if item["severity"] != "unknown"}
            assert known == set()
            assert all(i["sentence"] for i in items.values())
            assert "kamera" in items["liveness"]["sentence"].lower()
            assert "mikrofon" in items["microphone"]["sentence"].lower()
            async with open_page(browser, next_row(linked)["link"]) as page:
                await page.wait_for("!document.querySelector('#connect').disabled")
                await page.click("#connect")
                await clinician.until(lambda s: next_row(s)["waiting"] == 1, "the patient waits")
                await clinician.press("join")
                await clinician.until(lambda s: s["views"]["call"] and s["call"]["people"], "the call window")
                await clinician.press("admit")
                await clinician.until(lambda s: in_call(s) and frames_in(s) > 60, "the patient is seen")
                await clinician.press("end")
                await clinician.until(lambda s: s["views"]["card"], "the card")


async def test_a_program_that_died_finds_who_waits_when_it_is_started_again(
    chromium_there: None, day: Day, mute_environment: dict[str, str], tmp_path: Path
) -> None:
    """The patient keeps to the page that the first program's link led to."""
    green = coloured_film(tmp_path / "green.y4m", (40, 180, 40))
    async with visit_server() as server, Chromium(film=green) as browser:
        options = [*day.options, "--server", server.url, "--camera", "drawn"]
        environment = {**mute_environment, "VARDKLIENT_SERVER_KEY": server.key}
        async with Clinician(options, environment) as first:
            linked = await first.until(lambda s: bool(next_row(s)["link"]), "a link for the patient")
            link = next_row(linked)["link"]
            first.kill()
            await first.ended()
        async with open_page(browser, link) as page:
            await page.wait_for("!document.querySelector('#connect').disabled")
            await page.click("#connect")
            async with Clinician(options, environment) as second:
                waits = await second.until(lambda s: next_row(s)["waiting"] == 1, "the patient waits")
                assert next_row(waits)["link"] not in ("", link), "a further way in, as a link is good once"
                await second.press("join")
                await second.until(lambda s: s["call"] and s["call"]["people"], "the call window")
                await second.press("admit")
                await second.until(lambda s: in_call(s) and frames_in(s) > 30, "the patient is seen")
                second.kill()
                await second.ended()
            async with Clinician(options, environment) as third:
                await third.until(lambda s: next_row(s)["waiting"] == 1, "whom the dead program let in waits again")
                await third.press("join")
                await third.until(lambda s: s["call"] and s["call"]["people"], "the call window")
                await third.press("admit")
                await third.until(lambda s: in_call(s) and frames_in(s) > 30, "the patient is seen again")
                await third.press("end")
                await third.until(lambda s: s["views"]["card"], "the card")


GARBAGE = {
    "trasig.ics": b"\x00\xff\xfeBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never" + bytes(range(256)),
    "trasig.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
}


async def test_a_broken_calendar_and_broken_bookings_take_nothing_from_the_good_ones(
    day: Day, desk_environment: dict[str, str], tmp_path: Path
) -> None:
    for name, content in GARBAGE.items():
        (tmp_path / name).write_bytes(content)
    broken = ["--calendar", str(tmp_path / "trasig.ics"), "--bookings", str(tmp_path / "trasig.csv")]
    async with Clinician([*broken, *day.options, "--camera", "drawn"], desk_environment) as clinician:
        # each source tells of itself when it has been read, in an order of their own
        state = await clinician.until(lambda s: problems(s) == set(GARBAGE) and bool(s["day"]["rows"]), "all is read")
        assert [r["label"] for r in state["day"]["rows"]] == ["IK-82"]
        said = lambda s: all(name in "\n".join(s["day"]["words"]) for name in [*GARBAGE, "IK-82"])  # noqa: E731
        await clinician.until(said, "the page has the visit, and says by file what is broken")
