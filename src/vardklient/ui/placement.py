"""Where the patient's picture goes on the real screens: Qt's screens and the lens, fed to `domain.eyeline`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from vardklient.domain import eyeline
from vardklient.ui.call_layout import Wish

PICTURE_WHEN_UNKNOWN = (1280, 720)
_BUILT_IN = re.compile(r"^(eDP|LVDS|DSI)|built-in", re.IGNORECASE)


def as_screen(screen: QScreen) -> eyeline.Screen:
    """What Qt says of a screen; whether its millimetres are to be believed is the domain's question."""
    place, size_mm = screen.geometry(), screen.physicalSize()
    return eyeline.Screen(
        screen.name(),
        place.x(),
        place.y(),
        place.width(),
        place.height(),
        size_mm.width(),
        size_mm.height(),
        screen.devicePixelRatio(),
    )


def screen_marks() -> tuple[str, ...]:
    """Each screen by words that stay the same wherever it is plugged in and however it is scaled. On the GUI thread."""
    return tuple(
        f"{s.manufacturer()} {s.model() or s.name()} {s.serialNumber()} {s.physicalSize().toTuple()}"
        for s in QGuiApplication.screens()
    )


def likely_lens(screens: Sequence[eyeline.Screen]) -> eyeline.Lens:
    """Where the lens is while nobody has said: over a laptop's own panel, else over the main screen, top centre.

    The main screen is the first one, as Qt lists them.
    """
    panels = [s for s in screens if _BUILT_IN.search(s.name)]
    return eyeline.top_centre((panels or list(screens))[0])


class Placement(QObject):
    """Knows the screens and the lens; asks the domain where the tile goes, and what angle comes of it.

    Signals:
        changed: a screen has come, gone or changed, or the lens was moved.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, lens: eyeline.Lens | None = None) -> None:
        super().__init__(parent)
        self._lens = lens
        self._eyes_share: float | None = None
        self._distance_cm = eyeline.VIEWING_DISTANCE_CM
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._added)
            app.screenRemoved.connect(self._changed)
            app.primaryScreenChanged.connect(self._changed)
        for screen in QGuiApplication.screens():
            self._watch(screen)

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._changed)
        screen.physicalSizeChanged.connect(self._changed)

    def _added(self, screen: QScreen) -> None:
        self._watch(screen)
        self.changed.emit()

    def _changed(self) -> None:
        self.changed.emit()

    # ------------------------------------------------------------ what is known

    def set_lens(self, lens: eyeline.Lens | None) -> None:
        """Where the user says that the camera is; None: guess."""
        self._lens = lens
        self.changed.emit()

    def set_viewing_distance_cm(self, distance_cm: float) -> None:
        """How far the clinician sits from the screen."""
        self._distance_cm = distance_cm
        self.changed.emit()

    def set_eyes(self, eyes_share: float | None) -> None:
        """Where the patient's eyes are in their picture, from its top; None: as in a well framed picture."""
        self._eyes_share = eyes_share

    def lens(self) -> eyeline.Lens:
        """Where the lens is. One on a screen that is unplugged is where the guess says."""
        screens = self._screens()
        known = self._lens
        if known is not None and (not known.screen or any(s.name == known.screen for s in screens)):
            return known
        return likely_lens(screens)

    def screen(self) -> QScreen | None:
        """The screen that holds the camera; None only while the machine has no screen at all."""
        if not QGuiApplication.screens():
            return None
        name = eyeline.holder(self._screens(), self.lens()).name
        return next(s for s in QGuiApplication.screens() if s.name() == name)

    @staticmethod
    def _screens() -> list[eyeline.Screen]:
        return [as_screen(screen) for screen in QGuiApplication.screens()]

    # ------------------------------------------------------------ what comes of it

    def _layout(self, picture: tuple[int, int] | None) -> eyeline.Layout | None:
        screens = self._screens()
        if not screens:
            return None
        width, height = picture or PICTURE_WHEN_UNKNOWN
        eyes = None if self._eyes_share is None else (width / 2, self._eyes_share * height)
        return eyeline.place(screens, self.lens(), (width, height), eyes, self._distance_cm)

    def wish(self, window: QRect, picture: tuple[int, int] | None) -> Wish:
        """What the eye line asks of a window with that geometry and a picture of that size."""
        layout = self._layout(picture)
        if layout is None or window.isEmpty():
            return Wish()
        lens, tile = self.lens(), layout.patient
        height = (picture or PICTURE_WHEN_UNKNOWN)[1]
        down_mm = eyeline.holder(self._screens(), lens).mm_per_px[1]
        best_px = self._distance_cm * 10 * math.tan(math.radians(eyeline.BEST_DEG)) / down_mm
        return Wish(
            lens_share=min(1.0, max(0.0, (lens.x - window.x()) / window.width())),
            at_bottom=lens.y > layout.window.y + layout.window.height / 2,
            width=tile.width,
            height=tile.height,
            eye_x_share=(layout.eyes[0] - tile.x) / tile.width,
            eye_y_share=(layout.eyes[1] - tile.y) / tile.height,
            eye_y_px=lens.y + best_px - window.y(),
            crop_top_share=layout.crop.y / height,
        )

    def angle_deg(self, tile: QRect, picture: tuple[int, int] | None) -> float | None:
        """The angle between lens and eyes for a tile at that place of the virtual desktop.

        None where the size of the screen is not known, or the tile is on another screen than the lens: then an angle
        would be a guess.
        """
        layout, screen = self._layout(picture), self.screen()
        if layout is None or screen is None or not layout.size_believed:
            return None
        if not screen.geometry().intersects(tile):
            return None
        across_mm, down_mm = as_screen(screen).mm_per_px
        lens, box = self.lens(), layout.patient
        eye_x = tile.x() + (layout.eyes[0] - box.x) / box.width * tile.width()
        eye_y = tile.y() + (layout.eyes[1] - box.y) / box.height * tile.height()
        away_mm = math.hypot((eye_x - lens.x) * across_mm, (eye_y - lens.y) * down_mm)
        return math.degrees(math.atan2(away_mm, self._distance_cm * 10))
