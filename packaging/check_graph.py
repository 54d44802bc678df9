"""The second half of packaging/check_graph.sh: Microsoft's SDK judges what was asked and what our server answered.

Run, where msgraph-sdk is installed: python packaging/check_graph.py FILE     as packaging/graph_answers.py writes it
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from kiota_serialization_json.json_parse_node_factory import JsonParseNodeFactory
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_collection_response import EventCollectionResponse
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.users.item.calendar_view.delta.delta_get_response import DeltaGetResponse

ANNOTATIONS = {"@odata.etag", "@odata.context", "@removed"}
"""What OData adds to records and answers; the models keep it apart."""
SORTS = {"view", "delta", "error 401", "error 410", "error 429"}

TEMPLATE = unquote(CalendarViewRequestBuilder(object(), {}).url_template)
PROPERTIES = set(Event().get_field_deserializers())


def main(path: Path) -> None:
    """Judge every question and its answer, and say how many of which sort there were."""
    seen: Counter[str] = Counter()
    for each in json.loads(path.read_text("utf-8")):
        delta = "/delta" in each["asked"]
        judge_question(each["asked"], {"$skiptoken", "$deltatoken"} if delta else set())
        model = (DeltaGetResponse if delta else EventCollectionResponse) if each["status"] == 200 else ODataError
        node = JsonParseNodeFactory().get_root_parse_node("application/json", each["body"].encode())
        judge_answer(node.get_object_value(model), json.loads(each["body"]))
        seen[f"error {each['status']}" if model is ODataError else "delta" if delta else "view"] += 1
    assert set(seen) == SORTS, seen
    sys.stdout.write("read by Microsoft's models: " + ", ".join(f"{n} {sort}" for sort, n in seen.items()) + "\n")


def judge_question(asked: str, tokens: set[str]) -> None:
    """The SDK's template has every parameter, its model every property that is asked for."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    assert all(name in tokens or name in TEMPLATE for name in query), query
    assert set(query.get("$select", "id").split(",")) <= PROPERTIES, query


def judge_answer(parsed: Any, body: dict[str, Any]) -> None:
    """Nothing in it is unknown to the models, and what they read is what was written."""
    if "error" in body:
        assert parsed.error.code == body["error"]["code"]
        assert parsed.error.inner_error.request_id == "0"
        return
    assert set(parsed.additional_data) <= ANNOTATIONS, parsed.additional_data
    assert parsed.odata_next_link == body.get("@odata.nextLink")
    assert getattr(parsed, "odata_delta_link", None) == body.get("@odata.deltaLink")
    for event, record in zip(parsed.value, body["value"], strict=True):
        judge_event(event, record)


def judge_event(event: Any, record: dict[str, Any]) -> None:
    """One record; what it does not have is None in the model."""
    assert set(event.additional_data) <= ANNOTATIONS, event.additional_data
    assert ("@removed" in event.additional_data) == ("@removed" in record)
    names = ("id", "subject", "iCalUId", "isAllDay", "isCancelled", "type")
    kind = event.type.value if event.type else None
    found = (event.id, event.subject, event.i_cal_u_id, event.is_all_day, event.is_cancelled, kind)
    assert found == tuple(record.get(name) for name in names), record
    for moment, name in ((event.start, "start"), (event.end, "end")):
        read = {"dateTime": moment.date_time, "timeZone": moment.time_zone} if moment else None
        assert read == record.get(name), record
    own = [{"id": each.id, "value": each.value} for each in event.single_value_extended_properties or ()]
    assert own == record.get("singleValueExtendedProperties", []), record
    link = event.online_meeting.join_url if event.online_meeting else None
    assert link == (record.get("onlineMeeting") or {}).get("joinUrl"), record


if __name__ == "__main__":
    main(Path(sys.argv[1]))
