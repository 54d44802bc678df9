"""Lines to type in, with their names beside them, for the accounts."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from vardklient.ui.layouts import Reflow
from vardklient.ui.look import Look, TextRole
from vardklient.ui.widgets import Label, Text, said

BESIDE_EM = 40
LONGEST = 300
"""Characters; a setting keeps no longer text."""


class Line(QLineEdit):
    """One line to type in; a screen reader says `name` first.

    Args:
        secret: what is typed is not shown, and cannot be copied out of it.
    """

    def __init__(self, look: Look, name: Text, example: Text = "", *, secret: bool = False) -> None:
        super().__init__()
        self._look, self._name, self._example = look, name, example
        self.setMaxLength(LONGEST if not secret else 2000)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        look.follow(self, Line._renew)

    def _renew(self) -> None:
        self.setFont(self._look.font(TextRole.BODY))
        self.setMinimumHeight(self._look.px(40))
        self.setAccessibleName(said(self._name))
        self.setPlaceholderText(said(self._example))

    def say(self, name: Text, example: Text = "") -> None:
        """Ask for something else."""
        self._name, self._example = name, example
        self._renew()


class Field(Reflow):
    """A name, and what it is the name of; under it where it is narrow."""

    def __init__(self, look: Look, name: Text, *inner: QWidget, buddy: QWidget | None = None) -> None:
        super().__init__(look, BESIDE_EM, 6)
        self.label = Label(look, name, TextRole.BODY_MEDIUM, wrap=True)
        self.label.setBuddy(buddy or inner[0])
        self.add(self.label, 2)
        for widget in inner:
            self.add(widget, 3)
