"""A real TURN server, coturn, on loopback; and ports of a network that lets nothing through."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SECRET = "only for tests"
_STARTS_WITHIN_S = 60.0
_UNASKED = (20_000, 32_000)
"""Ports below those that Linux, macOS and Windows give by themselves."""
_CHANCE = random.SystemRandom()  # pytest-randomly has every test begin with the same numbers


def find_coturn() -> str | None:
    """Where coturn is, None when there is none."""
    return shutil.which("turnserver")


@dataclass(frozen=True, slots=True)
class Coturn:
    """A running one. It takes UDP and TCP on `port`, TLS on `tls_port`; `authority` vouches for its certificate."""

    port: int
    tls_port: int
    authority: Path
    username: str
    credential: str

    @property
    def udp(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    @property
    def tcp(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=tcp"

    @property
    def tls(self) -> str:
        return f"turns:127.0.0.1:{self.tls_port}?transport=tcp"


@contextlib.contextmanager
def coturn(folder: Path, *settings: str) -> Iterator[Coturn]:
    """Start it with a certificate of its own authority and these settings beside the usual ones, and end it."""
    program = find_coturn()
    assert program is not None
    authority, key = _certificate(folder)
    port, tls_port = free_port(), free_port()
    user = f"{int(time.time()) + 3600}:tester"
    mac = hmac.new(SECRET.encode(), user.encode(), hashlib.sha1).digest()
    (folder / "turn.conf").write_text(
        f"""listening-port={port}
tls-listening-port={tls_port}
listening-ip=127.0.0.1
relay-ip=127.0.0.1
min-port=40000
max-port=40999
realm=visit.example
use-auth-secret
static-auth-secret={SECRET}
allow-loopback-peers
no-cli
no-multicast-peers
no-dtls
cert={authority}
pkey={key}
pidfile={folder / "turn.pid"}
userdb={folder / "turndb"}
log-file=stdout
simple-log
"""
        + "\n".join(settings)
    )
    with (folder / "turn.log").open("w") as log:
        # -c: "-n" would mean "no configuration", which is an open relay
        process = subprocess.Popen([program, "-c", str(folder / "turn.conf")], stdout=log, stderr=log, cwd=folder)
    try:
        _wait(process, (port, tls_port), folder / "turn.log")
        yield Coturn(port, tls_port, authority, user, base64.b64encode(mac).decode())
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of loopback that was free just now for UDP and TCP.

    None of those that the system gives to whoever asks for any: it would be gone before the server has started.
    """
    while True:
        port = _CHANCE.randrange(*_UNASKED)
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp, contextlib.suppress(OSError):
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def swallowed() -> Iterator[int]:
    """A port on which UDP and TCP vanish without an answer, as at a firewall that drops."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        udp.bind(("127.0.0.1", 0))
        port = int(udp.getsockname()[1])
        tcp.bind(("127.0.0.1", port))
        tcp.listen(16)
        yield port


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Vouches for itself, for 127.0.0.1."""
    certificate, key = folder / "turn.crt", folder / "turn.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return certificate, key


def _wait(process: subprocess.Popen[bytes], ports: tuple[int, ...], log: Path) -> None:
    until_s = time.monotonic() + _STARTS_WITHIN_S
    for port in ports:
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until_s, log.read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.02)
