"""Jobs and their tags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response

from qrt_facade._service.limits import MAX_PAGE, MAX_TAG_SEARCH, MIN_TAG_SEARCH
from qrt_facade._service.statuses import FAILED, PENDING, QUEUED, TERMINAL
from qrt_facade.emulator.domain import clock, content_types, errors
from qrt_facade.emulator.domain.mocks import may_run_on
from qrt_facade.emulator.domain.submission import read_submission, read_tags
from qrt_facade.emulator.http import shapes
from qrt_facade.emulator.http.recording import note_job, note_private, note_reasons

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.calls import Call

_MAX_OFFSET = 2**31 - 1


async def create_job(call: Call) -> Response:
    """`POST /jobs`: accept a job (200, as live) without parsing its circuits."""
    call.service.limits.take_submission()
    body = await call.body()
    note_private(call.request.scope, private=bool(body.get("private")))
    caller = call.request.headers.get("x-qx-client-application")
    scenario = call.service.scenario
    new = read_submission(
        body,
        call.crn,
        call.service.available_devices,
        scenario.terms,
        caller,
        retired=scenario.retired_programs,
    )
    if new.session_id is not None:
        session = call.service.sessions.get(call.crn, new.session_id)
        if session is None:
            raise errors.session_not_found()
        if session.closed or not session.accepting_jobs:
            raise errors.session_closed()
        if not may_run_on(new.backend, session.backend):
            raise errors.invalid(f"The session runs on {session.backend}, but the job is for {new.backend}.")
    job = call.service.jobs.add(replace(new, user_id=call.user))
    note_job(call.request.scope, job)
    call.service.scheduler.submit(job.id)
    answer: dict[str, object] = {"id": job.id, "backend": job.backend}
    for name in ("session_id", "calibration_id", "private"):
        if value := getattr(job, name):
            answer[name] = value
    return JSONResponse(answer)


async def list_jobs(call: Call) -> Response:
    """`GET /jobs`: paged by limit and offset, newest first unless `sort=ASC`; dry runs only with `include_mocks`.

    It lists the jobs of all users of the instance, except on the Open plan (a maintainer in qiskit-ibm-runtime#2349).
    Only this list has the scenario's lag; `count` does not include the hidden jobs either.
    """
    sort = call.choice("sort", "ASC", "DESC")
    pending = call.flag("pending")
    limit, offset = call.number("limit", MAX_PAGE, 1, MAX_PAGE), call.number("offset", 0, 0, _MAX_OFFSET)
    jobs, count = call.service.jobs.find(
        call.crn,
        user_id=call.visible_user,
        statuses=() if pending is None else PENDING if pending else TERMINAL,
        program_id=call.text("program", 63),
        backend=call.text("backend", 100),
        session_id=call.text("session_id", 1000),
        created_after=call.instant("created_after"),
        created_before=_not_after(call.instant("created_before"), call.service.scenario.list_lag_seconds),
        tags=read_tags(call.queries("tags")),
        mocks=call.includes_mocks,
        ascending=sort == "ASC",
        limit=limit,
        offset=offset,
    )
    with_params = not call.flag("exclude_params", default=True)
    if with_params:
        note_private(call.request.scope, private=any(job.private for job in jobs))
    note_reasons(call.request.scope, jobs)
    shown = [
        shapes.job(job, call.version, call.usage, call.service.jobs.params(job.id) if with_params else None)
        for job in jobs
    ]
    return JSONResponse({"jobs": shown, "count": count, "limit": limit, "offset": offset})


async def get_job(call: Call) -> Response:
    """`GET /jobs/{id}`: with params unless excluded."""
    job = _job(call)
    params = None if call.flag("exclude_params", default=False) else call.service.jobs.params(job.id)
    return JSONResponse(shapes.job(job, call.version, call.usage, params))


async def get_job_results(call: Call) -> Response:
    """`GET /jobs/{id}/results`: JSON, plain text for a failed job, 204 if there is none (cancelled, read).

    The content type of JSON may be plain text, depending on the API version and the scenario.
    """
    job = _job(call)
    if job.pending:
        raise errors.results_too_early()
    result = call.service.jobs.result(job)
    if not result:
        return Response(status_code=204)
    if job.status == FAILED:
        return PlainTextResponse(result)
    kind = content_types.results_content_type(call.service.scenario.results_content_type, call.version)
    return Response(result, media_type=kind)


async def get_job_logs(call: Call) -> Response:
    """`GET /jobs/{id}/logs`: plain text once the job is terminal, else 404."""
    logs = call.service.jobs.logs(_job(call).id)
    if not logs:
        raise errors.ApiError(404, "not_found", "Job logs not found", None)
    return PlainTextResponse(logs)


async def get_interim_results(call: Call) -> Response:
    """`GET /jobs/{id}/interim_results`, only in older versions: 204, because no current program returns any."""
    _job(call)
    return Response(status_code=204)


async def get_transpiled_circuits(call: Call) -> Response:
    """`GET /jobs/{id}/transpiled_circuits`, only in older versions: a URL that needs no credentials."""
    address = call.request.url.replace(path=f"/transpiled_circuits/{_job(call).id}.json", query="")
    return JSONResponse({"url": str(address)})


async def get_job_metrics(call: Call) -> Response:
    """`GET /jobs/{id}/metrics`, in the format of the API version."""
    job = _job(call)
    _, ahead = call.service.jobs.find(
        call.crn, backend=job.backend, statuses=(QUEUED,), created_before=job.created, limit=0
    )
    return JSONResponse(shapes.metrics(job, call.version, call.usage, ahead))


async def cancel_job(call: Call) -> Response:
    """`POST /jobs/{id}/cancel`: 204; 409 for a terminal job."""
    job = _job(call)
    if not call.service.scheduler.cancel(job):
        message = f"Job {job.id} is {job.status} and cannot be cancelled."
        raise errors.conflict(message, "Only pending jobs can be cancelled.")
    return Response(status_code=204)


async def delete_job(call: Call) -> Response:
    """`DELETE /jobs/{id}`: 204; 400 for a job that is not terminal."""
    job = _job(call)
    if job.pending:
        message = f"Job {job.id} is {job.status} and cannot be deleted."
        raise errors.ApiError(400, 3211, message, "Cancel it or wait until it is terminal.")
    call.service.jobs.delete(job.id)
    return Response(status_code=204)


async def replace_job_tags(call: Call) -> Response:
    """`PUT /jobs/{id}/tags`: replaces the whole list; 204."""
    job = _job(call)
    body = await call.body()
    if body.get("tags") is None:
        raise errors.invalid("tags is missing.")
    call.service.jobs.replace_tags(job.id, read_tags(body["tags"]))
    return Response(status_code=204)


async def list_tags(call: Call) -> Response:
    """`GET /tags`: the tags that contain a text; below 3 characters a 400 that names neither field nor limit."""
    search = call.query("search") or ""
    if call.query("type") != "job" or not MIN_TAG_SEARCH <= len(search) <= MAX_TAG_SEARCH:
        raise errors.ApiError(400, 3220, "Bad Request")
    return JSONResponse({"tags": call.service.jobs.search_tags(call.crn, search)})


def _not_after(created_before: str | None, lag: float) -> str | None:
    """Return the latest creation time that a list shows: the requested one, or an earlier one due to the list's lag.

    Without a lag the clock is not read, so that setting it back hides no jobs.
    """
    if not lag:
        return created_before
    newest = clock.seconds_ago(lag)
    return newest if created_before is None else min(newest, created_before)


def _job(call: Call) -> Job:
    job = call.service.jobs.get(call.crn, call.id)
    if job is None:
        raise errors.job_not_found(call.id)
    note_job(call.request.scope, job)
    return job
