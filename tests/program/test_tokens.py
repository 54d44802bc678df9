"""Who is given which token."""

from __future__ import annotations

import pytest

from vardklient.base.errors import SignInNeeded
from vardklient.domain.account import Account, Sort
from vardklient.flows.signin import SignInState
from vardklient.ports.signin import Issuer, Registration
from vardklient.program.accounts import nobody, sign_in_needed
from vardklient.program.tokens import Tokens
from vardklient.vault.secrets import MemoryStore

MICROSOFT = Registration("app-1", "klinik.example")
CLINIC = Issuer("https://login.region.example/realms/vard", "vardklient")
CALENDAR = Account("a1", Sort.GRAPH, "Microsoft 365", user="anna@klinik.example")


def fhir(address: str) -> Account:
    return Account("b2", Sort.FHIR, "Tidbok", address, "Practitioner/17")


class NoBrowser:
    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return False


async def test_without_a_provider_microsoft_needs_a_sign_in_and_fhir_none() -> None:
    tokens = Tokens(None, None, MemoryStore())
    assert tokens.of(CALENDAR) is sign_in_needed
    assert tokens.of(fhir("https://tidbok.region.example/R4")) is nobody
    await tokens.sign_in(CALENDAR)
    tokens.refused(CALENDAR, "x")
    await tokens.close()


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("https://tidbok.region.example/R4", True),
        ("https://region.example/R4", True),
        ("https://tidbok.example/R4", False),
        ("https://region.example.evil.test/R4", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_the_clinics_token_goes_to_its_own_domain_only(address: str, given: bool) -> None:
    tokens = Tokens(CLINIC, MICROSOFT, MemoryStore())
    assert (tokens.of(fhir(address)) is not nobody) is given


def test_a_clinic_with_numbers_for_names_shows_its_token_to_the_very_same_machine_only() -> None:
    tokens = Tokens(Issuer("https://10.9.1.5/realms/vard", "vardklient"), None, MemoryStore())
    assert tokens.of(fhir("https://10.9.1.5:8443/R4")) is not nobody
    assert tokens.of(fhir("https://192.168.1.5/R4")) is nobody


async def test_nobody_has_signed_in_yet() -> None:
    browser = NoBrowser()
    tokens = Tokens(CLINIC, None, MemoryStore(), browser)
    token = tokens.of(fhir("https://tidbok.region.example/R4"))
    with pytest.raises(SignInNeeded):
        await token()
    assert browser.opened == [], "nobody is sent to the browser without having asked for it"
    await tokens.close()


async def test_microsofts_own_way_is_kept_for_each_account() -> None:
    tokens = Tokens(CLINIC, MICROSOFT, MemoryStore(), NoBrowser())
    first, again = tokens.of(CALENDAR), tokens.of(CALENDAR)
    assert first.__self__ is again.__self__  # type: ignore[attr-defined]
    tokens.refused(CALENDAR, "spent")
    with pytest.raises(SignInNeeded):
        await first()


async def test_a_provider_of_microsofts_is_one_like_any_other() -> None:
    entra = Issuer("https://login.microsoftonline.com/klinik.example/v2.0", "app-1")
    tokens = Tokens(entra, None, MemoryStore())
    assert tokens.of(CALENDAR) is sign_in_needed, "the calendar has a registration of its own"


async def test_a_removed_accounts_tokens_do_not_come_back() -> None:
    store = MemoryStore()
    store.put(CALENDAR.secret_name, "{}")
    tokens = Tokens(None, MICROSOFT, store, NoBrowser())
    before = tokens.of(CALENDAR)
    await tokens.forget(CALENDAR)
    assert store.get(CALENDAR.secret_name) is None
    with pytest.raises(SignInNeeded):
        await before()
    assert store.get(CALENDAR.secret_name) is None
    assert tokens.of(CALENDAR).__self__ is not before.__self__  # type: ignore[attr-defined]
    await tokens.forget(fhir("https://tidbok.region.example/R4"))


async def test_what_was_kept_is_tried_once_and_not_at_every_reading() -> None:
    states: list[SignInState] = []
    tokens = Tokens(CLINIC, None, MemoryStore(), NoBrowser())
    tokens.heard = states.append
    token = tokens.of(fhir("https://tidbok.region.example/R4"))
    for _ in range(3):
        with pytest.raises(SignInNeeded):
            await token()
    assert [state.renewing for state in states] == [True, False]
    await tokens.close()
