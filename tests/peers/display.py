"""A private virtual screen (Xvfb) for windows that must really be mapped and painted."""

from __future__ import annotations

import os
import shutil
import subprocess
from types import TracebackType


class DisplayMissing(Exception):
    """Xvfb is not installed or did not start."""


class VirtualDisplay:
    """Xvfb on a free number, as a context manager.

    Attributes:
        name: the display's name, such as `:7`, while it runs.
    """

    def __init__(self, width_px: int = 1920, height_px: int = 1080, dpi: int = 96) -> None:
        self._screen = f"{width_px}x{height_px}x24"
        self._dpi = dpi
        self._server: subprocess.Popen[bytes] | None = None
        self.name = ""

    def __enter__(self) -> VirtualDisplay:
        program = shutil.which("Xvfb")
        if program is None:
            raise DisplayMissing("Xvfb is not installed")
        read_end, write_end = os.pipe()
        # The server picks a free number and writes it once it accepts connections. With -noreset it keeps its state
        # (monitors set by xrandr) when the last client leaves.
        options = ["-screen", "0", self._screen, "-dpi", str(self._dpi), "-noreset", "-nolisten", "tcp"]
        command = [program, "-displayfd", str(write_end), *options]
        with open(read_end, encoding="ascii") as number:
            try:
                self._server = subprocess.Popen(
                    command, pass_fds=[write_end], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            finally:
                os.close(write_end)
            line = number.readline().strip()
        if not line:
            self._stop()
            raise DisplayMissing("Xvfb did not start")
        self.name = f":{line}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        if self._server is None:
            return
        self._server.terminate()
        try:
            self._server.wait(10)
        except subprocess.TimeoutExpired:
            self._server.kill()
            self._server.wait()

    def environment(self) -> dict[str, str]:
        """This process's environment, led to the virtual screen."""
        environment = dict(os.environ, DISPLAY=self.name, QT_QPA_PLATFORM="xcb")
        environment.pop("WAYLAND_DISPLAY", None)
        return environment
