"""The same device under two names: systems cut them, add the port, or write them a little differently."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_SHARE = 0.6
"""So much of the shorter name must agree: "Microphone (Jabra" and "Microphone (Realtek" share only their beginning."""


def match_name(wanted: str, names: Iterable[str]) -> str | None:
    """The name that means `wanted`: the same one, else the one with the longest common beginning; None if unclear."""
    candidates = list(dict.fromkeys(names))
    if wanted in candidates:
        return wanted
    scored = sorted(((_agreement(wanted, name), name) for name in candidates), reverse=True)
    scored = [pair for pair in scored if pair[0] > 0]
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    return scored[0][1]


def _agreement(one: str, other: str) -> int:
    """Length of the common beginning, 0 where it is too little to mean the same device."""
    one, other = one.casefold().strip(), other.casefold().strip()
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common if common > _LEAST_SHARE * min(len(one), len(other)) else 0
