"""What every handler gets: the request, whose it is, and the emulator's parts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from qrt_facade.emulator import clock, errors

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from qrt_facade.emulator.auth import Authority
    from qrt_facade.emulator.devices import Device
    from qrt_facade.emulator.instances import InstanceStore
    from qrt_facade.emulator.limits import SubmissionLimit
    from qrt_facade.emulator.scenario import Scenario
    from qrt_facade.emulator.scheduler import Scheduler
    from qrt_facade.emulator.sessions import SessionStore
    from qrt_facade.emulator.settings import Settings
    from qrt_facade.emulator.store import JobStore


@dataclass(frozen=True)
class Service:
    """The parts of a running emulator."""

    settings: Settings
    authority: Authority
    devices: dict[str, Device]
    jobs: JobStore
    sessions: SessionStore
    instances: InstanceStore
    scheduler: Scheduler
    limits: SubmissionLimit
    scenario: Scenario


@dataclass(frozen=True)
class Call:
    """One authenticated request; `version` is the API version whose shapes it is answered in."""

    request: Request
    service: Service
    crn: str
    version: str

    @property
    def id(self) -> str:
        """The id in the path."""
        return unquote(self.request.path_params["id"])

    def query(self, name: str) -> str | None:
        """One query parameter; empty counts as absent."""
        return self.request.query_params.get(name) or None

    def queries(self, name: str) -> list[str]:
        """A repeated query parameter; `name[]=` is not recognised, as at IBM."""
        return [value for value in self.request.query_params.getlist(name) if value]

    def flag(self, name: str, default: bool | None = None) -> bool | None:
        """A boolean query parameter; other text means the default."""
        return {"true": True, "false": False}.get((self.query(name) or "").lower(), default)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """An integer query parameter; out of range silently means the default (measured)."""
        try:
            value = int(self.query(name) or default)
        except ValueError:
            return default
        return value if low <= value <= high else default

    def instant(self, name: str) -> str | None:
        """A date-time query parameter in the database's form.

        Raises:
            ApiError: 400, it is no date-time.
        """
        value = self.query(name)
        if value is None:
            return None
        try:
            return clock.text(clock.parse(value))
        except (ValueError, OverflowError) as error:
            raise errors.invalid(f"{name} is {value!r}; it is an ISO 8601 date-time") from error

    async def body(self) -> dict[str, Any]:
        """The request's JSON object.

        Raises:
            ApiError: 400, it is something else.
        """
        try:
            body = json.loads(await self.request.body())
        except ValueError as error:
            raise errors.invalid("The body is not JSON.") from error
        if not isinstance(body, dict):
            raise errors.invalid("The body is not a JSON object.")
        return body

    def device(self, name: str) -> Device:
        """A device of the instance.

        Raises:
            ApiError: 404, in the form that the backends' paths answer.
        """
        if name not in self.service.devices:
            raise errors.device_not_found()
        return self.service.devices[name]


if TYPE_CHECKING:
    Handler = Callable[[Call], Awaitable[Response]]
