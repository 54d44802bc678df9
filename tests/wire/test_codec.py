"""The strict parser: nothing but WireError on anything, and a round trip for every message."""

from __future__ import annotations

import json
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardklient.base.errors import WireError
from vardklient.domain.visit import Role
from vardklient.wire import codec, messages
from vardklient.wire.codec import RELAY_ROOM_BYTES, dump, parse_client, parse_server
from vardklient.wire.messages import MAX_MESSAGE_BYTES, ClientMessage, ServerMessage
from vardklient.wire.records import MAX_NUMBER, field_hints

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=200)
NUMBER = st.integers(0, MAX_NUMBER)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NAMES = sorted({kind.NAME for kind in (*get_args(ClientMessage), *get_args(ServerMessage))})
KINDS = (*get_args(ClientMessage), *get_args(ServerMessage), messages.RosterEntry, messages.WireIceServer)
KEYS = sorted({key for kind in KINDS for key in field_hints(kind)} | {"m", "text"})


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Everything a field of this type may hold."""
    if get_origin(hint) is tuple:
        return st.lists(values(get_args(hint)[0]), max_size=3).map(tuple)
    if hint is str:
        return TEXT
    if hint is int:
        return NUMBER
    return records(hint) if hint in KINDS else st.from_type(hint)


def records(kind: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **{field: values(hint) for field, hint in field_hints(kind).values()})


def any_of(union: object) -> st.SearchStrategy[Any]:
    return st.one_of([records(kind) for kind in get_args(union)])


@given(any_of(ClientMessage))
def test_client_messages_survive_the_round_trip(message: ClientMessage) -> None:
    assert parse_client(dump(message)) == message


@given(any_of(ServerMessage))
def test_server_messages_survive_the_round_trip(message: ServerMessage) -> None:
    assert parse_server(dump(message)) == message


@given(any_of(ClientMessage))
def test_written_messages_are_plain_utf8_json_with_their_name(message: ClientMessage) -> None:
    found = json.loads(dump(message).encode())
    assert found["m"] == message.NAME
    assert not any(key.endswith("_") for key in found)


@pytest.mark.parametrize("parse", [parse_client, parse_server])
@given(text=st.text() | JSON.map(json.dumps))
def test_no_text_raises_anything_but_wire_error(parse: object, text: str) -> None:
    refused(parse, text)


@pytest.mark.parametrize("parse", [parse_client, parse_server])
@given(name=st.sampled_from(NAMES), rest=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=8))
def test_no_object_with_a_known_name_raises_anything_but_wire_error(
    parse: object, name: str, rest: dict[str, object]
) -> None:
    refused(parse, json.dumps({**rest, "m": name}))


def refused(parse: object, text: str) -> None:
    assert callable(parse)
    try:
        message = parse(text)
    except WireError:
        return
    assert parse(dump(message)) == message


@given(any_of(ClientMessage), st.data())
def test_keys_must_be_exact(message: ClientMessage, data: st.DataObject) -> None:
    found = json.loads(dump(message))
    with pytest.raises(WireError):
        parse_client(json.dumps({**found, "text": "hej"}))
    gone = data.draw(st.sampled_from(sorted(found)))
    with pytest.raises(WireError):
        parse_client(json.dumps({key: value for key, value in found.items() if key != gone}))


@given(any_of(ClientMessage), st.data())
def test_types_must_be_exact(message: ClientMessage, data: st.DataObject) -> None:
    found = json.loads(dump(message))
    for key, value in found.items():
        wrong = data.draw(JSON.filter(lambda w, v=value: type(w) is not type(v)))  # type: ignore[misc]
        with pytest.raises(WireError):
            parse_client(json.dumps({**found, key: wrong}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        '"pong"',
        "{}",
        '{"m":1}',
        '{"m":["pong"]}',
        '{"m":"chat","text":"hej"}',
        '{"m":"ping"}',
        '{"m":"pong","m":"pong"}',
        '{"m":"ready","devices_ok":true,"devices_ok":false}',
        '{"m":"ready","devices_ok":1}',
        '{"m":"ready","devices_ok":null}',
        '{"m":"admit","peer":"\\u0000"}',
        '{"m":"admit","peer":"\\ud800"}',
        '{"m":"deny","peer":"a","reason":"because"}',
        '{"m":"deny","peer":"a","reason":["not_now"]}',
        '{"m":"cand","to":"a","epoch":1.0,"cand":""}',
        '{"m":"cand","to":"a","epoch":true,"cand":""}',
        '{"m":"cand","to":"a","epoch":-1,"cand":""}',
        '{"m":"cand","to":"a","epoch":2147483648,"cand":""}',
        '{"m":"cand","to":"a","epoch":' + "9" * 5000 + ',"cand":""}',
        '{"m":"cand","to":"a","epoch":NaN,"cand":""}',
        '{"m":"pong"} x',
        '{"m":"pong"',
        "[" * 50_000,
        '{"m":' * 10_000,
    ],
)
def test_what_a_client_may_not_send(text: str) -> None:
    with pytest.raises(WireError):
        parse_client(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"m":"admitted","peers":{}}',
        '{"m":"admitted","peers":[1]}',
        '{"m":"admitted","peers":[{"peer":"a","role":"patient","state":"admitted"}]}',
        '{"m":"roster","people":[{"peer":"a","role":"king","state":"admitted","devices_ok":null}]}',
        '{"m":"pong"}',
    ],
)
def test_what_a_server_may_not_send(text: str) -> None:
    with pytest.raises(WireError):
        parse_server(text)


def test_nested_records_come_back_as_records() -> None:
    entry = messages.RosterEntry("p", Role.PATIENT, messages.PersonState.WAITING, None)
    ice = messages.WireIceServer(("turn:x",), "u", "c")
    assert parse_server(dump(messages.Roster((entry,)))) == messages.Roster((entry,))
    welcome = messages.Welcome("a", Role.PATIENT, messages.PersonState.WAITING, "r", "Leg. läkare", (ice,))
    assert parse_server(dump(welcome)) == welcome


@pytest.mark.parametrize("filling", ["x", "å", "\n", "\U0001f600"])
def test_the_longest_client_message_still_fits_when_it_is_sent_on(filling: str) -> None:
    def offer(count: int) -> messages.SendDescription:
        return messages.SendDescription("p" * 22, MAX_NUMBER, messages.DescriptionType.OFFER, filling * count)

    each = len(json.dumps(filling, ensure_ascii=False).encode()) - 2
    room = MAX_MESSAGE_BYTES - RELAY_ROOM_BYTES - len(dump(offer(0)).encode())
    longest = parse_client(dump(offer(room // each)))
    assert isinstance(longest, messages.SendDescription)
    relayed = messages.Description("q" * 22, longest.epoch, longest.type, longest.sdp)
    assert parse_server(dump(relayed)) == relayed
    with pytest.raises(WireError, match="too long"):
        parse_client(dump(offer(room // each + 1)))


@given(any_of(ClientMessage))
def test_writing_again_never_makes_a_message_longer(message: ClientMessage) -> None:
    for ascii_only in (True, False):
        text = json.dumps(json.loads(dump(message)), ensure_ascii=ascii_only)
        assert len(dump(parse_client(text)).encode()) <= len(text.encode())


def test_no_message_has_two_parsers_and_every_message_has_one() -> None:
    assert len(codec.CLIENT.kinds) == len(get_args(ClientMessage))
    assert len(codec.SERVER.kinds) == len(get_args(ServerMessage))


def test_no_message_can_carry_a_chat_a_file_or_a_name() -> None:
    allowed = {"sdp", "cand", "ticket", "resume", "to", "from", "peer", "you"}
    allowed |= {"meets", "urls", "username", "credential"}
    fields = [(name, hint) for kind in KINDS for name, (_, hint) in field_hints(kind).items()]
    assert {name for name, hint in fields if hint in (str, tuple[str, ...])} == allowed
