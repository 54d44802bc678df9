"""The desk on devices that come and go as the test says. Real ones: test_desk_bed.py."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests.media.machine import BrokenCanceller, HalvingCanceller, Machine
from vardklient.media.cancelling import Canceller
from vardklient.media.desk import PortAudioDesk, make_test_desk
from vardklient.media.portaudio import PortAudio
from vardklient.ports.devices import DeviceList
from vardklient.ports.sound import SoundBlock, SoundDeskState, SoundState

BLOCK = 480
RUNNING, CLOSED, LOST, MISSING = SoundState.RUNNING, SoundState.CLOSED, SoundState.LOST, SoundState.MISSING


class Rig:
    """A desk on a machine, with one who listens, one who speaks, and one who hears of changes."""

    def __init__(self, *names: str, make_canceller: Callable[[bool], Canceller | None] = HalvingCanceller) -> None:
        self.machine = Machine(*names)
        self.cancellers: list[Canceller | None] = []

        def make(echo: bool) -> Canceller | None:
            self.cancellers.append(make_canceller(echo))
            return self.cancellers[-1]

        self.desk = PortAudioDesk(self.machine.make_microphone, self.machine.make_speaker, make)
        self.heard: list[SoundBlock] = []
        self.changes: list[SoundDeskState] = []
        self.changed = threading.Condition()
        self.desk.microphone.subscribe(self._hear)
        self.desk.speaker.add_player(lambda wanted: np.full(wanted, 0.25, np.float32))
        self.desk.on_change(self._change)
        self.desk.know(self.machine.present())
        self.changes.clear()

    def _hear(self, block: SoundBlock) -> None:
        with self.changed:
            self.heard.append(block)
            self.changed.notify_all()

    def hears(self, count: int) -> list[SoundBlock]:
        """All that was heard, once it is so many blocks."""
        with self.changed:
            self.changed.wait_for(lambda: len(self.heard) >= count, 10)
            assert len(self.heard) == count
            return self.heard

    def _change(self, state: SoundDeskState) -> None:
        with self.changed:
            self.changes.append(state)
            self.changed.notify_all()

    def wait_for(self, *microphone: SoundState) -> SoundDeskState:
        """The newest state, once the microphone has gone through these, from the first change on."""
        with self.changed:
            there = self.changed.wait_for(lambda: [change.microphone for change in self.changes] == [*microphone], 10)
            assert there, self.changes
            return self.changes[-1]


@pytest.fixture
def rigs() -> Iterator[Callable[..., Rig]]:
    made: list[Rig] = []

    def make(*names: str, **more: Callable[[bool], Canceller | None]) -> Rig:
        made.append(Rig(*names, **more))
        return made[-1]

    yield make
    for rig in made:
        rig.desk.release()
    assert own_threads() == []


def own_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("sound-")]


Rigs = Callable[..., Rig]


def test_nothing_opens_before_it_is_used(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    assert rig.machine.microphones == []
    assert rig.cancellers == []
    assert rig.desk.canceller is None
    assert rig.desk.microphone.state is CLOSED
    assert rig.desk.microphone.name == "Laptop", "the one that would be used"
    assert own_threads() == []


def test_the_devices_are_opened_and_what_is_heard_is_cleaned(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "id-Laptop")
    assert rig.changes == [SoundDeskState(RUNNING, RUNNING, "Jabra", "Laptop")]
    assert rig.desk.canceller == "halving"
    rig.machine.speaker.hear(2 * BLOCK)
    rig.machine.microphone.speak(np.full(2 * BLOCK, 0.5, np.float32))
    canceller = rig.cancellers[-1]
    assert isinstance(canceller, HalvingCanceller)
    assert canceller.hinted_s == pytest.approx(0.12)
    heard = rig.hears(2)
    assert [block.size for block in canceller.seen] == [BLOCK, BLOCK]
    assert canceller.seen[0] == pytest.approx(np.full(BLOCK, 0.25)), "what is played, as it is played"
    assert [block.samples.size for block in heard] == [BLOCK, BLOCK]
    assert heard[0].samples == pytest.approx(np.full(BLOCK, 0.25))


def test_an_exchange_opens_only_what_changed_and_keeps_who_listens_and_plays(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("", "")
    speaker = rig.machine.speaker
    rig.desk.use("Jabra", "")
    assert rig.machine.speakers == [speaker]
    assert [microphone.state for microphone in rig.machine.microphones] == [CLOSED, RUNNING]
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Jabra", "Laptop")
    rig.machine.microphone.speak(np.full(BLOCK, 0.5, np.float32))
    rig.hears(1)
    rig.desk.use("Jabra", "Jabra")
    assert len(rig.machine.microphones) == 2
    assert rig.machine.speaker.hear(BLOCK) == pytest.approx(np.full(BLOCK, 0.25))
    assert speaker.players == 0


def test_what_is_in_use_is_not_opened_again_under_another_word_for_it(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    for words in (("", ""), ("Laptop", "id-Laptop"), ("", "")):
        rig.desk.use(*words)
    assert len(rig.machine.microphones) == len(rig.machine.speakers) == 1
    assert len(rig.changes) == 1


def test_no_state_flickers_past_in_an_exchange(rigs: Rigs) -> None:
    rig, states = rigs("Laptop", "Jabra"), []
    rig.desk.microphone.on_state(states.append)
    rig.desk.use("", "")
    rig.desk.use("Jabra", "")
    rig.desk.release()
    assert states == [RUNNING, CLOSED]
    assert [change.microphone_name for change in rig.changes] == ["Laptop", "Jabra", "Jabra"]


def test_a_device_that_goes_is_replaced_by_the_default_and_said_so(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.desk.know(rig.machine.unplug("Jabra"))
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Laptop", "Laptop")
    rig.machine.microphone.speak(np.full(BLOCK, 0.5, np.float32))
    rig.hears(1)


def test_a_device_that_comes_never_grabs_the_call(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.desk.know(rig.machine.unplug("Jabra"))
    rig.desk.know(rig.machine.plug("Jabra", default=True))
    rig.desk.know(rig.machine.plug("Webcam", default=True))
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Laptop", "Laptop")
    rig.desk.use("Jabra", "Jabra")
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Jabra", "Jabra"), "asked for, it does"


def test_where_there_is_none_the_first_that_comes_is_taken(rigs: Rigs) -> None:
    rig = rigs("Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.desk.know(rig.machine.unplug("Jabra"))
    assert rig.changes[-1].microphone is LOST
    made = len(rig.machine.microphones)
    rig.desk.know(rig.machine.present())
    assert len(rig.machine.microphones) == made, "with none on the list none is tried"
    rig.desk.know(rig.machine.plug("Webcam"))
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Webcam", "Webcam")


def test_a_wanted_device_that_is_not_there_is_replaced_at_once(rigs: Rigs) -> None:
    rig = rigs("Laptop")
    rig.desk.use("Jabra", "Jabra")
    assert rig.changes == [SoundDeskState(RUNNING, RUNNING, "Laptop", "Laptop")]
    rig.desk.use("Jabra", "Jabra")
    assert len(rig.machine.microphones) == 1, "and the replacement is left in peace"


def test_without_a_list_it_is_tried_by_name_and_then_replaced(rigs: Rigs) -> None:
    machine = Machine("Laptop")
    desk = PortAudioDesk(machine.make_microphone, machine.make_speaker, HalvingCanceller)
    desk.use("Jabra", "Laptop")
    assert [microphone.starts for microphone in machine.microphones] == [1, 1]
    assert (desk.microphone.state, desk.microphone.name, desk.speaker.name) == (RUNNING, "Laptop", "Laptop")
    desk.release()


def test_a_device_that_gets_another_name_while_it_runs_is_the_same_device(rigs: Rigs) -> None:
    """A headset that changes its profile, or that the user renames in the system's settings."""
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.desk.know(rig.machine.rename("Jabra", "Jabra (call)"))
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Jabra (call)", "Jabra (call)")
    assert len(rig.machine.microphones) == len(rig.machine.speakers) == 1, "nothing was opened anew"
    rig.desk.know(rig.machine.unplug("Jabra (call)"))
    assert rig.changes[-1].microphone_name == "Laptop"
    rig.desk.know(rig.machine.plug("Jabra (call)"))
    rig.desk.microphone.start()
    assert rig.changes[-1].microphone_name == "Jabra (call)", "what was wanted is wanted under its new name"


