"""Where settings, secrets and logs live, and folders that only their owner can read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """The program's own folders.

    Attributes:
        config: the settings.
        log: the log for support, which rotates.
        data: sealed files, and the client log.
    """

    config: Path
    log: Path
    data: Path


def user_folders() -> Folders:
    """As the system has them. Creates nothing.

    On Linux ~/.config/vardklient, ~/.local/state/vardklient/log and ~/.local/share/vardklient.
    """
    import platformdirs

    return Folders(
        config=platformdirs.user_config_path("vardklient", appauthor=False),
        log=platformdirs.user_log_path("vardklient", appauthor=False),
        data=platformdirs.user_data_path("vardklient", appauthor=False),
    )


def private_folder(folder: Path) -> Path:
    """The folder, made if need be, for its owner alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
