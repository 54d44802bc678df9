"""The sign-in over a day: locked and unlocked, used and left alone, ended in the middle of something."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.journeys.signing import DOCTOR, MovedClock, changed, signing, until
from tests.peers.openid import ClosedBrowser, FormBrowser, OpenIdPeer, find_node
from vardklient.base.errors import SignInNeeded
from vardklient.flows.signin import Stage
from vardklient.ports.signin import Fault
from vardklient.vault.secrets import MemoryStore

pytestmark = pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing")


async def test_locked_nobody_gets_a_token_and_unlocking_asks_nobody(peer: OpenIdPeer) -> None:
    browser = FormBrowser()
    async with signing(peer.issuer, browser) as made:
        made.start()
        await made.settled()
        made.lock()
        assert (made.state.stage, made.state.person) == (Stage.LOCKED, DOCTOR)
        with pytest.raises(SignInNeeded):
            await made.token()
        made.unlock()
        assert (await made.settled()).stage is Stage.SIGNED_IN
        assert await made.token()
        assert len(browser.opened) == 1


async def test_left_alone_it_locks(peer: OpenIdPeer) -> None:
    async with signing(replace(peer.issuer, lock_after_s=0.5), FormBrowser()) as made:
        made.start()
        await made.settled()
        await until(lambda: made.state.stage is Stage.LOCKED)


async def test_in_use_it_does_not_lock_but_after_a_sleep_it_does(peer: OpenIdPeer) -> None:
    clock = MovedClock()
    async with signing(replace(peer.issuer, lock_after_s=600), FormBrowser(), clock=clock) as made:
        made.start()
        await made.settled()
        stages = []
        for ahead_s in (0, 601):  # in use, and then asleep
            clock.ahead_s = ahead_s
            made.used()
            stages.append(made.state.stage)
        assert stages == [Stage.SIGNED_IN, Stage.LOCKED]


async def test_a_clinic_may_want_the_card_again(peer: OpenIdPeer) -> None:
    browser, store = FormBrowser(), MemoryStore()
    issuer = replace(peer.issuer, unlock_in_browser=True)
    async with signing(issuer, browser, store) as made:
        made.start()
        await made.settled()
        kept = store.get(issuer.secret_name) or ""
        made.lock()
        await made.settled()
        assert store.get(issuer.secret_name) is None
        made.unlock()
        assert (await made.settled()).stage is Stage.SIGNED_IN
        query = parse_qs(urlsplit(browser.opened[-1]).query)
        assert (query["prompt"], query["max_age"]) == (["login consent"], ["0"])
        assert browser.logins == 2
        made.lock()
        await made.settled()
        browser.change_start = lambda url: changed(url, prompt="consent", max_age=None)
        made.unlock()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.LOCKED, Fault.FORGED), "somebody who is not asked has got nothing"
    async with signing(peer.issuer, ClosedBrowser(), store) as made:
        store.put(issuer.secret_name, kept)
        made.restore()
        assert (await made.settled()).fault is Fault.ENDED, "the lock has revoked it"


class SlowStore(MemoryStore):
    """Keeps when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = threading.Event(), threading.Event()

    def put(self, name: str, secret: str) -> None:
        self.asked.set()
        assert self.let.wait(20)
        super().put(name, secret)


async def test_who_cancels_at_the_last_moment_is_not_signed_in_and_nothing_is_kept(peer: OpenIdPeer) -> None:
    store = SlowStore()
    async with signing(peer.issuer, FormBrowser(), store) as made:
        made.start()
        await asyncio.to_thread(store.asked.wait, 20)
        made.cancel()
        store.let.set()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.CANCELLED)
        assert store.get(peer.issuer.secret_name) is None
        assert peer.seen("/token/revocation") == 1


async def test_signing_out_waits_for_a_renewal_and_leaves_nothing(peer: OpenIdPeer) -> None:
    clock, store = MovedClock(), MemoryStore()
    async with signing(peer.issuer, FormBrowser(), store, clock=clock) as made:
        made.start()
        await made.settled()
        clock.ahead_s = 290
        peer.order(at="/token", answer={"delay_s": 0.3})
        asking = asyncio.create_task(made.token())
        await asyncio.sleep(0)
        made.sign_out()
        await made.settled()
        with pytest.raises(SignInNeeded):
            await asking
        assert (made.state.stage, store.get(peer.issuer.secret_name)) == (Stage.SIGNED_OUT, None)
        assert peer.seen("/token/revocation") == 1


async def test_a_renewal_that_has_begun_is_kept_when_the_program_ends(peer: OpenIdPeer) -> None:
    clock, store = MovedClock(), MemoryStore()
    async with signing(peer.issuer, FormBrowser(), store, clock=clock) as made:
        made.start()
        await made.settled()
        before = store.get(peer.issuer.secret_name)
        clock.ahead_s = 290
        peer.order(at="/token", answer={"delay_s": 0.3})
        asking = asyncio.create_task(made.token())
        await asyncio.sleep(0)
        await made.close()
        asking.cancel()
    assert store.get(peer.issuer.secret_name) not in (before, None)
    async with signing(peer.issuer, ClosedBrowser(), store) as made:
        made.restore()
        assert (await made.settled()).stage is Stage.SIGNED_IN


class BrokenBrowser:
    """Implements ports.signin.Browser, badly."""

    def open(self, url: str) -> bool:
        raise RuntimeError(url)


async def test_what_nobody_foresaw_is_logged_without_its_words(
    peer: OpenIdPeer, caplog: pytest.LogCaptureFixture
) -> None:
    async with signing(peer.issuer, BrokenBrowser()) as made:
        made.start()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.BAD_ANSWER)
    assert [record.message for record in caplog.records if record.name == "vardklient"] == ["unexpected"]


class BrokenStore(MemoryStore):
    """Raises, which no store may."""

    def get(self, name: str) -> str | None:
        raise RuntimeError(name)


async def test_a_store_that_fails_leaves_nobody_waiting(peer: OpenIdPeer) -> None:
    async with signing(peer.issuer, ClosedBrowser(), BrokenStore()) as made:
        made.restore()
        state = await made.settled()
        assert (state.stage, state.fault) == (Stage.SIGNED_OUT, Fault.BAD_ANSWER)
