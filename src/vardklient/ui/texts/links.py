"""What is said when the program is called from outside: by a link, or by a second start."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vardklient.ui.texts.advices import AdviceText


def link_unknown() -> AdviceText:
    """A link leads to no visit of today."""
    translate = QCoreApplication.translate
    return AdviceText(
        translate("Links", "Länken leder inte till något av dagens besök."),
        translate("Links", "Sök upp besöket i tidboken, och se efter att datumet är idag."),
    )
