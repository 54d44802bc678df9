"""Signing in: signed out, in the browser, signed in, locked. What is kept in a keyring is no part of the state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from vardklient.flows.timers import CancelTimer, StartTimer, TimerFired
from vardklient.ports.signin import LOCK_AFTER_S, Fault, Person


class Stage(StrEnum):
    """How far it has come."""

    SIGNED_OUT = "signed_out"
    IN_BROWSER = "in_browser"
    SIGNED_IN = "signed_in"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class SignInState:
    """The snapshot.

    Attributes:
        stage: how far it has come.
        person: who is signed in; while the program is locked, who was. After unlocking it may be somebody else: then
            nothing of the first one's day may be shown any longer.
        fault: why the last attempt failed or the sign-in ended, None when all is well.
        renewing: a silent renewal is under way, at the start or to unlock.
        wanted: the user wants to sign in, and the renewal is waited for first: if it fails, the browser opens.
        back: where the way through the browser began, and ends if nothing comes of it.
        attempt: counts the ways through the browser, so that a late answer to an earlier one is told from this one's.
        lock_after_s: so long without use locks; 0 never.
        unlock_in_browser: is a lock only opened by signing in anew?
        used_at: when the program was last used; not compared, so that the window is not told of every key.
    """

    stage: Stage = Stage.SIGNED_OUT
    person: Person | None = None
    fault: Fault | None = None
    renewing: bool = False
    wanted: bool = False
    back: Stage = Stage.SIGNED_OUT
    attempt: int = 0
    lock_after_s: float = LOCK_AFTER_S
    unlock_in_browser: bool = False
    used_at: datetime | None = field(default=None, compare=False)

    @property
    def under_way(self) -> bool:
        """Is there something that will end by itself, or in the browser?"""
        return self.renewing or self.stage is Stage.IN_BROWSER

    @property
    def covered(self) -> bool:
        """May nobody see the day? Locked, or on the way through the browser to unlock."""
        return self.stage is Stage.LOCKED or (self.stage is Stage.IN_BROWSER and self.back is Stage.LOCKED)


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Restore:
    """The program has started: sign in with what was kept, without a browser."""


@dataclass(frozen=True, slots=True)
class StartSignIn:
    """The user wants to sign in."""


@dataclass(frozen=True, slots=True)
class CancelSignIn:
    """The user does not want to go on in the browser."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The way through the browser has succeeded."""

    attempt: int
    person: Person


@dataclass(frozen=True, slots=True)
class SignInFailed:
    """The way through the browser has not."""

    attempt: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Renewed:
    """A silent renewal has succeeded, at the start, to unlock, or because the access token was old."""

    person: Person


@dataclass(frozen=True, slots=True)
class RenewFailed:
    """A silent renewal has not; None: nothing was kept to renew with."""

    fault: Fault | None


@dataclass(frozen=True, slots=True)
class Used:
    """The user does something, or is in a call."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The user goes away."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """The user is back."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """The user is done, or wants to be forgotten here."""


@dataclass(frozen=True, slots=True)
class NotRevoked:
    """The provider could not be told that the user has signed out."""


@dataclass(frozen=True, slots=True)
class NotForgotten:
    """The keyring would not let go of what was kept; it is asked again at the next start."""


SignInEvent = (
    Restore
    | StartSignIn
    | CancelSignIn
    | SignedIn
    | SignInFailed
    | Renewed
    | RenewFailed
    | Used
    | Lock
    | Unlock
    | SignOut
    | NotRevoked
    | NotForgotten
    | TimerFired
)

# ---------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class OpenBrowser:
    """Go through the browser; `again`: the provider shall ask anew, even somebody whom it knows."""

    attempt: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class CloseBrowser:
    """Wait no longer for the browser, and forget what has come from it."""


@dataclass(frozen=True, slots=True)
class Renew:
    """Get an access token with the refresh token that was kept."""


@dataclass(frozen=True, slots=True)
class DropAccess:
    """Forget the access token; with `revoke` the refresh token too, here and at the provider."""

    revoke: bool


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget all that was kept: it is of no use any more."""


@dataclass(frozen=True, slots=True)
class EndSession:
    """Forget all that was kept, tell the provider, and let it end its session in the browser."""


SignInEffect = OpenBrowser | CloseBrowser | Renew | DropAccess | Forget | EndSession | StartTimer | CancelTimer
