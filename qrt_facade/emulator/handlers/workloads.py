"""The list of workloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator import errors, workloads

if TYPE_CHECKING:
    from qrt_facade.emulator.calls import Call

_STATUSES = frozenset(workloads.JOB_STATUS.values())
_MODES = frozenset({"job", "session", "batch"})
_SORTS = frozenset({"createdAt", "-createdAt"})


async def find_instance_workloads(call: Call) -> Response:
    """`GET /workloads`: oldest first unless `sort=-createdAt`, by cursors that the hrefs carry."""
    sort = call.query("sort") or "createdAt"
    statuses = [*call.queries("status"), *call.queries("status[]")]
    for name, value, known in (
        ("sort", sort, _SORTS),
        ("mode", call.query("mode"), _MODES),
        ("user", call.query("user"), {"me"}),
        *(("status", status, _STATUSES) for status in statuses),
    ):
        if value is not None and value not in known:
            raise errors.invalid(f"{name} is {value!r}; accepted are {', '.join(sorted(known))}.")
    wanted = workloads.Wanted(
        backend=call.query("backend"), search=call.query("search"), statuses=statuses, mode=call.query("mode"),
        created_after=call.instant("created_after"), created_before=call.instant("created_before"),
        tags=[*call.queries("tags"), *call.queries("tags[]")],
    )  # fmt: skip
    jobs, _ = call.service.jobs.find(call.crn)
    found = list(filter(wanted.matches, workloads.collect(jobs, call.service.sessions.find(call.crn))))
    limit = call.number("limit", 10, 1, 50)
    if (call.query("limit") or "10") != str(limit):
        raise errors.invalid(f"limit is {call.query('limit')!r}; it is an integer from 1 to 50.")
    try:
        page = workloads.page(
            found,
            limit,
            descending=sort == "-createdAt",
            after=call.query("next"),
            before=call.query("previous"),
        )
    except ValueError as error:
        raise errors.invalid(str(error)) from error
    body: dict[str, Any] = {
        "workloads": [workload.shown() for workload in page.workloads],
        "total_count": page.total,
        "limit": limit,
    }
    here = call.request.url.remove_query_params(["previous", "next"])
    if page.previous:
        body["previous"] = {"href": str(here.include_query_params(previous=page.previous))}
    if page.next:
        body["next"] = {"href": str(here.include_query_params(next=page.next))}
    return JSONResponse(body)
