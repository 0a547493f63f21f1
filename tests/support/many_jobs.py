"""A service with thousands of jobs that start and end on a manual clock: no server, no waiting."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from support.scripted import Clock


@dataclass
class Simulated:
    """One job, with times on the clock.

    Attributes:
        created: When it was submitted.
        ends: When it ends; never if it hangs.
        mine: Whether the list shows it: the list only has the caller's own jobs.
        deleted: When it was deleted.
        backend: Its backend; the list omits mock devices unless they are requested.
    """

    id: str
    created: float
    ends: float = math.inf
    mine: bool = True
    deleted: float = math.inf
    backend: str = "ibm_fez"


class ManyJobs(httpx.BaseTransport):
    """Responds to one synchronous client's requests for jobs, and counts them.

    Attributes:
        asked: Number of requests for the list and for single jobs.
        lag: Seconds until the list shows a new job.
        latency: Seconds that each request takes.
    """

    def __init__(self, clock: Clock, *, lag: float = 0.0, latency: float = 0.0) -> None:
        self.clock = clock
        self.jobs: dict[str, Simulated] = {}
        self.lag = lag
        self.latency = latency
        self.asked: Counter[str] = Counter()
        self.queries: list[dict[str, str]] = []

    def add(self, *jobs: Simulated) -> list[str]:
        """Add jobs and return their ids."""
        self.jobs.update({job.id: job for job in jobs})
        return [job.id for job in jobs]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond as IAM and the API do."""
        path = request.url.path
        if path.endswith("/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_in": 1e9, "token_type": "Bearer"})
        self.clock.now += self.latency
        if path.endswith("/jobs"):
            self.asked["list"] += 1
            self.queries.append(dict(request.url.params))
            return httpx.Response(200, json=self._page(request.url.params))
        self.asked["job"] += 1
        job = self.jobs.get(path.rpartition("/")[2])
        if job is None or self.clock.now >= job.deleted:
            error = {"code": 1291, "message": "Job not found", "solution": "", "more_info": ""}
            return httpx.Response(404, json={"errors": [error]})
        return httpx.Response(200, json=self._entry(job))

    def _page(self, asked: httpx.QueryParams) -> dict[str, Any]:
        now, pending = self.clock.now, asked.get("pending")
        after, before = (_moment(asked.get(name)) for name in ("created_after", "created_before"))
        shown = [
            job
            for job in self.jobs.values()
            if job.mine
            and job.created + self.lag <= now < job.deleted
            and (pending is None or (pending == "true") == (now < job.ends))
            and (after is None or job.created >= after)
            and (before is None or job.created <= before)
            and (not job.backend.startswith("mock_") or asked.get("include_mocks") == "true")
        ]
        shown.sort(key=lambda job: job.created, reverse=asked.get("sort") != "ASC")
        limit, offset = int(asked["limit"]), int(asked.get("offset", 0))
        entries = [self._entry(job) for job in shown[offset : offset + limit]]
        return {"jobs": entries, "count": len(shown), "limit": limit, "offset": offset}

    def _entry(self, job: Simulated) -> dict[str, Any]:
        status = "Completed" if self.clock.now >= job.ends else "Queued"
        created = datetime.fromtimestamp(job.created, UTC).isoformat().replace("+00:00", "Z")
        return {"id": job.id, "status": status, "created": created, "backend": job.backend, "private": False}


def _moment(text: str | None) -> float | None:
    return None if text is None else datetime.fromisoformat(text).timestamp()
