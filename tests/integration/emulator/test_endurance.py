"""Endurance tests: repeated kills, many jobs, wide circuits. Run with --long."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from integration.emulator.conftest import API_KEY_GRANT, SPOKEN, counts
from support.circuits import FLIP, HEADER

from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator

pytestmark = [pytest.mark.usefixtures("started_anew"), pytest.mark.long, pytest.mark.timeout(1800)]

JOBS = 500
KILLS = 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(port: int, data: Path) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable, "-m", "qrt_facade.emulator", "--port", str(port), "--data", str(data), "--backends",
        "ibm_fez", "--queue-seconds", "0", "--run-seconds", "0.02", "--workers", "1",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "listening on" in [process.stdout.readline() for _ in range(3)][2]
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


class Stubborn(httpx.Client):
    """A client that retries, with a new token, until it gets a response."""

    def ask(self, method: str, path: str, **options: object) -> httpx.Response:
        form = {"grant_type": API_KEY_GRANT, "apikey": DEFAULT_API_KEY}
        while True:
            try:
                answer = self.request(method, f"/api/v1{path}", **options)
                if answer.status_code != 401:
                    return answer
                token = self.post("/identity/token", data=form).json()["access_token"]
                self.headers["Authorization"] = f"Bearer {token}"
            except httpx.HTTPError:
                time.sleep(0.05)


def test_repeated_kills_neither_lose_accepted_jobs_nor_complete_them_twice(
    tmp_path: Path,
) -> None:
    port = free_port()
    headers = {"Service-CRN": DEFAULT_INSTANCE, "IBM-API-Version": SPOKEN}
    body = {"program_id": "sampler", "backend": "ibm_fez", "params": {"pubs": [[FLIP, None, 10]]}}
    accepted: list[str] = []

    def submit() -> None:
        with Stubborn(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=10) as client:
            while len(accepted) < JOBS:
                accepted.append(client.ask("POST", "/jobs", json=body).json()["id"])
                time.sleep(0.05)

    submitter = threading.Thread(target=submit)
    submitter.start()
    generator = random.Random(1)
    for _ in range(KILLS):
        with serving(port, tmp_path):
            time.sleep(generator.uniform(0.1, 1.5))
    with serving(port, tmp_path), Stubborn(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
        submitter.join()
        while client.ask("GET", "/jobs", params={"pending": "true"}).json()["count"]:
            time.sleep(0.5)
        listed: list[dict[str, object]] = []
        while page := client.ask("GET", "/jobs", params={"offset": len(listed)}).json()["jobs"]:
            listed += page
        print(f"{KILLS} kills: {len(accepted)} jobs accepted, {len(listed)} in the list")  # noqa: T201  # the numbers are what a long run is for
        assert Counter(job["status"] for job in listed) == {"Completed": len(listed)}
        assert set(accepted) <= {job["id"] for job in listed}
        assert len({job["id"] for job in listed}) == len(listed)
        charged = sum(job["usage"]["qpu_charge_time_seconds"] for job in listed)  # type: ignore[index]
        assert client.ask("GET", "/instances/usage").json()["usage_consumed_seconds"] == charged
        for job_id in accepted:
            assert client.ask("GET", f"/jobs/{job_id}/results").status_code == 200


def test_a_thousand_jobs_all_complete_and_the_list_stays_fast(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(backends="ibm_fez,ibm_torino", queue_seconds=0))
    for number in range(1000):
        api.submit([FLIP, None, 100], backend=("ibm_fez", "ibm_torino")[number % 2])
    while api.get("/jobs", pending="true")["count"]:
        time.sleep(0.2)
    assert api.get("/jobs", pending="false")["count"] == 1000
    assert api.get("/analytics/usage")["jobs"] == 1000


def test_a_noisy_random_circuit_of_20_qubits_is_simulated_while_requests_are_answered(
    launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    api = connect(launch(seed=1))
    path = [*range(16), 19, 35, 34, 33]
    generator = random.Random(1)
    program = HEADER + f"bit[{len(path)}] c;"
    for layer in range(10):
        for qubit in path:
            program += f"rz({6 * generator.random()}) ${qubit}; sx ${qubit};"
        program += "".join(
            f"cz ${a}, ${b};" for a, b in zip(path[layer % 2 :: 2], path[1 + layer % 2 :: 2], strict=False)
        )
    program += "".join(f"c[{bit}] = measure ${qubit};" for bit, qubit in enumerate(path))
    job_id = api.submit([program, None, 4096])
    while api.get(f"/jobs/{job_id}")["status"] in {"Queued", "Running"}:
        time.sleep(0.2)
    result = api.get(f"/jobs/{job_id}/results")
    assert sum(counts(result).values()) == 4096
    assert len(counts(result)) > 100
