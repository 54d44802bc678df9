"""Where settings and logs live, and folders that only their owner can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The program's own folders."""

    config: Path
    log: Path


def user_folders() -> Folders:
    """As the system has them (on Linux ~/.config/vardklient and ~/.local/state/vardklient/log). Creates nothing."""
    import platformdirs

    config = platformdirs.user_config_path("vardklient", appauthor=False)
    return Folders(config=config, log=platformdirs.user_log_path("vardklient", appauthor=False))


def private_folder(folder: Path) -> Path:
    """The folder, made if need be, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
