"""The yardstick of bench/smooth.py: a window of the program that does nothing, with the same timer on its thread.

Run by the bench: python -m bench.idle_window SECONDS [WIDTH HEIGHT LEFT TOP]     then one JSON line with every tick
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench.ticks import Ticker
from vardklient.ui.video import VideoView


def main() -> int:
    seconds, *place = (float(word) for word in sys.argv[1:])
    app = QApplication([])
    window = VideoView(radius_px=0)
    window.setWindowFlag(Qt.WindowType.FramelessWindowHint)
    width, height, left, top = (round(value) for value in place or (1280, 720, 0, 0))
    window.setGeometry(left, top, width, height)
    window.show()
    ticker = Ticker()
    QTimer.singleShot(round(1000 * seconds), app.quit)
    app.exec()
    ticker.close()
    print(json.dumps({"ticks": list(ticker.beats)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
