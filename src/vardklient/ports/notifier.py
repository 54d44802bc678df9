"""Getting the clinician's attention while another program is in front."""

from __future__ import annotations

from typing import Protocol


class Notifier(Protocol):
    """Says that somebody waits. Never more than initials, and nothing on a locked screen."""

    def someone_waits(self, label: str, quiet: bool) -> None:
        """A person came to the waiting room; `quiet` during a call."""
        ...
