"""`vardklient signin`: signs in to the clinic's identity provider and keeps the sign-in for the program."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from vardklient.commands.output import write_json, write_lines, write_request
from vardklient.flows.signin import SignInState, Stage
from vardklient.ports.signin import SCOPES, Fault, Issuer

if TYPE_CHECKING:
    from vardklient.ports.secrets import SecretStore
    from vardklient.vault.signin.session import SignIn

_ASKED = "Logga in i webbläsaren, som öppnas nu. Ctrl+C avbryter."
_NOT_KEPT = "Datorns nyckelring går inte att använda: inloggningen sparas inte."


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    add_issuer_options(parser)
    parser.add_argument(
        "--scope", metavar="NAME", action="append", help=f"may be repeated; default: {', '.join(SCOPES)}"
    )
    parser.add_argument("--prompt", metavar="WORD", default="", help="what the provider shall show, such as consent")
    parser.add_argument(
        "--wait", metavar="N", type=_seconds, default=300.0, help="give up after N seconds; default 300"
    )


def add_issuer_options(parser: argparse.ArgumentParser) -> None:
    """Which provider."""
    parser.add_argument("--issuer", metavar="URL", required=True, help="the identity provider, as it names itself")
    parser.add_argument("--client-id", metavar="ID", required=True, help="what this program is called there")


def run(options: argparse.Namespace) -> int:
    """Sign in, without the browser where an earlier sign-in is still good. Exit code 1 when it did not come about."""
    scopes = tuple(options.scope) if options.scope else SCOPES
    issuer = Issuer(options.issuer, options.client_id, scopes, options.prompt)
    state, kept = asyncio.run(_sign_in(issuer, options.wait))
    signed_in = state.stage is Stage.SIGNED_IN
    if options.json:
        person = asdict(state.person) if state.person is not None else None
        write_json({"signed_in": signed_in, "person": person, **fault_document(state), "kept": signed_in and kept})
    else:
        write_lines(_lines(state, kept))
    return 0 if signed_in else 1


async def _sign_in(issuer: Issuer, wait_s: float) -> tuple[SignInState, bool]:
    async with session(issuer, wait_s) as (made, store):
        made.restore()
        state = await made.settled()
        if state.stage is not Stage.SIGNED_IN and state.fault in (None, Fault.ENDED):
            write_request(_ASKED)
            made.start()
            state = await made.settled()
        return state, not store.in_memory


@asynccontextmanager
async def session(issuer: Issuer, wait_s: float = 0.0) -> AsyncIterator[tuple[SignIn, SecretStore]]:
    """The sign-in on the system's keyring, and that keyring."""
    from vardklient.vault.folders import user_folders
    from vardklient.vault.secrets import KeyringStore
    from vardklient.vault.signin.session import SignIn

    store = KeyringStore(user_folders().data)
    made = SignIn(issuer, store, wait_s=wait_s)
    try:
        yield made, store
    finally:
        await made.close()
        store.close()


def fault_document(state: SignInState) -> dict[str, Any]:
    """What went wrong as JSON, as a code and in words."""
    if state.fault is None:
        return {"fault": None, "sentence": "", "remedy": ""}
    from vardklient.ui.texts.signin import signin_fault

    words = signin_fault(state.fault)
    return {"fault": state.fault.value, "sentence": words.sentence, "remedy": words.remedy}


def _lines(state: SignInState, kept: bool) -> list[str]:
    if state.stage is not Stage.SIGNED_IN or state.person is None:
        found = fault_document(state)
        return [f"{found['sentence']} {found['remedy']}"]
    person = state.person
    facts = {
        "HSA-id": person.employee_hsa_id,
        "Uppdrag": person.commission_hsa_id,
        "Vårdenhet": person.unit_hsa_id,
    }
    who = f"Inloggad: {person.name or person.subject}"
    return [who, *(f"  {name}: {value}" for name, value in facts.items() if value), *([] if kept else [_NOT_KEPT])]


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds <= 3600:
        raise argparse.ArgumentTypeError(f"1 to 3600 seconds, not {text}")
    return seconds
