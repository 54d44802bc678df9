"""What the clinic's administrator has decided for all users of a computer: one TOML file, which the program only reads.

docs/policy.md describes it. What is wrong in it is named and left out, and the rest holds: a slip in one line must not
open everything else.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from vardklient.base.errors import ResourceError
from vardklient.base.log import Code, note
from vardklient.ports.signin import ANY_CLINIC, Issuer, Registration
from vardklient.vault.entries import Support

FILE_NAME = "policy.toml"
BYTES_MOST = 256 * 1024
"""A larger file is a wrong one. Own choice."""
_MOST = 200
"""Entries of a list, and characters of a text. Own choice, as the limits below."""
_DAYS = (1, 3660)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
_ADDRESS = re.compile(r"https://[^\s@?#/]+(/[^\s@?#]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s@?#]*)?")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """What is wrong in the file.

    Attributes:
        key: where, as in "support.2.number"; the second entry is number 2.
        needed: what has to stand there.
    """

    key: str
    needed: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What has been decided.

    Attributes:
        locked: settings that the user does not decide, JSON values by their names.
        support: whom to call.
        host: what patients read about whom they meet; empty: nothing has been decided.
        region: a region's name or the path of its file; empty: nothing has been decided.
        meeting_hosts: hosts, with their subdomains, whose meeting links may be kept, beside the region's.
        issuers: identity providers that one may sign in to.
        microsoft: how the program is known to the clinic's tenant of Microsoft 365; None: nothing has been decided.
        log_days: days after which the client log's rows are deleted, uploaded or not; None: after the upload only.
        recommended: models of cameras and headsets that the clinic recommends, as patterns of their names.
        faults: what is wrong in the file and does not hold.
    """

    locked: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    support: tuple[Support, ...] = ()
    host: str = ""
    region: str = ""
    meeting_hosts: frozenset[str] = frozenset()
    issuers: tuple[Issuer, ...] = ()
    microsoft: Registration | None = None
    log_days: int | None = None
    recommended: tuple[str, ...] = ()
    faults: tuple[PolicyFault, ...] = ()

    @property
    def locks(self) -> Mapping[str, object]:
        """For `Settings`: what is locked, the support numbers and the region among it."""
        found = dict(self.locked)
        if self.support:
            found["support"] = [[row.label, row.number, row.choices] for row in self.support]
        if self.region:
            found["region"] = self.region
        return found


def policy_path() -> Path:
    """Where the system keeps what holds for all users: on Linux /etc/xdg/vardklient, on Windows below ProgramData."""
    import platformdirs

    return platformdirs.site_config_path("vardklient", appauthor=False) / FILE_NAME


def load_policy(path: Path | None = None) -> Policy:
    """Read the file, the system's own if none is given; where there is none, nothing has been decided.

    What the program does not know is left alone: the file may be older or newer than the program.

    Raises:
        ResourceError: there is a file, but it cannot be read at all.
    """
    path = policy_path() if path is None else path
    try:
        with path.open("rb") as file:
            content = file.read(BYTES_MOST + 1)
        if len(content) > BYTES_MOST:
            raise ValueError(f"it is larger than {BYTES_MOST // 1024} kB")
        return _policy(_tables(content))
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ResourceError(f"{path.name} cannot be read: {reason}") from None


def policy_in_force(path: Path | None = None) -> Policy:
    """The system's own, for the program's start: what is wrong is logged, a file that cannot be read has no say."""
    try:
        policy = load_policy(path)
    except ResourceError:
        policy = Policy(faults=(PolicyFault(FILE_NAME, "a file that can be read"),))
    for fault in policy.faults:
        note(Code.POLICY_FAULT, logging.WARNING, key=fault.key)
    return policy


def _tables(content: bytes) -> dict[str, object]:
    import tomllib  # there is a file: most computers have none, and start without this

    return tomllib.loads(content.decode("utf-8-sig"))  # Windows' editors write the mark


def _policy(tables: dict[str, object]) -> Policy:
    reader = _Reader(tables)
    locked = reader.table("locked")
    return Policy(
        locked=MappingProxyType(locked),
        support=tuple(reader.each("support", _support)),
        host=reader.value("texts", "host", _text(80), ""),
        region=reader.value("region", "file", _text(300), ""),
        meeting_hosts=frozenset(reader.values("meetings", "hosts", _host)),
        issuers=tuple(reader.each("sign_in", _issuer)),
        microsoft=_microsoft(reader),
        log_days=reader.value("log", "keep_days", _days, None),
        recommended=tuple(reader.values("equipment", "recommended", _text(100))),
        # these two are never; whoever writes anything else is told, and does not get it
        faults=(*reader.nevers("call", ("chat", "record")), *reader.faults),
    )


class _Wrong(Exception):
    """A value cannot be that; the text says what is needed."""


