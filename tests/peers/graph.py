"""A calendar server that follows Microsoft's documentation of Graph: calendarView, its delta, paging, 401, 429, 410.

There is no tenant to test against, so this is what was read, not what was seen: "List calendarView", "event: delta",
"Get incremental changes to events in a calendar view", "Microsoft Graph throttling guidance" and "Microsoft Graph error
responses" on learn.microsoft.com. That delta leaves out most of an occurrence is said in microsoft-graph-docs#22197.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.test_utils import TestServer

PATH = "/v1.0"
TOP_DEFAULT, TOP_MAX = 10, 1000
TEXT = "Kommer för sin oro; ring 070-174 06 05"
"""Stands in the text of every event, which nobody is to ask for."""

_STRIPPED = ("@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end")
_EXPAND = re.compile(r"singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)")
_ALWAYS = ("@odata.etag", "id")

Fault = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class GraphPeer:
    """What the server knows and how it behaves.

    Attributes:
        tokens: those that it takes.
        faults: what it answers instead, to the next requests, one each; None answers as usual.
        page_size: so many records at most, whatever is asked.
        delay_s: before each answer.
        go_on: what an answer that is `held` waits for.
        asked: the requests, as "path?query", and their Prefer headers.
        shown: the Authorization header of each, "" without one.
        answered: with what status and body.
    """

    address: str = ""
    tokens: set[str] = field(default_factory=lambda: {"good"})
    faults: list[Fault | None] = field(default_factory=list)
    page_size: int = TOP_MAX
    delay_s: float = 0.0
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[tuple[str, str]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    answered: list[tuple[int, bytes]] = field(default_factory=list)
    version: int = 0
    oldest: int = 0
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)

    def put(self, subject: str, start: datetime, minutes: int = 30, ident: str = "", **more: Any) -> str:
        """Make an event, or change the one of that id. `more` is added as it is; times are aware."""
        self.version += 1
        ident = ident or f"AAMkAD{self.version:04d}="
        end = start + timedelta(minutes=minutes)
        self.events[ident] = {
            "@odata.type": "#microsoft.graph.event",
            "@odata.etag": f'W/"{self.version}"',
            "id": ident,
            "createdDateTime": "2026-11-01T08:00:00.0000000Z",
            "changeKey": str(self.version),
            "categories": [],
            "originalStartTimeZone": "W. Europe Standard Time",
            "originalEndTimeZone": "W. Europe Standard Time",
            "iCalUId": f"040000008200E00074C5B7101A82E008{self.version:08X}",
            "isReminderOn": True,
            "hasAttachments": False,
            "subject": subject,
            "bodyPreview": TEXT,
            "importance": "normal",
            "sensitivity": "normal",
            "isAllDay": False,
            "isCancelled": False,
            "isOrganizer": True,
            "seriesMasterId": None,
            "showAs": "busy",
            "type": "singleInstance",
            "webLink": "https://outlook.office365.com/owa/",
            "onlineMeetingUrl": None,
            "isOnlineMeeting": False,
            "onlineMeetingProvider": "unknown",
            "recurrence": None,
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "body": {"contentType": "html", "content": f"<html><body>{TEXT}</body></html>"},
            "start": start.astimezone(UTC),
            "end": end.astimezone(UTC),
            "location": {"displayName": "", "locationType": "default", "address": {}, "coordinates": {}},
            "locations": [],
            "attendees": [],
            "organizer": {"emailAddress": {"name": "Tolvan", "address": "tolvan@klinik.example"}},
            "onlineMeeting": None,
            "version": self.version,
            "singleValueExtendedProperties": [],
            **more,
        }
        return ident

    def remove(self, ident: str) -> None:
        """Delete an event."""
        self.version += 1
        del self.events[ident]
        self.removed[ident] = self.version

    def forget_changes(self) -> None:
        """From now on every older delta token is too old."""
        self.version += 1
        self.oldest = self.version

    @property
    def paths(self) -> list[str]:
        """What has been asked, without queries."""
        return [query.partition("?")[0].removeprefix(PATH) for query, _ in self.asked]


def says(status: int, code: str, **headers: str) -> Fault:
    """An error as Graph words it; `_` in a header's name is a dash."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def answer(_: web.Request) -> web.StreamResponse:
        return _error(status, code, named)

    return answer


def garbage(body: bytes, content_type: str = "application/json") -> Fault:
    """200 and something else than expected."""

    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return answer


