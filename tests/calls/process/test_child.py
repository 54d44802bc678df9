"""What the engine says on stderr, and how its end is noticed."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading

import pytest

from vardklient.base.log import SafeFormatter
from vardklient.calls.process.child import EngineProcess, join_all, relay

SAID = b"""2026-10-01T08:00:00 INFO device_opened kind=microphone
2026-10-01T08:00:00 WARNING device_failed kind=speaker state=busy
2026-10-01T08:00:01 ERROR unexpected type=ValueError ValueError at engine.py:90 host.py:40
2026-10-01T08:00:01 WARNING other aiortc.rtcicetransport
ALSA lib pcm.c:2675: Inga Kvist, 19820314-2389
Fatal Python error: Segmentation fault
  File "/home/inga.kvist/lib/site-packages/av/codec.py", line 31 in encode
  File "/home/inga.kvist/lib/vardklient/calls/engine.py", line 90 in do
\xff\xfe
"""


def test_what_the_engine_logs_is_logged_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        relay(io.BytesIO(SAID))
    lines = [SafeFormatter().format(record).split(" ", 1)[1] for record in caplog.records]
    assert lines == [
        "INFO device_opened part=engine at=- kind=microphone",
        "WARNING device_failed part=engine at=- kind=speaker state=busy",
        "ERROR unexpected part=engine at=host.py:40 type=ValueError",
        "WARNING other aiortc.rtcicetransport",
        "INFO engine_said lines=5 at=codec.py:31",
    ]


def test_an_engine_that_says_nothing_is_not_mentioned(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        relay(io.BytesIO(b""))
    assert not caplog.records


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("import sys; sys.stdin.read()", id="ends when it is left"),
        pytest.param("import os, time; os.close(1); time.sleep(60)", id="lingers"),
        pytest.param("pass", id="ends by itself"),
    ],
)
def test_the_end_is_noticed(program: str) -> None:
    over = threading.Event()
    process = EngineProcess([sys.executable, "-c", program], hear=lambda _, record: None, ended=lambda _: over.set())
    process.start()
    process.leave()
    assert over.wait(60)
    join_all(process.threads)
    assert not any(thread.is_alive() for thread in process.threads)


ASK = """
import os
from vardklient.calls.process.priority import raise_priority
before = os.getpriority(os.PRIO_PROCESS, 0)
raise_priority()
print(before, os.getpriority(os.PRIO_PROCESS, 0))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has classes instead")
def test_asking_for_more_of_the_processor_never_fails() -> None:
    ended = subprocess.run([sys.executable, "-c", ASK], stdout=subprocess.PIPE, text=True, check=True)
    before, after = map(int, ended.stdout.split())
    assert after <= before
