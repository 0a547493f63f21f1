"""Items of the executor in every form, and what its jobs return: as both type checkers must read it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_type

import numpy as np

from qrt_facade import AsyncRuntimeClient, Backend, ExecutorItem, Job, RuntimeClient, Session
from qrt_facade.results import ExecutorResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qrt_facade.types import DataTree, ExecutorItems, MeasLevel, SchemaVersion

BELL = "OPENQASM 3.0; bit[2] c; c[0] = measure $0; c[1] = measure $1;"


def items(client: RuntimeClient, backend: Backend) -> None:
    several: list[ExecutorItems] = [
        BELL,
        Path("bell.qasm"),
        (BELL,),
        (BELL, None),
        (BELL, {"theta": 0.1}),
        (BELL, {"theta": np.linspace(0, 1, 20)}, (10, 20)),
        (BELL, [0.1, 0.2], 5),
        (BELL, np.zeros((3, 2)), [2, 3]),
        ExecutorItem(BELL, {"theta": [0.1]}, shape=(10, 1), chunk_size=5),
        ExecutorItem(BELL),
        [BELL, (BELL, [0.1]), ExecutorItem(BELL)],
    ]
    for one in several:
        assert_type(client.executor.submit(one, backend=backend), Job[ExecutorResult])
    client.executor.submit((BELL, {"theta": 0.1}, (10,)), backend=backend)
    client.executor.submit([(BELL, None, (2,)), BELL], backend="ibm_fez", shots=np.int64(5))


def settings(client: RuntimeClient, session: Session, level: MeasLevel, version: SchemaVersion) -> None:
    passed: DataTree = {"grid": np.arange(4), "names": ["a", {"b": (1, 2.5, None, True)}]}
    job = session.executor.submit(
        BELL,
        shots=100,
        chunk_size=20,
        init_qubits=False,
        rep_delay=1e-4,
        scheduler_timing=True,
        stretch_values=True,
        meas_level=level,
        passthrough_data=passed,
        experimental={"a": 1},
        schema_version=version,
        check=True,
        tags=["a"],
        key="a",
    )
    assert_type(job, Job[ExecutorResult])
    assert_type(client.executor.run(BELL, backend="ibm_fez", timeout=60, dry_run=True), ExecutorResult)
    many: Sequence[Job[ExecutorResult]] = client.executor.submit_many([BELL, [BELL, BELL]], backend="ibm_fez")
    assert_type(many[0].result(), ExecutorResult)


async def without_blocking(client: AsyncRuntimeClient) -> None:
    job = await client.executor.submit(BELL, backend="ibm_fez")
    assert_type(await job.result(), ExecutorResult)
    assert_type(await client.executor.run(BELL, backend="ibm_fez", meas_level="both"), ExecutorResult)


def checked(backend: Backend) -> None:
    print(backend.check((BELL, [0.1], (3, 1)), program_id="executor", shots=5))
