"""Jobs by httpx alone, as lean as can be: what the server and the network take of the time."""

from __future__ import annotations

import time

from benchmarks.clients import BELL, DEVICE, SHOTS, service_headers

_PAUSE = 0.25
_SUBMISSION = {
    "program_id": "sampler",
    "backend": DEVICE,
    "params": {"pubs": [[BELL]], "shots": SHOTS, "version": 2},
}


def by_hand(url: str, count: int) -> None:
    """Submit so many jobs, ask for one that is pending until there is none, and fetch the results."""
    import httpx

    with httpx.Client(base_url=f"{url}/api/v1", headers=service_headers(url)) as client:
        ids = [client.post("/jobs", json=_SUBMISSION).raise_for_status().json()["id"] for _ in range(count)]
        while client.get("/jobs?pending=true&limit=1").raise_for_status().json()["jobs"]:
            time.sleep(_PAUSE)
        for job_id in ids:
            client.get(f"/jobs/{job_id}/results").raise_for_status().json()
