"""Carries out the practice flow: the embedded visit server and the simulated patient as processes of our own."""

from __future__ import annotations

from collections.abc import Callable

from vardklient.base.errors import VardklientError
from vardklient.flows import practice
from vardklient.flows.driver import Driver
from vardklient.ports.clock import Clock
from vardklient.program.children import Child
from vardklient.program.command import own_command

_SERVER_STARTS_WITHIN_S = 20.0
SERVER_WORDS = ("serve", "--host", "127.0.0.1", "--port", "0", "--json", "--follow-parent")
PATIENT_WORDS = ("--camera", "drawn", "--sound", "voice", "--json", "--follow-parent")


class PracticeHost:
    """Runs the practice. All methods belong to the core loop.

    Args:
        on_server: told the server's address and key when it listens.
        on_server_gone: told when it has ended.
    """

    def __init__(
        self,
        clock: Clock,
        on_server: Callable[[str, str], None],
        on_server_gone: Callable[[], None],
        on_fault: Callable[[practice.PracticeEffect, BaseException], None],
    ) -> None:
        self._on_server, self._on_server_gone = on_server, on_server_gone
        self._server: Child | None = None
        self._patient: Child | None = None
        self._driver: Driver[practice.PracticeState, practice.PracticeEvent, practice.PracticeEffect] = Driver(
            practice.step,
            practice.PracticeState(),
            clock=clock,
            carry_out=self._carry_out,
            on_state=lambda _: None,
            on_fault=on_fault,
        )

    @property
    def state(self) -> practice.PracticeState:
        """How far the practice has come."""
        return self._driver.state

    @property
    def server_pid(self) -> int:
        """The visit server's process, 0 when it does not run."""
        return self._server.pid if self._server else 0

    @property
    def patient_pid(self) -> int:
        """The simulated patient's process, 0 when it does not run."""
        return self._patient.pid if self._patient else 0

    def feed(self, event: practice.PracticeEvent) -> None:
        """Take one event."""
        self._driver.feed(event)

    async def _carry_out(self, effect: practice.PracticeEffect) -> None:
        match effect:
            case practice.StartServer():
                await self._start_server()
            case practice.StartPatient(link):
                self._patient = Child(
                    own_command(("join", link, *PATIENT_WORDS)), lambda: self.feed(practice.PatientEnded())
                )
                await self._patient.start()
                self._patient.watch()
            case practice.StopProcesses():
                await self._stop_processes()
            case _:
                pass

    async def _start_server(self) -> None:
        self._server = Child(own_command(SERVER_WORDS), self._server_gone)
        try:
            await self._server.start()
            found = await self._server.first_document(_SERVER_STARTS_WITHIN_S)
            url, key = found["url"], found["key"]
        except (VardklientError, OSError, KeyError):
            self.feed(practice.ServerFailed())
            return
        self.feed(practice.ServerReady())
        self._on_server(url, key)

    def _server_gone(self) -> None:
        self._server = None
        self._on_server_gone()
        self.feed(practice.ServerFailed())

    async def _stop_processes(self) -> None:
        children = [c for c in (self._patient, self._server) if c is not None]
        self._patient = self._server = None
        for child in children:
            await child.stop()

    async def close(self) -> None:
        """End everything."""
        await self._driver.close()
        await self._stop_processes()
