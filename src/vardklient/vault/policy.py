"""What the clinic's administrator has decided for all users of a computer: one TOML file, which the program only reads.

```toml
[equipment]
recommended = ["LifeCam", "Jabra Evolve 40"]   # patterns as in resources/devices.toml
```
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from vardklient.base.errors import ResourceError

FILE_NAME = "policy.toml"
_NAMES_MAX, _NAME_MAX = 200, 100
"""So many models of so many characters each; more is a wrong file. Own choice."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What has been decided.

    Attributes:
        recommended: models of cameras and headsets that the clinic recommends, as patterns of their names.
    """

    recommended: tuple[str, ...] = ()


def policy_path() -> Path:
    """Where the system keeps what holds for all users: on Linux /etc/xdg/vardklient, on Windows below ProgramData."""
    import platformdirs

    return platformdirs.site_config_path("vardklient", appauthor=False) / FILE_NAME


def load_policy(path: Path | None = None) -> Policy:
    """Read the file, the system's own if none is given; where there is none, nothing has been decided.

    What the program does not know is left alone: the file may be older or newer than the program.

    Raises:
        ResourceError: there is a file, but it cannot be read, or says something that it cannot mean.
    """
    path = policy_path() if path is None else path
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError) as error:
        raise ResourceError(f"{path.name} cannot be read: {error}") from error
    equipment = tables.get("equipment", {})
    names = equipment.get("recommended", []) if isinstance(equipment, dict) else None
    if not isinstance(names, list) or len(names) > _NAMES_MAX or not all(_is_name(name) for name in names):
        raise ResourceError(f"{path.name}: [equipment] recommended has to be a list of models' names")
    return Policy(tuple(names))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _NAME_MAX
