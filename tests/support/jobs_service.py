"""A service that accepts every job, records requests, and reports each job as completed."""

from __future__ import annotations

import json
from typing import Any

from support.bodies import SAMPLER
from support.scripted import Answer, ScriptedServer, Seen, reply


class JobsService(ScriptedServer):
    """Creates jobs `j0`, `j1`, ...

    Attributes:
        posted: The bodies of the submissions.
        losses: Number of submissions whose response is lost, before any is stored.
        result: The result of every job.
    """

    def __init__(self, result: str = SAMPLER) -> None:
        super().__init__(self._answer)
        self.posted: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.losses = 0
        self.result = result

    def _answer(self, seen: Seen) -> Answer:
        path = seen.path.partition("?")[0]
        if seen.method == "POST" and path.endswith("/jobs"):
            return self._submission(json.loads(seen.body))
        if path.endswith("/results"):
            return reply(self.result.encode(), Content_Type="application/json")
        if path.endswith(("/sessions", "/sessions/s0")):
            return reply({"id": "s0", "backend_name": "ibm_fez", "mode": "batch"})
        if path.endswith("/jobs"):
            return reply({"jobs": [self._job(f"j{number}") for number in range(len(self.posted))]})
        return reply(self._job(path.rpartition("/")[2]))

    def _submission(self, body: dict[str, Any]) -> Answer:
        self.sent.append(body)
        if self.losses:
            self.losses -= 1
            return reply(b"", 502)
        self.posted.append(body)
        return reply({"id": f"j{len(self.posted) - 1}", "backend": body["backend"]})

    def _job(self, job_id: str) -> dict[str, Any]:
        body = self.posted[int(job_id[1:])]
        tags = body.get("tags", [])
        program = {"id": body["program_id"]}
        return {"id": job_id, "status": "Completed", "tags": tags, "program": program, "private": False}
