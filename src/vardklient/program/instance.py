"""One window for each user: a second start hands its link to the first, or only raises its window, and ends.

Who is first is settled by a lock that the system takes back when its holder dies, so that nothing stale is ever in the
way. The first listens on a local socket in a folder that only the user can enter; what is no message of ours is dropped
unread. While it closes it is deaf and keeps its place, for it still holds the camera: a second start waits, and takes
the place when it is free.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from vardklient.domain.deeplink import LENGTH_MAX, parse_link, visit_link

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

WITHIN_S = 10.0
"""A second start gives up after so long, for the first may hang. Own choice: one that closes has 8 s for it."""
_PATIENCE_MS = 1000
_MESSAGE_MAX = LENGTH_MAX + 10
_RAISE, _OPEN, _DONE = b"raise", b"open ", b"ok\n"
_CONNECTIONS_MAX = 8


def lock_file(descriptor: int) -> None:
    """Lock an open file until it is closed or the process dies.

    Raises:
        BlockingIOError: somebody else holds it.
        OSError: no lock is to be had here, as on some network drives.
    """
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as held:
            raise BlockingIOError("the file is locked") from held
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Instance(QObject):
    """Holds the place of the first, or says that there is one.

    Args:
        folder: for the user alone; made if need be.
        name: another name is another place, as for the practice.
        lock: locks an open file, as `lock_file` does.

    Signals:
        called: somebody has started the program again: the id in their link, "" without one.
    """

    called = Signal(object)

    def __init__(self, folder: Path, name: str, lock: Callable[[int], None] = lock_file) -> None:
        super().__init__()
        self._folder, self._name, self._lock_file = folder, name, lock
        self._lock: IO[str] | None = None
        self._deaf = False
        self._server: QLocalServer | None = None
        self._open: set[QLocalSocket] = set()

    @property
    def first(self) -> bool:
        """Has the place been taken by this one?"""
        return self._lock is not None

    @property
    def address(self) -> str:
        """Of the socket; on Windows of the pipe, which is in no folder."""
        if sys.platform == "win32":
            import hashlib

            return f"{self._name}-{hashlib.sha256(str(self._folder).encode()).hexdigest()[:16]}"
        return str(self._folder / f"{self._name}.socket")

    def claim(self) -> bool:
        """Become the first; False: there is one already.

        Raises:
            OSError: the folder cannot be made, or belongs to somebody else, or no lock is to be had there.
        """
        _make_private(self._folder)
        self._lock = self._locked(self._folder / f"{self._name}.lock")
        return self.first

    def _locked(self, path: Path) -> IO[str] | None:
        """The file, locked; None where somebody else holds it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        file = os.fdopen(descriptor, "r+", encoding="ascii")
        try:
            self._lock_file(descriptor)
        except BlockingIOError:
            file.close()
            return None
        except OSError:
            file.close()
            raise
        return file

    def listen(self) -> None:
        """Hear later starts from now on; the first does it when its window is on the screen."""
        from PySide6.QtNetwork import QLocalServer

        if self._lock is None or self._server is not None or self._deaf:
            return
        server = self._server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.setMaxPendingConnections(_CONNECTIONS_MAX)
        server.newConnection.connect(self._greet)
        QLocalServer.removeServer(self.address)  # whoever left it there is dead: we hold the lock
        server.listen(self.address)  # where it fails, a second start is not heard and says that one runs already

    def hand_over(self, link: str, within_s: float = WITHIN_S) -> bool:
        """Tell the first what this start was for; False: this one is the first now, or there was no answer in time.

        Raises:
            OSError: as of `claim`.
        """
        ident = parse_link(link)
        message = _RAISE if ident is None else _OPEN + ident.encode("ascii")
        deadline_s = time.monotonic() + within_s
        while (left_ms := round((deadline_s - time.monotonic()) * 1000)) > 0:
            if self._tell(message + b"\n", left_ms):
                return True
            if self.claim():
                return False
            time.sleep(0.02)
        return False

    def _tell(self, message: bytes, left_ms: int) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self.address)
        if not socket.waitForConnected(left_ms):
            return False
        socket.write(message)
        answered = socket.waitForReadyRead(left_ms) and bytes(socket.readAll().data()) == _DONE
        socket.abort()
        return bool(answered)

    def _greet(self) -> None:
        server = self._server
        while server is not None and (socket := server.nextPendingConnection()) is not None:
            if len(self._open) >= _CONNECTIONS_MAX:
                socket.abort()
                socket.deleteLater()
                continue
            self._open.add(socket)
            socket.readyRead.connect(lambda s=socket: self._hear(s))
            socket.disconnected.connect(lambda s=socket: self._forget(s))
            QTimer.singleShot(_PATIENCE_MS, socket, socket.abort)
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket not in self._open or (not socket.canReadLine() and socket.bytesAvailable() <= _MESSAGE_MAX):
            return
        line = bytes(socket.readLine(_MESSAGE_MAX).data())
        ident = _understood(line)
        if ident is not None:
            socket.write(_DONE)
            socket.flush()
            self.called.emit(ident)
        self._forget(socket)

    def _forget(self, socket: QLocalSocket) -> None:
        if socket in self._open:
            self._open.discard(socket)
            socket.disconnectFromServer()
            socket.deleteLater()

    def deafen(self) -> None:
        """The program closes: hear nobody any more, and keep the place until `close`."""
        self._deaf = True
        for socket in tuple(self._open):
            self._forget(socket)
        if self._server is not None:
            self._server.close()
            self._server = None

    def close(self) -> None:
        """Make room for another first."""
        self.deafen()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _understood(line: bytes) -> str | None:
    """The id of a visit, "" for a bare start; None for what is not ours."""
    if line == _RAISE + b"\n":
        return ""
    if not line.startswith(_OPEN) or not line.endswith(b"\n") or not line.isascii():
        return None
    return parse_link(visit_link(line[len(_OPEN) : -1].decode("ascii")))


def instance_folder() -> Path:
    """Where sockets of a user's programs live (on Linux $XDG_RUNTIME_DIR); it goes when the user logs out."""
    import platformdirs

    return platformdirs.user_runtime_path("vardklient", appauthor=False)


def _make_private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if sys.platform == "win32":
        return
    found = folder.lstat()
    if found.st_uid != os.getuid() or folder.is_symlink():
        raise PermissionError("the folder for the program's socket belongs to somebody else")
    if found.st_mode & 0o077:
        folder.chmod(0o700)
