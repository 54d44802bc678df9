"""The list of visits for Qt: changes in runs of rows, never as a whole, so that focus and reading position stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from vardklient.ui.rowface import RowFace
from vardklient.ui.rowlist import Index

FACE_ROLE = Qt.ItemDataRole.UserRole
MOST_RUNS = 8
"""Changes in more places than this are told as one."""


class VisitModel(QAbstractListModel):
    """Rows by visit id."""

    def __init__(self) -> None:
        super().__init__()
        self._faces: list[RowFace] = []

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._faces):
            return None
        face = self._faces[index.row()]
        if role == FACE_ROLE:
            return face
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return face.spoken
        return None

    def face(self, row: int) -> RowFace:
        """The row at that place."""
        return self._faces[row]

    @property
    def faces(self) -> Sequence[RowFace]:
        """All of them."""
        return self._faces

    def index_of(self, visit_id: str) -> QModelIndex:
        """The place of that visit, invalid when it is not on the list."""
        places = (n for n, f in enumerate(self._faces) if f.visit_id == visit_id)
        return self.index(next(places, -1), 0)

    def show(self, faces: Sequence[RowFace]) -> bool:
        """From what is shown to `faces`, by removing, moving, inserting and changing runs of rows.

        Returns:
            Is anything other than it was?
        """
        if len(faces) == len(self._faces) and all(map(_same, faces, self._faces)):
            return False
        self._remove({face.visit_id for face in faces})
        self._arrange(faces)
        self._insert(faces)
        self._change(faces)
        return True

    def _remove(self, wanted: set[str]) -> None:
        gone = [place for place, face in enumerate(self._faces) if face.visit_id not in wanted]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self._faces[first : last + 1]
            self.endRemoveRows()

    def _arrange(self, faces: Sequence[RowFace]) -> None:
        """Bring those that stay into the order in which they will be."""
        there = {face.visit_id for face in self._faces}
        for place, visit_id in enumerate(face.visit_id for face in faces if face.visit_id in there):
            if self._faces[place].visit_id != visit_id:
                old = next(n for n, face in enumerate(self._faces) if face.visit_id == visit_id)
                self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), place)
                self._faces.insert(place, self._faces.pop(old))
                self.endMoveRows()

    def _insert(self, faces: Sequence[RowFace]) -> None:
        there = {face.visit_id for face in self._faces}
        new = [place for place, face in enumerate(faces) if face.visit_id not in there]
        for first, last in _runs(new):
            self.beginInsertRows(QModelIndex(), first, last)
            self._faces[first:first] = faces[first : last + 1]
            self.endInsertRows()

    def _change(self, faces: Sequence[RowFace]) -> None:
        changed = [place for place, face in enumerate(faces) if not _same(face, self._faces[place])]
        runs = list(_runs(changed))
        if len(runs) > MOST_RUNS:
            runs = [(changed[0], changed[-1])]
        for first, last in runs:
            self._faces[first : last + 1] = faces[first : last + 1]
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))


def _same(one: RowFace, other: RowFace) -> bool:
    return one is other or one == other


def _runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together: 1, 2, 3, 7 → (1, 3), (7, 7)."""
    first = last = -1
    for place in places:
        if place != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = place
        last = place
    if first >= 0:
        yield first, last
