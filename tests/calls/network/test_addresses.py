"""Addresses that come and go, with a clock that the test moves; and the machine's own, moved in a namespace."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.calls.network.addresses import (
    LOOK_EVERY_S,
    SETTLE_S,
    AddressWatch,
    Seen,
    address_changes,
    is_ours,
    see,
)

CABLE, WIFI, OTHER_WIFI, DOCKER = "10.1.2.3", "192.168.1.20", "192.168.7.9", "172.17.0.1"
NOWHERE = Seen(frozenset(), frozenset())


def seen(*addresses: str, prefers: str = "") -> Seen:
    return Seen(frozenset(addresses), frozenset([prefers or addresses[0]]))


class Stage:
    """Looks every quarter of a second; tells when a change was said."""

    def __init__(self, first: Seen) -> None:
        self.now_s = 50.0
        self.watch = AddressWatch(first)

    def go(self, found: Seen, seconds: float = 1.0, in_use: frozenset[str] | None = None) -> list[float]:
        said = []
        began_s = self.now_s
        while self.now_s < began_s + seconds:
            self.now_s += LOOK_EVERY_S
            if self.watch.look(self.now_s, found, in_use):
                said.append(self.now_s - began_s)
        return said


def test_nothing_is_said_while_nothing_changes() -> None:
    assert Stage(seen(CABLE)).go(seen(CABLE), 30) == []


def test_the_cable_is_out_and_wifi_was_on_already() -> None:
    stage = Stage(seen(CABLE, WIFI))
    assert stage.go(seen(WIFI)) == [LOOK_EVERY_S]
    assert stage.go(seen(WIFI), 10) == []


def test_the_cable_is_out_and_wifi_comes_later() -> None:
    stage = Stage(seen(CABLE))
    assert stage.go(NOWHERE, 5) == [], "there is nowhere to move to"
    assert stage.go(seen(WIFI)) == [LOOK_EVERY_S]


def test_the_same_address_comes_back() -> None:
    stage = Stage(seen(CABLE))
    stage.go(NOWHERE, 5)
    assert stage.go(seen(CABLE), 5) == [], "the sockets bound to it go on"


def test_a_better_way_counts_once_it_lasts() -> None:
    stage = Stage(seen(WIFI))
    assert stage.go(seen(CABLE, WIFI), 2) == [LOOK_EVERY_S + SETTLE_S]
    assert LOOK_EVERY_S + SETTLE_S < 1
    flapping = Stage(seen(WIFI))
    for _ in range(10):
        assert flapping.go(seen(CABLE, WIFI), LOOK_EVERY_S) == []
        assert flapping.go(seen(WIFI), LOOK_EVERY_S) == []


def test_one_that_changes_while_it_settles_settles_anew() -> None:
    stage = Stage(seen(WIFI))
    assert stage.go(seen(CABLE, WIFI), SETTLE_S) == []
    assert stage.go(seen(WIFI, OTHER_WIFI, prefers=OTHER_WIFI), SETTLE_S) == []
    assert stage.go(seen(WIFI, OTHER_WIFI, prefers=OTHER_WIFI), LOOK_EVERY_S) == [LOOK_EVERY_S]


def test_what_nobody_uses_may_come_and_go() -> None:
    stage = Stage(seen(CABLE))
    assert stage.go(seen(CABLE, DOCKER)) == []
    assert stage.go(seen(CABLE)) == []


def test_ipv6_may_give_itself_a_new_address() -> None:
    first, second = "2001:db8:1:1::a", "2001:db8:1:1::b"
    stage = Stage(seen(first))
    assert stage.go(seen(first, second, prefers=second), 5) == []
    assert stage.go(seen(second, "2001:db8:2::1", prefers="2001:db8:2::1"), 5) != []


def test_what_the_call_uses_counts_more_than_what_the_system_prefers() -> None:
    stage = Stage(seen(CABLE, WIFI))
    assert stage.go(seen(CABLE), in_use=frozenset([CABLE])) == []
    assert Stage(seen(CABLE, WIFI)).go(seen(CABLE), in_use=frozenset([WIFI]))[0] == LOOK_EVERY_S


ANY = st.sampled_from([NOWHERE, seen(CABLE), seen(WIFI), seen(CABLE, WIFI), seen(WIFI, CABLE), seen(CABLE, DOCKER)])


@given(st.lists(ANY, min_size=1, max_size=40))
def test_in_the_end_the_way_that_was_said_is_the_way_that_is_there(story: list[Seen]) -> None:
    stage = Stage(story[0])
    told = story[0]
    for there in story:
        if stage.go(there, 2.0):
            told = there
    if story[-1].preferred and story[0].preferred:
        assert told.preferred <= story[-1].addresses


async def test_the_iterator_tells_each_change() -> None:
    story = iter([seen(CABLE, WIFI), seen(CABLE, WIFI), seen(WIFI), seen(CABLE)])
    found = address_changes(lambda: next(story), every_s=0)
    assert await anext(found) == seen(WIFI)
    assert await anext(found) == seen(CABLE)
    await found.aclose()


def test_this_machine_can_be_looked_at() -> None:
    found = see()
    assert found.preferred <= found.addresses
    assert not found.addresses & {"127.0.0.1", "::1"}


MOVE = """
import asyncio, subprocess
from vardklient.calls.network.addresses import address_changes, see

def ip(*words):
    subprocess.run(["ip", *words], check=True)

ip("link", "add", "cable", "type", "veth", "peer", "name", "switch")
ip("addr", "add", "10.9.0.2/24", "dev", "cable")
for name in ("cable", "switch"):
    ip("link", "set", name, "up")
ip("route", "add", "default", "via", "10.9.0.1")
assert see().preferred == {"10.9.0.2"}, see()
looks = 0

def lister():
    global looks
    looks += 1
    if looks == 3:
        ip("addr", "del", "10.9.0.2/24", "dev", "cable")
        ip("addr", "add", "10.9.7.2/24", "dev", "cable")
        ip("route", "add", "default", "via", "10.9.7.1")
    return see()

async def main():
    changes = address_changes(lister)
    found = await anext(changes)
    await changes.aclose()
    print(*found.preferred, looks)

asyncio.run(main())
"""
CLOSED = "\n".join(line for line in MOVE.splitlines() if "default" not in line)


@pytest.mark.skipif(sys.platform != "linux", reason="platform: needs namespaces of Linux")
@pytest.mark.skipif(shutil.which("ip") is None, reason="needs ip, to move the machine to another network")
@pytest.mark.parametrize("script", [MOVE, CLOSED], ids=["with a way to the world", "in a closed network"])
def test_a_machine_that_moves(script: str) -> None:
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    alone = ["unshare", "--net", *as_root]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("platform: may not make a network namespace here")
    done = subprocess.run(
        [*alone, sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.split()) == (0, ["10.9.7.2", "3"]), done.stderr


def test_an_address_is_ours_as_long_as_the_machine_has_it() -> None:
    assert is_ours(("127.0.0.1", 80))
    assert not is_ours(("192.0.2.1", 80))
    assert not is_ours(("2001:db8::1", 80, 0, 0))
