"""The ASGI application: routes to operations, and the emulator's life cycle."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from qrt_facade._version import __version__
from qrt_facade.emulator.domain import errors, versions
from qrt_facade.emulator.domain.limited_logging import limited_logger
from qrt_facade.emulator.domain.rate_limit import SubmissionLimit
from qrt_facade.emulator.http.access import Guard
from qrt_facade.emulator.http.auth import Authority
from qrt_facade.emulator.http.calls import Call, Service, service_of
from qrt_facade.emulator.http.edge import Edge
from qrt_facade.emulator.http.error_responses import error_response, unknown_path
from qrt_facade.emulator.http.handlers import (
    admin,
    analytics,
    backends,
    discovery,
    instances,
    jobs,
    page_calls,
    page_world,
    pages,
    sessions,
    workloads,
)
from qrt_facade.emulator.http.paths import HEALTH
from qrt_facade.emulator.http.recording import Recorder
from qrt_facade.emulator.http.redacting import Redactor
from qrt_facade.emulator.run.scheduler import Scheduler
from qrt_facade.emulator.run.workers import WorkerPool
from qrt_facade.emulator.store.database import open_database
from qrt_facade.emulator.store.instances import InstanceStore
from qrt_facade.emulator.store.jobs import JobStore
from qrt_facade.emulator.store.sessions import SessionStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from qrt_facade.emulator.domain.call_log import CallLog
    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.http.calls import Handler
    from qrt_facade.emulator.options import Options

    Endpoint = Callable[[Request], Awaitable[Response]]

_LOGGER = limited_logger("qrt_facade.emulator.http")


def _removed_in(version: str, handler: Handler) -> Handler:
    """Return a handler that responds with 404 from this version on."""

    async def answer(call: Call) -> Response:
        if call.version >= version:
            return unknown_path(call.request.method, call.request.url.path)
        return await handler(call)

    return answer


OPERATIONS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/jobs", jobs.create_job),
    ("GET", "/v1/jobs", jobs.list_jobs),
    ("GET", "/v1/jobs/{id}", jobs.get_job),
    ("DELETE", "/v1/jobs/{id}", jobs.delete_job),
    ("GET", "/v1/jobs/{id}/results", jobs.get_job_results),
    ("GET", "/v1/jobs/{id}/logs", jobs.get_job_logs),
    ("GET", "/v1/jobs/{id}/metrics", jobs.get_job_metrics),
    ("POST", "/v1/jobs/{id}/cancel", jobs.cancel_job),
    ("PUT", "/v1/jobs/{id}/tags", jobs.replace_job_tags),
    ("GET", "/v1/tags", jobs.list_tags),
    ("GET", "/v1/backends", backends.list_backends),
    ("GET", "/v1/backends/{id}/configuration", backends.get_backend_configuration),
    ("GET", "/v1/backends/{id}/properties", backends.get_backend_properties),
    ("GET", "/v1/backends/{id}/status", backends.get_backend_status),
    ("GET", "/v1/backends/{id}/defaults", backends.get_backend_defaults),
    ("POST", "/v1/sessions", sessions.create_session),
    ("GET", "/v1/sessions/{id}", sessions.get_session),
    ("PATCH", "/v1/sessions/{id}", sessions.update_session),
    ("DELETE", "/v1/sessions/{id}/close", sessions.close_session),
    ("GET", "/v1/instance", instances.get_instance),
    ("GET", "/v1/instances/configuration", instances.get_configuration),
    ("PUT", "/v1/instances/configuration", instances.replace_configuration),
    ("GET", "/v1/instances/usage", instances.get_usage),
    ("GET", "/v1/accounts/{id}", instances.get_account),
    ("GET", "/v1/workloads", workloads.find_instance_workloads),
    ("GET", "/v1/analytics/usage", analytics.usage),
    ("GET", "/v1/analytics/usage_grouped", analytics.usage_grouped),
    ("GET", "/v1/analytics/usage_grouped_by_date", analytics.usage_grouped_by_date),
    ("GET", "/v1/analytics/filters", analytics.filters),
    # Two operations that an API version has dropped. For interim results the exact date is unknown: the document of
    # 2025-05-01 has them, that of 2026-03-15 does not.
    ("GET", "/v1/jobs/{id}/interim_results", _removed_in("2026-02-01", jobs.get_interim_results)),
    ("GET", "/v1/jobs/{id}/transpiled_circuits", _removed_in("2026-02-01", jobs.get_transpiled_circuits)),
)

# IBM Cloud's services have hosts of their own; the catalog's paths would collide with the API's, hence the prefix.
DISCOVERY: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "/v3/resources/search", discovery.search),
    ("GET", "/globalcatalog/api/v1/{id}", discovery.catalog_entry),
    ("GET", "/v2/resource_instances", discovery.list_resource_instances),
    ("GET", "/v2/resource_instances/{id}", discovery.get_resource_instance),
    ("PATCH", "/v2/resource_instances/{id}", discovery.patch_resource_instance),
)

ADMINISTRATION: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/scenario", admin.get_scenario),
    ("PATCH", "/scenario", admin.patch_scenario),
    ("GET", "/faults", admin.get_faults),
    ("POST", "/faults", admin.post_fault),
    ("DELETE", "/faults", admin.delete_faults),
    ("PATCH", "/faults/{number}", admin.patch_fault),
    ("POST", "/reset", admin.post_reset),
    ("DELETE", "/tokens", admin.delete_tokens),
)

PAGES: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/", pages.show_overview),
    ("GET", "/jobs/{id}", pages.show_job),
    ("GET", "/calls", page_calls.show_calls),
    ("GET", "/calls/{id}", page_calls.show_call),
    ("GET", "/devices", page_world.show_devices),
    ("GET", "/devices/{name}", page_world.show_device),
    ("GET", "/sessions", page_world.show_sessions),
    ("GET", "/usage", page_world.show_usage),
    ("GET", "/faults", page_world.show_faults),
    ("GET", "/faults/{action}", page_world.redirect_to_faults),
    ("POST", "/faults/{action}", page_world.change_scenario),
)
TRANSPILED = "/transpiled_circuits/{id}"


@dataclass
class Startup:
    """The outcome of starting an application, for the thread that started it.

    Attributes:
        failures: Why it did not start; the server itself only logs this.
        service: The parts of the emulator, once it has started.
        loop: The event loop that runs them.
    """

    failures: list[Exception] = field(default_factory=list)
    service: Service | None = None
    loop: asyncio.AbstractEventLoop | None = None


def build(
    options: Options, scenario: Scenario, devices: dict[str, Device], calls: CallLog, startup: Startup
) -> ASGIApp:
    """Return the application of one emulator; its parts are created when the server starts.

    The outcome of the start is stored in `startup`.
    """
    authority = Authority(options, scenario)
    mocks = {mock.name: mock for mock in (device.mock() for device in devices.values())}

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        asyncio.get_running_loop().set_exception_handler(_log_loop_error)
        database = open_database(None if options.data is None else Path(options.data))
        pool = WorkerPool(options.processes, options.job_timeout)
        job_store, session_store = JobStore(database, scenario), SessionStore(database)
        instance_store = InstanceStore(database, scenario)
        scheduler = Scheduler(
            options, scenario, devices | mocks, job_store, session_store, instance_store, pool
        )
        app.state.service = Service(
            options=options, authority=authority, devices=devices, mocks=mocks, jobs=job_store, sessions=session_store,
            instances=instance_store, scheduler=scheduler, limits=SubmissionLimit(scenario), scenario=scenario,
            calls=calls,
        )  # fmt: skip
        try:
            await pool.warm()
            scheduler.begin()
        except Exception as error:
            startup.failures.append(error)
            await pool.close()
            database.close()
            raise
        startup.service, startup.loop = app.state.service, asyncio.get_running_loop()
        try:
            yield
        finally:
            await scheduler.end()
            await pool.close()
            database.close()

    app = Starlette(
        routes=_routes(authority),
        lifespan=lifespan,
        exception_handlers={
            404: _unknown_path,
            405: _wrong_method,
            errors.ApiError: _api_error,
            sqlite3.Error: _not_stored,
            ClientDisconnect: _client_disconnected,
            Exception: _internal_error,
        },
    )
    app.router.redirect_slashes = False
    guarded = Guard(Edge(app, scenario), options.host)
    return Recorder(guarded, calls, Redactor(options.key, options.instances))


def _routes(authority: Authority) -> list[Route]:
    endpoints = [(method, f"/api{path}", _endpoint(handler)) for method, path, handler in OPERATIONS]
    # IBM Cloud's own services accept the token and have no Service-CRN header.
    endpoints += [
        (method, path, _checked(authority.authenticate, handler)) for method, path, handler in DISCOVERY
    ]
    # The emulator's own paths need no credentials on loopback, and otherwise the API key.
    own = [*((method, f"/emulator{path}", handler) for method, path, handler in ADMINISTRATION), *PAGES]
    endpoints += [
        (method, path, _checked(authority.authenticate_owner, handler)) for method, path, handler in own
    ]
    endpoints += [("GET", TRANSPILED, _no_circuits), ("GET", HEALTH, _healthy)]
    endpoints += [("GET", "/api/v1/versions", _versions), ("POST", "/identity/token", authority.exchange)]
    by_path: dict[str, dict[str, Endpoint]] = {}
    for method, path, handler in endpoints:
        by_path.setdefault(path, {})[method] = handler
    # One route per path, so that the response to a wrong method can list the supported ones.
    return [Route(path, _by_method(handlers), methods=list(handlers)) for path, handlers in by_path.items()]


def _by_method(handlers: dict[str, Endpoint]) -> Endpoint:
    async def answer(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return answer


def _endpoint(handler: Handler) -> Endpoint:
    """Return an endpoint that authenticates, determines instance and version, and calls the handler."""

    async def answer(request: Request) -> Response:
        service = service_of(request)
        user = service.authority.authenticate(request.headers.get("authorization"))
        crn = service.authority.instance(request.headers.get("service-crn"))
        version = versions.effective(request.headers.get("ibm-api-version"))
        return await handler(Call(request, service, crn, version, user))

    return answer


def _checked(check: Callable[[str | None], object], handler: Endpoint) -> Endpoint:
    """Return an endpoint that checks the `Authorization` header before it calls the handler."""

    async def answer(request: Request) -> Response:
        check(request.headers.get("authorization"))
        return await handler(request)

    return answer


async def _no_circuits(_request: Request) -> Response:
    """Return an empty list of transpiled circuits for any job: primitives have stored none since 2024."""
    return JSONResponse([])


async def _healthy(_request: Request) -> Response:
    """`GET /health`: the emulator accepts requests and jobs. The first simulation process has already been started.

    It reveals only what anyone can see who can reach the port, so it needs no key.
    """
    return JSONResponse({"status": "ok", "version": __version__}, headers={"Cache-Control": "no-store"})


async def _versions(request: Request) -> Response:
    """`GET /versions` needs neither token nor CRN."""
    return JSONResponse(versions.listing(request.headers.get("ibm-api-version")))


async def _unknown_path(request: Request, _: Exception) -> Response:
    return unknown_path(request.method, request.url.path)


async def _wrong_method(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for this class
    return unknown_path(request.method, request.url.path, (error.headers or {}).get("Allow"))


async def _api_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ApiError)  # noqa: S101  # registered for this class
    return error_response(error)


def _log_loop_error(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what asyncio reports, above all that no more files can be opened, which happens many times per second."""
    _LOGGER.error("%s: %s", context["message"], context.get("exception"))


async def _client_disconnected(_request: Request, _: Exception) -> Response:
    """Return a response that is never sent: the client disconnected during its request."""
    return Response(status_code=400)


async def _not_stored(_request: Request, error: Exception) -> Response:
    """507: the database cannot be written; nothing was changed."""
    return error_response(errors.not_stored(str(error)))


async def _internal_error(_request: Request, _: Exception) -> Response:
    return error_response(errors.ApiError(500, 1000, "API Internal error"))
