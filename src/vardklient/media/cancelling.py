"""Takes the loudspeaker's echo and steady noise out of what the microphone hears: WebRTC's audio processing by livekit.

No LiveKit server is involved: loading it takes 0.1-0.3 s, opens no socket (looked at with strace), prints nothing, and
starts three threads of its own that do not hinder the end of the process. It is loaded when a device first opens.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from vardklient.media.mixing import Samples
from vardklient.ports.sound import BLOCK_SAMPLES, SAMPLE_RATE_HZ

if TYPE_CHECKING:
    from livekit.rtc import AudioFrame, AudioProcessingModule

_log = logging.getLogger(__name__)

_FULL_SCALE = 32_767.0
_DELAY_MOST_MS = 500
"""Facts: 650 is refused, and a hint that is wrong changes nothing that we could measure."""
_DELAY_CANCELLING_S, _DELAY_SUPPRESSING_S = 0.0149, 0.0069
"""How much later speech comes out than it went in: measured by correlation, with and without echo cancelling."""


class Canceller(Protocol):
    """All blocks are 480 samples, float32. `far` and `near` may be called from two threads at the same time.

    Attributes:
        name: what people who read statistics call it.
        delay_s: how much later speech comes out of `near` than it went in.
    """

    name: str
    delay_s: float

    def far(self, samples: Samples) -> None:
        """This is being played now."""
        ...

    def near(self, samples: Samples) -> Samples:
        """This was heard; what is left of it without echo and noise."""
        ...

    def hint_delay(self, delay_s: float) -> None:
        """So much time lies between `far` of a sound and `near` of its echo, as far as the devices know."""
        ...


class LiveKitCanceller:
    """Implements `Canceller`. The native part is released when the object is.

    Gain control stays off: it raised the echo by what it raised the voice (facts: +5 dB, 28 instead of 43 dB).
    """

    def __init__(self, echo: bool) -> None:
        """Get ready.

        Args:
            echo: cancel echoes too; else only rumble and steady noise go.

        Raises:
            ImportError: there is no livekit for this platform.
        """
        from livekit.rtc import AudioProcessingModule

        logging.getLogger("livekit").setLevel(logging.WARNING)
        self.name = "livekit" if echo else "livekit, without echo cancelling"
        self.delay_s = _DELAY_CANCELLING_S if echo else _DELAY_SUPPRESSING_S
        self._echo = echo
        self._module: AudioProcessingModule = AudioProcessingModule(
            echo_cancellation=echo, noise_suppression=True, high_pass_filter=True, auto_gain_control=False
        )
        self._far, self._near = _Frame(), _Frame()

    def far(self, samples: Samples) -> None:
        """This is being played now."""
        if self._echo:
            self._far.write(samples)
            self._module.process_reverse_stream(self._far.frame)

    def near(self, samples: Samples) -> Samples:
        """This was heard; what is left of it without echo and noise."""
        self._near.write(samples)
        self._module.process_stream(self._near.frame)
        return self._near.read()

    def hint_delay(self, delay_s: float) -> None:
        """So much time lies between `far` of a sound and `near` of its echo, as far as the devices know."""
        if self._echo:
            self._module.set_stream_delay_ms(min(_DELAY_MOST_MS, max(0, round(delay_s * 1000))))


class _Frame:
    """One block in the form that livekit wants, used again and again."""

    def __init__(self) -> None:
        from livekit.rtc import AudioFrame

        memory = bytearray(2 * BLOCK_SAMPLES)
        self.frame: AudioFrame = AudioFrame(memory, SAMPLE_RATE_HZ, 1, BLOCK_SAMPLES)
        self._whole: NDArray[np.int16] = np.frombuffer(memory, np.int16)

    def write(self, samples: Samples) -> None:
        """Fill it from -1..1; louder is cut."""
        self._whole[:] = np.rint(np.clip(samples, -1.0, 1.0) * _FULL_SCALE)

    def read(self) -> Samples:
        """What is in it now, as -1..1."""
        return self._whole.astype(np.float32) / np.float32(_FULL_SCALE)


def make_canceller(echo: bool) -> Canceller | None:
    """What this machine has, None if it has nothing: then the microphone is heard as it is."""
    try:
        return LiveKitCanceller(echo)
    except ImportError:
        _log.warning("There is no echo canceller on this machine: a headset is needed")
        return None
