"""Conversions between the units that appear in names: `_db`, `_dbfs`, `_mm`, `_cm`, `_deg`, `_s`, `_ms`."""

from __future__ import annotations

import math

SILENCE_DBFS = -120.0


def amplitude_to_db(ratio: float) -> float:
    """20 log10, with a floor at -120 dB."""
    return max(SILENCE_DBFS, 20 * math.log10(ratio)) if ratio > 0 else SILENCE_DBFS


def db_to_amplitude(db: float) -> float:
    """The amplitude ratio of a level in dB."""
    return float(10 ** (db / 20))
