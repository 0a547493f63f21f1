"""Fixtures: an emulator shared by all tests, and a small HTTP client that talks to it like a user."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from support import contract
from support.emulators import OTHER_INSTANCE, emulator_fixture
from support.scripted import TLS
from support.workers import made_before_forking

from qrt_facade.emulator import DEFAULT_INSTANCE, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade.emulator import Emulator

DEVIATIONS = Path(__file__).with_name("deviations.yaml")
SPOKEN = contract.spoken()
"""The API version that these tests use. tests/contract checks the emulator against the pinned version."""
API_KEY_GRANT = "urn:ibm:params:oauth:grant-type:apikey"


@made_before_forking
def promised() -> contract.Contract:
    """Return the contract of the emulator's responses: IBM's corrected document, and the emulator's deviations."""
    return contract.Contract(contract.document(DEVIATIONS, api_version=SPOKEN))


def hold_against_the_contract(answer: httpx.Response) -> None:
    """Fail the current test if a response does not match the API's document."""
    request = answer.request
    if request.headers.get("IBM-API-Version") != SPOKEN or not request.url.path.startswith("/api/v1/"):
        return
    answer.read()
    of_the_edge = answer.status_code in {413, 507} or answer.headers.get("content-type", "").startswith(
        "text/html"
    )
    if of_the_edge or b'"statusCode"' in answer.content or answer.content == b"Internal server error":
        return  # responses of the edge, a full disk, unknown paths, and the one response known to differ
    kind = answer.headers.get("content-type", "")
    found = promised().violations_of_answer(
        request.method, str(request.url), answer.status_code, kind, answer.content
    )
    assert found == (), f"{request.method} {request.url.path} {answer.status_code}: {'; '.join(found)}"


class Api:
    """Makes calls under /api/v1 with the three headers."""

    def __init__(self, emulator: Emulator, crn: str | None = None, version: str | None = SPOKEN) -> None:
        promised()  # parsing it takes seconds, which must not pass between a test's first two requests
        self.emulator = emulator
        self.http = httpx.Client(
            base_url=emulator.url, timeout=30, verify=TLS, event_hooks={"response": [self._judge]}
        )
        answer = self.http.post(
            "/identity/token", data={"grant_type": API_KEY_GRANT, "apikey": emulator.api_key}
        )
        self.http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self.http.headers["Service-CRN"] = crn or emulator.instance
        if version:
            self.http.headers["IBM-API-Version"] = version

    def _judge(self, answer: httpx.Response) -> None:
        scenario = getattr(self.emulator, "scenario", None)
        # Faults and rules exist to return responses that the service would not.
        if scenario is None or not (scenario.faults or scenario.jobs or scenario.functions):
            hold_against_the_contract(answer)

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.http.request(method, f"/api/v1{path}", **options)

    def get(self, path: str, **params: Any) -> Any:
        """Return the JSON of a GET that must succeed."""
        answer = self("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def submit(self, *pubs: Any, program: str = "sampler", backend: str = "ibm_fez", **more: Any) -> str:
        """Submit a job and return its id; other keys of params are passed in `params`."""
        params = {"pubs": list(pubs), **more.pop("params", {})}
        answer = self(
            "POST", "/jobs", json={"program_id": program, "backend": backend, "params": params, **more}
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def wait(self, job_id: str, *until: str) -> dict[str, Any]:
        """Poll until the job has one of these statuses (default: terminal)."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            job: dict[str, Any] = self.get(f"/jobs/{job_id}")
            if (job["status"] in until) if until else (job["status"] not in {"Queued", "Running"}):
                return job
            time.sleep(0.02)
        raise AssertionError(f"job is still {job['status']}")

    def run(self, *pubs: Any, **more: Any) -> Any:
        """Submit, wait for completion, and return the result."""
        job_id = self.submit(*pubs, **more)
        job = self.wait(job_id)
        assert job["status"] == "Completed", job["state"]
        return self.get(f"/jobs/{job_id}/results")

    def failure(self, *pubs: Any, **more: Any) -> dict[str, Any]:
        """Submit something that must fail, and return the job."""
        job = self.wait(self.submit(*pubs, **more))
        assert job["status"] == "Failed", job
        return job


def counts(result: Any, register: str = "c", pub: int = 0) -> Counter[str]:
    """Count the measured values of a plain result."""
    return Counter(result["results"][pub]["data"][register]["samples"])


emulator = emulator_fixture(
    instance=[DEFAULT_INSTANCE, OTHER_INSTANCE], seed=20, queue_seconds=0.1, run_seconds=0.05
)


@pytest.fixture(scope="session")
def api(emulator: Emulator) -> Iterator[Api]:
    client = Api(emulator)
    yield client
    client.http.close()


@pytest.fixture
def connect(emulator: Emulator) -> Iterator[Callable[..., Api]]:
    """Create clients for other instances, API versions or emulators."""
    clients: list[Api] = []

    def make(where: Emulator = emulator, **options: Any) -> Api:
        clients.append(Api(where, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.http.close()


@pytest.fixture
def launch() -> Iterator[Callable[..., Emulator]]:
    """Start emulators with other settings; they do not share workers, so keep these few."""
    running: list[Emulator] = []

    def make(**settings: Any) -> Emulator:
        running.append(
            start(**{"queue_seconds": 0.05, "run_seconds": 0.0, "backends": "ibm_fez", **settings})
        )
        return running[-1]

    yield make
    for emulator in running:
        emulator.stop()
