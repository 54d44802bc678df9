"""Signing in with the real browser, and what is left of it there and in what the program writes."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.peers.chromium import Chromium, Page, find_chromium
from tests.peers.openid import LOGIN, find_node, openid_peer
from vardklient.base.log import Code, note
from vardklient.flows.signin import SignInState, Stage
from vardklient.ports.signin import Fault
from vardklient.vault.logs import logging_to
from vardklient.vault.secrets import MemoryStore
from vardklient.vault.signin.session import SignIn

pytestmark = [
    pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing"),
    pytest.mark.skipif(find_chromium() is None, reason="there is no Chromium"),
]
NO_FONTS = "--host-resolver-rules=MAP fonts.googleapis.com 127.0.0.1:9"  # the provider's forms ask for some

BACK = "document.title === 'Vårdklient' && document.readyState === 'complete'"


class Tab:
    """Implements ports.signin.Browser: shows the address in the tab that the test holds."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.opened: list[str] = []
        self._loop = asyncio.get_running_loop()

    def open(self, url: str) -> bool:
        self.opened.append(url)
        asyncio.run_coroutine_threadsafe(self.page.goto(url), self._loop)
        return True


async def log_in(page: Page) -> None:
    await page.wait_for("document.querySelector('[name=login]') !== null")
    await page.evaluate(f"document.querySelector('[name=login]').value = '{LOGIN}'")
    await page.evaluate("document.querySelector('[name=password]').value = 'hemlig'")
    await page.click("button[type=submit]")
    await page.wait_for("document.querySelector('[name=prompt]')?.value === 'consent'")


async def history(page: Page) -> list[str]:
    found = await page.command("Page.getNavigationHistory")
    return [entry["url"] for entry in found["entries"]]


async def test_a_clinician_signs_in_and_out_with_a_real_browser(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    store = MemoryStore()
    told: list[SignInState] = []
    secrets: list[str] = []
    with openid_peer() as peer, logging_to(tmp_path, logging.DEBUG) as log:
        async with Chromium(devices=False, flags=(NO_FONTS,)) as chromium:
            page = await chromium.page()
            tab = Tab(page)
            made = SignIn(peer.issuer, store, browser=tab, on_state=told.append)
            note(Code.STARTED)  # the log's first line: the sign-in itself has none
            made.start()
            await log_in(page)
            await page.click("button[type=submit]")
            state = await made.settled()
            assert state.stage is Stage.SIGNED_IN
            await page.wait_for(BACK)
            assert "Du kan stänga fönstret." in await page.text()
            assert not any(word in error for error in page.seen.errors for word in ("/callback", "Security"))
            await page.screenshot(tmp_path / "done.png")
            secrets += [await made.token(), (store.get(peer.issuer.secret_name) or "").split('"')[-2]]
            made.lock()
            made.unlock()
            await made.settled()
            secrets += [await made.token(), (store.get(peer.issuer.secret_name) or "").split('"')[-2]]
            visited = await history(page)
            made.sign_out()
            await made.settled()
            await page.click("button[value=yes]")
            await page.wait_for("!document.querySelector('button[value=yes]')")
            visited += await history(page)
            await made.close()
    assert len(set(secrets)) == 4
    assert all(len(secret) > 20 for secret in secrets)
    back = [url for url in visited if "/callback" in url]
    assert back
    assert all(set(parse_qs(urlsplit(url).query)) == {"code", "state", "iss"} for url in back)
    left = [*visited, *tab.opened, log.read_text(), caplog.text, repr(told), repr(made.__dict__)]
    assert not any(secret in text for secret in secrets for text in left)
    assert not any("id_token" in text for text in [*visited, *tab.opened])


async def test_consent_is_refused_in_a_real_browser() -> None:
    with openid_peer() as peer:
        async with Chromium(devices=False, flags=(NO_FONTS,)) as chromium:
            page = await chromium.page()
            made = SignIn(peer.issuer, MemoryStore(), browser=Tab(page))
            made.start()
            await log_in(page)
            await page.click("a[href$=abort]")
            assert (await made.settled()).fault is Fault.REFUSED
            await page.wait_for(BACK)
            assert "Inloggningen blev inte av." in await page.text()
            await made.close()
