"""The limits of the call's quality: the `[call]` table."""

from __future__ import annotations

from pathlib import Path

from vardklient.checks.tables import Tables
from vardklient.domain.quality import QualityLimits


def load_quality_limits(path: Path | None = None) -> QualityLimits:
    """Read the limits; None means the program's own file.

    Raises:
        ResourceError: the file is missing, cannot be read, or a limit is missing, unknown or of the wrong kind.
    """
    return Tables(path).record("call", QualityLimits)
