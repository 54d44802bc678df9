"""`vardklient signin` and `signout` as processes, with a real provider and a real keyring."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.peers.keyring import find_keyring, keyring
from tests.peers.openid import CLIENT, LOGIN, SCOPES, OpenIdPeer, find_node, openid_peer

pytestmark = pytest.mark.skipif(find_node() is None, reason="Node or the provider's packages are missing")
BROWSER = Path(__file__).parents[1] / "peers" / "openid_browser.py"


@pytest.fixture(scope="module")
def peer() -> Iterator[OpenIdPeer]:
    with openid_peer() as running:
        yield running


def said(words: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    named = {**os.environ, **environment, "BROWSER": f"{sys.executable} {BROWSER} %s"}
    if "DBUS_SESSION_BUS_ADDRESS" in environment:
        named.pop("PYTHON_KEYRING_BACKEND", None)
    command = [sys.executable, "-m", "vardklient", *words]
    done = subprocess.run(command, env=named, capture_output=True, text=True, check=False, timeout=100)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def who(peer: OpenIdPeer) -> list[str]:
    return ["--issuer", peer.address, "--client-id", CLIENT]


def asked(peer: OpenIdPeer) -> list[str]:
    return [*who(peer), "--prompt", "consent", *(word for scope in SCOPES for word in ("--scope", scope))]


@pytest.mark.skipif(find_keyring() is None, reason="gnome-keyring and dbus-run-session are needed")
def test_in_again_without_a_browser_and_out(peer: OpenIdPeer, tmp_path: Path) -> None:
    with keyring(tmp_path / "home") as real:
        place = {**real.environment, "XDG_DATA_HOME": str(tmp_path / "data")}
        code, out, err = said(["signin", "--json", *asked(peer)], place)
        found: dict[str, Any] = json.loads(out)
        assert (code, found["signed_in"], found["kept"], found["fault"]) == (0, True, True, None)
        assert found["person"]["employee_hsa_id"] == LOGIN
        assert "webbläsaren" in err
        peer.order(seen=True)
        code, out, err = said(["signin", *asked(peer)], place)
        assert (code, out.splitlines()[:2], err) == (0, ["Inloggad: Doktor Testsson", f"  HSA-id: {LOGIN}"], "")
        assert "/auth" not in peer.order(seen=True)["seen"]
        assert len(real.labels()) == 1
        code, out, _ = said(["signout", *who(peer)], place)
        assert (code, out) == (0, "Du är utloggad.\n")
        assert real.labels() == []
        assert {"/token/revocation", "/session/end"} <= set(peer.order(seen=True)["seen"])
        code, out, _ = said(["signout", "--json", *who(peer)], place)
        assert (code, json.loads(out)["fault"]) == (0, None), "nobody was signed in"


KEEPS_AND_DIES = """
import os, signal
from datetime import UTC, date, datetime
from vardklient.ports.visits import DayResult
from vardklient.vault.folders import user_folders
from vardklient.vault.secrets import KeyringStore
from vardklient.vault.today import TodayFile
TodayFile(KeyringStore(user_folders().data), wanted=True).keep(
    date(2026, 11, 24), (("calendar", DayResult(datetime(2026, 11, 24, tzinfo=UTC))),)
)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(find_keyring() is None, reason="gnome-keyring and dbus-run-session are needed")
def test_the_list_of_a_program_that_was_killed_goes_with_the_sign_in(peer: OpenIdPeer, tmp_path: Path) -> None:
    with keyring(tmp_path / "home") as real:
        place = {**real.environment, "XDG_DATA_HOME": str(tmp_path / "data")}
        assert said(["signin", *asked(peer)], place)[0] == 0
        environment = {**os.environ, **place}
        environment.pop("PYTHON_KEYRING_BACKEND")
        killed = subprocess.run([sys.executable, "-c", KEEPS_AND_DIES], env=environment, check=False)
        assert killed.returncode == -9
        assert len(list((tmp_path / "data").rglob("*.sealed"))) == 1
        assert len(real.labels()) == 2, "the sign-in, and the key of the list"
        assert said(["signout", *who(peer)], place)[0] == 0
        assert real.labels() == []
        assert [path for path in (tmp_path / "data").rglob("*") if path.is_file()] == []


@pytest.mark.skipif(find_keyring() is None, reason="gnome-keyring and dbus-run-session are needed")
def test_with_a_locked_keyring_it_does_not_claim_to_have_signed_out(peer: OpenIdPeer, tmp_path: Path) -> None:
    with keyring(tmp_path / "home") as real:
        place = {**real.environment, "XDG_DATA_HOME": str(tmp_path / "data")}
        assert said(["signin", *asked(peer)], place)[0] == 0
        real.lock()
        code, out, _ = said(["signout", *who(peer)], place)
        assert code == 1
        assert "ligger kvar" in out
        assert len(real.labels()) == 1
        real.unlock()
        code, out, _ = said(["signout", *who(peer)], place)
        assert (code, out) == (0, "Du är utloggad.\n")
        assert real.labels() == []


def test_without_a_keyring_it_says_that_nothing_is_kept(peer: OpenIdPeer) -> None:
    code, out, _ = said(["signin", *asked(peer)], {})
    assert code == 0
    assert "inloggningen sparas inte" in out


def test_no_provider_there(peer: OpenIdPeer) -> None:
    nowhere = ["--issuer", "http://127.0.0.1:9", "--client-id", "v"]
    code, out, _ = said(["signin", "--json", *nowhere], {})
    found = json.loads(out)
    assert (code, found["signed_in"], found["person"], found["fault"]) == (1, False, None, "unreachable")
    assert found["sentence"] == "Inloggningstjänsten går inte att nå."
    code, out, _ = said(["signin", *nowhere], {})
    assert (code, out.count("\n")) == (1, 1)
