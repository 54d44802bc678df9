"""What a sign-in means for the client log and for what was read."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from vardklient.flows.signin import SignInState, Stage, StartSignIn
from vardklient.ports.signin import Fault, Issuer, Person
from vardklient.program.entrance import Entrance
from vardklient.program.tokens import Tokens
from vardklient.vault.secrets import MemoryStore

ANNA, BO = Person("anna", "Anna Testsson"), Person("bo")
OUT = SignInState()
ANNA_IN = SignInState(Stage.SIGNED_IN, ANNA)
BO_IN = SignInState(Stage.SIGNED_IN, BO, attempt=2)


class NoBrowser:
    def open(self, url: str) -> bool:
        return False


class Desk:
    """Everything around the entrance; notes what is done to it."""

    def __init__(self) -> None:
        # nobody answers there, and nothing was kept: nobody is asked either
        self.tokens = Tokens(Issuer("http://127.0.0.1:9", "vardklient"), None, MemoryStore(), NoBrowser())
        self.did: list[str] = []
        self.shown: list[SignInState] = []
        self.entrance = Entrance(self, self, self.shown.append, lambda: self.did.append("refresh"))

    def signed_in(self, person: Person) -> None:
        self.did.append(f"in {person.subject}")

    def signed_out(self) -> None:
        self.did.append("out")

    async def start_anew(self, *, signed_out: bool) -> None:
        self.did.append("end" if signed_out else "anew")

    async def hear(self, *states: SignInState) -> list[str]:
        await self.tokens.clinic().settled()
        self.did.clear()
        for state in states:
            self.entrance.hear(state)
        await asyncio.gather(*self.entrance._work)
        await self.tokens.close()
        return self.did


async def test_who_is_still_signed_in_at_the_start_finds_the_day_as_it_was_kept() -> None:
    assert await Desk().hear(ANNA_IN) == ["in anna", "refresh"]


async def test_of_who_signs_in_first_nobody_knows_whose_day_was_kept() -> None:
    assert await Desk().hear(replace(ANNA_IN, attempt=1)) == ["in anna", "refresh", "anew", "refresh"]


async def test_somebody_else_finds_nothing_of_the_first_ones_day() -> None:
    found = await Desk().hear(ANNA_IN, replace(ANNA_IN, stage=Stage.IN_BROWSER), BO_IN)
    assert found == ["in anna", "refresh", "out", "in bo", "refresh", "anew", "refresh"]


@pytest.mark.parametrize("between", [Stage.LOCKED, Stage.IN_BROWSER])
async def test_the_same_person_finds_it_as_it_was(between: Stage) -> None:
    found = await Desk().hear(ANNA_IN, replace(ANNA_IN, stage=between), replace(ANNA_IN, attempt=1))
    assert found == ["in anna", "refresh", "refresh"]


async def test_a_sign_in_that_ends_by_itself_leaves_the_list_to_grow_old() -> None:
    ended = replace(OUT, fault=Fault.ENDED)
    found = await Desk().hear(ANNA_IN, ended, replace(ended, stage=Stage.IN_BROWSER), replace(ANNA_IN, attempt=1))
    assert found == ["in anna", "refresh", "out", "in anna", "refresh"]
    assert "anew" in await Desk().hear(ANNA_IN, ended, BO_IN)


async def test_signing_out_leaves_nothing() -> None:
    found = await Desk().hear(ANNA_IN, OUT, replace(ANNA_IN, attempt=1))
    assert found == ["in anna", "refresh", "out", "in anna", "refresh", "end", "anew", "refresh", "refresh"]


async def test_the_window_is_told_and_says_what_the_user_wants() -> None:
    desk = Desk()
    state = await desk.tokens.clinic().settled()
    assert [seen.renewing for seen in desk.shown][-1] is False
    desk.entrance.take(StartSignIn())
    assert desk.shown[-1].stage is Stage.IN_BROWSER
    state = await desk.tokens.clinic().settled()
    assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.UNREACHABLE)
    assert desk.shown[-1] == state
    await desk.tokens.close()
