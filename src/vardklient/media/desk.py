"""The sound of a call: two devices that may be exchanged while it goes on, and a canceller between them.

Locks are taken in one order: the desk's, then PortAudio's, then a device's own. On the sound threads, and where a
device says that it has changed, none is taken: the desk's own thread is woken there, and does what is to be done.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from vardklient.media.cancelling import Canceller, make_canceller
from vardklient.media.exchange import DeskInput, DeskMicrophone, DeskOutput, DeskSpeaker, End, Owner
from vardklient.media.portaudio import PortAudio
from vardklient.media.sound import PortAudioMicrophone, PortAudioSpeaker
from vardklient.ports.devices import DeviceList
from vardklient.ports.sound import SoundDeskState

_log = logging.getLogger(__name__)

_PAUSES_S = (0.0, 0.5, 1.0)
"""Before each try after a device ended by itself: all within the 2 s that are allowed. Own choice.

Later it is tried when the list of devices changes: a try interrupts the other device for a moment.
"""

MakeCanceller = Callable[[bool], Canceller | None]


class PortAudioDesk:
    """Implements `ports.sound.SoundDesk`. Nothing is opened or loaded before `use` or a `start`.

    Attributes:
        microphone, speaker: the same for the whole of the desk's life.
    """

    def __init__(
        self,
        make_microphone: Callable[[PortAudio, str], DeskInput] = PortAudioMicrophone,
        make_speaker: Callable[[PortAudio, str], DeskOutput] = PortAudioSpeaker,
        make_canceller: MakeCanceller = make_canceller,
        audio: PortAudio | None = None,
    ) -> None:
        """Make the desk.

        Args:
            make_microphone: makes one by its name or identity, "" for the default; opens nothing.
            make_speaker: the same.
            make_canceller: makes one that cancels echoes (True) or noise alone (False), None where there is none.
            audio: the process's PortAudio, where others use it too; one of its own if not given.
        """
        self._audio = audio = audio or PortAudio()
        self._make_canceller = make_canceller
        self._turn = threading.RLock()
        self._mender: _Mender | None = None
        owner = Owner(audio, self._open, self._close, self._wake)
        self.microphone = DeskMicrophone(owner, lambda name: make_microphone(audio, name))
        self._cleaning = self.microphone.cleaning
        self.speaker = DeskSpeaker(owner, lambda name: make_speaker(audio, name), self._cleaning)
        self._listeners: tuple[Callable[[SoundDeskState], None], ...] = ()
        self._told = self._state()
        self._fitted: tuple[object, ...] = ()
        self._proved: tuple[str, str] | None = None

    @property
    def canceller(self) -> str | None:
        """What cleans the microphone's sound now, None if nothing does."""
        canceller = self._cleaning.canceller
        return canceller.name if canceller is not None else None

    def on_change(self, listener: Callable[[SoundDeskState], None]) -> None:
        """Call `listener`, from any thread, when a state or a name has changed. It must only hand over."""
        with self._turn:
            self._listeners = (*self._listeners, listener)

    def use(self, microphone: str, speaker: str) -> None:
        """Open these devices, by name or identity, "" being the system's choice."""
        with self._turn:
            self._prepare()
            self.microphone.use(microphone)
            self.speaker.use(speaker)
            self._settle()

    def want(self, microphone: str, speaker: str) -> None:
        """Have these devices from the next `start` of each end on; nothing is opened or exchanged now."""
        with self._turn:
            self.microphone.want(microphone)
            self.speaker.want(speaker)

    def release(self) -> None:
        """Let go of both devices; the desk's thread has ended when this returns."""
        with self._turn:
            self.microphone.release()
            self.speaker.release()
            self._settle()
        self._leave_if_idle()

    def know(self, present: DeviceList) -> None:
        """Hear what is plugged in now; what has gone is replaced at once."""
        with self._turn:
            self._audio.know(present)
            for end in (self.microphone, self.speaker):
                end.know(present)
            self._recover()
            self._settle()

    def prove_headset(self, microphone: str, speaker: str) -> None:
        """The microphone of this name does not hear the loudspeaker of that; nothing is proved if one is empty."""
        with self._turn:
            self._proved = (microphone, speaker) if microphone and speaker else None
            self._settle()

    def _open(self, end: End[DeskInput] | End[DeskOutput]) -> None:
        with self._turn:
            self._prepare()
            end.use(end.wanted)
            self._settle()

    def _close(self, end: End[DeskInput] | End[DeskOutput]) -> None:
        with self._turn:
            end.release()
            self._settle()
        self._leave_if_idle()

    def _prepare(self) -> None:
        """Before a device opens: a canceller for its first sound, and a thread that hears of its end."""
        self._cleaning.start()
        if not self._fitted:
            self._fit((None, None, True))
        if self._mender is None:
            self._mender = _Mender(self._mend)

    def _settle(self) -> None:
        """After anything that may have changed a device: the canceller that suits them, and a word to who listens."""
        microphone, speaker = self.microphone.device, self.speaker.device
        both = microphone is not None and speaker is not None
        if both and self._proved != (self.microphone.name, self.speaker.name):
            self._proved = None
        if microphone is None:
            self._fitted = ()
            self._cleaning.stop()
        else:
            self._fit((microphone, speaker, self._proved is None))
        self._tell()

    def _fit(self, wanted: tuple[DeskInput | None, DeskOutput | None, bool]) -> None:
        """A new canceller for new devices: the old one has learnt another room, and would have to unlearn it."""
        if self._fitted == wanted:
            return
        self._fitted = wanted
        microphone, speaker, echo = wanted
        canceller = self._make_canceller(echo)
        if canceller is not None:
            canceller.hint_delay(sum(device.latency_s for device in (microphone, speaker) if device is not None))
        self._cleaning.fit(canceller)

    def _state(self) -> SoundDeskState:
        return SoundDeskState(self.microphone.state, self.speaker.state, self.microphone.name, self.speaker.name)

    def _tell(self) -> None:
        state = self._state()
        if state != self._told:
            self._told = state
            for listener in self._listeners:
                listener(state)

    def _recover(self) -> bool:
        """Replace what has gone; True if all is well, or nothing can be done."""
        microphone, speaker = self.microphone.recover(), self.speaker.recover()
        return microphone and speaker

    def _wake(self) -> None:
        """A device has changed by itself. Called on its thread."""
        mender = self._mender
        if mender is not None:
            mender.woken.set()

    def _mend(self, ended: threading.Event) -> None:
        """Say what has happened, and try to replace what has gone, until `ended` is set. On the desk's own thread."""
        with self._turn:
            self._tell()
        for pause_s in _PAUSES_S:
            if ended.wait(pause_s):
                return
            with self._turn:
                well = ended.is_set() or self._recover()
                self._settle()
            if well:
                return

    def _leave_if_idle(self) -> None:
        """End the thread when neither device is open. Not under the lock: the thread may be waiting for it."""
        with self._turn:
            if self.microphone.device is not None or self.speaker.device is not None:
                return
            mender, self._mender = self._mender, None
        if mender is not None:
            mender.end()


class _Mender:
    """A thread that works whenever it is woken.

    Args:
        work: told an event that is set when it shall stop.
    """

    def __init__(self, work: Callable[[threading.Event], None]) -> None:
        self.woken = threading.Event()
        self._ended = threading.Event()
        self._work = work
        self._thread = threading.Thread(target=self._run, name="sound-desk")
        self._thread.start()

    def end(self) -> None:
        """Returns when the thread has ended."""
        self._ended.set()
        self.woken.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self.woken.wait()
            self.woken.clear()
            if self._ended.is_set():
                return
            self._work(self._ended)


def make_desk() -> PortAudioDesk:
    """The sound of a call on this machine's devices."""
    return PortAudioDesk()


def make_test_desk(audio: PortAudio, microphone: str, speaker: str) -> PortAudioDesk:
    """The sound of the self-test: nothing is cancelled or cleaned, for the test judges the sound as it is.

    Args:
        audio: the process's PortAudio.
        microphone: the device to use, by name or identity, "" being the system's choice.
        speaker: the same.
    """
    desk = PortAudioDesk(make_canceller=lambda echo: None, audio=audio)
    desk.want(microphone, speaker)
    return desk
