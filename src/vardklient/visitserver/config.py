"""How one visit server is set up: a TOML file, the environment, or nothing at all (loopback, random key)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vardklient.base.errors import UsageError
from vardklient.visitserver.ice import TURN_LIFETIME_S, IceSource
from vardklient.visitserver.tickets import new_secret

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8600
KEY_VARIABLE = "VARDKLIENT_SERVER_KEY"
MIN_KEY_LETTERS = 16


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Everything that can be set.

    Attributes:
        host, port: where to listen; port 0 takes a free one.
        key: who holds it may make visits; random when not given.
        public_url: how people reach the server when that differs (behind a reverse proxy); no slash at the end.
        certificate, private_key: PEM files for HTTPS without a proxy; both or none.
        stun_urls, turn_urls, turn_secret, turn_lifetime_s: see `IceSource`.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    key: str = field(default_factory=new_secret, repr=False)
    public_url: str = ""
    certificate: str = ""
    private_key: str = ""
    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)
    turn_lifetime_s: int = TURN_LIFETIME_S

    def __post_init__(self) -> None:
        """Refuse what cannot work.

        Raises:
            UsageError: says which setting and why.
        """
        if not 0 <= self.port <= 65_535:
            raise UsageError("port must be 0 to 65535")
        if len(self.key) < MIN_KEY_LETTERS or not self.key.isascii() or not self.key.isprintable():
            raise UsageError(f"key must be at least {MIN_KEY_LETTERS} plain letters")
        if self.public_url and not _is_base(self.public_url):
            raise UsageError("public_url must look like https://video.example.se, without path or slash at the end")
        if bool(self.certificate) != bool(self.private_key):
            raise UsageError("certificate and private_key belong together")
        if self.turn_urls and not self.turn_secret:
            raise UsageError("turn_urls need a turn_secret")
        if self.turn_lifetime_s <= 0:
            raise UsageError("turn_lifetime_s must be above 0")

    @property
    def ice(self) -> IceSource:
        """Where the clients' STUN and TURN servers come from."""
        return IceSource(self.stun_urls, self.turn_urls, self.turn_secret, self.turn_lifetime_s)


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        found = parts.port, parts.hostname
    except ValueError:
        return False
    plain = not (parts.path or parts.query or parts.fragment or parts.username)
    return parts.scheme in ("http", "https") and bool(found[1]) and plain


def read_config(path: Path | None, environment: Mapping[str, str]) -> ServerConfig:
    """The configuration from the file (or the defaults), with the key from the environment if it is there.

    Raises:
        UsageError: the file cannot be read, or holds something unknown, of a wrong type, or impossible.
    """
    config = ServerConfig() if path is None else _from_file(path)
    key = environment.get(KEY_VARIABLE, "")
    return replace(config, key=key) if key else config


def _from_file(path: Path) -> ServerConfig:
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read: {error.strerror}") from None
    except ValueError:
        raise UsageError(f"{path.name} is not a TOML file") from None
    kinds = {f.name: str(f.type) for f in fields(ServerConfig)}
    unknown = sorted(found.keys() - kinds.keys())
    if unknown:
        raise UsageError(f"{path.name}: unknown setting {unknown[0]}")
    return ServerConfig(**{name: _setting(path.name, name, value, kinds[name]) for name, value in found.items()})


def _setting(file: str, name: str, value: object, kind: str) -> Any:
    if kind.startswith("tuple"):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
    elif type(value).__name__ == kind:
        return value
    raise UsageError(f"{file}: {name} must be {'a list of texts' if kind.startswith('tuple') else kind}")
