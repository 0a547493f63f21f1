"""A service whose jobs stay queued, whose list lags, and whose requests are counted; and programs that are killed."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from integration.faults.conftest import Ledger
from support.emulators import OTHER_INSTANCE
from support.killable_programs import ProgramPool, until

from qrt_facade.emulator import DEFAULT_INSTANCE, start
from qrt_facade.emulator.domain.rules import Fault, JobRule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.killable_programs import Program

    from qrt_facade.emulator import Emulator

BACKEND = "ibmq_manila"
LAG = 0.7
"""Lag of the list in seconds in the default run; a client allows for more."""

HEAD = """
import asyncio, contextlib, os, signal, sys, threading, time
from qrt_facade import AsyncRuntimeClient, RuntimeClient
from qrt_facade._policy import timing
from qrt_facade.errors import *

BACKEND = "ibmq_manila"
HEADER = 'OPENQASM 3.0; include "stdgates.inc"; '
FLIP = HEADER + "bit[1] c; x $0; c[0] = measure $0;"
STAY = HEADER + "bit[1] c; c[0] = measure $0;"
ROTATION = HEADER + "input float[64] theta; bit[1] c; sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"
ROTATED = HEADER + "input float[64] theta; sx $0; rz(theta) $0; sx $0;"

_pauses = contextlib.ExitStack()
_pauses.enter_context(timing.override(
    advice_every=None, look_ups=(0.05, 0.1, 0.1), duplicate_look_ups=(0.0, 0.05, 0.1), first_retry=0.05, list_lag=list_lag,
    results_window=0.2, first_results_poll=0.05,
))

def emit_job(job):
    emit(id=job.id, adopted=job.adopted)
