"""The visit server's messages as strict JSON (`wire.records`)."""

from __future__ import annotations

from typing import get_args

from vardklient.wire.messages import MAX_MESSAGE_BYTES, ClientMessage, ServerMessage
from vardklient.wire.records import Codec, write

# A relayed message gains a few bytes ("to" becomes "from"); whoever receives it must still find it within the limit.
RELAY_ROOM_BYTES = 256

CLIENT: Codec[ClientMessage] = Codec(
    {kind.NAME: kind for kind in get_args(ClientMessage)}, MAX_MESSAGE_BYTES - RELAY_ROOM_BYTES
)
SERVER: Codec[ServerMessage] = Codec({kind.NAME: kind for kind in get_args(ServerMessage)}, MAX_MESSAGE_BYTES)


def parse_client(text: str) -> ClientMessage:
    """What a client sent.

    Raises:
        WireError: it is not exactly one of the client's messages.
    """
    return CLIENT.parse(text)


def parse_server(text: str) -> ServerMessage:
    """What the server sent.

    Raises:
        WireError: it is not exactly one of the server's messages.
    """
    return SERVER.parse(text)


def dump(message: ClientMessage | ServerMessage) -> str:
    """The message as JSON text."""
    return write(message.NAME, message)
