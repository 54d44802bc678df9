"""The Qt application: style, fonts, colours and language, once at the start and again when the user changes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from vardklient.base.errors import ResourceError
from vardklient.base.resources import resource
from vardklient.ui.look import DARK, LIGHT, Look, Palette, TextRole
from vardklient.ui.sheet import style_sheet

SOURCE_LANGUAGE = "sv"
LANGUAGES = (SOURCE_LANGUAGE, "en")
THEMES = ("light", "dark", "system")
# Said as arguments: `setStyle` returns the style, and to wrap one PySide6 makes its largest classes, 10 ms.
STYLE = ("-style", "fusion")
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf")


class Dress:
    """Dresses an application and changes its dress: theme, text size, language.

    Attributes:
        look: what every view is built with.
        theme: "light", "dark" or "system" (whatever the desktop says, also while the program runs).
        language: "sv" or "en".
    """

    def __init__(self, app: QApplication, language: str, theme: str, text_scale: float) -> None:
        self._app = app
        self._translators: list[QTranslator] = []
        self.theme = theme
        self.language = ""
        load_fonts()
        self.look = Look(LIGHT, text_scale)
        # Kept in a variable: chaining from the application has raised "already deleted".
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._scheme_changed)
        self._translate(language)
        self.set_theme(theme)

    def set_theme(self, theme: str) -> None:
        """Change the colours now."""
        self.theme = theme
        self._apply(palette=self._palette())

    def set_text_scale(self, text_scale: float) -> None:
        """Change the text size now; 1.0 is 100 %."""
        self._apply(text_scale=text_scale)

    def set_language(self, language: str) -> None:
        """Change the language now: every text that was given as a function is asked again."""
        self._translate(language)
        self.look.change()

    def _install(self, language: str) -> QTranslator:
        translator = QTranslator()
        path = str(resource(f"translations/{language}.qm"))
        if not translator.load(path):
            raise ResourceError(f"{path} is damaged: run packaging/translate.sh")
        self._app.installTranslator(translator)
        return translator

    def _palette(self) -> Palette:
        dark = self.theme == "dark" or (self.theme == "system" and self._hints.colorScheme() == Qt.ColorScheme.Dark)
        return DARK if dark else LIGHT

    def _scheme_changed(self) -> None:
        if self.theme == "system":
            self.set_theme("system")

    def _apply(self, palette: Palette | None = None, text_scale: float | None = None) -> None:
        look = self.look
        look.palette = palette or look.palette
        look.text_scale = text_scale or look.text_scale
        self._app.setPalette(look.qt_palette())
        self._app.setFont(look.font(TextRole.BODY))
        self._app.setStyleSheet(style_sheet(look))
        look.change()

    def _translate(self, language: str) -> None:
        language = language if language in LANGUAGES else SOURCE_LANGUAGE
        if language == self.language:
            return
        self.language = language
        for old in self._translators:
            self._app.removeTranslator(old)
        self._translators = [] if language == SOURCE_LANGUAGE else [self._install(language)]
        QLocale.setDefault(QLocale("sv_SE" if language == "sv" else "en_GB"))


class Application(QApplication):
    """The application with its dress."""

    def __init__(self, argv: Sequence[str], language: str, theme: str, text_scale: float) -> None:
        super().__init__([*argv, *STYLE])
        self.setApplicationName("vardklient")
        self.setApplicationDisplayName("Vårdklient")
        self.setDesktopFileName("vardklient")
        self.dress = Dress(self, language, theme, text_scale)

    @property
    def look(self) -> Look:
        """What every view is built with."""
        return self.dress.look


def make_application(
    argv: Sequence[str], *, language: str = "sv", theme: str = "system", text_scale: float = 1.0
) -> Application:
    """The one application of this process, dressed."""
    return Application(argv, language, theme, text_scale)


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; without them the system's own are used."""
    known = set(QFontDatabase.families())
    if "Inter" in known:
        return
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))
