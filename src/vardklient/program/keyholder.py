"""The secrets of the accounts, asked for on one thread of their own.

A locked keyring has the system ask the user for its password, for as long as it likes. Whoever waits for that waits
here, in one queue, and not on the threads that read files and open cameras.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from vardklient.domain.account import Account, Sort
from vardklient.ports.secrets import SecretStore

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What of an account stands in the keyring: a password, and an address that opens the calendar by itself."""

    password: str = ""
    address: str = ""

    def pack(self) -> str:
        """As it is kept."""
        return json.dumps({"password": self.password, "address": self.address}, ensure_ascii=False)

    @classmethod
    def unpack(cls, text: str | None) -> Credentials:
        """What was kept; nothing where there is none, or something else."""
        try:
            found = json.loads(text or "{}")
            return cls(*(str(found.get(key, "")) for key in ("password", "address")))
        except (ValueError, AttributeError):
            return cls()


class Keyholder:
    """Belongs to the core loop; one question after the other, in the order in which they were asked.

    Attributes:
        store: where the secrets live.
    """

    def __init__(self, store: SecretStore) -> None:
        self.store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keyholder")
        self._asked: dict[str, asyncio.Future[str | None]] = {}
        self._writing: set[asyncio.Future[Any]] = set()

    async def credentials(self, account: Account) -> Credentials:
        """What is kept of the account; whoever asks while it is being asked for waits for the same answer."""
        if not account.sort.on_a_server or account.sort is Sort.GRAPH:
            return Credentials()
        name = account.secret_name
        asked = self._asked.get(name)
        if asked is None or asked.done():
            asked = self._asked[name] = asyncio.wrap_future(self._thread.submit(self.store.get, name))
        return Credentials.unpack(await asyncio.shield(asked))

    async def keep(self, account: Account, credentials: Credentials) -> None:
        """Instead of what is kept of it."""
        self._asked.pop(account.secret_name, None)
        await self.write(lambda: self.store.put(account.secret_name, credentials.pack()))

    async def forget(self, account: Account) -> bool:
        """Nothing is kept of it any more; False: the keyring would not let go of it yet."""
        self._asked.pop(account.secret_name, None)
        return await self.write(lambda: self.store.forget(account.secret_name))

    async def read(self, work: Callable[[], T]) -> T:
        """The result of something that may wait for the keyring."""
        return await asyncio.wrap_future(self._thread.submit(work))

    async def write(self, work: Callable[[], T]) -> T:
        """Something that changes what is kept; it is done also if nobody waits for it any more."""
        writing = asyncio.wrap_future(self._thread.submit(work))
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        return await asyncio.shield(writing)

    async def settle(self) -> None:
        """Until all is kept that is to be. The thread ends with the program, as soon as the store lets it go."""
        if self._writing:
            await asyncio.wait(tuple(self._writing))
