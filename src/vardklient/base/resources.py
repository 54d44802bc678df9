"""Where the files that belong to the program are: beside the package when installed, in the project when developed."""

from __future__ import annotations

from pathlib import Path

from vardklient.base.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "_resources", _PACKAGE.parent.parent / "resources")


def resource(name: str, places: tuple[Path, ...] = _PLACES) -> Path:
    """The path of `name` (slashes allowed) under resources/.

    Raises:
        ResourceError: there is no such file or folder.
    """
    for place in places:
        path = place / name
        if path.exists():
            return path
    raise ResourceError(f"resources/{name} is missing: run ./run, which fetches it")
