"""Sets up the log file: rotating, 0600, free of patient data (`base.log`)."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vardklient.base.log import SafeFormatter
from vardklient.vault.folders import private_folder

FILE_NAME = "vardklient.log"
BYTES_MAX = 500_000
FILES_KEPT = 3
OTHERS_LEVEL = logging.WARNING


class _PrivateFile(RotatingFileHandler):
    """Opens its files for the owner alone, whatever the umask says."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.chmod(self.baseFilename, 0o600)
        return open(descriptor, "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not disturb a visit: the line is lost, and nothing else."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextmanager
def logging_to(folder: Path, level: int = logging.INFO) -> Iterator[Path]:
    """While inside, everything is logged to `folder`/vardklient.log, and only there. Yields the file's path.

    Where there can be no such folder (a home that is read-only or full) the same lines go to stderr.
    Other libraries are heard from WARNING on, by name alone. Warnings of Python go the same way. The umask becomes 077.
    """
    os.umask(0o077)
    path = folder / FILE_NAME
    handler: logging.Handler
    try:
        private_folder(folder)
        handler = _PrivateFile(path, maxBytes=BYTES_MAX, backupCount=FILES_KEPT, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(SafeFormatter())
    root, own = logging.getLogger(), logging.getLogger("vardklient")
    before = root.handlers[:], root.level, own.level
    root.handlers = [handler]
    root.setLevel(OTHERS_LEVEL)
    own.setLevel(level)
    logging.captureWarnings(True)
    try:
        yield path
    finally:
        logging.captureWarnings(False)
        root.handlers = before[0]
        root.setLevel(before[1])
        own.setLevel(before[2])
        with suppress(OSError):  # what a full disk did not take
            handler.close()
