"""The clients that are compared, and the emulator on loopback that all of them speak to.

Each client is imported by the function that makes it: where memory is measured, the others must stay out.
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
    """An emulator in another process, which says by a pipe how to reach it and how much was asked of it."""

    def __init__(self, pipe: Connection, pid: int) -> None:
        self.pid = pid
        self._pipe = pipe
        self.access: dict[str, Any] = pipe.recv()

    def requests(self) -> int:
        """How many requests have come so far, from any client."""
        self._pipe.send("requests")
        return int(self._pipe.recv())

    def cpu(self) -> float:
        """Processor seconds that the emulator has spent so far, without the processes that simulate."""
        self._pipe.send("cpu")
        return float(self._pipe.recv())

    def all_cpu(self) -> float:
        """Processor seconds that the emulator and the processes that simulate have spent so far."""
        self._pipe.send("all cpu")
        return float(self._pipe.recv())

    def run_for(self, seconds: float) -> None:
        """Let each job run so many seconds from now on."""
        import httpx

        scenario = f"{self.access['iam_url']}/emulator/scenario"
        httpx.patch(scenario, json={"run_seconds": seconds}).raise_for_status()


@contextlib.contextmanager
def emulator(
    *, queue_seconds: float = 0.2, run_seconds: float = 0.1, application: ASGIApp | None = None
) -> Iterator[Server]:
    """Run an emulator in another process, where it takes no time from the clients, for as long as the block lasts.

    Args:
        queue_seconds: How long a job is Queued.
        run_seconds: How long a job is Running.
        application: A function of a module that answers in place of the emulator's, on the same server.
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
    """Processor seconds of this process and of its children, as Linux counts them (proc(5))."""
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
    """A `QiskitRuntimeService` that is given its instance by CRN, which is its quickest way to begin."""
    url = access["iam_url"]
    os.environ.update(dict.fromkeys(("IAM_URL", "GLOBAL_SEARCH_URL", "RESOURCE_CONTROLLER_URL"), url))
    os.environ["GLOBAL_CATALOG_URL"] = f"{url}/globalcatalog/api/v1"
    from qiskit_ibm_runtime import QiskitRuntimeService

    logging.getLogger("qiskit_ibm_runtime").setLevel(logging.ERROR)  # it warns that it was given a key
    return QiskitRuntimeService(
        channel="ibm_quantum_platform",
        token=access["api_key"],
        instance=access["instance"],
        url_resolver=lambda *_, **__: f"{access['base_url']}/v1",
    )


def lean(access: dict[str, Any]) -> httpx.Client:
    """No client but httpx, with what the service asks for: a token from IAM, the instance, the version."""
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
