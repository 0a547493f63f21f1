"""The arguments of every handler: the request, its user and instance, and the emulator's parts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from qrt_facade._base.loopback import is_loopback
from qrt_facade.emulator.domain import clock, errors
from qrt_facade.emulator.domain.submission import read_line
from qrt_facade.emulator.domain.usage import mode_of
from qrt_facade.emulator.options import DEFAULT_API_KEY, DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from qrt_facade.emulator.domain.call_log import CallLog
    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.rate_limit import SubmissionLimit
    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.domain.usage import UsageMode
    from qrt_facade.emulator.http.auth import Authority
    from qrt_facade.emulator.options import Options
    from qrt_facade.emulator.run.scheduler import Scheduler
    from qrt_facade.emulator.store.instances import InstanceStore
    from qrt_facade.emulator.store.jobs import JobStore
    from qrt_facade.emulator.store.sessions import SessionStore


_NOT_ENCODABLE = re.compile(rb"\\u[dD][89a-fA-F]|[eE]\+?\d{3}|\d{308}")
"""What JSON decoders accept but encoders do not: half a surrogate pair, and numbers beyond the range of a double."""


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
"""Created once: with non-default arguments `json.loads` creates a decoder for each body."""


async def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request's body.

    Raises:
        ApiError: 400, it is something else.
    """
    text = await request.body()
    try:
        body = _DECODER.decode(text.decode(json.detect_encoding(text), "surrogatepass"))
        if _NOT_ENCODABLE.search(text):
            json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        # A body that is nested too deeply is unreadable, too.
        raise errors.invalid("The body is not JSON.") from error
    if not isinstance(body, dict):
        raise errors.invalid("The body is not a JSON object.")
    return body


@dataclass(frozen=True)
class Service:
    """The parts of a running emulator."""

    options: Options
    authority: Authority
    devices: dict[str, Device]
    mocks: dict[str, Device]
    jobs: JobStore
    sessions: SessionStore
    instances: InstanceStore
    scheduler: Scheduler
    limits: SubmissionLimit
    scenario: Scenario
    calls: CallLog

    @property
    def available_devices(self) -> dict[str, Device]:
        """The devices available by name, including mocks if the plan has them."""
        return self.devices | self.mocks if self.scenario.terms.mocks else self.devices

    @property
    def shown_key(self) -> str | None:
        """The API key if pages may show it: only the default key on loopback, never one that the user chose."""
        own = is_loopback(self.options.host) and self.options.key == DEFAULT_API_KEY
        return self.options.key if own else None

    @property
    def shown_instance(self) -> str | None:
        """The CRN of the first instance if pages may show it: only the default on loopback; others reveal accounts."""
        own = is_loopback(self.options.host) and self.options.instances[0] == DEFAULT_INSTANCE
        return DEFAULT_INSTANCE if own else None

    async def reset(self) -> None:
        """Remove jobs, sessions, usage, limits, tokens and calls, and restore the initial scenario.

        Running jobs are cancelled without a trace. Everything after the last `await` happens in one iteration of the
        event loop, so that no request sees a partial reset.
        """
        await self.scheduler.cancel_all()
        self.scenario.reset()
        self.jobs.clear()
        self.limits.clear()
        self.authority.invalidate_tokens()
        self.calls.clear()


def service_of(request: Request) -> Service:
    """Return the parts of the emulator that handles a request."""
    service: Service = request.app.state.service
    return service


@dataclass(frozen=True)
class Call:
    """An authenticated request of a user; `version` is the API version of the response."""

    request: Request
    service: Service
    crn: str
    version: str
    user: str

    @property
    def visible_user(self) -> str | None:
        """The only user whose work the caller sees, on the Open plan; None if the caller sees that of all users."""
        return None if self.service.scenario.terms.shared else self.user

    @property
    def id(self) -> str:
        """The id in the path."""
        return unquote(self.request.path_params["id"])

    @property
    def usage(self) -> UsageMode:
        """How usage is reported in the API version of this request."""
        return mode_of(self.service.scenario.usage, self.version)

    def query(self, name: str) -> str | None:
        """Return a query parameter that may be any text; an empty one counts as missing."""
        return self.request.query_params.get(name) or None

    def text(self, name: str, longest: int) -> str | None:
        """Return a query parameter that is one line of 1 to `longest` characters.

        Raises:
            ApiError: 400, it is empty, too long, or has line breaks.
        """
        value = self.request.query_params.get(name)
        return None if value is None else read_line(name, value, longest)

    def choice(self, name: str, *accepted: str) -> str | None:
        """Return a query parameter that is one of the accepted values.

        Raises:
            ApiError: 400, it is another value.
        """
        value = self.request.query_params.get(name)
        if value is not None and value not in accepted:
            raise errors.invalid(f"{name} is {value!r:.60}; it must be one of {', '.join(accepted)}.")
        return value

    def queries(self, name: str) -> list[str]:
        """Return the values of a repeated query parameter; `name[]=` is not recognised, as at IBM."""
        return [value for value in self.request.query_params.getlist(name) if value]

    def flag(self, name: str, default: bool | None = None) -> bool | None:
        """Return a boolean query parameter, in lower or upper case.

        Raises:
            ApiError: 400, it is something else.
        """
        value = self.request.query_params.get(name)
        if value is None:
            return default
        if value.lower() not in {"true", "false"}:
            raise errors.invalid(f"{name} is {value!r:.60}; it must be true or false.")
        return value.lower() == "true"

    @property
    def includes_mocks(self) -> bool:
        """Whether a list should include mocks and the jobs that ran on them.

        Raises:
            ApiError: 400, `include_mocks` is not true or false.
        """
        return bool(self.flag("include_mocks", default=False))

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """Return an integer query parameter; the default silently replaces one out of range (measured)."""
        try:
            value = int(self.query(name) or default)
        except ValueError:
            return default
        return value if low <= value <= high else default

    def instant(self, name: str) -> str | None:
        """Return a date-time query parameter in the database's format.

        Raises:
            ApiError: 400, it is not a date-time.
        """
        value = self.request.query_params.get(name)
        if value is None:
            return None
        try:
            return clock.text(clock.parse(value))
        except ValueError as error:
            raise errors.invalid(f"{name} is {value!r:.60}; it must be an ISO 8601 date-time") from error

    async def body(self) -> dict[str, Any]:
        """Return the JSON object in the request's body.

        Raises:
            ApiError: 400, it is something else.
        """
        return await json_object(self.request)

    def device(self, name: str) -> Device:
        """Return a device of the instance.

        Raises:
            ApiError: 404, in the format of the backends' paths.
        """
        available_devices = self.service.available_devices
        if name not in available_devices:
            raise errors.device_not_found()
        return available_devices[name]


if TYPE_CHECKING:
    Handler = Callable[[Call], Awaitable[Response]]
