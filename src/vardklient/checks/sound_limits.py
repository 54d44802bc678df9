"""The limits of the sound checks: the `[sound]` tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vardklient.checks.tables import Tables


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """Limits of the microphone's level.

    The nominal active speech level of telephony is -26 dBov (ITU-T P.56); the bands around it are our own.

    Attributes:
        red_below_dbfs: fainter than this cannot be followed.
        green_from_dbfs: from here up to `green_to_dbfs` all is well.
        green_to_dbfs: the loud end of what is well.
        red_above_dbfs: louder than this is about to distort.
        speech_snr_db: less than this over the floor is not taken for speech.
        speech_least_s: speech shorter than this is not judged (a cough, a door).
        activity_least_share: speech must fill this share of the recording at least.
    """

    red_below_dbfs: float
    green_from_dbfs: float
    green_to_dbfs: float
    red_above_dbfs: float
    speech_snr_db: float
    speech_least_s: float
    activity_least_share: float


@dataclass(frozen=True, slots=True)
class SilenceLimits:
    """Limits of digital silence: what a muted or refused microphone delivers.

    Attributes:
        peak_lsb: nothing above this many steps of 16 bits is digital silence.
        least_s: shorter recordings are not judged.
    """

    peak_lsb: float
    least_s: float


@dataclass(frozen=True, slots=True)
class ClippingLimits:
    """Limits of clipping.

    Attributes:
        yellow_above_share: a larger share of clipped samples is worth a word.
        red_above_share: a larger share is heard as distortion (3 dB over full scale).
        peak_least: a signal that never reaches this amplitude says nothing about clipping.
        least_s: shorter recordings are not judged.
    """

    yellow_above_share: float
    red_above_share: float
    peak_least: float
    least_s: float


@dataclass(frozen=True, slots=True)
class NoiseLimits:
    """Limits of the noise floor in a quiet second.

    Attributes:
        yellow_above_dbfs: up to here the room is quiet.
        red_above_dbfs: more makes a voice hard to follow.
        spread_most_db: noise that varies more than this is somebody speaking.
        least_s: shorter recordings are not judged.
    """

    yellow_above_dbfs: float
    red_above_dbfs: float
    spread_most_db: float
    least_s: float


@dataclass(frozen=True, slots=True)
class HumLimits:
    """Limits of the mains hum.

    Attributes:
        prominent_db: a line counts if it stands this far over its neighbourhood.
        yellow_above_dbfs: fainter hum is not heard.
        red_above_dbfs: louder hum disturbs.
        wander_most_db: a line that varies more than this is a voice.
        least_s: shorter recordings are not judged.
    """

    prominent_db: float
    yellow_above_dbfs: float
    red_above_dbfs: float
    wander_most_db: float
    least_s: float


@dataclass(frozen=True, slots=True)
class DropoutLimits:
    """Limits of drop-outs.

    Attributes:
        least_count: fewer breaks than this are none.
        yellow_above_share: a larger share of lost time is heard.
        red_above_share: a larger share costs words.
        least_s: shorter recordings are not judged.
    """

    least_count: int
    yellow_above_share: float
    red_above_share: float
    least_s: float


@dataclass(frozen=True, slots=True)
class BandwidthLimits:
    """Limits of the voice's bandwidth.

    Attributes:
        red_below_hz: telephone sound.
        yellow_below_hz: a little muffled.
        speech_least_s: with less speech than this it is not judged.
        speech_least_dbfs: nor with fainter speech: nothing would stand above any edge.
    """

    red_below_hz: float
    yellow_below_hz: float
    speech_least_s: float
    speech_least_dbfs: float


@dataclass(frozen=True, slots=True)
class HeadsetLimits:
    """Limits of the loop test.

    Attributes:
        headset_from_db: with this loss and more nobody hears himself: a headset.
        open_below_db: with less, the loudspeaker is open.
        late_above_ms: a later echo cannot be cancelled.
        agree_db: two sweeps agree that differ no more than this in loss,
        agree_ms: and no more than this in delay.
        loopback_loss_db: within this of no loss at all,
        loopback_uneven_db: with bands no more uneven than this,
        loopback_dry_share: and so much of it in the first 2 ms, it has never been in the air: "Stereo Mix".
    """

    headset_from_db: float
    open_below_db: float
    late_above_ms: float
    agree_db: float
    agree_ms: float
    loopback_loss_db: float
    loopback_uneven_db: float
    loopback_dry_share: float


@dataclass(frozen=True, slots=True)
class SoundLimits:
    """All limits of the sound checks."""

    level: LevelLimits
    silence: SilenceLimits
    clipping: ClippingLimits
    noise: NoiseLimits
    hum: HumLimits
    dropouts: DropoutLimits
    bandwidth: BandwidthLimits
    headset: HeadsetLimits


def load_sound_limits(path: Path | None = None) -> SoundLimits:
    """Read the limits; None means the program's own file.

    Raises:
        ResourceError: the file is missing, cannot be read, or a limit is missing, unknown or no number.
    """
    tables = Tables(path)
    return SoundLimits(
        level=tables.record("sound.level", LevelLimits),
        silence=tables.record("sound.silence", SilenceLimits),
        clipping=tables.record("sound.clipping", ClippingLimits),
        noise=tables.record("sound.noise", NoiseLimits),
        hum=tables.record("sound.hum", HumLimits),
        dropouts=tables.record("sound.dropouts", DropoutLimits),
        bandwidth=tables.record("sound.bandwidth", BandwidthLimits),
        headset=tables.record("sound.headset", HeadsetLimits),
    )
