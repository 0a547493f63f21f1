"""A service in this process that lists jobs, workloads and analytics, and records all queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from qrt_facade import AsyncRuntimeClient, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

INSTANCE = "crn:v1:bluemix:public:quantum-computing:us-east:a/0123456789abcdef0123456789abcdef:0b5b0cb1-0000-4000-8000-000000000000::"
CREATED = "2026-09-30T14:00:{:02d}.{:03d}Z"


def workload(number: int, **fields: Any) -> dict[str, Any]:
    """Return a workload as the service writes it."""
    made = CREATED.format(number // 1000 % 60, number % 1000)
    return {
        "id": f"w{number:05d}",
        "mode": "job",
        "status": "completed",
        "backend": "ibm_fez",
        "created": made,
        "ended": made,
        "user_id": "IBMid-1",
        "tags": ["a", "b,c"],
        "usage": {"qpu_charge_time_seconds": number / 2, "value": number * 1.5, "status": "complete"},
        **fields,
    }


def job(number: int, **fields: Any) -> dict[str, Any]:
    """Return a job as the service writes it."""
    return {
        "id": f"j{number:05d}",
        "status": "Completed",
        "backend": "ibm_fez",
        "program": {"id": "sampler"},
        "created": CREATED.format(number // 1000 % 60, number % 1000),
        "user_id": "IBMid-1",
        "usage": {"qpu_charge_time_seconds": 0.5, "value": 1.5, "status": "complete"},
        **fields,
    }


class Listed:
    """Responds as the service does.

    Attributes:
        workloads: The listed workloads: dicts, or a function that creates one by its number, and their total number.
        jobs: The listed jobs.
        alone: Jobs that can only be found by id.
        analytics: The responses by the end of the path.
        asked: The path and the query of each request except token exchanges.
    """

    def __init__(
        self,
        *,
        workloads: Sequence[dict[str, Any]] | tuple[Callable[[int], dict[str, Any]], int] = (),
        jobs: Sequence[dict[str, Any]] = (),
        alone: Sequence[dict[str, Any]] = (),
        analytics: Mapping[str, Any] | None = None,
    ) -> None:
        self.workloads, self.jobs, self.alone = workloads, jobs, alone
        self.analytics = analytics or {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def client(self) -> RuntimeClient:
        """Return a client of it."""
        return RuntimeClient("key", INSTANCE, transport=httpx.MockTransport(self._answer))

    def async_client(self) -> AsyncRuntimeClient:
        """Return another client of it."""
        return AsyncRuntimeClient("key", INSTANCE, transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path, query = request.url.path, dict(request.url.params)
        if path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 3600, "token_type": "Bearer"})
        end = path.rpartition("/v1/")[2] or path.rpartition("/")[2]
        self.asked.append((end, query))
        if end == "workloads":
            return httpx.Response(200, json=self._workloads(query))
        if end == "jobs":
            return httpx.Response(200, json=self._jobs(query))
        if end.startswith("analytics/"):
            return httpx.Response(200, json=self.analytics[end.removeprefix("analytics/")])
        for one in (*self.jobs, *self.alone):
            if end == f"jobs/{one['id']}":
                return httpx.Response(200, json=one)
        error = {"code": 1291, "message": "Job not found", "solution": "", "more_info": ""}
        return httpx.Response(404, json={"errors": [error]})

    def _workloads(self, query: Mapping[str, str]) -> dict[str, Any]:
        start, size = int(query.get("next", 0)), int(query["limit"])
        if isinstance(self.workloads, tuple) and self.workloads and callable(self.workloads[0]):
            make, total = self.workloads
            page = [make(number) for number in range(start, min(start + size, total))]
        else:
            page, total = list(self.workloads)[start : start + size], len(self.workloads)
        following = {"next": {"href": f"https://h/v1/workloads?next={start + size}"}}
        return {"workloads": page, "limit": size, **(following if start + size < total else {})}

    def _jobs(self, query: Mapping[str, str]) -> dict[str, Any]:
        start, size = int(query.get("offset", 0)), int(query["limit"])
        shown = sorted(self.jobs, key=lambda one: one["created"], reverse=query.get("sort") != "ASC")
        after, before = query.get("created_after", ""), query.get("created_before", "9999")
        shown = [one for one in shown if after[:19] <= one["created"][:19] <= before]
        return {"jobs": shown[start : start + size], "limit": size, "offset": start, "count": len(shown)}
