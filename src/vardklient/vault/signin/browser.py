"""The system's browser."""

from __future__ import annotations

import threading
import webbrowser

OPENS_WITHIN_S = 3.0
"""What starts a browser is done by then; one that stays in the foreground, as a text browser does, is left alone."""


class SystemBrowser:
    """Implements `ports.signin.Browser` with what the user has chosen as the browser."""

    def open(self, url: str) -> bool:
        """Open the address. A browser that runs on keeps nobody waiting, not even the end of the program."""
        opened: list[bool] = []

        def work() -> None:
            try:
                opened.append(webbrowser.open(url))
            except (webbrowser.Error, OSError):
                opened.append(False)

        thread = threading.Thread(target=work, name="browser", daemon=True)
        thread.start()
        thread.join(OPENS_WITHIN_S)
        return not opened or opened[0]