def held(peer: GraphPeer) -> Fault:
    """No answer before the test lets it go on."""

    async def answer(_: web.Request) -> web.StreamResponse:
        await peer.go_on.wait()
        return _error(503, "serviceNotAvailable")

    return answer


async def dies(request: web.Request) -> web.StreamResponse:
    """The server is killed in the middle of an answer."""
    return _Half(headers={"Content-Length": "4000", "Content-Type": "application/json"})


class _Half(web.StreamResponse):
    """Sends a beginning and closes."""

    async def prepare(self, request: web.BaseRequest) -> Any:
        writer = await super().prepare(request)
        await self.write(b'{"@odata.context": "https://graph.microsoft.com/v1.0/$meta')
        assert request.transport is not None
        request.transport.close()
        return writer


@asynccontextmanager
async def graph_peer() -> AsyncIterator[GraphPeer]:
    """Run it on loopback."""
    peer = GraphPeer()
    app = web.Application(middlewares=[_behave(peer)])
    app.router.add_get(f"{PATH}/me/calendarView", partial(_view, peer))
    app.router.add_get(f"{PATH}/me/calendarView/delta", partial(_delta, peer))
    async with TestServer(app) as running:
        peer.address = str(running.make_url(PATH))
        yield peer


def _behave(peer: GraphPeer) -> Any:
    @web.middleware
    async def remember(request: web.Request, handler: Any) -> web.StreamResponse:
        peer.asked.append((request.path_qs, request.headers.get("Prefer", "")))
        peer.shown.append(request.headers.get("Authorization", ""))
        answer = await behave(request, handler)
        if isinstance(answer, web.Response) and isinstance(answer.body, bytes):
            peer.answered.append((answer.status, answer.body))
        return answer

    async def behave(request: web.Request, handler: Any) -> web.StreamResponse:
        await asyncio.sleep(peer.delay_s)
        fault = peer.faults.pop(0) if peer.faults else None
        if fault is not None:
            return await fault(request)
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in peer.tokens:
            headers = {"WWW-Authenticate": 'Bearer realm="", authorization_uri="https://login.microsoftonline.com"'}
            return _error(401, "InvalidAuthenticationToken", headers)
        try:
            answer: web.StreamResponse = await handler(request)
        except _Bad as bad:
            return _error(400, str(bad))
        return answer

    return remember


class _Bad(Exception):
    """The question is wrong; its text is Graph's code for it."""


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    inner = {"date": "2026-11-24T07:00:00", "request-id": "0", "client-request-id": "0"}
    error = {"code": code, "message": f"{code}.", "innerError": inner}
    return web.json_response({"error": error}, status=status, headers=headers)


async def _view(peer: GraphPeer, request: web.Request) -> web.Response:
    """GET /me/calendarView."""
    query = request.query
    start, end = _window(query)
    top = int(query.get("$top", TOP_DEFAULT))
    if not 1 <= top <= TOP_MAX:
        raise _Bad("ErrorInvalidUrlQuery")
    skip = int(query.get("$skip", 0))
    size = min(top, peer.page_size)
    found = [event for event in peer.events.values() if _overlaps(event, start, end)]
    found.sort(key=lambda event: event["start"])
    zone = _zone(request)
    records = [_written(_selected(event, query), zone) for event in found[skip : skip + size]]
    answer: dict[str, Any] = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('1')/calendarView"}
    answer["value"] = records
    if skip + size < len(found):
        answer["@odata.nextLink"] = str(request.url.update_query({"$skip": str(skip + size)}).with_scheme("http"))
    return web.json_response(answer)


async def _delta(peer: GraphPeer, request: web.Request) -> web.Response:
    """GET /me/calendarView/delta: no $select, $expand, $filter, $orderby, $search."""
    query = request.query
    if {"$select", "$expand", "$filter", "$orderby", "$search", "$top"} & set(query):
        raise _Bad("ErrorInvalidUrlQuery")
    state = _state(query.get("$deltatoken") or query.get("$skiptoken"))
    if state is None:
        start, end = _window(query)
        state = {"start": start.isoformat(), "end": end.isoformat(), "since": 0, "until": peer.version, "skip": 0}
    elif state["since"] and state["since"] < peer.oldest:
        return _error(410, "SyncStateNotFound", {"Location": f"{request.url.origin()}{request.path}?$deltatoken="})
    elif "$deltatoken" in query:
        state |= {"until": peer.version, "skip": 0}
    changed = _changed(peer, state)
    size = min(peer.page_size, _preferred(request, "odata.maxpagesize", TOP_DEFAULT))
    zone = _zone(request)
    page = changed[state["skip"] : state["skip"] + size]
    answer: dict[str, Any] = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(event)"}
    answer["value"] = [_written(record, zone) for record in page]
    here = f"{request.url.origin()}{request.path}"
    if state["skip"] + size < len(changed):
        answer["@odata.nextLink"] = f"{here}?$skiptoken={_token(state | {'skip': state['skip'] + size})}"
    else:
        answer["@odata.deltaLink"] = f"{here}?$deltatoken={_token(state | {'since': state['until'] or 1})}"
    return web.json_response(answer)


