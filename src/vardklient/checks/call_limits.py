"""The limits of the call's quality: the `[call]` table of resources/thresholds.toml."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.domain.quality import QualityLimits


def load_quality_limits(path: Path | None = None) -> QualityLimits:
    """Read the limits from `path`, or from the program's own thresholds.toml.

    Raises:
        ResourceError: the file is missing, is not TOML, or a limit is missing, unknown or of the wrong kind.
    """
    source = path or resource("thresholds.toml")
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))["call"]
        for field in fields(QualityLimits):
            kinds = (int,) if field.type == "int" else (int, float)
            if type(table[field.name]) not in kinds:
                raise TypeError(f"{field.name} is no number")
        return QualityLimits(**table)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{source.name}: the limits of the call cannot be read ({error})") from error
