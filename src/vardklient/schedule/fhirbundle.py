"""A page of a FHIR server's answer: its records by number, what refers to what, and where the next page is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from vardklient.schedule.fhirjson import LINK_MAX, Record, parse, part, parts, text
from vardklient.schedule.reasons import Reason
from vardklient.schedule.web import WebFault

_TYPE_AND_ID = re.compile(r"(?:.*/)?(?P<type>[A-Z][A-Za-z]{2,40})/(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/[^/]*)?")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_REASONS = {
    "login": Reason.SIGN_IN,
    "unknown": Reason.SIGN_IN,
    "expired": Reason.SIGN_IN,
    "security": Reason.NOT_ALLOWED,
    "forbidden": Reason.NOT_ALLOWED,
    "suppressed": Reason.NOT_ALLOWED,
    "not-found": Reason.NOT_FOUND,
    "deleted": Reason.NOT_FOUND,
    "too-costly": Reason.TOO_LARGE,
    "throttled": Reason.BUSY,
    "transient": Reason.BUSY,
    "lock-error": Reason.BUSY,
    "timeout": Reason.SLOW_SERVER,
    "exception": Reason.SERVER_FAULT,
    "no-store": Reason.SERVER_FAULT,
    "incomplete": Reason.SERVER_FAULT,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One record. `number` counts from 1 over all pages; `record` is empty when there is none that can be read."""

    number: int
    record: Record
    full_url: str = ""

    @property
    def sort(self) -> str:
        """Its resource type."""
        return text(self.record, "resourceType")

    @property
    def key(self) -> str:
        """`Patient/17`, or empty."""
        return f"{self.sort}/{self.ident}" if self.sort and self.ident else ""

    @property
    def ident(self) -> str:
        """Its id within the server; empty when it is none that FHIR allows."""
        found = _ID.fullmatch(text(self.record, "id"))
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer holds; `next_url` is empty on the last page and may be relative."""

    entries: tuple[Entry, ...]
    next_url: str = ""


def read_page(body: bytes, before: int = 0) -> Page:
    """The page in an answer.

    Args:
        body: what the server sent.
        before: so many records were on earlier pages.

    Raises:
        WebFault: the answer is no bundle; where it is an OperationOutcome its code says why.
    """
    found = parse(body)
    sort = text(found, "resourceType")
    if sort == "OperationOutcome":
        raise WebFault(outcome_reason(found) or Reason.BAD_ANSWER)
    listed = found.get("entry", [])
    if sort != "Bundle" or not isinstance(listed, list):
        raise WebFault(Reason.BAD_ANSWER)
    entries = []
    for number, each in enumerate(listed, before + 1):
        entry = each if isinstance(each, dict) else {}
        entries.append(Entry(number, part(entry, "resource"), text(entry, "fullUrl", LINK_MAX)))
    following = (text(link, "url", LINK_MAX) for link in parts(found, "link") if text(link, "relation") == "next")
    return Page(tuple(entries), next(following, ""))


def outcome_reason(outcome: Record) -> Reason | None:
    """What an OperationOutcome's first error means; None where it only warns."""
    for issue in parts(outcome, "issue"):
        if text(issue, "severity") in ("error", "fatal"):
            return _REASONS.get(text(issue, "code"), Reason.BAD_ANSWER)
    return None


def next_page(answered: str, link: str, base: str) -> str:
    """The address of the next page, absolute.

    Only a page of the same server is asked for, since the token goes with it. A server behind a gateway that ends TLS
    often writes http for its own https: that is meant as https.

    Raises:
        WebFault: it is on another server.
    """
    try:
        url = urljoin(answered, link)
        if url.startswith("http:") and base.startswith("https:") and urlsplit(url).port is None:
            url = "https:" + url.removeprefix("http:")
        same = _origin(url) == _origin(base)
    except ValueError:
        same = False
    if not same:
        raise WebFault(Reason.BAD_ANSWER)
    return url


def _origin(url: str) -> tuple[str, str, int | None]:
    found = urlsplit(url)
    usual = {"https": 443, "http": 80}.get(found.scheme)
    return found.scheme, (found.hostname or "").lower(), found.port or usual


def key_of(reference: str, base: str) -> str:
    """`Patient/17` of a reference within the server at `base`, relative or absolute; empty for any other."""
    if "://" in reference and not reference.startswith(base.rstrip("/") + "/"):
        return ""
    found = _TYPE_AND_ID.fullmatch(reference)
    return f"{found['type']}/{found['id']}" if found else ""


class Records:
    """Records, found by what refers to them."""

    def __init__(self, entries: Sequence[Entry], base: str) -> None:
        self._base = base
        self._by_key = {entry.key: entry.record for entry in entries if entry.key}
        self._by_url = {entry.full_url: entry.record for entry in entries if entry.full_url}

    def find(self, actor: Record, within: Record) -> Record | None:
        """What a Reference points at, `within` being the record that it stands in; None when it was not sent."""
        reference = text(actor, "reference", LINK_MAX)
        if reference.startswith("#"):
            held = (each for each in parts(within, "contained") if text(each, "id") == reference[1:])
            return next(held, None)
        return self._by_url.get(reference) or self._by_key.get(key_of(reference, self._base))

    def missing(self, sort: str, actors: Iterable[tuple[Record, Record]]) -> Iterator[str]:
        """The ids of what was referred to (as reference and where it stands) and not sent, each once."""
        seen: set[str] = set()
        for actor, within in actors:
            key = key_of(text(actor, "reference", LINK_MAX), self._base)
            if key.startswith(sort + "/") and key not in seen and self.find(actor, within) is None:
                seen.add(key)
                yield key.removeprefix(sort + "/")
