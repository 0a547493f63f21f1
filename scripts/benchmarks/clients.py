"""The clients to compare, and the emulator on loopback that they use.

Each client is imported by the function that creates it: where memory is measured, the others must not be loaded.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    import httpx
    from starlette.types import ASGIApp

    from qrt_facade import RuntimeClient

PEER = "qiskit-ibm-runtime"
DEVICE = "ibm_fez"
SHOTS = 100
BELL = """OPENQASM 3.0; include "stdgates.inc"; bit[2] c;
rz(pi/2) $0; sx $0; rz(pi/2) $0; rz(pi/2) $1; sx $1; rz(pi/2) $1;
cz $0, $1; rz(pi/2) $1; sx $1; rz(pi/2) $1;
c[0] = measure $0; c[1] = measure $1;"""


class Server:
    """An emulator in another process, controlled through a pipe."""

    def __init__(self, pipe: Connection, pid: int) -> None:
        self.pid = pid
        self._pipe = pipe
        self.access: dict[str, Any] = pipe.recv()

    def requests(self) -> int:
        """Return the number of requests so far, from any client."""
        self._pipe.send("requests")
        return int(self._pipe.recv())

    def cpu(self) -> float:
        """Return the CPU seconds of the emulator so far, without its simulation processes."""
        self._pipe.send("cpu")
        return float(self._pipe.recv())

    def all_cpu(self) -> float:
        """Return the CPU seconds of the emulator and its simulation processes so far."""
        self._pipe.send("all cpu")
        return float(self._pipe.recv())

    def run_for(self, seconds: float) -> None:
        """Set the run time of each job in seconds from now on."""
        import httpx

        scenario = f"{self.access['iam_url']}/emulator/scenario"
        httpx.patch(scenario, json={"run_seconds": seconds}).raise_for_status()


@contextlib.contextmanager
def emulator(
    *, queue_seconds: float = 0.2, run_seconds: float = 0.1, application: ASGIApp | None = None
) -> Iterator[Server]:
    """Run an emulator in another process, so that it takes no CPU time from the clients, during a `with` block.

    Args:
        queue_seconds: How long a job is Queued.
        run_seconds: How long a job is Running.
        application: The path of a function that replaces the emulator's application, on the same server.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there, queue_seconds, run_seconds, application))
    process.start()
    there.close()
    try:
        yield Server(here, process.pid or 0)
    finally:
        here.close()
        process.join()


def _serve(pipe: Connection, queue_seconds: float, run_seconds: float, application: ASGIApp | None) -> None:
    from qrt_facade.emulator import start

    with (
        start(noise=False, seed=1, queue_seconds=queue_seconds, run_seconds=run_seconds) as emulator,
        contextlib.suppress(EOFError),
    ):
        if application is not None:
            emulator._application = application  # noqa: SLF001  # everything around it is the emulator's
        pipe.send(emulator.access)
        while asked := pipe.recv():
            pipe.send(_answers[asked]() if asked in _answers else emulator.request_count)


def _all_cpu() -> float:
    """CPU seconds of this process and of its children, as Linux counts them (proc(5))."""
    children = [child for tasks in Path("/proc/self/task").iterdir() for child in _children(tasks)]
    return time.process_time() + sum(map(_cpu_of, children))


def _children(task: Path) -> list[str]:
    return (task / "children").read_text(encoding="ascii").split()


def _cpu_of(pid: str) -> float:
    """User and system time, the 14th and 15th field, counted after the name in parentheses."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


_answers = {"cpu": time.process_time, "all cpu": _all_cpu}


def ours(access: dict[str, Any]) -> RuntimeClient:
    """This project's client."""
    from qrt_facade import RuntimeClient

    return RuntimeClient(**access)


def peer(access: dict[str, Any]) -> Any:
    """A `QiskitRuntimeService` with its instance as a CRN, which is its fastest way to start."""
    url = access["iam_url"]
    os.environ.update(dict.fromkeys(("IAM_URL", "GLOBAL_SEARCH_URL", "RESOURCE_CONTROLLER_URL"), url))
    os.environ["GLOBAL_CATALOG_URL"] = f"{url}/globalcatalog/api/v1"
    from qiskit_ibm_runtime import QiskitRuntimeService

    logging.getLogger("qiskit_ibm_runtime").setLevel(logging.ERROR)  # it warns about being passed a key
    return QiskitRuntimeService(
        channel="ibm_quantum_platform",
        token=access["api_key"],
        instance=access["instance"],
        url_resolver=lambda *_, **__: f"{access['base_url']}/v1",
    )


def lean(access: dict[str, Any]) -> httpx.Client:
    """A bare httpx client with what the service requires: a token from IAM, the instance, the version."""
    import httpx
    from qrt_client._version import API_VERSION

    key = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": access["api_key"]}
    token = (
        httpx.post(f"{access['iam_url']}/identity/token", data=key).raise_for_status().json()["access_token"]
    )
    headers = {
        "Authorization": f"Bearer {token}",
        "Service-CRN": access["instance"],
        "IBM-API-Version": API_VERSION,
        "Accept": "application/json",
    }
    return httpx.Client(base_url=f"{access['base_url']}/v1", headers=headers)
