"""Sessions and batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, PlainTextResponse, Response

from qrt_facade._service.sessions import MODES
from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.domain.kinds import is_positive_integer
from qrt_facade.emulator.domain.sessions import INTERACTIVE_TTL
from qrt_facade.emulator.http import shapes

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Session
    from qrt_facade.emulator.http.calls import Call


async def create_session(call: Call) -> Response:
    """`POST /sessions`: 200 with the session; dedicated ones are refused on the Open plan (400/1352)."""
    body = await call.body()
    mode = body.get("mode")
    if not isinstance(mode, str):
        raise errors.invalid(f"mode is {mode!r:.60}; it must be batch or dedicated.")
    if mode not in MODES:
        # Measured: an unknown mode is not validated, and the response is not an error container.
        return PlainTextResponse("Internal server error", 500)
    terms = call.service.scenario.terms
    if mode == "dedicated" and not terms.dedicated_sessions:
        raise errors.no_session_on_open_plan()
    for name in ("backend", "backend_name", "instance"):
        if not isinstance(body.get(name, ""), str):
            raise errors.invalid(f"{name} is {body[name]!r:.60}; it must be a string.")
    backend = body.get("backend") or body.get("backend_name") or None
    if backend is not None and backend not in call.service.available_devices:
        raise errors.unknown_backend(backend)
    max_ttl = min(_ttl(body, "max_ttl", terms.max_ttl), terms.max_ttl)
    active_ttl = min(_ttl(body, "active_ttl", max_ttl), max_ttl)
    interactive_ttl = min(_ttl(body, "interactive_ttl", INTERACTIVE_TTL), active_ttl)
    session = call.service.sessions.add(
        crn=call.crn, user_id=call.user, mode=mode, backend=backend, max_ttl=max_ttl, interactive_ttl=interactive_ttl,
        active_ttl=active_ttl,
    )  # fmt: skip
    return _shown(call, session)


def _ttl(body: dict[str, Any], name: str, default: int) -> int:
    value = body.get(name, default)
    if not is_positive_integer(value):
        raise errors.invalid(f"{name} is {value!r}; it must be an integer of 1 or more seconds.")
    return value


async def get_session(call: Call) -> Response:
    """`GET /sessions/{id}`."""
    return _shown(call, _session(call))


async def update_session(call: Call) -> Response:
    """`PATCH /sessions/{id}`: stop or resume accepting jobs; those already accepted still run."""
    session = _session(call)
    accepting = (await call.body()).get("accepting_jobs")
    if not isinstance(accepting, bool):
        raise errors.invalid(f"accepting_jobs is {accepting!r}; it must be true or false.")
    if accepting:
        call.service.sessions.accept_jobs(session.id, accepting=True)
    else:
        call.service.scheduler.drain_session(session)
    return Response(status_code=204)


async def close_session(call: Call) -> Response:
    """`DELETE /sessions/{id}/close`: queued jobs fail with 1217, running ones finish."""
    call.service.scheduler.close_session(_session(call), "session_closed_early")
    return Response(status_code=204)


def _session(call: Call) -> Session:
    session = call.service.sessions.get(call.crn, call.id)
    if session is None:
        raise errors.session_not_found()
    return session


def _shown(call: Call, session: Session) -> Response:
    jobs, _ = call.service.jobs.find(call.crn, session_id=session.id)
    return JSONResponse(shapes.session(session, jobs, call.usage))
