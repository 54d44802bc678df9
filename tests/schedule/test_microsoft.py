from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from tests.peers.graph import graph_peer
from tests.peers.microsoft import TENANT, USER, MicrosoftPeer, Visitor, find_provider, microsoft_peer
from vardklient.base.clock import STOCKHOLM
from vardklient.base.errors import SignInNeeded
from vardklient.ports.closingpage import DONE_PAGE, NOT_DONE_PAGE
from vardklient.ports.signin import Fault
from vardklient.schedule.graph import GraphSource
from vardklient.schedule.microsoft import Microsoft, MicrosoftFault
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault
from vardklient.vault.secrets import MemoryStore

pytestmark = pytest.mark.skipif(find_provider() is None, reason="npm ci in tests/peers/node has not been run")

NAME = "account:1"
SHORT = {"AccessToken": 60}
"""MSAL renews a token that has less than five minutes left."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MicrosoftPeer]:
    with microsoft_peer(tmp_path_factory.mktemp("microsoft")) as peer:
        yield peer


@pytest.fixture
def peer(running: MicrosoftPeer) -> MicrosoftPeer:
    for path in ("/token", "/.well-known/openid-configuration"):
        running.order(at=path)
    running.order(ttl={}, seen=True)
    return running


@pytest.fixture
def secrets() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def visitor(peer: MicrosoftPeer) -> AsyncIterator[Visitor]:
    visiting = Visitor(peer.trust)
    yield visiting
    await asyncio.to_thread(visiting.leave)


class Window:
    """Implements ports.signin.Browser: the page is shown, or there is no browser, and nobody does anything."""

    def __init__(self, opens: bool = True) -> None:
        self.opens = opens
        self.opened: list[str] = []
        self.shown = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def open(self, url: str) -> bool:
        self.opened.append(url)
        self._loop.call_soon_threadsafe(self.shown.set)
        return self.opens


def account(peer: MicrosoftPeer, secrets: MemoryStore, browser: Visitor | Window, *, wait_s: float = 20.0) -> Microsoft:
    return Microsoft(peer.registration, secrets, NAME, browser, trust=peer.trust, wait_s=wait_s)


async def fault_of(attempt: Microsoft) -> Fault:
    with pytest.raises(MicrosoftFault) as raised:
        await attempt.sign_in(USER)
    return raised.value.fault


async def reason_of(attempt: Microsoft) -> Reason:
    with pytest.raises(WebFault) as raised:
        await attempt.token()
    return raised.value.reason


async def test_a_user_signs_in_once_and_needs_no_browser_again(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    assert await mine.sign_in(f"{USER}@{TENANT}") == f"{USER}@{TENANT}"
    token = await mine.token()
    assert token
    assert await account(peer, secrets, visitor).token() == token, "after a start of the program"
    assert peer.seen("/token") == 1
    assert len(visitor.opened) == 1
    await asyncio.to_thread(visitor.leave)
    assert visitor.page == DONE_PAGE


async def test_the_way_is_code_with_pkce_state_and_nonce_back_to_loopback(
    peer: MicrosoftPeer, secrets: MemoryStore
) -> None:
    window = Window()
    attempt = asyncio.create_task(account(peer, secrets, window).sign_in())
    await window.shown.wait()
    attempt.cancel()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(window.opened[0]).query).items()}
    assert (asked["response_type"], asked["response_mode"]) == ("code", "form_post")
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert min(len(asked[name]) for name in ("state", "nonce")) >= 16
    assert asked["redirect_uri"].startswith("http://localhost:")
    assert asked["scope"].split() == ["Calendars.Read", "offline_access", "openid", "profile"]
    assert asked["prompt"] == "select_account", "on a computer that several share nobody is taken for granted"


async def test_nobody_has_signed_in(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    with pytest.raises(SignInNeeded):
        await account(peer, secrets, Window()).token()
    assert peer.order(seen=True)["seen"] == []


async def test_tokens_are_renewed_one_at_a_time(peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor) -> None:
    """This provider, unlike Entra, ends everything when an old refresh token comes twice."""
    peer.order(ttl=SHORT)
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    tokens = await asyncio.gather(*(mine.token() for _ in range(5)))
    assert len(set(tokens)) == 5
    assert peer.seen("/token") == 6
    assert await account(peer, secrets, visitor).token(), "the newest one was kept"


async def test_a_refused_token_is_renewed_before_its_time(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    first = await mine.token()
    mine.refused(first)
    second = await mine.token()
    assert second != first
    assert await mine.token() == second


async def test_a_sign_in_that_microsoft_has_ended_has_to_be_done_again(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    secrets.put(NAME, remembered())
    mine = account(peer, secrets, visitor)
    with pytest.raises(SignInNeeded) as raised:
        await mine.token()
    assert str(raised.value) == "ended", "nothing of what Microsoft said"
    await mine.sign_in(USER)
    assert await mine.token()


def remembered(refresh_token: str = "of another day") -> str:
    """What MSAL keeps of a user whose token has run out."""
    of_user = {"home_account_id": USER, "environment": "127.0.0.1"}
    user = of_user | {"realm": TENANT, "local_account_id": USER, "username": USER, "authority_type": "MSSTS"}
    renewal = of_user | {"credential_type": "RefreshToken", "client_id": "vardklient", "secret": refresh_token}
    return json.dumps({"Account": {"1": user}, "RefreshToken": {"1": renewal}})


async def test_somebody_who_declines_is_not_signed_in(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    visitor = Visitor(peer.trust, consents=False)
    assert await fault_of(account(peer, secrets, visitor)) is Fault.REFUSED
    await asyncio.to_thread(visitor.leave)
    assert visitor.page == NOT_DONE_PAGE
    assert secrets.get(NAME) is None


async def test_without_a_browser_it_is_said_at_once(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    assert await fault_of(account(peer, secrets, Window(opens=False))) is Fault.NO_BROWSER


async def test_a_browser_that_is_closed_leaves_it_unfinished(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    window = Window()
    assert await fault_of(account(peer, secrets, window, wait_s=1.0)) is Fault.NOT_FINISHED
    await nobody_listens(window.opened[0])


async def test_a_way_that_is_cancelled_ends_and_another_can_begin(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    window = Window()
    attempt = asyncio.create_task(account(peer, secrets, window).sign_in(USER))
    await window.shown.wait()
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    assert await account(peer, secrets, visitor).sign_in(USER)
    await nobody_listens(window.opened[0])


async def nobody_listens(shown: str) -> None:
    """Waits until the port of that way is closed."""
    port = urlsplit(parse_qs(urlsplit(shown).query)["redirect_uri"][0]).port
    assert port is not None
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                return
            writer.close()
            await asyncio.sleep(0.05)


async def test_a_stranger_who_knocks_at_the_port_changes_nothing(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    heard: list[int] = []

    def stranger(address: str, fields: dict[str, str]) -> None:
        with httpx2.Client(trust_env=False) as client:
            heard.append(client.get(address, params={"code": "stolen", "state": fields["state"]}).status_code)
            for forged in ({"code": "forged", "state": "other"}, {"error": "access_denied"}, {"code": "none"}):
                heard.append(client.post(address, data=forged).status_code)

    visitor = Visitor(peer.trust, on_the_way_back=stranger)
    assert await account(peer, secrets, visitor).sign_in(USER)
    await asyncio.to_thread(visitor.leave)
    assert heard == [400, 400, 400, 400]


async def test_a_code_that_is_spent_is_said_to_be(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    def spend(address: str, fields: dict[str, str]) -> None:
        peer.order(at="/token", status=400, body='{"error": "invalid_grant"}')

    visitor = Visitor(peer.trust, on_the_way_back=spend)
    assert await fault_of(account(peer, secrets, visitor)) is Fault.CODE_SPENT
    await asyncio.to_thread(visitor.leave)


async def test_an_id_token_of_another_way_is_a_forgery(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    token, kept = await mine.token(), secrets.get(NAME)
    body = json.dumps({"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "id_token": foreign_id_token()})
    peer.order(at="/token", status=200, body=body)
    assert await fault_of(mine) is Fault.FORGED
    assert (await mine.token(), secrets.get(NAME)) == (token, kept), "nothing of it has been believed"


def foreign_id_token() -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    key = OctKey.generate_key(256)
    now = int(datetime.now(STOCKHOLM).timestamp())
    claims = {"iss": "x", "aud": "vardklient", "sub": "eve", "nonce": "other", "iat": now, "exp": now + 600}
    return jwt.encode({"alg": "HS256"}, claims, key)


@pytest.mark.parametrize(
    ("at", "status", "body", "fault", "reason"),
    [
        ("/token", 503, "", Fault.SERVER_FAULT, Reason.SERVER_FAULT),
        ("/token", 200, "<html>", Fault.BAD_ANSWER, Reason.BAD_ANSWER),
        ("/token", 200, "[1]", Fault.BAD_ANSWER, Reason.BAD_ANSWER),
        ("/token", 400, '{"error": "unauthorized_client"}', Fault.NOT_REGISTERED, Reason.NOT_ALLOWED),
        ("/token", 400, '{"error": "temporarily_unavailable"}', Fault.SERVER_FAULT, Reason.SERVER_FAULT),
        ("/.well-known/openid-configuration", 503, "", Fault.SERVER_FAULT, Reason.SERVER_FAULT),
        ("/.well-known/openid-configuration", 200, "{}", Fault.BAD_ANSWER, Reason.BAD_ANSWER),
        ("/.well-known/openid-configuration", 200, "<html>", Fault.NOT_A_PROVIDER, Reason.NOT_FOUND),
    ],
)
async def test_what_microsoft_answers_wrongly_has_its_fault(
    peer: MicrosoftPeer, secrets: MemoryStore, at: str, status: int, body: str, fault: Fault, reason: Reason
) -> None:
    secrets.put(NAME, remembered())
    visitor = Visitor(peer.trust)
    peer.order(at=at, status=status, body=body)
    assert await reason_of(account(peer, secrets, visitor)) is reason
    assert await fault_of(account(peer, secrets, visitor)) is fault
    await asyncio.to_thread(visitor.leave)


async def test_a_tenant_that_is_none(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    window = Window()
    for tenant, fault in (("annan.example", Fault.NOT_A_PROVIDER), ("a/b?c", Fault.NOT_REGISTERED)):
        registration = replace(peer.registration, tenant=tenant)
        assert await fault_of(Microsoft(registration, secrets, NAME, window, trust=peer.trust)) is fault
    nameless = replace(peer.registration, client_id="")
    assert await fault_of(Microsoft(nameless, secrets, NAME, window, trust=peer.trust)) is Fault.NOT_REGISTERED
    assert window.opened == []


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    for trust in (None, ssl.create_default_context()):
        assert await fault_of(Microsoft(peer.registration, secrets, NAME, Window(), trust=trust)) is Fault.UNREACHABLE


async def test_when_microsoft_cannot_be_reached_a_token_that_is_good_still_is(
    secrets: MemoryStore, tmp_path: Path
) -> None:
    with microsoft_peer(tmp_path) as peer:
        visitor = Visitor(peer.trust)
        mine = account(peer, secrets, visitor)
        await mine.sign_in(USER)
        await asyncio.to_thread(visitor.leave)
        peer.kill()
        token = await mine.token()
        assert token
        mine.refused(token)
        assert await reason_of(mine) is Reason.UNREACHABLE
        assert await fault_of(account(peer, secrets, visitor)) is Fault.UNREACHABLE


async def test_signing_out_forgets_all(peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    await mine.sign_out()
    assert secrets.get(NAME) is None
    with pytest.raises(SignInNeeded):
        await mine.token()
    await mine.sign_out()
    await mine.sign_in(USER)
    assert await mine.token()


async def test_whose_it_is_is_known_once_it_has_been_seen(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    assert mine.whose == ""
    await mine.sign_in(USER)
    anna = mine.whose
    tomorrow = account(peer, secrets, Window())
    await tomorrow.token()
    assert tomorrow.whose == anna != ""
    other = Visitor(peer.trust, user="bo")
    again = account(peer, secrets, other)
    await again.token()
    await again.sign_in("bo")
    assert again.whose not in (anna, "")
    await asyncio.to_thread(other.leave)


async def test_whoever_signs_in_next_is_alone(peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    other = Visitor(peer.trust, user="bo")
    theirs = account(peer, secrets, other)
    assert await theirs.sign_in("bo") == f"bo@{TENANT}"
    await asyncio.to_thread(other.leave)
    kept = secrets.get(NAME)
    assert kept is not None
    assert "anna" not in kept
    assert await mine.token() == await theirs.token()


async def test_a_keyring_that_is_locked_meanwhile_ends_no_sign_in(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    secrets.forget(NAME)
    assert await mine.token()


async def test_signing_out_while_signing_in_leaves_nobody(peer: MicrosoftPeer, secrets: MemoryStore) -> None:
    loop = asyncio.get_running_loop()

    def leave(address: str, fields: dict[str, str]) -> None:
        asyncio.run_coroutine_threadsafe(mine.sign_out(), loop).result(60)

    visitor = Visitor(peer.trust, on_the_way_back=leave)
    mine = account(peer, secrets, visitor)
    assert await fault_of(mine) is Fault.CANCELLED
    await asyncio.to_thread(visitor.leave)
    with pytest.raises(SignInNeeded):
        await mine.token()


async def test_a_damaged_memory_means_signing_in(peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor) -> None:
    for kept in ("", "{", "null", "[]", '"text"', '{"Account": {"a": 1}}', '{"Account": {"a": {}}}', '{"IdToken": []}'):
        secrets.put(NAME, kept)
        with pytest.raises(SignInNeeded):
            await account(peer, secrets, visitor).token()
    assert await account(peer, secrets, visitor).sign_in(USER)
    assert await account(peer, secrets, visitor).token()


async def test_the_calendar_is_read_with_such_a_token_and_with_the_next_when_it_is_refused(
    peer: MicrosoftPeer, secrets: MemoryStore, visitor: Visitor
) -> None:
    mine = account(peer, secrets, visitor)
    await mine.sign_in(USER)
    first = await mine.token()
    nine = datetime(2026, 11, 24, 9, tzinfo=STOCKHOLM)
    async with graph_peer() as graph:
        graph.put("IK-82 Videobesök", nine)
        graph.tokens = {first}
        source = GraphSource("Outlook", mine.token, address=graph.address, refused=mine.refused)
        assert len((await source.day(nine.date())).events) == 1
        graph.tokens.clear()
        assert [problem.reason for problem in (await source.day(nine.date())).problems] == ["sign_in"]
        assert await mine.token() != first
