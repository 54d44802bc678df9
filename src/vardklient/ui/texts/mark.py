"""Marks a text for the translators, where it is only looked up later."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """`text` as it is. The name is what pyside6-lupdate looks for; PySide6's own is typed as giving any object."""
    return text
