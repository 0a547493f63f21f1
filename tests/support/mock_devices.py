"""A service on a plan with mock devices, which lists them and their jobs only on request."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.jobs_service import JobsService
from support.scripted import Answer, Seen, reply

FEZ = {"name": "ibm_fez", "qubits": 156, "queue_length": 3, "status": {"name": "online"}}
MOCK = {**FEZ, "name": "mock_fez", "queue_length": 0, "class": "mock"}


class MockDevices(JobsService):
    """Creates jobs `j0`, `j1`, ... on `ibm_fez` and `mock_fez`.

    Attributes:
        devices: The devices in the list besides `ibm_fez` when mocks are requested.
        hides_mocks: False to always list mocks and their jobs.
        stored: Number of submissions that are stored although their response is lost.
        usage: The usage of every job.
    """

    def __init__(self, *, devices: tuple[dict[str, Any], ...] = (MOCK,), hides_mocks: bool = True) -> None:
        super().__init__()
        self.devices = devices
        self.hides_mocks = hides_mocks
        self.stored = 0
        self.usage: dict[str, Any] = {}

    def _answer(self, seen: Seen) -> Answer:
        address = urlsplit(seen.path)
        query = parse_qs(address.query)
        mocks = not self.hides_mocks or query.get("include_mocks") == ["true"]
        if seen.method == "GET" and address.path.endswith("/backends"):
            return reply({"devices": [FEZ, *self.devices] if mocks else [FEZ]})
        if seen.method == "GET" and address.path.endswith(("/jobs", "/workloads")):
            kind = address.path.rpartition("/")[2]
            wanted = set(query.get("tags", ()))
            jobs = [self._job(f"j{number}") for number in range(len(self.posted))]
            shown = [job for job in jobs if mocks or not job["backend"].startswith("mock_")]
            limit = int(query.get("limit", ["10"])[0])
            return reply({kind: [job for job in shown if wanted <= set(job["tags"])], "limit": limit})
        if address.path.endswith("/configuration"):
            name = address.path.split("/")[-2]
            return reply({"backend_name": name, "n_qubits": 156, "dt": 4.0, "basis_gates": ["rz", "sx", "x"]})
        if address.path.endswith("/properties"):
            return reply({})
        if seen.method == "POST" and address.path.endswith("/jobs") and self.stored:
            self.stored -= 1
            self.sent.append(json.loads(seen.body))
            self.posted.append(self.sent[-1])
            return reply(b"", 502)
        return super()._answer(seen)

    def _job(self, job_id: str) -> dict[str, Any]:
        return super()._job(job_id) | {
            "backend": self.posted[int(job_id[1:])]["backend"],
            "usage": self.usage,
        }

    def questions(self, ending: str) -> list[str]:
        """Return the URLs of GET requests whose path has this ending."""
        return [
            call.path
            for call in self.calls
            if call.method == "GET" and urlsplit(call.path).path.endswith(ending)
        ]
