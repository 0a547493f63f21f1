"""The ASGI application: which path is which operation, and the emulator's life from start to stop."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from qrt_facade.emulator import errors, versions
from qrt_facade.emulator.auth import Authority
from qrt_facade.emulator.calls import Call, Service
from qrt_facade.emulator.devices import Device
from qrt_facade.emulator.edge import Edge
from qrt_facade.emulator.handlers import backends, instances, jobs, sessions
from qrt_facade.emulator.instances import InstanceStore
from qrt_facade.emulator.limits import SubmissionLimit
from qrt_facade.emulator.scheduler import Scheduler
from qrt_facade.emulator.sessions import SessionStore
from qrt_facade.emulator.store import JobStore, open_database
from qrt_facade.emulator.workers import WorkerPool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from qrt_facade.emulator.calls import Handler
    from qrt_facade.emulator.settings import Settings

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
)


def build(settings: Settings) -> ASGIApp:
    """The application of one emulator; its parts come to life with the server's lifespan."""
    authority = Authority(settings)
    devices = {device.name: device for device in map(Device.named, settings.backends)}

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        database = open_database(settings.data)
        pool = WorkerPool(settings.workers, settings.job_timeout)
        job_store, session_store = JobStore(database, settings.seed), SessionStore(database)
        instance_store = InstanceStore(database, settings.terms)
        scheduler = Scheduler(
            settings=settings, devices=devices, jobs=job_store, session_store=session_store,
            instances=instance_store, pool=pool,
        )  # fmt: skip
        app.state.service = Service(
            settings=settings, authority=authority, devices=devices, jobs=job_store, sessions=session_store,
            instances=instance_store, scheduler=scheduler, limits=SubmissionLimit(settings.rate_limit),
        )  # fmt: skip
        await pool.warm()
        scheduler.begin()
        try:
            yield
        finally:
            await scheduler.end()
            await pool.close()
            database.close()

    routes = [
        Route(f"/api{path}", _endpoint(handler), methods=[method]) for method, path, handler in OPERATIONS
    ]
    routes.append(Route("/api/v1/versions", _versions, methods=["GET"]))
    routes.append(Route("/identity/token", authority.exchange, methods=["POST"]))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={404: _unknown_path, 405: _unknown_path, Exception: _internal_error},
    )
    app.router.redirect_slashes = False
    return Edge(app)


def _endpoint(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Authenticate, find the instance and the version, and let the handler answer."""

    async def answer(request: Request) -> Response:
        service: Service = request.app.state.service
        try:
            service.authority.authenticate(request.headers.get("authorization"))
            crn = service.authority.instance(request.headers.get("service-crn"))
            version = versions.effective(request.headers.get("ibm-api-version"))
            return await handler(Call(request, service, crn, version))
        except errors.ApiError as error:
            return error.response()

    return answer


async def _versions(request: Request) -> Response:
    """`GET /versions` needs neither token nor CRN."""
    return JSONResponse(versions.listing(request.headers.get("ibm-api-version")))


async def _unknown_path(request: Request, _: Exception) -> Response:
    return errors.unknown_path(request.method, request.url.path)


async def _internal_error(_request: Request, _: Exception) -> Response:
    return errors.ApiError(500, 1000, "API Internal error").response()
