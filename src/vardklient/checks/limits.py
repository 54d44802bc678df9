"""The limits that the picture is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from vardklient.checks.tables import Tables


@dataclass(frozen=True, slots=True)
class _Limits:
    """A table of numbers; the units are the ends of the names."""

    def as_measures(self) -> Mapping[str, float]:
        """Name -> number, as a verdict shows them."""
        return {name: float(value) for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class LightLimits(_Limits):
    """See checks/light.py."""

    face_dark_luma: float
    face_dim_luma: float
    face_unsure_luma: float
    face_floor_luma: float
    face_over_luma: float
    scene_dark_luma: float
    scene_dim_luma: float
    scene_bright_luma: float
    body_lit_ratio: float
    empty_scene_dark_luma: float
    clipped_share: float
    clipped_some_share: float
    sides_stops: float


@dataclass(frozen=True, slots=True)
class BacklightLimits(_Limits):
    """See checks/backlight.py."""

    face_max_luma: float
    ratio: float
    some_ratio: float
    background_clipped_share: float
    hard_ratio: float
    hard_face_max_luma: float


@dataclass(frozen=True, slots=True)
class FramingLimits(_Limits):
    """See checks/framing.py. Shares are of the picture's height, but `off_centre_share` of its width."""

    near_share: float
    near_some_share: float
    far_share: float
    far_some_share: float
    off_centre_share: float
    headroom_min_share: float
    headroom_max_share: float
    eyes_max_share: float
    below_min_faces: float
    goal_face_min_share: float
    goal_face_max_share: float
    goal_eyes_min_share: float
    goal_eyes_max_share: float
    face_seen_share: float


@dataclass(frozen=True, slots=True)
class BackgroundLimits(_Limits):
    """See checks/background.py."""

    edge_share: float
    edge_unsure_share: float


@dataclass(frozen=True, slots=True)
class CompanyLimits(_Limits):
    """See checks/company.py."""

    second_height_share: float
    seen_share: float


@dataclass(frozen=True, slots=True)
class SharpnessLimits(_Limits):
    """See checks/sharpness.py."""

    reblur_ratio: float
    reblur_some_ratio: float
    reblur_unsure_ratio: float


@dataclass(frozen=True, slots=True)
class LivenessLimits(_Limits):
    """See checks/liveness.py."""

    frozen_difference_luma: float
    frozen_s: float
    black_mean_luma: float
    black_p99_luma: float
    covered_mean_luma: float
    covered_spread_share: float
    covered_edge_share: float


@dataclass(frozen=True, slots=True)
class FlickerLimits(_Limits):
    """See checks/flicker.py."""

    bands_share: float
    coherence_share: float
    standing_turn_share: float


@dataclass(frozen=True, slots=True)
class RateLimits(_Limits):
    """See checks/rate.py."""

    rate_min_hz: float
    rate_some_hz: float
    width_min_px: float
    height_min_px: float


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """All of them."""

    light: LightLimits
    backlight: BacklightLimits
    framing: FramingLimits
    background: BackgroundLimits
    company: CompanyLimits
    sharpness: SharpnessLimits
    liveness: LivenessLimits
    flicker: FlickerLimits
    rate: RateLimits


def load_limits(path: Path | None = None) -> PictureLimits:
    """Read the limits; None means the program's own file.

    Raises:
        ResourceError: the file is missing, cannot be read, or a limit is missing, unknown or no number.
    """
    tables = Tables(path)
    return PictureLimits(
        tables.record("light", LightLimits),
        tables.record("backlight", BacklightLimits),
        tables.record("framing", FramingLimits),
        tables.record("background", BackgroundLimits),
        tables.record("company", CompanyLimits),
        tables.record("sharpness", SharpnessLimits),
        tables.record("liveness", LivenessLimits),
        tables.record("flicker", FlickerLimits),
        tables.record("rate", RateLimits),
    )
