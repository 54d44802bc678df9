"""The line to the visit server: one WebSocket, with reconnection and resume inside."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from vardklient.base.errors import SignallingError, TicketRefused, WireError
from vardklient.calls.link import Address, parse_link
from vardklient.calls.network.addresses import is_ours
from vardklient.calls.outbox import Outbox
from vardklient.calls.translate import Translator, command_to_message, welcomed
from vardklient.ports.signalling import (
    LeaveVisit,
    Refused,
    Rejoin,
    SignallingCommand,
    SignallingEvent,
    SignallingLost,
    SignallingRestored,
    VisitEnded,
)
from vardklient.wire.codec import dump, parse_server
from vardklient.wire.messages import (
    MAX_MESSAGE_BYTES,
    PROTOCOL,
    ClientMessage,
    CloseCode,
    Hello,
    Ping,
    Pong,
    ServerMessage,
    Welcome,
)

if TYPE_CHECKING:
    from aiohttp import ClientSession, ClientWebSocketResponse

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 1.0
"""Between attempts to reconnect; doubled each time. Own choice: a call whose line was cut waits for it."""
ANSWER_WITHIN_S = 10.0
RETURN_WITHIN_S = 4.0
"""As long as an attempt to reconnect may take: in a cut the system asks ever more seldom for an answer (after 1, 3 and
7 s), while a fresh attempt finds the line that has returned."""
HEARTBEAT_S = 5.0
"""A WebSocket ping, so that a line that died without a word is noticed within 7.5 s."""
ANSWER_PING_S = 1.5
"""When media are away the line may be, too: it is tried, and made anew without an answer for so long. Own choice:
longer than the round trip of a line that still carries a call."""
BAD_MESSAGES_MAX = 3
"""As many as the server forgives us; then this is not the server that we know, and the line is made anew."""
TICKET_CODE = "ticket"
"""Code of `Refused` when the place cannot be taken again."""


class SignallingClient:
    """Implements `ports.signalling.Signalling` for one visit link.

    Args:
        link: of the visit.
        ours: tells of a socket's own address whether the machine still has it.

    After the visit has ended, or we have left it, the line is not made again.
    """

    def __init__(self, link: str, ours: Callable[[tuple[Any, ...]], bool] = is_ours) -> None:
        self._link, self._ours = link, ours
        self._address: Address | None = None
        self._listeners: list[Callable[[SignallingEvent], None]] = []
        self._session: ClientSession | None = None
        self._socket: ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._resume = ""
        self._translator = Translator()
        self._outbox = Outbox()
        self._patience: asyncio.Timeout | None = None
        self._over = False

    def on_event(self, listener: Callable[[SignallingEvent], None]) -> None:
        """Call `listener` on the loop for everything that is heard."""
        self._listeners.append(listener)

    async def open(self) -> None:
        """Connect and say hello; returns once welcomed.

        Raises:
            SignallingError: not a visit link, the server cannot be reached, or it does not speak our protocol.
            TicketRefused: the ticket is spent, expired or forged.
        """
        import aiohttp

        self._address = parse_link(self._link)
        self._session = aiohttp.ClientSession(trust_env=not self._address.local)
        try:
            welcome = await self._connect(Hello(self._address.ticket, PROTOCOL, ""), ANSWER_WITHIN_S)
        except SignallingError:
            await self.close()
            raise
        self._tell(welcomed(welcome))
        self._reader = asyncio.create_task(self._run())

    async def say(self, command: SignallingCommand) -> None:
        """Send it; while the line is down it is kept, if it still makes sense later."""
        if self._over:
            return
        if isinstance(command, Rejoin) and await self._is_gone():
            return  # said on the next line
        if not await self._send(command_to_message(command)):
            self._outbox.keep(command)
        elif isinstance(command, LeaveVisit):
            self._over = True

    async def close(self) -> None:
        """Close the line for good."""
        self._over = True
        if self._reader is not None:
            self._reader.cancel()
            await asyncio.wait([self._reader])
            self._reader = None
        await self._hang_up()
        if self._session is not None:
            await self._session.close()
            self._session = None

    # ------------------------------------------------------------ one line

    async def _connect(self, hello: Hello, within_s: float) -> Welcome:
        """A new line, up to the welcome."""
        import aiohttp

        if self._session is None or self._address is None:
            raise SignallingError("the line is closed")
        socket: ClientWebSocketResponse | None = None
        try:
            async with asyncio.timeout(within_s):
                socket = await self._session.ws_connect(
                    self._address.socket,
                    origin=self._address.origin,
                    heartbeat=HEARTBEAT_S,
                    autoping=False,
                    max_msg_size=MAX_MESSAGE_BYTES,
                    compress=0,
                )
                await socket.send_str(dump(hello))
                heard = await self._hear_one(socket)
        except (aiohttp.ClientError, OSError, TimeoutError, WireError):
            if socket is not None:
                await socket.close()
            raise SignallingError("the visit server cannot be reached") from None
        if isinstance(heard, Welcome):
            self._resume, self._socket = heard.resume, socket
            return heard
        await socket.close()
        if socket.close_code == CloseCode.TICKET:
            raise TicketRefused("the visit link has been used, has expired or is not genuine")
        raise SignallingError("the visit server did not let us in")

    async def _hear_one(self, socket: ClientWebSocketResponse) -> ServerMessage | None:
        """The next message; None when the line was closed, or did not answer when it was tried."""
        import aiohttp

        while True:
            try:
                async with asyncio.timeout(None) as self._patience:
                    message = await socket.receive()
            except TimeoutError:
                self._outbox.keep(Rejoin())
                return None
            finally:
                self._patience = None
            if message.type is aiohttp.WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type is not aiohttp.WSMsgType.PONG:
                return parse_server(message.data) if message.type is aiohttp.WSMsgType.TEXT else None

    async def _is_gone(self) -> bool:
        """Media are away; is the line, too?

        It is when its address is no longer ours. Otherwise it is tried, and given up if there is no answer.
        """
        socket, patience = self._socket, self._patience
        if socket is None or socket.closed or patience is None:
            return False
        now_s = asyncio.get_running_loop().time()
        own = socket.get_extra_info("sockname")
        if own is not None and not self._ours(own):
            patience.reschedule(now_s)
            return True
        patience.reschedule(now_s + ANSWER_PING_S)
        with contextlib.suppress(ConnectionError, RuntimeError):
            await socket.ping()
        return False

    async def _hang_up(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            await socket.close()

    async def _send(self, message: ClientMessage) -> bool:
        socket = self._socket
        if socket is None or socket.closed:
            return False
        try:
            await socket.send_str(dump(message))
        except (ConnectionError, RuntimeError):  # aiohttp: closing under our hands
            return False
        return True

    # ------------------------------------------------------------ for as long as the visit lasts

    async def _run(self) -> None:
        while True:
            await self._listen()
            await self._hang_up()
            if self._over:
                return
            self._tell(SignallingLost())
            if not await self._come_back():
                return
            self._tell(SignallingRestored())
            for command in self._outbox.take():
                await self.say(command)

    async def _listen(self) -> None:
        """Until the line breaks, or the visit is over."""
        socket, bad = self._socket, 0
        while socket is not None and not self._over:
            try:
                message = await self._hear_one(socket)
            except WireError as error:
                bad += 1
                log.warning("the visit server sent what the protocol does not allow: %s", error)
                if bad > BAD_MESSAGES_MAX:
                    return
                continue
            if message is None:
                return
            if isinstance(message, Ping):
                await self._send(Pong())
            for event in self._translator.events(message):
                self._over = self._over or isinstance(event, VisitEnded)
                self._tell(event)

    async def _come_back(self) -> bool:
        """Try until the place is ours again; False when the server will not have us back."""
        pause_s = FIRST_PAUSE_S
        while True:
            await asyncio.sleep(pause_s * random.uniform(0.8, 1.2))  # not everybody at once after the server's restart
            pause_s = min(LONGEST_PAUSE_S, pause_s * 2)
            try:
                welcome = await self._connect(Hello("", PROTOCOL, self._resume), RETURN_WITHIN_S)
            except TicketRefused:
                self._over = True
                self._tell(Refused(TICKET_CODE))
                return False
            except SignallingError:
                continue
            self._tell(welcomed(welcome))
            return True

    def _tell(self, event: SignallingEvent) -> None:
        for listener in self._listeners:
            listener(event)
