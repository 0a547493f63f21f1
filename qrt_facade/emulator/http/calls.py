"""What every handler gets: the request, whose it is, and the emulator's parts."""

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


_UNWRITABLE = re.compile(rb"\\u[dD][89a-fA-F]|[eE]\+?\d{3}|\d{308}")
"""What may be read and not written again: half a character, and numbers beyond the range of a double."""


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse)
"""Made once: `json.loads` makes one for each body that it is to read in another way than the usual one."""


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body.

    Raises:
        ApiError: 400, it is something else.
    """
    text = await request.body()
    try:
        body = _DECODER.decode(text.decode(json.detect_encoding(text), "surrogatepass"))
        if _UNWRITABLE.search(text):
            json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        # That it has more levels than can be followed is another way for it to be unreadable.
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
    def reachable(self) -> dict[str, Device]:
        """The devices that can be asked for by name: with their mocks, where the plan has them."""
        return self.devices | self.mocks if self.scenario.terms.mocks else self.devices

    @property
    def shown_key(self) -> str | None:
        """The API key, if pages may show it: the emulator's own, on loopback. One that the user chose is not repeated."""
        own = is_loopback(self.options.host) and self.options.key == DEFAULT_API_KEY
        return self.options.key if own else None

    @property
    def shown_instance(self) -> str | None:
        """The CRN of the first instance, if pages may show it: the emulator's own, on loopback. Others name accounts."""
        own = is_loopback(self.options.host) and self.options.instances[0] == DEFAULT_INSTANCE
        return DEFAULT_INSTANCE if own else None

    async def reset(self) -> None:
        """Remove jobs, sessions, usage, limits, tokens and calls, and restore the scenario of the start.

        Running jobs are cancelled without a trace. From the last `await` on, all happens in one turn of the loop, so that no
        request meets a half of it.
        """
        await self.scheduler.cancel_all()
        self.scenario.reset()
        self.jobs.clear()
        self.limits.clear()
        self.authority.forget_tokens()
        self.calls.clear()


def service_of(request: Request) -> Service:
    """The parts of the emulator that a request came to."""
    service: Service = request.app.state.service
    return service


@dataclass(frozen=True)
class Call:
    """One authenticated request of a user; `version` is the API version whose shapes it is answered in."""

    request: Request
    service: Service
    crn: str
    version: str
    user: str

    @property
    def sees_only(self) -> str | None:
        """The user whose work alone the caller is shown, on the Open plan; None for that of all users."""
        return None if self.service.scenario.terms.shared else self.user

    @property
    def id(self) -> str:
        """The id in the path."""
        return unquote(self.request.path_params["id"])

    @property
    def usage(self) -> UsageMode:
        """How usage is sent in the API version of this request."""
        return mode_of(self.service.scenario.usage, self.version)

    def query(self, name: str) -> str | None:
        """One query parameter that may be any text; empty counts as absent."""
        return self.request.query_params.get(name) or None

    def text(self, name: str, longest: int) -> str | None:
        """One query parameter of a line of 1 to `longest` characters.

        Raises:
            ApiError: 400, it is empty, longer, or has line breaks.
        """
        value = self.request.query_params.get(name)
        return None if value is None else read_line(name, value, longest)

    def choice(self, name: str, *accepted: str) -> str | None:
        """One query parameter out of few values.

        Raises:
            ApiError: 400, it is another value.
        """
        value = self.request.query_params.get(name)
        if value is not None and value not in accepted:
            raise errors.invalid(f"{name} is {value!r:.60}; accepted are {', '.join(accepted)}.")
        return value

    def queries(self, name: str) -> list[str]:
        """A repeated query parameter; `name[]=` is not recognised, as at IBM."""
        return [value for value in self.request.query_params.getlist(name) if value]

    def flag(self, name: str, default: bool | None = None) -> bool | None:
        """A boolean query parameter, in small or capital letters.

        Raises:
            ApiError: 400, it is something else.
        """
        value = self.request.query_params.get(name)
        if value is None:
            return default
        if value.lower() not in {"true", "false"}:
            raise errors.invalid(f"{name} is {value!r:.60}; it is true or false.")
        return value.lower() == "true"

    @property
    def includes_mocks(self) -> bool:
        """Whether a list is to show mocks, and what ran on them.

        Raises:
            ApiError: 400, `include_mocks` is not true or false.
        """
        return bool(self.flag("include_mocks", default=False))

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
        value = self.request.query_params.get(name)
        if value is None:
            return None
        try:
            return clock.text(clock.parse(value))
        except ValueError as error:
            raise errors.invalid(f"{name} is {value!r:.60}; it is an ISO 8601 date-time") from error

    async def body(self) -> dict[str, Any]:
        """The request's JSON object.

        Raises:
            ApiError: 400, it is something else.
        """
        return await json_object(self.request)

    def device(self, name: str) -> Device:
        """A device of the instance.

        Raises:
            ApiError: 404, in the form that the backends' paths answer.
        """
        reachable = self.service.reachable
        if name not in reachable:
            raise errors.device_not_found()
        return reachable[name]


if TYPE_CHECKING:
    Handler = Callable[[Call], Awaitable[Response]]
