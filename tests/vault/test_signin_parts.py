"""The parts of the sign-in one by one: what a real provider never does, and what the system may."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import stat
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from tests.fakes.clock import FakeClock
from vardklient.ports.signin import Fault, Issuer, Person, fault_of
from vardklient.vault.secrets import MemoryStore
from vardklient.vault.signin.discovery import ALGORITHMS, Provider
from vardklient.vault.signin.faults import SignInFault, check_safe, fault_of_status
from vardklient.vault.signin.idtoken import LEEWAY_S, Expected, UnknownKey, person_of, verified
from vardklient.vault.signin.kept import Access, Keep
from vardklient.vault.signin.loopback import HEAD_MAX, Loopback
from vardklient.vault.signin.openid import Tokens, _code, _tokens

NOW_S = 1_795_000_000
ISSUER = "https://login.example"
PROVIDER = Provider(ISSUER, ISSUER + "/auth", ISSUER + "/token", ISSUER + "/keys", algorithms=ALGORITHMS)
KEY = RSAKey.generate_key(2048, {"kid": "a"})
OTHER = RSAKey.generate_key(2048, {"kid": "b"})
CURVE = ECKey.generate_key("P-256", {"kid": "c"})
KEYS = KeySet([KEY, CURVE])
EXPECTED = Expected("vardklient", NOW_S, "access", nonce="n")
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "anna",
    "aud": "vardklient",
    "iat": NOW_S,
    "exp": NOW_S + 60,
    "nonce": "n",
}


def token(key: RSAKey | ECKey = KEY, algorithm: str = "RS256", **claims: object) -> str:
    said = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": key.kid}, said, key, algorithms=[algorithm])


def fault(id_token: str, expected: Expected = EXPECTED) -> Fault:
    with pytest.raises(SignInFault) as raised:
        verified(id_token, KEYS, PROVIDER, expected)
    assert raised.value.__cause__ is None
    return raised.value.fault


# ---------------------------------------------------------------- the id_token


@pytest.mark.parametrize(("key", "algorithm"), [(KEY, "RS256"), (KEY, "PS512"), (CURVE, "ES256")])
def test_a_token_of_the_providers_is_taken(key: RSAKey | ECKey, algorithm: str) -> None:
    assert verified(token(key, algorithm), KEYS, PROVIDER, EXPECTED)["sub"] == "anna"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": ["vardklient", "another"]},
        {"aud": ["vardklient", "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "of another"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"exp": NOW_S - LEEWAY_S - 1},
        {"nbf": NOW_S + LEEWAY_S + 1},
        {"exp": None},
        {"exp": float("nan")},
    ],
    ids=str,
)
def test_a_token_for_another_purpose_is_refused(claims: dict[str, object]) -> None:
    assert fault(token(**claims)) is Fault.FORGED


def test_one_of_several_readers_is_the_one_it_was_made_for() -> None:
    assert verified(token(aud=["vardklient", "another"], azp="vardklient"), KEYS, PROVIDER, EXPECTED)


@pytest.mark.parametrize("off_s", [LEEWAY_S, -LEEWAY_S, 300, -300])
def test_a_clock_within_the_leeway(off_s: float) -> None:
    assert verified(token(iat=NOW_S + off_s), KEYS, PROVIDER, EXPECTED)


@pytest.mark.parametrize("off_s", [LEEWAY_S + 1, -LEEWAY_S - 1, 3600, -3600])
def test_a_clock_beyond_it(off_s: float) -> None:
    assert fault(token(iat=NOW_S + off_s, exp=NOW_S + 1e6)) is Fault.CLOCK_WRONG


def test_a_token_without_its_time_is_no_answer() -> None:
    assert fault(token(iat=None)) is Fault.BAD_ANSWER
    assert fault(token(iat="now")) is Fault.BAD_ANSWER


def test_signatures_that_anybody_can_make_are_refused() -> None:
    shared = OctKey.import_key(b"a secret that both would know, long enough", {"kid": "a"})
    assert fault(jwt.encode({"alg": "HS256", "kid": "a"}, CLAIMS, shared)) is Fault.FORGED
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","kid":"a"}').decode().rstrip("=")
    assert fault(f"{unsigned}.{token().split('.')[1]}.") is Fault.FORGED
    head, body, _ = token().split(".")
    assert fault(f"{head}.{body}.{token(sub='eve').split('.')[2]}") is Fault.FORGED


def test_a_key_that_is_not_in_the_set_may_be_a_new_one() -> None:
    with pytest.raises(UnknownKey):
        verified(token(OTHER), KEYS, PROVIDER, EXPECTED)


def test_after_a_renewal_it_has_to_be_the_same_person() -> None:
    again = Expected("vardklient", NOW_S, "access", subject="anna")
    assert verified(token(nonce=None), KEYS, PROVIDER, again)["sub"] == "anna"
    assert fault(token(nonce=None, sub="bo"), again) is Fault.FORGED


def test_who_shall_prove_anew_who_it_is_has_done_so_now() -> None:
    anew = Expected("vardklient", NOW_S, "access", nonce="n", asked_at=NOW_S - 60)
    assert verified(token(auth_time=NOW_S - 30), KEYS, PROVIDER, anew)
    assert fault(token(auth_time=NOW_S - 3600), anew) is Fault.FORGED
    assert fault(token(), anew) is Fault.FORGED


@given(st.one_of(st.text(max_size=200), st.builds(lambda a, b: f"{a}.{b}.x", st.text(), st.text())))
def test_any_text_is_a_token_or_a_fault(text: str) -> None:
    with pytest.raises((SignInFault, UnknownKey)):
        verified(text, KEYS, PROVIDER, EXPECTED)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*CLAIMS, "azp", "nbf", "auth_time", "at_hash", "amr"]), JSON))
def test_any_signed_claims_are_taken_or_a_fault(claims: Mapping[str, object]) -> None:
    signed = jwt.encode({"alg": "RS256", "kid": "a"}, {**CLAIMS, **claims}, KEY)
    try:
        found = verified(signed, KEYS, PROVIDER, EXPECTED)
    except SignInFault:
        return
    assert (found["iss"], found["nonce"]) == (ISSUER, "n")
    assert found["sub"]
    assert "vardklient" in found["aud"]


@given(st.dictionaries(st.sampled_from(["sub", "name", "employeeHsaId", "x"]), JSON | st.text(min_size=250)))
def test_claims_of_any_kind_make_a_person_of_short_texts(claims: Mapping[str, object]) -> None:
    person = person_of(claims)
    assert all(isinstance(text, str) and len(text) <= 200 for text in (person.subject, person.employee_hsa_id))


# ---------------------------------------------------------------- answers


ANSWER = ("access_token", "refresh_token", "id_token", "token_type", "expires_in")


@given(st.dictionaries(st.sampled_from(ANSWER), JSON))
def test_any_answer_of_the_token_door_is_tokens_or_none(answer: Mapping[str, object]) -> None:
    try:
        found = _tokens(answer)
    except (TypeError, ValueError, OverflowError):
        return
    assert found.access
    assert 0 < found.lasts_s <= 86400


def test_tokens_are_not_shown() -> None:
    tokens = _tokens({"access_token": "AAA", "refresh_token": "RRR", "id_token": "III", "token_type": "Bearer"})
    assert tokens == Tokens("AAA", "RRR", "III", 300.0)
    shown = repr(tokens) + repr(Access.of("AAA", 300, FakeClock()))
    assert not any(secret in shown for secret in ("AAA", "RRR", "III"))


def test_an_answer_without_a_code_is_none() -> None:
    for answer, expected in (
        ({"state": "x"}, Fault.BAD_ANSWER),
        ({"state": "x", "error": "temporarily_unavailable"}, Fault.SERVER_FAULT),
        ({"state": "x", "error": "access_denied", "iss": "https://evil.example"}, Fault.FORGED),
    ):
        with pytest.raises(SignInFault) as raised:
            _code(answer, PROVIDER)
        assert raised.value.fault is expected
    assert _code({"code": "c"}, PROVIDER) == "c"


def test_what_errors_and_statuses_mean() -> None:
    assert fault_of("invalid_grant", Fault.ENDED) is Fault.ENDED
    assert fault_of("invalid_client") is Fault.NOT_REGISTERED
    assert fault_of({"not": "a text"}) is Fault.BAD_ANSWER
    assert [fault_of_status(code) for code in (401, 404, 429, 500)] == [
        Fault.NOT_REGISTERED,
        Fault.BAD_ANSWER,
        Fault.SERVER_FAULT,
        Fault.SERVER_FAULT,
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://login.example", Fault.NOT_SAFE),
        ("http://127.0.0.1.example", Fault.NOT_SAFE),
        ("ftp://login.example", Fault.NOT_A_PROVIDER),
        ("https://anna:hemlig@login.example", Fault.NOT_A_PROVIDER),
        ("https://login.example:port", Fault.NOT_A_PROVIDER),
        ("https://[", Fault.NOT_A_PROVIDER),
        ("login.example", Fault.NOT_A_PROVIDER),
        ("", Fault.NOT_A_PROVIDER),
    ],
)
def test_addresses_that_are_none_or_not_safe(url: str, expected: Fault) -> None:
    with pytest.raises(SignInFault) as raised:
        check_safe(url)
    assert raised.value.fault is expected
    check_safe("https://login.example/realms/a")
    check_safe("http://localhost:8080")


# ---------------------------------------------------------------- the loopback


async def asked(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


def port_of(door: Loopback) -> int:
    return int(door.redirect_uri.split(":")[2].split("/")[0])


async def test_only_this_sign_ins_answer_is_taken_and_only_once() -> None:
    async with Loopback("s") as door:
        port = port_of(door)
        host = b"Host: 127.0.0.1:%d\r\n\r\n" % port
        foreign = [
            b"GET /callback?state=s&code=evil HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            b"GET /callback?state=s&code=evil HTTP/1.1\r\n\r\n",
            b"POST /callback?state=s&code=evil HTTP/1.1\r\n" + host,
            b"GET /callback/?state=s&code=evil HTTP/1.1\r\n" + host,
            b"GET /callback?code=evil HTTP/1.1\r\n" + host,
            b"GET /callback?state=s%C3%A5&code=evil HTTP/1.1\r\n" + host,
            b"GET /callback?state=s&state=s&code=evil HTTP/1.1\r\n" + host,
            b"GET /callback?state=s&" + b"&".join(b"a%d=" % n for n in range(30)) + b" HTTP/1.1\r\n" + host,
            b"GET /favicon.ico HTTP/1.1\r\n" + host,
            b"\xff\xfe\r\n\r\n",
        ]
        for request in foreign:
            assert (await asked(port, request)).startswith(b"HTTP/1.1 404 "), request
        assert await asked(port, b"x" * (HEAD_MAX + 10)) == b"", "too long to be one"
        silent = await asyncio.open_connection("127.0.0.1", port)
        page = await asked(port, b"GET /callback?state=s&code=c HTTP/1.1\r\n" + host)
        assert page.startswith(b"HTTP/1.1 200 ")
        assert "Du kan stänga fönstret." in page.decode()
        assert b"Cache-Control: no-store" in page
        assert await door.answer() == {"state": "s", "code": "c"}
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        second = b"GET /callback?state=s&code=d HTTP/1.1\r\n" + host
        silent[1].write(second)
        assert (await silent[0].read()).startswith(b"HTTP/1.1 404 ")
        silent[1].close()


async def test_a_browser_that_is_closed_before_it_has_read_the_page_has_answered_all_the_same() -> None:
    async with Loopback("s") as door:
        port = port_of(door)
        browser = socket.create_connection(("127.0.0.1", port))
        browser.sendall(b"GET /callback?state=s&code=c HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % port)
        browser.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        )
        browser.close()  # with a reset, so that the page cannot even be sent
        async with asyncio.timeout(20):
            assert await door.answer() == {"state": "s", "code": "c"}


async def test_leaving_ends_connections_that_say_nothing() -> None:
    async with Loopback("s") as door:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(door))
        await asked(port_of(door), b"GET / HTTP/1.1\r\n\r\n")
    assert await reader.read() == b""
    writer.close()


# ---------------------------------------------------------------- the system


def browser_program(folder: Path, script: str) -> str:
    path = folder / "browser"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return f"{path} %s"


@pytest.mark.skipif(sys.platform == "win32", reason="platform: a shell script stands in for the browser")
@pytest.mark.parametrize(("script", "opens"), [("exit 0", True), ("exit 1", False)])
def test_the_systems_browser(tmp_path: Path, script: str, opens: bool) -> None:
    """In a process of its own: `webbrowser` reads BROWSER once."""
    code = (
        "from vardklient.vault.signin.browser import SystemBrowser\n"
        "import webbrowser\n"
        "webbrowser.register_standard_browsers()\n"
        "webbrowser._tryorder[1:] = []\n"
        "print(SystemBrowser().open('http://127.0.0.1:9/x'))"
    )
    environment = {**os.environ, "BROWSER": browser_program(tmp_path, f'echo "$1" > {tmp_path}/opened; {script}')}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{opens}\n"
    assert (tmp_path / "opened").read_text() == "http://127.0.0.1:9/x\n"


async def test_what_is_kept_by_others_under_that_name_is_nothing() -> None:
    store = MemoryStore()
    keep = Keep(store, "signin:x")
    for text in ("", "{", "[]", "7", '{"subject": 1, "refresh_token": "r"}', '{"subject": "a", "refresh_token": ""}'):
        store.put("signin:x", text)
        assert await keep.get() is None
    await keep.put("anna", "r")
    kept = await keep.get()
    assert kept is not None
    assert (kept.subject, kept.refresh_token) == ("anna", "r")
    assert "'r'" not in repr(kept)
    await keep.put("anna", "")
    assert store.get("signin:x") is None, "a provider that gives none"


def test_an_access_token_is_renewed_before_it_ends_by_either_clock() -> None:
    clock = FakeClock()
    access, short = Access.of("a", 300, clock), Access.of("a", 10, clock)
    clock.advance(4)
    assert short.good(clock)
    clock.advance(2)
    assert not short.good(clock)
    clock.advance(263)
    assert access.good(clock)
    clock.advance(2)
    assert not access.good(clock)


def test_each_issuer_and_client_has_a_place_of_its_own() -> None:
    places = {Issuer(a, b).secret_name for a in ("https://a", "https://b") for b in ("x", "y")}
    assert len(places) == 4
    assert all(place.startswith("signin:") and len(place) < 40 for place in places)
    assert Person("a") == Person("a", "", "", "", "")
