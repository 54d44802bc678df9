"""The equipment of the windowed program: taken, handed to the views and the core, exchanged when another is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from vardklient.base.log import unexpected
from vardklient.ui import texts
from vardklient.ui.bridge import Bridge

if TYPE_CHECKING:
    from concurrent.futures import Future

    from vardklient.base.loop import CoreLoop
    from vardklient.base.slot import Slot
    from vardklient.flows.call import CallState
    from vardklient.flows.selfcheck import SelfcheckState
    from vardklient.media.eyes import EyesWatch
    from vardklient.ports.camera import Frame
    from vardklient.ports.devices import DeviceList
    from vardklient.ports.engine import UseSound
    from vardklient.program.backend import Backend
    from vardklient.program.equipment import Equipment
    from vardklient.program.outlets import Outlets
    from vardklient.program.plan import Furniture, Plan
    from vardklient.program.selftest import SelfTest
    from vardklient.ui.selfcheck import DeviceChosen
    from vardklient.ui.turns import Turns

CALM_MS = 3000
"""So long nothing more is plugged in or out before we ask where we are: a desk is not left by one cable. Own choice."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where the equipment goes.

    Attributes:
        backend: asked on the core thread, where it has been made by then.
    """

    furniture: Furniture
    core: CoreLoop
    outlets: Outlets
    backend: Callable[[], Backend | None]


class Fitting(QObject):
    """One equipment after the other, never two at once. Lives on the GUI thread.

    Args:
        turns: does what takes longer a piece at a time.
        say: shows a notice; the key tells which one it replaces.
        calm_ms: how long nothing more may be plugged in or out before the place is looked for.

    Attributes:
        equipment: None until it is made.
    """

    def __init__(
        self,
        plan: Plan,
        turns: Turns,
        say: Callable[[texts.AdviceText, str], None],
        parent: QObject | None = None,
        calm_ms: int = CALM_MS,
    ) -> None:
        super().__init__(parent)
        self._plan, self._turns, self._say = plan, turns, say
        self.equipment: Equipment | None = None
        self._site: Site | None = None
        self._eyes: EyesWatch | None = None
        self._wanted_anew = self._busy = self._after_call = self._plugged = False
        self._in_call = self._testing = False
        self._calm = QTimer(self, singleShot=True, interval=calm_ms)
        self._calm.timeout.connect(self._look_where_we_are)
        done = Bridge(self)
        done.arrived.connect(self._fitted)
        self._tell_fitted = done.post

    def begin(self, site: Site) -> Iterator[None]:
        """The libraries of devices and checks are there: make the first equipment, a piece at a time."""
        self._site, self._busy = site, True
        present = self._plan.shelf.watch(self._changed)
        yield
        self._plan.preferences.settle(present)
        self._show(present)
        yield from self._fit(site)

    def close(self) -> None:
        """Make and look at nothing more."""
        self._calm.stop()
        if self._eyes is not None:
            self._eyes.stop()

    # ------------------------------------------------------------ one equipment

    def _exchange(self) -> None:
        """Have what is wanted now; whoever asks while one is being fitted is answered by the next, all by one."""
        self._wanted_anew = True
        if self._site is not None and not self._busy:
            self._busy = True
            self._turns.add(self._fit(self._site))

    def _fit(self, site: Site) -> Iterator[None]:
        """On this thread, as Qt wants it."""
        before, self._wanted_anew = self.equipment, False
        if before is not None and self._in_call:  # which has begun since this was asked for
            self._busy, self._after_call = False, True
            return
        previews = (site.furniture.selfcheck.preview.slot, site.furniture.call.selfview.slot)
        if before is not None:
            for slot in previews:
                before.camera.unsubscribe(slot)
        equipment = self.equipment = self._plan.shelf.take(self._plan.preferences.wanted)
        yield
        for slot in previews:
            equipment.camera.subscribe(slot)
        selftest = self._plan.make_selftest(site.core, equipment, site.outlets)
        eyes = self._eyes = self._eyes or self._make_eyes(site.furniture)
        yield
        pictures = (site.furniture.call.patient.slot, eyes.slot)
        site.core.submit(self._hand_over(site, equipment, selftest, pictures)).add_done_callback(self._handed_over)

    def _make_eyes(self, furniture: Furniture) -> EyesWatch:
        bridge = Bridge(self)
        bridge.arrived.connect(lambda at: furniture.call.set_eyes(at.share))
        return self._plan.make_eyes(bridge.post)

    async def _hand_over(
        self, site: Site, equipment: Equipment, selftest: SelfTest, pictures: tuple[Slot[Frame], ...]
    ) -> None:
        """On the core thread."""
        backend = site.backend()
        assert backend is not None
        await backend.equip(equipment, selftest, pictures)

    def _handed_over(self, done: Future[None]) -> None:
        """On the core thread."""
        fault = None if done.cancelled() else done.exception()
        if fault is not None:
            unexpected(fault)
        self._tell_fitted(done)

    def _fitted(self, _: object) -> None:
        self._busy = False
        if self._wanted_anew:
            self._exchange()

    # ------------------------------------------------------------ what is plugged in

    def _changed(self, present: DeviceList) -> None:
        self._show(present)
        self._plugged = True
        self._calm.start()

    def _show(self, present: DeviceList) -> None:
        self._plan.preferences.show_devices(present)
        site = self._site
        if site is not None:
            site.core.post(self._know, site, present)
            site.furniture.selfcheck.show_devices(present)

    @staticmethod
    def _know(site: Site, present: DeviceList) -> None:
        """On the core thread."""
        backend = site.backend()
        if backend is not None:
            backend.know_devices(present)

    def _look_where_we_are(self) -> None:
        """In another place other devices are wanted; but nothing that is plugged in takes a call or a test over.

        Asked again when those have ended, and when there has been no other change for a while.
        """
        if not self._plugged or self._calm.isActive() or self._in_call or self._testing:
            return
        self._plugged = False
        shelf, preferences = self._plan.shelf, self._plan.preferences
        if preferences.settle(shelf.present) != shelf.wanted:
            preferences.show_devices(shelf.present)
            self._exchange()
        elif self._site is not None:
            # the self-test has to ask anew whether anybody can hear, if the place is another one
            self._site.core.post(self._know, self._site, shelf.present)

    # ------------------------------------------------------------ what the user does

    def choose_device(self, chosen: DeviceChosen) -> None:
        """The user has taken a proposal of the self-test's."""
        from vardklient.domain.device import DeviceKind
        from vardklient.ui.settings import ChooseDevice

        self._plan.preferences.take(ChooseDevice(DeviceKind(chosen.kind.value), chosen.identity))

    def change_devices(self) -> None:
        """Another device is wanted: at once. But in a call another camera has to wait until the call is over."""
        if not self._in_call or self._site is None:
            self._exchange()
            return
        from vardklient.ports.engine import UseSound

        wanted, self._after_call = self._plan.preferences.wanted, True
        self._site.core.post(self._use_sound, self._site, UseSound(wanted.microphone, wanted.speaker))
        if wanted.camera != self._plan.shelf.wanted.camera:
            self._say(texts.device_after_call(), "devices")

    @staticmethod
    def _use_sound(site: Site, sound: UseSound) -> None:
        """On the core thread."""
        backend = site.backend()
        if backend is not None:
            backend.use_sound(sound)

    # ------------------------------------------------------------ what goes on

    def hear_selfcheck(self, state: SelfcheckState) -> None:
        """The self-test has come so far."""
        self._testing = state.running
        self._look_where_we_are()

    def hear_call(self, state: CallState) -> None:
        """The call has come so far: the eyes are watched in it, and what had to wait for its end comes after it."""
        before, self._in_call = self._in_call, state.ended is None
        if self._eyes is not None and self._in_call != before:
            if self._in_call:
                self._eyes.start()
            else:
                self._eyes.stop()
        if not self._in_call and self._after_call:
            self._after_call = False
            self._exchange()
        self._look_where_we_are()
