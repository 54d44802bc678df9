"""A program that keeps secrets, for the tests of the real keyring: each run is a new start of it.

Run: python keyring_program.py FOLDER put NAME SECRET | get NAME | forget NAME | settle ...    (words follow each other)
Prints one line of JSON: what each `get` gave, and each `forget` and `settle`, and the store's state at the end.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from vardklient.vault.secrets import KeyringStore


def main(folder: str, *words: str) -> None:
    store = KeyringStore(Path(folder), within_s=float(words[0]))
    got, forgot, rest = [], [], list(words[1:])
    while rest:
        match rest:
            case ["put", name, secret, *rest]:
                store.put(name, secret)
            case ["get", name, *rest]:
                got.append(store.get(name))
            case ["forget", name, *rest]:
                forgot.append(store.forget(name))
            case ["settle", *rest]:
                forgot.append(store.settle())
    state = {"reason": store.reason, "in_memory": store.in_memory}
    sys.stdout.write(json.dumps({"got": got, "forgot": forgot, **state}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
