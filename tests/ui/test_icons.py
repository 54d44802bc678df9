from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from vardklient.base.resources import resource
from vardklient.ui.icons import Icon, icon_pixmap, qicon


def test_every_icon_has_its_file_and_every_file_its_icon() -> None:
    files = {path.stem for path in Path(resource("icons")).glob("*.svg")}
    assert files == {icon.value for icon in Icon}
    assert "ISC License" in resource("icons/LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("icon", list(Icon))
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, icon: Icon) -> None:
    image = icon_pixmap(icon, QColor("#A8201A"), 24, 2.0).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    assert (image.width(), image.devicePixelRatio()) == (48, 2.0)
    strong = [
        colour
        for x in range(image.width())
        for y in range(image.height())
        if (colour := image.pixelColor(x, y)).alpha() > 250
    ]
    assert strong
    assert all(abs(c.red() - 0xA8) < 4 and c.green() < 0x26 for c in strong)


def test_a_drawing_is_made_once(qapp: QApplication) -> None:
    first, again = (icon_pixmap(Icon.VIDEO, QColor("#123456"), 20) for _ in range(2))
    assert first.cacheKey() == again.cacheKey()


def test_an_icon_for_buttons_is_sharp_on_every_screen(qapp: QApplication) -> None:
    icon = qicon(Icon.PHONE, QColor("#123456"), 18)
    assert icon.pixmap(icon.actualSize(icon.availableSizes()[0]), 2.0).devicePixelRatio() == 2.0
