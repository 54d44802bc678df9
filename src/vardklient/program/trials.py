"""What the self-test can have carried out, besides watching: handed in, None where there is nobody to do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Protocol

from vardklient.domain.verdict import PICTURE_CHECKS, Check, Verdict
from vardklient.flows.selfcheck import MORNING_CHECKS, QUIET_CHECKS, SPEECH_CHECKS
from vardklient.ports.network import NetworkTest

WATCHED = frozenset({*PICTURE_CHECKS, *SPEECH_CHECKS})
"""What `workbench.make_watches` tells of."""


class Watch(Protocol):
    """Something that looks or listens on a thread of its own."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """End."""
        ...


class Recording(Protocol):
    """What a recording has shown."""

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """On the microphone."""
        ...

    @property
    def audible(self) -> bool:
        """Is it worth playing back?"""
        ...


class Echo(Protocol):
    """Records and plays back, in memory only. Both block, and so belong on a worker."""

    def record(self, seconds: float, halt: Event) -> Recording:
        """Listen for so long."""
        ...

    def play(self, halt: Event) -> bool:
        """Play what was recorded, then forget it; False when it could not be played."""
        ...

    def cancel(self) -> None:
        """End both, and forget at once."""
        ...


class Quiet(Protocol):
    """Listens to the quiet. Blocks, and so belongs on a worker."""

    def listen(self, seconds: float, halt: Event) -> tuple[Verdict, ...]:
        """What the quiet shows; empty if nothing could be heard."""
        ...


class Loop(Protocol):
    """Plays the program's own sound and listens for it. Blocks, and so belongs on a worker."""

    def run(self, halt: Event) -> Verdict:
        """The verdict on `Check.HEADSET`, within 11 s."""
        ...


@dataclass(frozen=True, slots=True)
class Trials:
    """The tests that are there.

    What blocks is handed an event of its own for each run, which ends it when it is set, also before it has begun.

    Attributes:
        echo: speak and hear yourself.
        quiet: the quiet second; None: noise and hum are not on the list.
        loop: our own sound; None: the headset is not on the list.
        network: None: the network is not on the list.
        chime: plays a pleasant sound on the calling thread until its end.
        known: verdicts on what is simply so, such as which devices are chosen; asked at the beginning and whenever a
            device comes or goes. Quick.
        told: what the watches and `known` tell of.
    """

    echo: Echo
    quiet: Quiet | None = None
    loop: Loop | None = None
    network: NetworkTest | None = None
    chime: Callable[[Event], object] | None = None
    known: Callable[[], tuple[Verdict, ...]] = tuple
    told: frozenset[Check] = frozenset()

    @property
    def checks(self) -> tuple[Check, ...]:
        """The list, in its order: what somebody is there to judge, and what the user answers."""
        there = {Check.SPEAKER, Check.ECHO, Check.PLACE, *self.told}
        there |= {*QUIET_CHECKS} if self.quiet is not None else set()
        there |= {Check.HEADSET} if self.loop is not None else set()
        there |= {Check.NETWORK} if self.network is not None else set()
        return tuple(check for check in MORNING_CHECKS if check in there)
