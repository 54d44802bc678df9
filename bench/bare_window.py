"""The smallest PySide6 window: one JSON line when it has painted, then it ends. The yardstick of bench/startup.py."""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel


class Window(QLabel):
    """A label that says once that it has painted, after the painting has reached the screen."""

    said = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.said:
            self.said = True
            QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        print(json.dumps({"window": "bare", "cpu_s": round(time.process_time(), 3)}), flush=True)
        QApplication.quit()


application = QApplication(sys.argv)
window = Window("Vårdklient")
window.resize(1180, 760)
window.show()
sys.exit(application.exec())