"""

SUBMIT = """
with RuntimeClient(**access) as client:
    emit_job(client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
"""

TASK = """
async def main():
    async with AsyncRuntimeClient(**access) as client:
        emit_job(await client.sampler.submit([FLIP], backend=BACKEND, shots=10, key=key, **options))
asyncio.run(main())
"""

ESTIMATE = """
with RuntimeClient(**access) as client:
    pub = (ROTATED, "Z", {"theta": [0.25, 0.5]})
    emit_job(client.estimator.submit([pub], backend=BACKEND, precision=0.1, key=key, **options))
"""

OF_JOBS = """
with RuntimeClient(**access) as client:
    params = {"pubs": [[FLIP, None, 10]], "version": 2}
    emit_job(client.jobs.submit("sampler", params, backend=BACKEND, key=key, **options))
"""


class Requests(Fault):
    """Records every request, and forwards it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []

    def matches(self, method: str, path: str) -> bool:
        if path.startswith("/api/"):
            self.seen.append((method, path))
        return False

    def count(self, method: str, path: str) -> int:
        """Return the number of requests with a method and a path."""
        return self.seen.count((method, f"/api/v1{path}"))

    @property
    def submissions(self) -> int:
        """The number of submissions."""
        return self.count("POST", "/jobs")


@dataclass
class Paid:
    """One job in the service."""

    id: str
    status: str
    tags: tuple[str, ...]
    ran: bool

    @property
    def paid(self) -> bool:
        """Whether it has been, or will be, charged."""
        return self.ran or self.status != "Cancelled"


@dataclass
class Judge:
    """The service's true state, regardless of its list and of the client.

    Attributes:
        emulator: The service.
        ledger: The service's database.
        nursery: Starts programs.
        homes: The folder of the programs' home directories.
        mark: A tag that identifies the jobs of this test.
        requests: The requests since the test began.
    """

    emulator: Emulator
    ledger: Ledger
    nursery: ProgramPool
    homes: Path
    mark: str
    list_lag: float = LAG + 0.3
    requests: Requests = field(default_factory=Requests)

    def start(
        self, code: str = SUBMIT, *, home: str = "home", options: dict[str, Any] | None = None, **given: Any
    ) -> Program:
        """Start a program that submits jobs.

        Args:
            code: The program.
            home: Name of its home directory, which contains the journal: another name stands for another machine.
            options: Options of the submission.
            given: Further settings; `journal=False` is passed to the client.
        """
        folder = self.homes / home
        folder.mkdir(exist_ok=True)
        access = {**self.emulator.access, "timeout": 90, "retries": 0}
        access |= {
            name: given.pop(name) for name in ("journal", "instance", "retries", "timeout") if name in given
        }
        return self.nursery.start(
            code,
            environment={"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "TMPDIR": str(folder)},
            **{
                "access": access, "key": self.mark, "list_lag": self.list_lag,
                "options": {"tags": [self.mark], **(options or {})}, **given,
            },
        )  # fmt: skip

    def run(self, code: str = SUBMIT, **given: Any) -> dict[str, Any]:
        """Run a program to its end, and return its last line of output."""
        program = self.start(code, **given).finish()
        return {**program.output[-1], "complaints": program.complaints}

    @property
    def jobs(self) -> list[Paid]:
        """The jobs of this test, oldest first."""
        with closing(sqlite3.connect(self.ledger.folder / "emulator.sqlite3", timeout=30)) as database:
            ran = dict(database.execute("SELECT id, running IS NOT NULL FROM jobs"))
        return [
            Paid(job_id, status, tags, bool(ran.get(job_id)))
            for job_id, (status, tags) in self.ledger.jobs().items()
            if self.mark in tags
        ]

    @property
    def paid(self) -> list[str]:
        """The ids of jobs that are, or will be, charged."""
        return [job.id for job in self.jobs if job.paid]

    def until_jobs(self, count: int) -> None:
        """Wait until the service has this many jobs."""
        until(lambda: len(self.jobs) >= count)

    def lag(self, seconds: float) -> None:
        """Make the list lag."""
        self.emulator.scenario.apply({"list_lag_seconds": seconds})

    def never_arrives(self) -> None:
        """Lose the next submission, without responding to its sender."""
        self.emulator.inject(method="POST", path="/api/v1/jobs", delay=LONG, drop=True, times=1)

    def never_answered(self, *, skip: int = 0) -> None:
        """Accept a submission, without responding to its sender."""
        self.emulator.inject(method="POST", path="/api/v1/jobs", when="after", delay=LONG, skip=skip, times=1)

    def ends(self, status: str) -> None:
        """End the jobs of this test with this status, without running them."""
        self.emulator.scenario.apply({"queue_seconds": 0})
        self.emulator.scenario.jobs.append(JobRule(tag=self.mark, status=status))

    def until_ended(self) -> None:
        """Wait until all jobs of this test have ended."""
        until(lambda: all(job.status not in {"Queued", "Running"} for job in self.jobs))


LONG = 80.0


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="session")
def emulator(data: Path) -> Iterator[Emulator]:
    """An emulator whose jobs stay queued; none is simulated."""
    if sys.platform == "win32":
        pytest.skip("forks and SIGKILL")
    with start(
        data=data, noise=False, queue_seconds=3600, run_seconds=0, backends=BACKEND, workers=1,
        instance=[DEFAULT_INSTANCE, OTHER_INSTANCE],
    ) as running:  # fmt: skip
        yield running


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProgramPool]:
    with ProgramPool(tmp_path_factory.mktemp("programs"), HEAD) as running:
        yield running


@pytest.fixture
def judge(emulator: Emulator, data: Path, nursery: ProgramPool, tmp_path: Path) -> Iterator[Judge]:
    made = Judge(emulator, Ledger(data), nursery, tmp_path, f"test-{uuid4().hex[:12]}")
    emulator.scenario.add_fault(made.requests)
    yield made
    emulator.scenario.clear_faults()
    emulator.scenario.jobs.clear()
    emulator.scenario.apply({"list_lag_seconds": 0, "queue_seconds": 3600, "latency_seconds": 0})
