"""Makes the self-test for each equipment. What is read from files, and what remembers, is made once for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vardklient.ports.clock import Clock

if TYPE_CHECKING:
    from vardklient.base.loop import CoreLoop
    from vardklient.checks.device_names import DeviceNames
    from vardklient.checks.sound_limits import SoundLimits
    from vardklient.ports.network import NetworkTest
    from vardklient.program.equipment import Equipment
    from vardklient.program.networks import Networks
    from vardklient.program.outlets import Outlets
    from vardklient.program.selftest import Reporter, SelfTest
    from vardklient.program.trials import Echo, Trials, Watch


@dataclass(frozen=True, slots=True)
class Common:
    """What all self-tests of the program share.

    Attributes:
        network: None where there is no server to test against. It remembers what it said last.
        networks: tells one network from another, also while the equipment is exchanged.
    """

    limits: SoundLimits
    names: DeviceNames
    network: NetworkTest | None
    networks: Networks


class Workbench:
    """Makes self-tests.

    Args:
        server: address and key of the visit server, None where there is none.
        place: what tells this place from others.
    """

    def __init__(self, clock: Clock, server: tuple[str, str] | None, place: Callable[[], str]) -> None:
        self._clock, self._server, self._place = clock, server, place
        self._common: Common | None = None

    def load(self) -> None:
        """Read limits and lists; takes some 10 ms, so it is done on a thread before they are needed."""
        self._common = self._common or self._make()

    def _make(self) -> Common:
        from vardklient.checks.network import load_network_limits
        from vardklient.checks.sound_limits import load_sound_limits
        from vardklient.program.known import clinics_names
        from vardklient.program.networks import Networks
        from vardklient.program.networktest import ChildNetworkTest

        server, clock = self._server, self._clock
        network = None if server is None else ChildNetworkTest(server, load_network_limits(), clock)
        return Common(load_sound_limits(), clinics_names(), network, Networks())

    def selftest(self, core: CoreLoop, equipment: Equipment, outlets: Outlets) -> SelfTest:
        """The self-test of this equipment."""
        from vardklient.program.selftest import SelfTest

        self.load()
        common = self._common
        assert common is not None
        return SelfTest(
            core,
            equipment,
            clock=self._clock,
            make_watches=lambda reporter: make_watches(equipment, reporter, common.limits),
            trials=_trials(equipment, common),
            place=self._place,
            networks=common.networks,
            on_state=outlets.show_selfcheck,
        )


def _trials(equipment: Equipment, common: Common) -> Trials:
    from vardklient.media.echotest import EchoTest
    from vardklient.media.looptest import LoopTest
    from vardklient.media.loudest import LoudestTest
    from vardklient.media.quietsecond import QuietSecond
    from vardklient.program.chime import SPEAKER_TEST, ring
    from vardklient.program.comparing import ComparingEcho
    from vardklient.program.known import KNOWN, KnownDevices
    from vardklient.program.trials import WATCHED, Trials

    microphone, speaker, limits = equipment.microphone, equipment.speaker, common.limits
    echo: Echo = EchoTest(microphone, speaker, limits)
    if (make := equipment.make_microphone) is not None:
        echo = ComparingEcho(echo, equipment, common.names, lambda: LoudestTest(make, limits.level))
    return Trials(
        echo=echo,
        quiet=QuietSecond(microphone, limits),
        loop=LoopTest(microphone, speaker, limits),
        chime=lambda halt: ring(equipment, SPEAKER_TEST, halt),
        network=common.network,
        known=KnownDevices(equipment, common.names).verdicts,
        told=WATCHED | KNOWN,
    )


def make_watches(equipment: Equipment, reporter: Reporter, limits: SoundLimits) -> tuple[Watch, ...]:
    """The eyes and ears of the self-test."""
    from vardklient.checks.picture import make_checker
    from vardklient.media.listening import SoundObserver
    from vardklient.media.observer import PictureObserver

    class Eyes(PictureObserver):
        """A picture observer that has ended when `stop` returns."""

        def stop(self) -> None:
            super().stop()
            self.join()

    return (
        Eyes(equipment.camera, make_checker, reporter.verdicts),
        SoundObserver(equipment.microphone, limits, reporter.verdicts, reporter.level),
    )