class _Reader:
    """Takes values out of the tables, and remembers what was wrong."""

    def __init__(self, tables: Mapping[str, object]) -> None:
        self._tables = tables
        self.faults: list[PolicyFault] = []

    def table(self, name: str) -> dict[str, object]:
        """A table, empty where there is none."""
        found = self._tables.get(name, {})
        if isinstance(found, dict):
            return found
        self._blame(name, f"a table is needed: [{name}]")
        return {}

    def value(self, table: str, key: str, read: Callable[[object], V], default: V) -> V:
        """One value of a table."""
        tables = self.table(table)
        if key not in tables:
            return default
        return next(self._read(f"{table}.{key}", tables[key], read), default)

    def values(self, table: str, key: str, read: Callable[[object], V]) -> Iterator[V]:
        """A list in a table, without what is wrong in it."""
        found = self.table(table).get(key, [])
        if not isinstance(found, list) or len(found) > _MOST:
            self._blame(f"{table}.{key}", f"a list of at most {_MOST} is needed")
            return
        for place, item in enumerate(found, 1):
            yield from self._read(f"{table}.{key}.{place}", item, read)

    def each(self, name: str, read: Callable[[Mapping[str, object]], V]) -> Iterator[V]:
        """The tables of an array, without those in which something is wrong."""
        found = self._tables.get(name, [])
        if not isinstance(found, list) or len(found) > _MOST or not all(isinstance(item, dict) for item in found):
            self._blame(name, f"at most {_MOST} tables are needed: [[{name}]]")
            return
        for place, item in enumerate(found, 1):
            yield from self._read(f"{name}.{place}", item, read)

    def nevers(self, table: str, keys: tuple[str, ...]) -> tuple[PolicyFault, ...]:
        """What may be said to be never, and nothing else."""
        found = {key: self.table(table).get(key, "never") for key in keys}
        return tuple(PolicyFault(f"{table}.{key}", '"never": it is not built') for key in keys if found[key] != "never")

    def _read(self, key: str, value: object, read: Callable[..., V]) -> Iterator[V]:
        try:
            yield read(value)
        except _Wrong as wrong:
            where, _, needed = str(wrong).rpartition("|")
            self._blame(f"{key}.{where}".rstrip("."), needed)

    def _blame(self, key: str, needed: str) -> None:
        fault = PolicyFault(key, needed)
        if fault not in self.faults:
            self.faults.append(fault)


def _text(most: int) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not 0 < len(value) <= most or not value.isprintable():
            raise _Wrong(f"a text of 1 to {most} characters is needed")
        return value

    return read


def _word(words: Mapping[str, V]) -> Callable[[object], V]:
    def read(value: object) -> V:
        if not isinstance(value, str) or value not in words:
            raise _Wrong(f"one of these is needed: {', '.join(words)}")
        return words[value]

    return read


def _days(value: object) -> int | None:
    least, most = _DAYS
    if type(value) is not int or not least <= value <= most:
        raise _Wrong(f"a whole number from {least} to {most} is needed")
    return value


def _host(value: object) -> str:
    if not isinstance(value, str) or not _HOST.fullmatch(value):
        raise _Wrong('a host is needed, such as "meet.example.org", without "https://"')
    return value.lower()


def _address(value: object) -> str:
    if not isinstance(value, str) or len(value) > _MOST or not _ADDRESS.fullmatch(value):
        raise _Wrong('an address is needed, such as "https://login.example.org"')
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("true or false is needed")
    return value


def _scopes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or "openid" not in value:
        raise _Wrong('a list of texts with "openid" is needed')
    return tuple(_text(100)(scope) for scope in value)


def _support(table: Mapping[str, object]) -> Support:
    return Support(
        _of(table, "label", _text(80)), _of(table, "number", _text(40)), _of(table, "choices", _text(80), "")
    )


def _issuer(table: Mapping[str, object]) -> Issuer:
    usual = Issuer("", "")
    return Issuer(
        _of(table, "issuer", _address),
        _of(table, "client_id", _text(200)),
        scopes=_of(table, "scopes", _scopes, usual.scopes),
        prompt=_of(table, "prompt", _word({name: name for name in ("login", "consent", "select_account")}), ""),
        unlock_in_browser=_of(table, "unlock_in_browser", _flag, False),
    )


def _microsoft(reader: _Reader) -> Registration | None:
    client_id = reader.value("microsoft", "client_id", _text(200), "")
    tenant = reader.value("microsoft", "tenant", _tenant, ANY_CLINIC)
    return Registration(client_id, tenant) if client_id else None


def _tenant(value: object) -> str:
    if not isinstance(value, str) or not _TENANT.fullmatch(value):
        raise _Wrong('a tenant is needed, by its id or a domain of it, such as "klinik.example"')
    return value


def _of(table: Mapping[str, object], key: str, read: Callable[[object], V], default: V | None = None) -> V:
    """A value of an entry; without a default it has to be there."""
    if key not in table and default is not None:
        return default
    try:
        return read(table.get(key))
    except _Wrong as wrong:
        raise _Wrong(f"{key}|{wrong}") from None
