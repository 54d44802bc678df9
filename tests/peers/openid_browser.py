"""The windowless browser as a program of its own: with it the command line is tried, by BROWSER="python FILE %s"."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.peers.openid import FormBrowser

if __name__ == "__main__":
    browser = FormBrowser()
    browser.open(sys.argv[1])
    browser.close()
