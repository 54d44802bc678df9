from __future__ import annotations

import subprocess
import sys

CODE = """
import builtins
plain = builtins.__import__
from vardklient.ui.bindings import load_bindings
load_bindings()
assert builtins.__import__ is plain
from PySide6.QtCore import QObject, Signal

class Teller(QObject):
    told = Signal(object)

heard = []
teller = Teller(objectName="a")
teller.told.connect(heard.append)
teller.told.emit(("any", 1))
print(heard, teller.objectName())
"""


def test_python_imports_as_ever_and_the_bindings_work() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "[('any', 1)] a\n"), done.stderr
