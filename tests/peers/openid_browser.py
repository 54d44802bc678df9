"""The windowless browser as a program of its own: with it the program is tried, by BROWSER="python FILE %s [ORDERS]".

ORDERS is a file, read each time: {"login": who logs in, "consents": false to refuse, "closed": true to do nothing}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.peers.openid import LOGIN, FormBrowser

if __name__ == "__main__":
    orders = json.loads(Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else {}
    if not orders.get("closed"):
        browser = FormBrowser(login=orders.get("login", LOGIN), consents=orders.get("consents", True))
        browser.open(sys.argv[1])
        browser.close()
