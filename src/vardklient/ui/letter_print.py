"""Prints a letter on a printer that the user chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from vardklient.domain.invitation import Invitation
from vardklient.ui.letter import LetterWriter


def print_letter(owner: QWidget, invitation: Invitation) -> QPrintDialog:
    """Ask for the printer, and print; the window goes on meanwhile. The job's name tells nothing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("Vårdklient")
    dialog = QPrintDialog(printer, owner)

    def write() -> None:
        LetterWriter(printer).write(invitation)

    dialog.accepted.connect(write)
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog
