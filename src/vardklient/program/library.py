"""What the accounts' sources are made with: the keyring, the sign-ins, the region's tables. Made at first need."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from vardklient.base.errors import ResourceError
from vardklient.base.log import unexpected
from vardklient.domain.account import Account
from vardklient.ports.clock import Clock
from vardklient.ports.signin import Browser, Issuer, Registration
from vardklient.vault.settings import ACCOUNTS, IDLE_LOCK_MIN, REGION, TODAY_FILE, Settings

if TYPE_CHECKING:
    from vardklient.program.accounts import Maker
    from vardklient.program.keptday import KeptDay
    from vardklient.program.keyholder import Keyholder
    from vardklient.program.outlets import DayReader
    from vardklient.program.sources import Sources
    from vardklient.program.tokens import Tokens
    from vardklient.schedule.regions import Region
    from vardklient.vault.secrets import KeyringStore

log = logging.getLogger(__name__)

END_WITHIN_S = 5.0
"""So long the program's end waits for a sign-in to end: a renewal that is given up may cost the sign-in. Own choice."""


class Library:
    """The accounts and what belongs to them.

    Args:
        settings: where the accounts stand. They are read here; the desk changes them.
        issuers: providers that one may sign in to, as the administrator has decided; the first is the clinic's.
        microsoft: how the program is known to the clinic's tenant of Microsoft 365.
        meeting_hosts: beside the region's, as the administrator has decided.
        make_secrets: opens the place of the secrets, at first need.
        browser: of the user; None is the system's.

    Attributes:
        accounts: as they are now.
        live: is the day read from them? Else it is a practice day, or files of the command line are read.
    """

    def __init__(
        self,
        settings: Settings,
        issuers: Sequence[Issuer],
        clock: Clock,
        *,
        live: bool,
        microsoft: Registration | None = None,
        meeting_hosts: frozenset[str] = frozenset(),
        make_secrets: Callable[[], KeyringStore] | None = None,
        browser: Browser | None = None,
    ) -> None:
        self._make_secrets = _user_secrets if make_secrets is None else make_secrets
        self.settings, self.clock, self.live = settings, clock, live
        self.accounts: tuple[Account, ...] = settings.get(ACCOUNTS)
        self._issuers, self._meeting_hosts = tuple(issuers), meeting_hosts
        self._microsoft, self._browser = microsoft, browser
        self._sources: Sources | None = None
        self._kept_day: KeptDay | None = None

    @property
    def issuer(self) -> Issuer | None:
        """The clinic's provider, with the time without use that locks the program; None: there is none."""
        lock_after_s = 60.0 * self.settings.get(IDLE_LOCK_MIN)
        return next((replace(issuer, lock_after_s=lock_after_s) for issuer in self._issuers), None)

    @cached_property
    def secrets(self) -> KeyringStore:
        """The keyring; it is opened when it is first asked."""
        return self._make_secrets()

    @cached_property
    def keys(self) -> Keyholder:
        """Who waits for the keyring."""
        from vardklient.program.keyholder import Keyholder

        return Keyholder(self.secrets)

    @cached_property
    def tokens(self) -> Tokens:
        """The sign-ins."""
        from vardklient.program.tokens import Tokens

        return Tokens(self.issuer, self._microsoft, self.secrets, self._browser)

    @cached_property
    def maker(self) -> Maker:
        """Makes the sources."""
        from vardklient.program.accounts import Maker

        return Maker(self.region, self.clock, self.tokens.of, self.tokens.refused)

    @cached_property
    def region(self) -> Region:
        """The region's tables, the program's own where they cannot be read, with the administrator's hosts."""
        from vardklient.schedule.regions import default_region, find_region

        try:
            found = find_region(self.settings.get(REGION))
        except ResourceError as fault:
            unexpected(fault)
            found = default_region()
        return replace(found, meeting_hosts=found.meeting_hosts | self._meeting_hosts)

    def reader(self) -> DayReader:
        """The sources of all accounts, on the core thread; what they give today is kept where that is wanted.

        Where it is not, what was kept when it was goes now.
        """
        from vardklient.program.accounts import colours_of, make_sources
        from vardklient.program.keptday import KeptDay
        from vardklient.program.sources import Sources
        from vardklient.vault.today import TodayFile

        accounts = self.accounts
        self._sources = Sources(make_sources(accounts, self.maker, self.keys), colours_of(accounts))
        file = TodayFile(self.secrets, wanted=self.settings.get(TODAY_FILE))
        self._kept_day = KeptDay(self._sources, file, self.keys, self.clock)
        return self._kept_day

    def exchange(self, anew: Sequence[Account] = ()) -> None:
        """The accounts have changed: read the new ones from now on. On the core thread.

        Args:
            anew: somebody else's now; what was read of these is forgotten.
        """
        from vardklient.program.accounts import colours_of, make_sources

        if self._sources is None or not self.live:
            return
        accounts = self.accounts
        if anew:  # readings go with their sources
            others = [account for account in accounts if account not in anew]
            self._sources.exchange(make_sources(others, self.maker, self.keys))
        self._sources.exchange(make_sources(accounts, self.maker, self.keys), colours_of(accounts))

    async def start_anew(self, *, signed_out: bool) -> None:
        """Whoever was signed in has gone: nothing that was read is shown or kept any longer. On the core thread."""
        self.exchange(anew=self.accounts)
        if self._kept_day is not None:
            await (self._kept_day.sign_out() if signed_out else self._kept_day.forget())

    async def close(self) -> None:
        """End the sign-ins under way, which may have something to keep yet; then nobody waits for the keyring."""
        try:
            if "tokens" in self.__dict__:
                async with asyncio.timeout(END_WITHIN_S):
                    await self.tokens.close()
            if "keys" in self.__dict__:
                async with asyncio.timeout(END_WITHIN_S):
                    await self.keys.settle()
        except TimeoutError:
            log.error("not everything was kept within %s s", END_WITHIN_S)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if "secrets" in self.__dict__:
            self.secrets.close()


def _user_secrets() -> KeyringStore:
    from vardklient.vault.folders import user_folders
    from vardklient.vault.secrets import KeyringStore

    return KeyringStore(user_folders().data)