def test_what_is_wanted_from_the_next_opening_on_opens_nothing_now(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.want("Jabra", "id-Jabra")
    assert (rig.machine.microphones, rig.desk.microphone.name, rig.desk.speaker.name) == ([], "Jabra", "Jabra")
    rig.desk.microphone.start()
    rig.desk.speaker.start()
    assert rig.changes[-1] == SoundDeskState(RUNNING, RUNNING, "Jabra", "Jabra")
    rig.desk.want("Laptop", "Laptop")
    assert rig.changes[-1].microphone_name == "Jabra", "and exchanges nothing"


def test_the_desk_of_the_self_test_leaves_the_sound_as_it_is() -> None:
    desk = make_test_desk(PortAudio(), "Jabra", "")
    assert (desk.microphone.wanted, desk.speaker.wanted, desk.canceller) == ("Jabra", "", None)


def test_a_busy_device_is_left_for_the_user_to_settle(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.machine.faults["Jabra"] = SoundState.BUSY
    rig.desk.use("Jabra", "Laptop")
    assert rig.changes[-1] == SoundDeskState(SoundState.BUSY, RUNNING, "Jabra", "Laptop")
    rig.desk.know(rig.machine.plug("Webcam"))
    assert len(rig.machine.microphones) == 1
    del rig.machine.faults["Jabra"]
    rig.desk.use("Jabra", "Laptop")
    assert rig.changes[-1].microphone is RUNNING


def test_a_stream_that_ends_by_itself_is_opened_again(rigs: Rigs) -> None:
    """The sound server was started anew: the device is still there."""
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.machine.microphone.become(LOST)
    assert rig.wait_for(RUNNING, LOST, RUNNING).microphone_name == "Jabra"


def test_a_stream_that_ends_with_its_device_is_replaced_before_the_list_says_so(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    rig.machine.unplug("Jabra")
    rig.machine.microphone.become(LOST)
    assert rig.wait_for(RUNNING, LOST, RUNNING) == SoundDeskState(RUNNING, RUNNING, "Laptop", "Jabra")


def test_it_is_given_up_while_nothing_is_there_and_released_in_the_middle_of_trying(rigs: Rigs) -> None:
    rig = rigs("Jabra")
    rig.desk.use("", "")
    rig.machine.unplug("Jabra")
    rig.machine.microphone.become(LOST)
    rig.wait_for(RUNNING, LOST, MISSING)
    rig.desk.release()
    assert (rig.desk.microphone.state, rig.desk.speaker.state) == (CLOSED, CLOSED)
    made = len(rig.machine.microphones)
    rig.desk.know(rig.machine.plug("Webcam"))
    assert len(rig.machine.microphones) == made, "released is released"


def test_each_end_opens_and_closes_by_itself_as_the_ports_say(rigs: Rigs) -> None:
    rig = rigs("Laptop")
    rig.desk.speaker.start()
    assert rig.changes[-1] == SoundDeskState(CLOSED, RUNNING, "Laptop", "Laptop")
    rig.desk.microphone.start()
    rig.desk.microphone.start()
    assert len(rig.machine.microphones) == 1
    rig.desk.speaker.stop()
    assert rig.desk.canceller == "halving"
    rig.desk.microphone.stop()
    assert rig.changes[-1] == SoundDeskState(CLOSED, CLOSED, "Laptop", "Laptop")
    assert rig.desk.canceller is None


# ---------------------------------------------------------------- the canceller


def test_new_devices_get_a_new_canceller(rigs: Rigs) -> None:
    rig = rigs("Laptop", "Jabra")
    rig.desk.use("", "")
    made = len(rig.cancellers)
    rig.desk.use("", "")
    assert len(rig.cancellers) == made
    rig.desk.use("", "Jabra")
    assert len(rig.cancellers) == made + 1


@pytest.mark.parametrize("early", [True, False])
def test_a_proved_headset_turns_cancelling_off_until_another_device_is_used(rigs: Rigs, early: bool) -> None:
    rig = rigs("Laptop", "Jabra")
    if early:
        rig.desk.prove_headset("Jabra", "Jabra")
    rig.desk.use("Jabra", "Jabra")
    if not early:
        rig.desk.prove_headset("Jabra", "Jabra")
    assert rig.desk.canceller == "halving, without echo"
    rig.desk.know(rig.machine.unplug("Jabra"))
    assert rig.desk.canceller == "halving", "the proof was for the headset, not for the laptop"
    rig.desk.know(rig.machine.plug("Jabra"))
    rig.desk.use("Jabra", "Jabra")
    assert rig.desk.canceller == "halving", "and has to be said again"
    rig.desk.prove_headset("Jabra", "Jabra")
    assert rig.desk.canceller == "halving, without echo"
    rig.desk.prove_headset("", "")
    assert rig.desk.canceller == "halving"


@pytest.mark.parametrize("used", [("Laptop", "Laptop"), ("Jabra", "Laptop"), ("Laptop", "Jabra")])
def test_a_proof_of_other_devices_proves_nothing(rigs: Rigs, used: tuple[str, str]) -> None:
    """A new engine is told of the proof, and then of the loudspeakers that the user has moved to meanwhile."""
    rig = rigs("Laptop", "Jabra")
    rig.desk.prove_headset("Jabra", "Jabra")
    rig.desk.use(*used)
    assert rig.desk.canceller == "halving"


def test_closed_it_is_called_by_what_would_be_used(rigs: Rigs) -> None:
    """A device that is wanted and not there would be replaced: so the self-test knows what it begins with."""
    rig = rigs("Laptop", "Jabra")
    rig.desk.want("Jabra", "Jabra")
    assert (rig.desk.microphone.name, rig.desk.speaker.name) == ("Jabra", "Jabra")
    rig.desk.know(rig.machine.unplug("Jabra"))
    assert (rig.desk.microphone.name, rig.desk.speaker.name) == ("Laptop", "Laptop")
    rig.desk.microphone.start()
    assert rig.desk.microphone.name == "Laptop"


def test_without_a_canceller_the_microphone_is_heard_as_it_is(rigs: Rigs) -> None:
    rig = rigs("Laptop", make_canceller=lambda echo: None)
    rig.desk.use("", "")
    rig.machine.speaker.hear(BLOCK)
    rig.machine.microphone.speak(np.full(BLOCK, 0.5, np.float32))
    assert rig.hears(1)[0].samples == pytest.approx(np.full(BLOCK, 0.5))
    assert rig.desk.canceller is None


def test_a_canceller_that_fails_is_left_out_and_not_the_voice(rigs: Rigs, caplog: pytest.LogCaptureFixture) -> None:
    rig = rigs("Laptop", make_canceller=BrokenCanceller)
    rig.desk.use("", "")
    rig.machine.microphone.speak(np.full(2 * BLOCK, 0.5, np.float32))
    assert rig.machine.speaker.hear(BLOCK) == pytest.approx(np.full(BLOCK, 0.25))
    assert [block.samples[0] for block in rig.hears(2)] == [0.5, 0.5]
    assert caplog.text.count("left out") == 1
    assert rig.desk.canceller is None


def test_a_desk_that_knows_nothing_can_be_made_and_released() -> None:
    desk = PortAudioDesk()
    desk.know(DeviceList())
    desk.release()
    assert desk.microphone.state is desk.speaker.state is CLOSED


def test_importing_it_loads_no_qt_no_portaudio_and_no_canceller() -> None:
    code = (
        "import sys; from vardklient.media.desk import make_desk; desk = make_desk(); desk.release(); "
        "print([name for name in ('PySide6', 'sounddevice', 'livekit', 'cv2', 'av') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
