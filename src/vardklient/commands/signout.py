"""`vardklient signout`: forgets the sign-in and the list of the day here, and tells the provider.

The provider is let end its session in the browser.
"""

from __future__ import annotations

import argparse
import asyncio

from vardklient.commands.output import write_json, write_lines
from vardklient.commands.signin import add_issuer_options, fault_document, session
from vardklient.flows.signin import SignInState
from vardklient.ports.signin import Issuer

_DONE = "Du är utloggad."


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_issuer_options(parser)


def run(options: argparse.Namespace) -> int:
    """Sign out. Exit code 1 when the provider could not be told, or the keyring would not let go of the sign-in."""
    state = asyncio.run(_sign_out(Issuer(options.issuer, options.client_id)))
    found = fault_document(state)
    if options.json:
        write_json({"signed_in": False, **found})
    else:
        write_lines([_DONE if state.fault is None else f"{found['sentence']} {found['remedy']}"])
    return 0 if state.fault is None else 1


async def _sign_out(issuer: Issuer) -> SignInState:
    from vardklient.vault.today import TodayFile

    async with session(issuer) as (made, store):
        made.sign_out()
        state = await made.settled()
        await asyncio.to_thread(TodayFile(store, wanted=False).end)  # the list of the day was for whoever was signed in
        return state
