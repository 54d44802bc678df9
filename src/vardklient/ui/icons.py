"""Icons: the SVG files of resources/icons (lucide, ISC), drawn in any colour and sharp on every screen."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vardklient.base.resources import resource


class Icon(StrEnum):
    """Every icon that the program has; the value is the file's name."""

    ARROW_LEFT = "arrow-left"
    BADGE_CHECK = "badge-check"
    BELL = "bell"
    BUILDING_2 = "building-2"
    CALENDAR_DAYS = "calendar-days"
    CALENDAR_X = "calendar-x"
    CAMERA = "camera"
    CAMERA_OFF = "camera-off"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE = "circle"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_HELP = "circle-help"
    CIRCLE_X = "circle-x"
    CLIPBOARD_CHECK = "clipboard-check"
    CLIPBOARD_COPY = "clipboard-copy"
    CLOCK = "clock"
    COPY = "copy"
    DOOR_OPEN = "door-open"
    EAR = "ear"
    ELLIPSIS = "ellipsis"
    ETHERNET_PORT = "ethernet-port"
    EYE = "eye"
    FRAME = "frame"
    GRADUATION_CAP = "graduation-cap"
    HEADPHONES = "headphones"
    ID_CARD = "id-card"
    IMAGE = "image"
    INFO = "info"
    LANGUAGES = "languages"
    LIGHTBULB = "lightbulb"
    LOADER_CIRCLE = "loader-circle"
    LOCK = "lock"
    LOG_IN = "log-in"
    MIC = "mic"
    MIC_OFF = "mic-off"
    MONITOR = "monitor"
    PHONE = "phone"
    PHONE_OFF = "phone-off"
    PLAY = "play"
    REFRESH_CW = "refresh-cw"
    ROTATE_CCW = "rotate-ccw"
    SCAN_FACE = "scan-face"
    SEARCH = "search"
    SETTINGS = "settings"
    SHIELD_CHECK = "shield-check"
    STETHOSCOPE = "stethoscope"
    SUN = "sun"
    SUN_DIM = "sun-dim"
    TRIANGLE_ALERT = "triangle-alert"
    UNPLUG = "unplug"
    USER = "user"
    USER_CHECK = "user-check"
    USER_PLUS = "user-plus"
    USER_X = "user-x"
    USERS = "users"
    VIDEO = "video"
    VIDEO_OFF = "video-off"
    VOLUME_2 = "volume-2"
    VOLUME_X = "volume-x"
    WIFI = "wifi"
    WIFI_OFF = "wifi-off"
    X = "x"
    ZOOM_IN = "zoom-in"


_RATIOS = (1.0, 1.5, 2.0, 3.0)


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _pixmap(name: str, rgb: int, size_px: int, ratio: float) -> QPixmap:
    side = max(1, round(size_px * ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace("currentColor", QColor(rgb).name())
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(icon: Icon, colour: QColor, size_px: int, ratio: float = 1.0) -> QPixmap:
    """The icon in that colour, `size_px` wide in device-independent pixels, drawn for a screen of that pixel ratio."""
    return _pixmap(icon.value, colour.rgb(), size_px, ratio)


def qicon(icon: Icon, colour: QColor, size_px: int) -> QIcon:
    """For buttons: carries the pixel ratios that screens have, Qt takes the fitting one."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(icon_pixmap(icon, colour, size_px, ratio))
        made.addPixmap(icon_pixmap(icon, colour, size_px, ratio), QIcon.Mode.Disabled)
    return made
