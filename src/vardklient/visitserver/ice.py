"""The STUN and TURN servers that clients are told to use: our own, or none; there is no public default."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

from vardklient.visitserver.tickets import new_secret
from vardklient.wire.messages import WireIceServer

TURN_LIFETIME_S = 6 * 3600


@dataclass(frozen=True, slots=True)
class IceSource:
    """Makes the list for one client.

    Attributes:
        stun_urls: servers that need no credentials.
        turn_urls: TURN servers that share `turn_secret` with us (coturn's `use-auth-secret`).
        turn_lifetime_s: how long a client's credentials are good.
    """

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str = ""
    turn_lifetime_s: int = TURN_LIFETIME_S

    def servers(self, now_s: float) -> tuple[WireIceServer, ...]:
        """The list, with credentials made now: user "expiry:opaque id", password base64(HMAC-SHA1(secret, user)).

        Source: draft-uberti-behave-turn-rest-00, as coturn implements it.
        """
        found = [WireIceServer(self.stun_urls, "", "")] if self.stun_urls else []
        if self.turn_urls:
            user = f"{int(now_s) + self.turn_lifetime_s}:{new_secret()}"
            mac = hmac.new(self.turn_secret.encode(), user.encode(), hashlib.sha1).digest()
            found.append(WireIceServer(self.turn_urls, user, base64.b64encode(mac).decode()))
        return tuple(found)
