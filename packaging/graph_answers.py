"""The first half of packaging/check_graph.sh: asks our own server as the program does, and writes down what came.

Run: PYTHONPATH=. python packaging/graph_answers.py FILE
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from tests.peers.graph import GraphPeer, graph_peer, says

from vardklient.base.clock import STOCKHOLM
from vardklient.schedule.graph import GraphSource
from vardklient.schedule.graphevents import BOOKING_PROPERTY
from vardklient.schedule.regions import default_region

DAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, tzinfo=STOCKHOLM)


async def _token() -> str:
    return "good"


def _source(peer: GraphPeer) -> GraphSource:
    region = replace(default_region(), meeting_hosts=frozenset({"teams.microsoft.com"}))
    return GraphSource("Outlook", _token, region, address=peer.address)


async def answers() -> list[dict[str, object]]:
    """Of every sort: pages of a day and of its changes, a removal, 401, 410, 429."""
    async with graph_peer() as peer:
        source = _source(peer)
        number = [{"id": BOOKING_PROPERTY, "value": "B-17"}]
        link = {"joinUrl": "https://teams.microsoft.com/l/meetup-join/1"}
        first = peer.put("IK-82 Videobesök", NINE, singleValueExtendedProperties=number, onlineMeeting=link)
        peer.put("ML-47 Videobesök", NINE + timedelta(hours=1), type="occurrence", seriesMasterId="m")
        peer.put("Semester", NINE.replace(hour=0), 24 * 60, isAllDay=True, sensitivity="private")
        peer.page_size = 2
        await source.day(DAY)
        await source.day(DAY)
        peer.remove(first)
        await source.day(DAY)
        peer.forget_changes()
        await source.day(DAY)
        peer.faults = [says(429, "ApplicationThrottled")]
        await source.day(DAY + timedelta(days=1))
        peer.tokens.clear()
        await _source(peer).day(DAY)
        came = zip(peer.asked, peer.answered, strict=True)
        return [{"asked": query, "status": status, "body": body.decode()} for (query, _), (status, body) in came]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asyncio.run(answers())), "utf-8")
