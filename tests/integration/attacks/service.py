"""A small service for attacks: it stores jobs, and returns states chosen by a test."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from support.circuits import FLIP
from support.scripted import reply

if TYPE_CHECKING:
    from support.scripted import Seen

BACKEND = "ibmq_manila"
PARAMS = {"pubs": [[FLIP, None, 10]], "version": 2}


def submit(client: Any) -> Any:
    return client.jobs.submit("sampler", PARAMS, backend=BACKEND)


@dataclass
class Service:
    """Responds like the API; the script of a `ScriptedServer`.

    Attributes:
        status: The status of every job.
        accepted: Further fields of the response to a submission.
        headers: Headers of every response.
        tags: The tags of each stored job, by id.
        cancelled: The ids of jobs with a cancel request.
    """

    status: str = "Completed"
    accepted: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)

    def __call__(self, request: Seen) -> Any:
        segments = request.path.partition("?")[0].strip("/").split("/")[3:]
        if request.method == "POST" and not segments:
            return self.created(self.stored(request))
        if segments[-1:] == ["cancel"]:
            self.cancelled.append(segments[0])
            return reply(status=204)
        if not segments:
            wanted = parse_qs(urlsplit(request.path).query).get("tags", [])
            jobs = [self.described(job_id) for job_id in reversed(self.tags)]
            return reply({"jobs": [job for job in jobs if set(wanted) <= set(job["tags"])]}, **self.headers)
        return reply(self.described(segments[0]), **self.headers)

    def stored(self, request: Seen) -> str:
        """Store the job of a request, and return its id."""
        job_id = f"job-{len(self.tags) + 1}"
        self.tags[job_id] = json.loads(request.body)["tags"]
        return job_id

    def created(self, job_id: str) -> bytes:
        """Return the response to a submission."""
        return reply({"id": job_id, "backend": BACKEND, **self.accepted}, **self.headers)

    def described(self, job_id: str) -> dict[str, Any]:
        """Return the description of a job."""
        return {"id": job_id, "status": self.status, "backend": BACKEND, "tags": self.tags.get(job_id, [])}
