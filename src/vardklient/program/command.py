"""How to start this very program again."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def own_command(words: Sequence[str]) -> list[str]:
    """The command line of this program with these words, frozen or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *words]
    return [sys.executable, "-m", "vardklient", *words]
