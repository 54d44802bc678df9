"""The tables of numbers in resources/thresholds.toml, whose comments tell where they are from, as typed records."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)

FILE = "thresholds.toml"


class Tables:
    """The tables of one file; None means the program's own.

    Raises:
        ResourceError: the file is missing or is not TOML.
    """

    def __init__(self, path: Path | None = None) -> None:
        path = resource(FILE) if path is None else path
        self._file = path.name
        try:
            self._tables = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ResourceError(f"{self._file} cannot be read: {error}") from error

    def record(self, name: str, make: type[Record]) -> Record:
        """The table of that name ("sound.level" for one within another) as a record; whole numbers where it wants them.

        Raises:
            ResourceError: the table is missing, or a number in it is missing, unknown or of the wrong kind.
        """
        table: object = self._tables
        for part in name.split("."):
            table = table.get(part) if isinstance(table, dict) else None
        if not isinstance(table, dict) or not all(type(value) in (int, float) for value in table.values()):
            raise ResourceError(f"{self._file}: [{name}] has to be a table of numbers")
        broken = [f.name for f in fields(make) if f.type == "int" and type(table.get(f.name)) is float]
        if broken:
            raise ResourceError(f"{self._file}: [{name}]: {', '.join(broken)} has to be a whole number")
        try:
            return make(**table)
        except TypeError as error:
            raise ResourceError(f"{self._file}: [{name}]: {error}") from error
