"""The thread that waits for the keyring: one, in order, asked once; nobody else waits behind it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.calendars import DAY, ics, vevent
from vardklient.domain.account import Account, Sort
from vardklient.program.accounts import Maker, make_sources
from vardklient.program.keyholder import Credentials, Keyholder
from vardklient.program.sources import Results, Sources
from vardklient.vault.secrets import MemoryStore

DAV = Account("a1", Sort.CALDAV, "Region", "https://dav.example/", "lakare1")
KEPT = Credentials("hemlig")


class Prompting(MemoryStore):
    """A keyring whose system asks the user for its password; notes what is asked, and on which threads."""

    def __init__(self) -> None:
        super().__init__()
        self.opened, self.asked = threading.Event(), threading.Event()
        self.questions: list[str] = []
        self.threads: set[int] = set()
        super().put(DAV.secret_name, KEPT.pack())

    def _wait(self, what: str) -> None:
        self.questions.append(what)
        self.threads.add(threading.get_ident())
        self.asked.set()
        assert self.opened.wait(60)

    def get(self, name: str) -> str | None:
        self._wait("get")
        return super().get(name)

    def put(self, name: str, secret: str) -> None:
        self._wait("put")
        super().put(name, secret)

    def forget(self, name: str) -> bool:
        self._wait("forget")
        return super().forget(name)


async def test_while_the_keyring_asks_the_user_files_are_read_and_everything_else_goes_on(tmp_path: Path) -> None:
    store = Prompting()
    (tmp_path / "k.ics").write_bytes(ics(vevent()))
    dav = [Account(f"a{n}", Sort.CALDAV, f"Region {n}", "http://127.0.0.1:9/", "lakare1") for n in range(40)]
    sources = Sources(
        make_sources([*dav, Account("f", Sort.FILE, "Fil", str(tmp_path / "k.ics"))], Maker(), Keyholder(store))
    )
    heard: asyncio.Queue[Results] = asyncio.Queue()
    reading = asyncio.create_task(sources.read(DAY, heard.put_nowait))
    first = await heard.get()
    assert [name for name, result in first if result.events] == ["Fil"]
    assert await asyncio.to_thread(store.asked.wait, 60), "there are threads left for a camera"
    assert len(store.questions) == 1
    store.opened.set()
    await reading
    assert (len(store.questions), len(store.threads)) == (40, 1)


async def test_who_asks_while_the_account_is_being_asked_for_shares_the_answer() -> None:
    store = Prompting()
    keys = Keyholder(store)
    given_up, *others = [asyncio.create_task(keys.credentials(DAV)) for _ in range(5)]
    await asyncio.to_thread(store.asked.wait, 60)
    given_up.cancel()
    await asyncio.wait([given_up])
    late = asyncio.create_task(keys.credentials(DAV))
    store.opened.set()
    assert [await one for one in (*others, late)] == [KEPT] * 5
    assert store.questions == ["get"]
    assert await keys.credentials(DAV) == KEPT
    assert store.questions == ["get", "get"], "later on it may be another"


async def test_what_is_asked_after_a_change_knows_of_the_change() -> None:
    store = Prompting()
    keys = Keyholder(store)
    before = asyncio.create_task(keys.credentials(DAV))
    await asyncio.to_thread(store.asked.wait, 60)
    keeping = asyncio.create_task(keys.keep(DAV, Credentials("nytt")))
    await asyncio.sleep(0)
    after = asyncio.create_task(keys.credentials(DAV))
    await asyncio.sleep(0)
    forgetting = asyncio.create_task(keys.forget(DAV))
    await asyncio.sleep(0)
    last = asyncio.create_task(keys.credentials(DAV))
    store.opened.set()
    await asyncio.gather(keeping, forgetting)
    assert [await one for one in (before, after, last)] == [KEPT, Credentials("nytt"), Credentials()]
    assert store.questions == ["get", "put", "get", "forget", "get"]


async def test_what_is_to_be_kept_is_before_the_program_ends_also_when_nobody_waits_for_it() -> None:
    store = Prompting()
    keys = Keyholder(store)
    await keys.settle()
    keeping = asyncio.create_task(keys.keep(DAV, Credentials("nytt")))
    await asyncio.to_thread(store.asked.wait, 60)
    keeping.cancel()
    settling = asyncio.create_task(keys.settle())
    await asyncio.wait([keeping])
    assert not settling.done()
    store.opened.set()
    await settling
    assert await keys.credentials(DAV) == Credentials("nytt")


async def test_the_keyring_is_left_alone_for_what_it_has_nothing_of() -> None:
    store = Prompting()
    for sort in (Sort.FILE, Sort.FOLDER, Sort.GRAPH):
        assert await Keyholder(store).credentials(Account("f", sort, "x", "/x")) == Credentials()
    assert store.questions == []


_PROGRAM = """
import asyncio, sys, threading
from pathlib import Path
from vardklient.domain.account import Account, Sort
from vardklient.program.keyholder import Keyholder
from vardklient.vault.secrets import KeyringStore

asked = threading.Event()

class Hanging:
    def get_password(self, *_):
        asked.set()
        threading.Event().wait()

async def main():
    store = KeyringStore(Path(sys.argv[1]), Hanging, within_s=1e6)
    keys = Keyholder(store)
    waiting = [asyncio.create_task(keys.credentials(Account(str(n), Sort.CALDAV, "x"))) for n in range(3)]
    await asyncio.to_thread(asked.wait)
    for task in waiting:
        task.cancel()
    await keys.settle()
    store.close()

asyncio.run(main())
print("ended")
"""


def test_a_keyring_that_never_answers_does_not_hold_the_end_of_the_program(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(tmp_path)], capture_output=True, text=True, timeout=120, check=True
    )
    assert (ended.stdout, "Traceback" in ended.stderr) == ("ended\n", False)


# ---------------------------------------------------------------- what is kept


@given(st.text(max_size=60), st.text(max_size=60))
def test_credentials_come_back_as_they_went(password: str, address: str) -> None:
    both = Credentials(password, address)
    assert Credentials.unpack(both.pack()) == both


@given(st.none() | st.text(max_size=60))
def test_something_else_in_the_keyring_is_nothing(text: str | None) -> None:
    assert isinstance(Credentials.unpack(text).password, str)