def _changed(peer: GraphPeer, state: dict[str, Any]) -> list[dict[str, Any]]:
    """Since the token's time: events in the window, and as removed what was deleted or changed outside of it."""
    start, end = datetime.fromisoformat(state["start"]), datetime.fromisoformat(state["end"])
    found = []
    for event in peer.events.values():
        if not state["since"] < event["version"] <= state["until"]:
            continue
        if _overlaps(event, start, end):
            whole = event["type"] != "occurrence"
            found.append({name: value for name, value in event.items() if whole or name in _STRIPPED})
        elif state["since"]:
            found.append(
                {"@odata.type": "#microsoft.graph.event", "id": event["id"], "@removed": {"reason": "deleted"}}
            )
    if state["since"]:
        gone = (ident for ident, version in peer.removed.items() if state["since"] < version <= state["until"])
        found += [
            {"@odata.type": "#microsoft.graph.event", "id": ident, "@removed": {"reason": "deleted"}} for ident in gone
        ]
    return found


def _window(query: Any) -> tuple[datetime, datetime]:
    """Both parameters are required; without an offset they are UTC."""
    try:
        start, end = (datetime.fromisoformat(query[name]) for name in ("startDateTime", "endDateTime"))
    except (KeyError, ValueError):
        raise _Bad("ErrorInvalidParameter") from None
    return tuple(each if each.tzinfo else each.replace(tzinfo=UTC) for each in (start, end))  # type: ignore[return-value]


def _overlaps(event: dict[str, Any], start: datetime, end: datetime) -> bool:
    begins, ends = event["start"], event["end"]
    return isinstance(begins, datetime) and begins < end and (ends > start or begins >= start)


def _selected(event: dict[str, Any], query: Any) -> dict[str, Any]:
    """$select keeps what it names, and what is always there; $expand adds one property."""
    names = query["$select"].split(",") if "$select" in query else [name for name in event if name != "@odata.type"]
    if unknown := set(names) - set(event):
        raise _Bad(f"BadRequest {unknown}")
    kept = {name: event[name] for name in (*_ALWAYS, *names) if name != "singleValueExtendedProperties"}
    if "$expand" in query:
        wanted = _EXPAND.fullmatch(query["$expand"])
        if wanted is None:
            raise _Bad("ErrorInvalidUrlQueryFilter")
        own = [each for each in event["singleValueExtendedProperties"] if each["id"].lower() == wanted[1].lower()]
        kept |= {"singleValueExtendedProperties": own} if own else {}
    return kept


def _written(record: dict[str, Any], zone: str) -> dict[str, Any]:
    """Times in the zone that was asked for; whole days are midnight in every zone."""
    out = {name: value for name, value in record.items() if name != "version"}
    for name in ("start", "end"):
        moment = out.get(name)
        if isinstance(moment, datetime):
            local = moment.astimezone(ZoneInfo("Europe/Stockholm" if record.get("isAllDay") else zone))
            out[name] = {"dateTime": local.strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": zone}
    return out


def _zone(request: web.Request) -> str:
    named = re.search(r'outlook\.timezone="([^"]+)"', request.headers.get("Prefer", ""))
    return named[1] if named else "UTC"


def _preferred(request: web.Request, name: str, default: int) -> int:
    named = re.search(re.escape(name) + r"=(\d+)", request.headers.get("Prefer", ""))
    return int(named[1]) if named else default


def _token(state: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(state).encode()).decode().rstrip("=")


def _state(token: str | None) -> dict[str, Any] | None:
    if not token:
        return None
    try:
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        raise _Bad("ErrorInvalidSyncStateData") from None
    return found
