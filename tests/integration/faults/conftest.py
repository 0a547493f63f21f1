"""An emulator that stores jobs on disk, where tests count them, behind a fault proxy."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from integration.faults.proxy import FaultProxy
from support.scripted import TLS

from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator

BACKEND = "ibmq_manila"


@dataclass(frozen=True)
class Ledger:
    """The emulator's database, read directly."""

    folder: Path

    def jobs(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return status and tags of every job, by id, oldest first."""
        with closing(sqlite3.connect(self.folder / "emulator.sqlite3", timeout=30)) as database:
            rows = database.execute("SELECT id, status, tags FROM jobs ORDER BY number").fetchall()
        return {job_id: (status, tuple(json.loads(tags))) for job_id, status, tags in rows}

    def tagged(self, tag: str) -> dict[str, str]:
        """Return the status of every job with this tag, by id, oldest first."""
        return {job_id: status for job_id, (status, tags) in self.jobs().items() if tag in tags}


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("emulator")


@pytest.fixture(scope="session")
def emulator(data: Path) -> Iterator[Emulator]:
    """An emulator whose jobs are queued long enough to be cancelled; none is simulated."""
    with start(data=data, noise=False, queue_seconds=3600, backends=BACKEND, workers=1) as running:
        yield running


@pytest.fixture
def ledger(emulator: Emulator, data: Path) -> Ledger:
    return Ledger(data)


@pytest.fixture(scope="session")
def _proxy(emulator: Emulator) -> Iterator[FaultProxy]:
    with FaultProxy(emulator.url) as running:
        yield running


@pytest.fixture
def proxy(_proxy: FaultProxy) -> Iterator[FaultProxy]:
    """The proxy, without a scenario and with an empty record."""
    yield _proxy.met()
    _proxy.settle()


@pytest.fixture
def arguments(emulator: Emulator, proxy: FaultProxy) -> dict[str, Any]:
    """The arguments of a client of the emulator behind the proxy."""
    return arguments_behind(emulator, proxy.url)


def arguments_behind(emulator: Emulator, url: str) -> dict[str, Any]:
    behind = {"base_url": f"{url}/api", "iam_url": url, "timeout": 60.0, "verify": TLS}
    return emulator.access | behind


@pytest.fixture(autouse=True)
def _short_pauses(pauses: Pauses) -> None:
    """Shorten the pauses, since the emulator recovers quickly."""
    pauses(
        look_ups=(0.01, 0.02),
        duplicate_look_ups=(0.0, 0.02),
        duplicate_cancels=(0.0, 0.01),
        first_retry=0.01,
        longest_retry_after=0.05,
        first_poll=0.05,
        longest_poll=0.3,
        longest_failed_poll=0.3,
    )
