"""Signing in with a real provider: the way there and back, and what can go wrong at each step of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from joserfc.jwk import KeySet, RSAKey

from tests.journeys.signing import DOCTOR, MovedClock, changed, field, port_is_closed, signing, tried, until
from tests.peers.openid import LOGIN, ClosedBrowser, FormBrowser, OpenIdPeer, find_node, openid_peer
from vardklient.base.errors import SignInNeeded, SourceError
from vardklient.flows.signin import Stage
from vardklient.ports.signin import Fault, Issuer, Person
from vardklient.vault.secrets import MemoryStore

pytestmark = pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing")

LOGIN_PAGE = {"type": "text/html", "body": "<html>Logga in i nätverket</html>"}


# ---------------------------------------------------------------- the way there and back


async def test_a_clinician_signs_in(peer: OpenIdPeer) -> None:
    browser, store = FormBrowser(), MemoryStore()
    async with signing(peer.issuer, browser, store) as made:
        made.start()
        assert made.state.stage is Stage.IN_BROWSER
        state = await made.settled()
        assert (state.stage, state.person, state.fault) == (Stage.SIGNED_IN, DOCTOR, None)
        token = await made.token()
        assert await made.token() == token
        kept = store.get(peer.issuer.secret_name) or ""
        assert token not in kept
        await asyncio.to_thread(browser.wait)
        assert "Du kan stänga fönstret." in browser.page
        assert browser.status == 200
        redirect = field(browser.opened[0], "redirect_uri")
        assert urlsplit(redirect)[:3] == ("http", redirect[7:].split("/")[0], "/callback")
        assert redirect.startswith("http://127.0.0.1:")
        assert await port_is_closed(redirect)
        assert field(browser.opened[0], "code_challenge_method") == "S256"
        async with httpx2.AsyncClient() as client:
            answer = await client.get(f"{peer.address}/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["sub"] == LOGIN


async def test_the_next_day_nobody_is_asked(peer: OpenIdPeer) -> None:
    store = MemoryStore()
    async with signing(peer.issuer, FormBrowser(), store) as made:
        made.start()
        await made.settled()
    first = store.get(peer.issuer.secret_name)
    async with signing(peer.issuer, ClosedBrowser(), store) as made:
        made.restore()
        state = await made.settled()
        assert (state.stage, state.person) == (Stage.SIGNED_IN, DOCTOR)
        assert await made.token()
    assert store.get(peer.issuer.secret_name) != first, "a refresh token is used once"


async def test_without_anything_kept_the_start_asks_nobody(peer: OpenIdPeer) -> None:
    async with signing(peer.issuer, ClosedBrowser()) as made:
        made.restore()
        assert (await made.settled()).stage is Stage.SIGNED_OUT
    assert peer.seen("/.well-known/openid-configuration") == 0


async def test_signing_out_revokes_and_ends_the_session_in_the_browser(peer: OpenIdPeer) -> None:
    browser, store = FormBrowser(), MemoryStore()
    async with signing(peer.issuer, browser, store) as made:
        made.start()
        await made.settled()
        kept = store.get(peer.issuer.secret_name) or ""
        made.sign_out()
        assert made.state.stage is Stage.SIGNED_OUT, "at once"
        assert (await made.settled()).fault is None
        assert store.get(peer.issuer.secret_name) is None
        await asyncio.to_thread(browser.wait)
        assert urlsplit(browser.opened[-1])._replace(query="").geturl() == f"{peer.address}/session/end"
        assert set(parse_qs(urlsplit(browser.opened[-1]).query)) == {"client_id", "ui_locales"}
        store.put(peer.issuer.secret_name, kept)
        made.restore()
        assert (await made.settled()).fault is Fault.ENDED, "the provider knows"
        made.start()
        assert (await made.settled()).stage is Stage.SIGNED_IN
        assert browser.logins == 2, "the browser has to log in anew"


async def test_a_slow_provider_is_waited_for(peer: OpenIdPeer) -> None:
    peer.order(at="/token", answer={"delay_s": 5})
    assert (await tried(peer.issuer, FormBrowser())).stage is Stage.SIGNED_IN


async def test_the_provider_changes_its_keys(peer: OpenIdPeer) -> None:
    async with signing(peer.issuer, FormBrowser()) as made:
        for asked in (1, 1):
            made.start()
            assert (await made.settled()).stage is Stage.SIGNED_IN
            assert peer.seen("/jwks") == asked
            made.sign_out()
            await made.settled()
            peer.order(keys="new", seen=True)


async def test_somebody_else_signs_in_and_the_first_ones_grant_is_over(peer: OpenIdPeer) -> None:
    browser, store = FormBrowser(), MemoryStore()
    async with signing(peer.issuer, browser, store) as made:
        made.start()
        await made.settled()
        first, token = store.get(peer.issuer.secret_name) or "", await made.token()
        browser.forget()
        browser.login = "SE2321000131-P000000000002"
        peer.order(seen=True)
        made.start()
        assert (made.state.stage, made.state.covered) == (Stage.IN_BROWSER, False)
        state = await made.settled()
        assert state.person is not None
        assert (state.stage, state.person.subject) == (Stage.SIGNED_IN, browser.login)
        assert await made.token() != token
        await until(lambda: peer.seen("/token/revocation"))
    store.put(peer.issuer.secret_name, first)
    async with signing(peer.issuer, ClosedBrowser(), store) as made:
        made.restore()
        assert (await made.settled()).fault is Fault.ENDED


async def test_a_token_that_a_server_does_not_take_is_not_given_again(peer: OpenIdPeer) -> None:
    async with signing(peer.issuer, FormBrowser()) as made:
        made.start()
        await made.settled()
        token = await made.token()
        made.refused("another")
        assert await made.token() == token
        made.refused(token)
        assert await made.token() != token


async def test_who_wants_to_sign_in_while_it_is_still_being_tried_without_has_the_browser(peer: OpenIdPeer) -> None:
    store = MemoryStore()
    store.put(peer.issuer.secret_name, '{"subject": "anna", "refresh_token": "spent long ago"}')
    async with signing(peer.issuer, FormBrowser(), store) as made:
        made.restore()
        made.start()
        assert made.state.renewing
        assert (await made.settled()).person == DOCTOR


# ---------------------------------------------------------------- the user says no, or nothing


async def test_refused_consent(peer: OpenIdPeer) -> None:
    browser = FormBrowser(consents=False)
    state = await tried(peer.issuer, browser)
    assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.REFUSED)
    assert "Inloggningen blev inte av." in browser.page


async def test_the_browser_is_closed_and_the_time_runs_out(peer: OpenIdPeer) -> None:
    browser = ClosedBrowser()
    assert (await tried(peer.issuer, browser, wait_s=1.0)).fault is Fault.NOT_FINISHED
    assert await port_is_closed(field(browser.opened[0], "redirect_uri"))


async def test_the_user_cancels_and_begins_anew(peer: OpenIdPeer) -> None:
    browser = FormBrowser(change_return=lambda url: "")
    async with signing(peer.issuer, browser) as made:
        made.start()
        await until(lambda: browser.returned)
        made.cancel()
        assert (await made.settled()).fault is Fault.CANCELLED
        assert await port_is_closed(browser.returned[0])
        browser.change_return = str
        made.start()
        assert (await made.settled()).stage is Stage.SIGNED_IN


async def test_there_is_no_browser(peer: OpenIdPeer) -> None:
    assert (await tried(peer.issuer, ClosedBrowser(opens=False))).fault is Fault.NO_BROWSER


# ---------------------------------------------------------------- codes and tokens that are spent


async def test_an_expired_code(peer: OpenIdPeer) -> None:
    def late(url: str) -> str:
        peer.order(clock_s=120)
        return url

    assert (await tried(peer.issuer, FormBrowser(change_return=late))).fault is Fault.CODE_SPENT


async def test_a_code_that_was_used_before(peer: OpenIdPeer) -> None:
    first = FormBrowser()
    async with signing(peer.issuer, first) as made:
        made.start()
        await made.settled()
        code = field(first.returned[0], "code")
        second = FormBrowser(change_return=lambda url: changed(url, code=code))
        assert (await tried(peer.issuer, second)).fault is Fault.CODE_SPENT


async def test_a_refresh_token_that_was_used_before_ends_the_whole_grant(peer: OpenIdPeer) -> None:
    store, clock = MemoryStore(), MovedClock()
    name = peer.issuer.secret_name
    async with signing(peer.issuer, FormBrowser(), store, clock=clock) as made:
        made.start()
        await made.settled()
        spent = store.get(name) or ""
        clock.ahead_s = 290
        await made.token()
        rotated = store.get(name) or ""
        assert rotated != spent
        store.put(name, spent)
        clock.ahead_s = 0
        made.lock()
        made.unlock()  # asks the provider, which sees the old one again; then the browser opens
        state = await made.settled()
        assert (state.stage, state.person) == (Stage.SIGNED_IN, DOCTOR)
    store.put(name, rotated)
    async with signing(peer.issuer, ClosedBrowser(), store) as made:
        made.restore()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.ENDED)
        assert store.get(name) is None


async def test_a_sign_in_that_ends_during_the_day(peer: OpenIdPeer) -> None:
    store, clock = MemoryStore(), MovedClock()
    async with signing(peer.issuer, FormBrowser(), store, clock=clock) as made:
        made.start()
        await made.settled()
        peer.order(clock_s=7200)  # the refresh token lasts an hour
        clock.ahead_s = 7200
        with pytest.raises(SignInNeeded):
            await made.token()
        assert (made.state.stage, made.state.person, made.state.fault) == (Stage.SIGNED_OUT, None, Fault.ENDED)
        await made.settled()
        assert store.get(peer.issuer.secret_name) is None


async def test_all_who_need_a_new_token_wait_for_one_renewal(peer: OpenIdPeer) -> None:
    clock = MovedClock()
    async with signing(peer.issuer, FormBrowser(), clock=clock) as made:
        made.start()
        await made.settled()
        old = await made.token()
        clock.ahead_s = 290
        peer.order(seen=True)
        impatient = asyncio.create_task(made.token())
        others = [asyncio.create_task(made.token()) for _ in range(20)]
        await asyncio.sleep(0)
        impatient.cancel()
        tokens = set(await asyncio.gather(*others))
        assert peer.seen("/token") == 1
        assert len(tokens) == 1
        assert old not in tokens
        assert made.state.stage is Stage.SIGNED_IN


# ---------------------------------------------------------------- clocks


@pytest.mark.parametrize("ahead_s", [300, -300])
async def test_a_clock_that_is_five_minutes_off_will_do(peer: OpenIdPeer, ahead_s: int) -> None:
    assert (await tried(peer.issuer, FormBrowser(), clock=MovedClock(ahead_s))).stage is Stage.SIGNED_IN


@pytest.mark.parametrize("ahead_s", [3600, -3600])
@pytest.mark.parametrize("lasts_s", [60, 7200])
async def test_a_clock_that_is_an_hour_off_is_named(peer: OpenIdPeer, ahead_s: int, lasts_s: int) -> None:
    peer.order(ttl={"IdToken": lasts_s})
    assert (await tried(peer.issuer, FormBrowser(), clock=MovedClock(ahead_s))).fault is Fault.CLOCK_WRONG


# ---------------------------------------------------------------- a provider that is dead, or is none

DEAD = [
    (path, answer, fault)
    for path in ("/.well-known/openid-configuration", "/token", "/jwks", "/me")
    for answer, fault in (
        ("drop", Fault.UNREACHABLE),
        ({"status": 503, "body": "busy"}, Fault.SERVER_FAULT),
        (LOGIN_PAGE, Fault.NOT_A_PROVIDER if path.startswith("/.") else Fault.BAD_ANSWER),
    )
]


@pytest.mark.parametrize(("path", "answer", "fault"), DEAD)
async def test_a_provider_that_fails_at_one_step(peer: OpenIdPeer, path: str, answer: Any, fault: Fault) -> None:
    peer.order(at=path, answer=answer)
    assert (await tried(peer.issuer, FormBrowser())).fault is fault


async def test_no_provider_at_all() -> None:
    with openid_peer() as gone:
        gone.kill()
        assert (await tried(gone.issuer, ClosedBrowser())).fault is Fault.UNREACHABLE


async def test_a_provider_that_dies_while_the_user_is_in_the_browser() -> None:
    with openid_peer() as dying:

        def last(url: str) -> str:
            dying.kill()
            return url

        assert (await tried(dying.issuer, FormBrowser(change_return=last))).fault is Fault.UNREACHABLE


async def test_a_provider_that_is_dead_for_a_while_costs_no_sign_in(peer: OpenIdPeer) -> None:
    clock = MovedClock()
    async with signing(peer.issuer, FormBrowser(), clock=clock) as made:
        made.start()
        await made.settled()
        clock.ahead_s = 290
        peer.order(at="/token", answer={"status": 503})
        with pytest.raises(SourceError, match="server_fault"):
            await made.token()
        assert (made.state.stage, made.state.fault) == (Stage.SIGNED_IN, Fault.SERVER_FAULT)
        peer.order(calm=True)
        assert await made.token()
        assert made.state.fault is None


async def test_signing_out_while_the_provider_is_dead_forgets_all_the_same(peer: OpenIdPeer) -> None:
    store = MemoryStore()
    async with signing(peer.issuer, FormBrowser(), store) as made:
        made.start()
        await made.settled()
        peer.order(at="/token/revocation", answer="drop")
        made.sign_out()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.NOT_REVOKED)
        assert store.get(peer.issuer.secret_name) is None


def document(peer: OpenIdPeer, **changes: object) -> dict[str, Any]:
    found = httpx2.get(f"{peer.address}/.well-known/openid-configuration", trust_env=False).json()
    return {"body": json.dumps({**found, **changes})}


GARBAGE: dict[str, tuple[Callable[[OpenIdPeer], Any], Fault]] = {
    "not found": (lambda peer: {"status": 404}, Fault.NOT_A_PROVIDER),
    "elsewhere": (lambda peer: {"status": 302, "headers": {"location": "/me"}}, Fault.NOT_A_PROVIDER),
    "a list": (lambda peer: {"body": "[1]"}, Fault.NOT_A_PROVIDER),
    "deep": (lambda peer: {"body": '{"a":' * 100_000}, Fault.NOT_A_PROVIDER),
    "endless": (lambda peer: {"body": " " * 2_000_000}, Fault.NOT_A_PROVIDER),
    "packed": (lambda peer: {**document(peer), "headers": {"content-encoding": "gzip"}}, Fault.NOT_A_PROVIDER),
    "another's": (lambda peer: document(peer, issuer="https://evil.example"), Fault.NOT_A_PROVIDER),
    "with a slash": (lambda peer: document(peer, issuer=peer.address + "/"), Fault.NOT_A_PROVIDER),
    "without a door": (lambda peer: document(peer, token_endpoint=None), Fault.NOT_A_PROVIDER),
    "a door of another kind": (lambda peer: document(peer, jwks_uri=[1]), Fault.NOT_A_PROVIDER),
    "no address": (lambda peer: document(peer, userinfo_endpoint="file:///etc/passwd"), Fault.NOT_A_PROVIDER),
    "without TLS": (lambda peer: document(peer, token_endpoint="http://login.example/token"), Fault.NOT_SAFE),
    "plain PKCE": (lambda peer: document(peer, code_challenge_methods_supported=["plain"]), Fault.NOT_A_PROVIDER),
    "shared keys": (lambda peer: document(peer, id_token_signing_alg_values_supported=["HS256"]), Fault.NOT_A_PROVIDER),
}


@pytest.mark.parametrize("kind", GARBAGE)
async def test_what_is_no_discovery_document_opens_no_browser(peer: OpenIdPeer, kind: str) -> None:
    answer, fault = GARBAGE[kind]
    peer.order(at="/.well-known/openid-configuration", answer=answer(peer))
    browser = ClosedBrowser()
    assert (await tried(peer.issuer, browser)).fault is fault
    assert browser.opened == []


ODD: dict[str, tuple[str, Any, Fault]] = {
    "no id_token": ("/token", {"body": '{"access_token": "a", "token_type": "Bearer"}'}, Fault.BAD_ANSWER),
    "another kind of token": ("/token", {"body": '{"access_token": "a", "token_type": "mac"}'}, Fault.BAD_ANSWER),
    "no text": ("/token", {"body": '{"access_token": 1, "expires_in": [1], "token_type": "Bearer"}'}, Fault.BAD_ANSWER),
    "a refusal": ("/token", {"status": 400, "body": '{"error": "unauthorized_client"}'}, Fault.NOT_REGISTERED),
    "no keys": ("/jwks", {"body": '{"keys": []}'}, Fault.BAD_ANSWER),
    "other keys": ("/jwks", {"body": json.dumps(KeySet([RSAKey.generate_key(2048)]).as_dict())}, Fault.FORGED),
    "keys of no kind": ("/jwks", {"body": '{"keys": [{"kty": "RSA", "n": "?", "e": 3}]}'}, Fault.BAD_ANSWER),
    "somebody else": ("/me", {"body": '{"sub": "eve", "employeeHsaId": "SE-EVE"}'}, Fault.FORGED),
}


@pytest.mark.parametrize("kind", ODD)
async def test_an_answer_that_no_provider_should_give(peer: OpenIdPeer, kind: str) -> None:
    path, answer, fault = ODD[kind]
    peer.order(at=path, answer=answer)
    assert (await tried(peer.issuer, FormBrowser())).fault is fault


async def test_a_token_that_is_meant_for_other_doors_leaves_the_hsa_claims_out(peer: OpenIdPeer) -> None:
    peer.order(at="/me", answer={"status": 401})
    assert (await tried(peer.issuer, FormBrowser())).person == Person(LOGIN)


async def test_a_provider_that_has_no_doors_for_signing_out(peer: OpenIdPeer) -> None:
    changes = {"revocation_endpoint": None, "end_session_endpoint": None}
    peer.order(at="/.well-known/openid-configuration", answer=document(peer, **changes))
    browser = FormBrowser()
    async with signing(peer.issuer, browser) as made:
        made.start()
        await made.settled()
        made.sign_out()
        assert (await made.settled()).fault is None
        assert len(browser.opened) == 1


# ---------------------------------------------------------------- an attacker


async def test_an_answer_with_another_state_is_turned_away_and_the_right_one_still_taken(peer: OpenIdPeer) -> None:
    answers: list[httpx2.Response] = []

    def twice(url: str) -> str:
        for wrong in (changed(url, state="x"), changed(url, state=None), url + "&state=x", url.replace("callback", "")):
            answers.append(httpx2.get(wrong, trust_env=False))
        return url

    browser = FormBrowser(change_return=twice)
    assert (await tried(peer.issuer, browser)).stage is Stage.SIGNED_IN
    assert [answer.status_code for answer in answers] == [404] * 4
    assert all("Sidan hör inte till någon inloggning." in answer.text for answer in answers)


async def test_an_answer_with_another_state_alone_signs_nobody_in(peer: OpenIdPeer) -> None:
    browser = FormBrowser(change_return=lambda url: changed(url, state="of another"))
    async with signing(peer.issuer, browser) as made:
        made.start()
        await until(lambda: browser.status == 404)
        assert made.state.stage is Stage.IN_BROWSER
    assert peer.seen("/token") == 0


@pytest.mark.parametrize("issuer", ["https://evil.example", None])
async def test_an_answer_of_another_issuer(peer: OpenIdPeer, issuer: str | None) -> None:
    browser = FormBrowser(change_return=lambda url: changed(url, iss=issuer))
    assert (await tried(peer.issuer, browser)).fault is Fault.FORGED
    assert peer.seen("/token") == 0, "the code is not given away"


async def test_an_id_token_of_another_sign_in(peer: OpenIdPeer) -> None:
    browser = FormBrowser(change_start=lambda url: changed(url, nonce="of another"))
    assert (await tried(peer.issuer, browser)).fault is Fault.FORGED


async def test_a_code_that_was_asked_for_by_somebody_else(peer: OpenIdPeer) -> None:
    browser = FormBrowser(change_start=lambda url: changed(url, code_challenge="x" * 43))
    assert (await tried(peer.issuer, browser)).fault is Fault.CODE_SPENT


async def test_a_program_that_is_not_registered(peer: OpenIdPeer) -> None:
    browser = FormBrowser()
    async with signing(Issuer(peer.address, "stranger"), browser) as made:
        made.start()
        await until(lambda: browser.status == 400)
        assert "invalid_client" in browser.page, "the provider says so to the user; to us it may not"
