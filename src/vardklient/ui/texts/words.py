"""A text of the program that is looked up in the language in force each time it is asked for.

Write `Words("call", QT_TRANSLATE_NOOP("call", "Avsluta"))`: the marker is what `pyside6-lupdate` collects.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence with its place in the translation files; call it to get the words.

    Attributes:
        context: the part of the program.
        source: the Swedish words; `{name}` marks what is filled in.
    """

    context: str
    source: str

    def __call__(self, **values: object) -> str:
        """The words now, with the values filled in."""
        text = QCoreApplication.translate(self.context, self.source)
        return text.format(**values) if values else text
