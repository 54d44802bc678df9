"""Loads PySide6 without the hook that it puts on every later import."""

from __future__ import annotations

import builtins


def load_bindings() -> None:
    """Import PySide6, and give Python its own import function back.

    PySide6 replaces it to support `from __feature__ import snake_case`, which we do not use: for every module that is
    imported afterwards it reads and searches the source. That is a quarter of the time that our imports take (0.65 s
    instead of 0.46 s of processor time for numpy, OpenCV, aiohttp and aiortc), and it holds the interpreter lock.
    Modules that were not searched count as modules without features. Call it before anything else imports PySide6.
    """
    plain = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain
