from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from vardklient.ui.application import THEMES, Dress
from vardklient.ui.look import DARK, LIGHT


def test_the_dress_is_put_on_at_once(qapp: QApplication, dress: Dress) -> None:
    assert qapp.font().pixelSize() == 14
    assert LIGHT.primary in qapp.styleSheet()
    assert {"Inter"} <= set(QFontDatabase.families())
    dress.set_theme("dark")
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.text
    assert DARK.surface in qapp.styleSheet()
    dress.set_text_scale(1.5)
    assert qapp.font().pixelSize() == 21


def test_the_theme_of_the_computer_is_followed_only_when_asked_for(qapp: QApplication, dress: Dress) -> None:
    hints = qapp.styleHints()
    for theme in THEMES:
        dress.set_theme(theme)
        expected = {"light": LIGHT, "dark": DARK}.get(theme)
        if expected is None:
            expected = DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT
        hints.colorSchemeChanged.emit(hints.colorScheme())
        assert dress.look.palette is expected


def test_the_language_changes_and_comes_back(dress: Dress) -> None:
    def today() -> str:
        return QCoreApplication.translate("Day", "Idag")

    assert (today(), QLocale().name()) == ("Idag", "sv_SE")
    dress.set_language("en")
    dress.set_language("en")
    assert (today(), QLocale().name()) == ("Today", "en_GB")
    dress.set_language("sv")
    assert today() == "Idag"


@pytest.mark.parametrize("language", ["", "de", "xx"])
def test_a_language_that_we_do_not_speak_is_swedish(dress: Dress, language: str) -> None:
    dress.set_language(language)
    assert dress.language == "sv"


def test_plain_qt_widgets_are_readable_too(qtbot: QtBot, dress: Dress) -> None:
    dress.set_theme("dark")
    label = QLabel("text")
    qtbot.addWidget(label)
    label.show()
    assert label.palette().color(QPalette.ColorRole.WindowText).lightness() > 200
