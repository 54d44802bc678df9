"""The program ends while a sign-in is just being renewed: the keyring stays open for what comes of it."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.signing import DOCTOR, until
from tests.peers.openid import FormBrowser, OpenIdPeer, find_node
from tests.vault.test_secrets import InMemoryKeyring
from vardklient.base.clock import SystemClock
from vardklient.program.library import Library
from vardklient.vault.secrets import KeyringStore
from vardklient.vault.settings import Settings

pytestmark = pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing")


async def test_the_keyring_stays_open_until_a_renewal_at_the_programs_end_is_kept(
    peer: OpenIdPeer, tmp_path: Path
) -> None:
    keyring = InMemoryKeyring()

    def library() -> Library:
        settings = Settings(tmp_path / "config")
        clock = SystemClock()
        secrets = partial(KeyringStore, tmp_path, lambda: keyring)
        return Library(settings, (peer.issuer,), clock, live=True, make_secrets=secrets, browser=browser)

    browser = FormBrowser()
    first = library()
    first.tokens.clinic().start()
    assert (await first.tokens.clinic().settled()).person == DOCTOR
    await first.close()
    peer.order(at="/token", answer={"delay_s": 0.3}, seen=True)
    second = library()
    second.tokens.clinic()  # begins to renew
    await until(lambda: peer.seen("/token"))
    await second.close()
    peer.order(calm=True)
    third = library()
    assert (await third.tokens.clinic().settled()).person == DOCTOR, "the spent one would end the grant"
    await third.close()
    await asyncio.to_thread(browser.close)
    assert browser.logins == 1
