"""Dresses the rows of a day, and only those on which something has changed."""

from __future__ import annotations

from collections.abc import Iterable

from vardklient.flows.day import Row
from vardklient.ui.rowface import RowFace, Scene, row_face, tells_time


class Wardrobe:
    """Keeps how each row looked last. Cleared when the language changes."""

    def __init__(self) -> None:
        self._key: object = None
        self._worn: dict[str, tuple[Row, RowFace]] = {}

    def dress(self, rows: Iterable[Row], scene: Scene) -> list[RowFace]:
        """How these rows look now."""
        if scene.key != self._key:
            self._key = scene.key
            self._worn.clear()
        return [self._face(row, scene) for row in rows]

    def clear(self) -> None:
        """Dress all of them anew: the words are others now."""
        self._worn.clear()

    def _face(self, row: Row, scene: Scene) -> RowFace:
        worn = self._worn.get(row.visit.visit_id)
        if worn is not None and (worn[0] is row or worn[0] == row) and not tells_time(row):
            return worn[1]
        face = row_face(row, scene)
        self._worn[row.visit.visit_id] = (row, face)
        return face
