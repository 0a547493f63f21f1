"""The list of workloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from qrt_facade._service.limits import MAX_WORKLOADS_PAGE
from qrt_facade.emulator.domain import errors, workloads
from qrt_facade.emulator.domain.mocks import is_mock

if TYPE_CHECKING:
    from qrt_facade.emulator.http.calls import Call

_STATUSES = frozenset(workloads.JOB_STATUS.values())


async def find_instance_workloads(call: Call) -> Response:
    """`GET /workloads`: oldest first unless `sort=-createdAt`, paged by cursors in hrefs; mocks only on request."""
    sort = call.choice("sort", "createdAt", "-createdAt")
    mine = call.choice("user", "me") is not None
    statuses = [*call.request.query_params.getlist("status"), *call.queries("status[]")]
    if unknown := set(statuses) - _STATUSES:
        raise errors.invalid(
            f"status is {unknown.pop()!r}; it must be one of {', '.join(sorted(_STATUSES))}."
        )
    workload_filter = workloads.WorkloadFilter(
        backend=call.query("backend"), search=call.query("search"), statuses=statuses, mode=call.choice("mode", "job", "session", "batch", "function"),
        created_after=call.instant("created_after"), created_before=call.instant("created_before"),
        tags=[*call.queries("tags"), *call.queries("tags[]")], user_id=call.user if mine else call.visible_user,
    )  # fmt: skip
    mocks = call.includes_mocks
    jobs, _ = call.service.jobs.find(call.crn, mocks=mocks)
    sessions = [one for one in call.service.sessions.find(call.crn) if mocks or not is_mock(one.backend)]
    runs = [workloads.function_workload(run, call.crn) for run in call.service.scenario.functions]
    found = list(filter(workload_filter.matches, workloads.collect(jobs, sessions, runs)))
    limit = call.number("limit", 10, 1, MAX_WORKLOADS_PAGE)
    if call.request.query_params.get("limit", "10") != str(limit):
        raise errors.invalid(
            f"limit is {call.query('limit')!r}; it must be an integer from 1 to {MAX_WORKLOADS_PAGE}."
        )
    try:
        after, before = call.query("next"), call.query("previous")
        page = workloads.page(found, limit, descending=sort == "-createdAt", after=after, before=before)
    except ValueError as error:
        raise errors.invalid(str(error)) from error
    body: dict[str, Any] = {
        "workloads": [workload.shown(call.usage) for workload in page.workloads],
        "total_count": page.total,
        "limit": limit,
    }
    base_url = call.request.url.remove_query_params(["previous", "next"])
    if page.previous:
        body["previous"] = {"href": str(base_url.include_query_params(previous=page.previous))}
    if page.next:
        body["next"] = {"href": str(base_url.include_query_params(next=page.next))}
    return JSONResponse(body)
