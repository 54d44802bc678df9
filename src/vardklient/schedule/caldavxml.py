"""The XML of CalDAV: the questions as text, the answers as resources.

Read with the standard library's parser, as it comes in, so that an answer that breaks off still gives what was whole.
A document type is refused as soon as it begins: without one there are no entities, and so nothing that could grow
(billion laughs) or fetch (external entities). Size is limited by `web`, depth and number here.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

RESOURCES_MAX = 5_000
"""A day has some tens. Own choice."""
DEPTH_MAX = 40
TOO_MANY = "507"
"""The status, within an answer, of a calendar that has more than the server gives at once (RFC 4791 §7.8, RFC 6578)."""
DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
MULTISTATUS = 207
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'
_COMPONENTS = f"{CALDAV}supported-calendar-component-set"
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'

WHAT_IS_THERE = (
    f"{_HEAD}<D:propfind {_SPACES}><D:prop><D:resourcetype/><D:displayname/><D:current-user-principal/>"
    "<C:calendar-home-set/><C:supported-calendar-component-set/></D:prop></D:propfind>"
).encode()
"""PROPFIND: everything that leads from an address to the calendars."""


class NotMultistatus(Exception):
    """What the server said is no answer to such a question, or one that is not safe to read."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of an answer.

    Attributes:
        href: its address, as the server writes it.
        properties: those that the server gave, by their names with namespaces.
        status: of the whole; empty where only its properties have one.
    """

    href: str
    properties: Mapping[str, ET.Element] = field(default_factory=lambda: MappingProxyType({}))
    status: str = ""

    def text(self, name: str) -> str:
        """The text of a property; empty when there is none."""
        found = self.properties.get(name)
        return "" if found is None else found.text or ""

    def link(self, name: str) -> str:
        """The first address in a property; empty when there is none."""
        found = self.properties.get(name)
        return "" if found is None else (found.findtext(f"{DAV}href") or "").strip()

    @property
    def is_calendar(self) -> bool:
        """Is it a calendar with events?"""
        kinds, parts = (self.properties.get(name) for name in (f"{DAV}resourcetype", _COMPONENTS))
        if kinds is None or kinds.find(f"{CALDAV}calendar") is None:
            return False
        return parts is None or not len(parts) or any(part.get("name", "").upper() == "VEVENT" for part in parts)


def day_query(begins: datetime, ends: datetime) -> bytes:
    """REPORT: the resources with an event between these moments, and their content. The times must be aware."""
    between = f'start="{begins.astimezone(UTC):%Y%m%dT%H%M%SZ}" end="{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}"'
    return (
        f"{_HEAD}<C:calendar-query {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop><C:filter>"
        f'<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range {between}/></C:comp-filter>'
        "</C:comp-filter></C:filter></C:calendar-query>"
    ).encode()


def read_multistatus(data: bytes) -> tuple[tuple[Resource, ...], bool]:
    """The resources, and whether the answer was whole.

    Raises:
        NotMultistatus: it does not begin as such an answer, holds a document type, or is too deep.
    """
    found = _Responses()
    parser = ET.XMLParser(target=found)
    whole = True
    try:
        parser.feed(data)
        parser.close()
    except (ET.ParseError, ValueError, LookupError):  # not well-formed; an encoding that does not exist
        whole = False
    if not found.begun:
        raise NotMultistatus
    return tuple(map(_resource, found.elements)), whole and not found.full


class _Responses:
    """The target of the parser: keeps the finished `response` elements."""

    def __init__(self) -> None:
        self.elements: list[ET.Element] = []
        self.begun = self.full = False
        self._depth = 0
        self._builder: ET.TreeBuilder | None = None

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise NotMultistatus

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._depth == 0 and tag != f"{DAV}multistatus":
            raise NotMultistatus
        self.begun = True
        self._depth += 1
        if self._depth > DEPTH_MAX:
            raise NotMultistatus
        if self._depth == 2 and tag == f"{DAV}response" and not self.full:
            self._builder = ET.TreeBuilder()
        if self._builder is not None:
            self._builder.start(tag, attributes)

    def data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def end(self, tag: str) -> None:
        if self._builder is not None:
            self._builder.end(tag)
            if self._depth == 2:
                self.elements.append(self._builder.close())
                self._builder = None
                self.full = len(self.elements) >= RESOURCES_MAX
        self._depth -= 1

    def close(self) -> None:
        """The parser calls it at the end."""


def _resource(response: ET.Element) -> Resource:
    given: dict[str, ET.Element] = {}
    for part in response.iterfind(f"{DAV}propstat"):
        if _code(part).startswith("2"):
            given.update({one.tag: one for one in part.iterfind(f"{DAV}prop/*")})
    status = _code(response) if response.find(f"{DAV}status") is not None else ""
    return Resource((response.findtext(f"{DAV}href") or "").strip(), MappingProxyType(given), status)


def _code(part: ET.Element) -> str:
    """The number of "HTTP/1.1 200 OK"; a server that gives none means that it is well."""
    words = (part.findtext(f"{DAV}status") or "HTTP/1.1 200 OK").split()
    return words[1] if len(words) > 1 else ""
