"""A running emulator for all tests, and a small HTTP client that speaks to it as a user would."""

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
"""What these tests ask for. By what the pinned version promises, tests/contract judges the emulator."""
API_KEY_GRANT = "urn:ibm:params:oauth:grant-type:apikey"


@made_before_forking
def promised() -> contract.Contract:
    """What the emulator promises to answer: the document as IBM means it, and the emulator's deviations from it."""
    return contract.Contract(contract.document(DEVIATIONS, api_version=SPOKEN))


def hold_against_the_contract(answer: httpx.Response) -> None:
    """Fail the test that sees an answer which the API's document does not know."""
    request = answer.request
    if request.headers.get("IBM-API-Version") != SPOKEN or not request.url.path.startswith("/api/v1/"):
        return
    answer.read()
    of_the_edge = answer.status_code in {413, 507} or answer.headers.get("content-type", "").startswith(
        "text/html"
    )
    if of_the_edge or b'"statusCode"' in answer.content or answer.content == b"Internal server error":
        return  # what comes before the API, a full disk, paths that it does not have, and the one answer that was measured to be so
    kind = answer.headers.get("content-type", "")
    found = promised().violations_of_answer(
        request.method, str(request.url), answer.status_code, kind, answer.content
    )
    assert found == (), f"{request.method} {request.url.path} {answer.status_code}: {'; '.join(found)}"


class Api:
    """Calls under /api/v1 with the three headers."""

    def __init__(self, emulator: Emulator, crn: str | None = None, version: str | None = SPOKEN) -> None:
        promised()  # reading it takes seconds, which must not pass between a test's first two questions
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
        # Faults and rules are there to answer what no service would.
        if scenario is None or not (scenario.faults or scenario.jobs or scenario.functions):
            hold_against_the_contract(answer)

    def __call__(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.http.request(method, f"/api/v1{path}", **options)

    def get(self, path: str, **params: Any) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def submit(self, *pubs: Any, program: str = "sampler", backend: str = "ibm_fez", **more: Any) -> str:
        """Accepts params' other keys under `params`; returns the job's id."""
        params = {"pubs": list(pubs), **more.pop("params", {})}
        answer = self(
            "POST", "/jobs", json={"program_id": program, "backend": backend, "params": params, **more}
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def wait(self, job_id: str, *until: str) -> dict[str, Any]:
        """Poll until the job is in one of these states (default: terminal)."""
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
    """How often each value was measured, in a plain result."""
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
    """Another client: of another instance, API version or emulator."""
    clients: list[Api] = []

    def make(where: Emulator = emulator, **options: Any) -> Api:
        clients.append(Api(where, **options))
        return clients[-1]

    yield make
    for client in clients:
        client.http.close()


@pytest.fixture
def launch() -> Iterator[Callable[..., Emulator]]:
    """An emulator with settings of its own; workers are shared by nobody, so keep these few."""
    running: list[Emulator] = []

    def make(**settings: Any) -> Emulator:
        running.append(
            start(**{"queue_seconds": 0.05, "run_seconds": 0.0, "backends": "ibm_fez", **settings})
        )
        return running[-1]

    yield make
    for emulator in running:
        emulator.stop()
