"""The simulation processes."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from typing import Any

import pytest
from support.circuits import FLIP

from qrt_facade.emulator.domain.devices import Device
from qrt_facade.emulator.run.workers import WorkerPool


def request(program: str = FLIP) -> dict[str, Any]:
    device = Device.named("ibmq_manila")
    return {
        "program_id": "sampler",
        "params": json.dumps({"pubs": [[program, None, 10]]}),
        "device": device.name,
        "configuration": str(device.configuration_file),
        "properties": str(device.properties_file),
        "noise": True,
        "seed": 1,
        "cost": 600,
        "memory_mb": 1024,
    }


def test_a_worker_that_dies_fails_its_job_and_is_replaced() -> None:
    async def scenario() -> list[Any]:
        pool = WorkerPool(1, 60)
        await pool.warm()
        os.kill(pool._idle[0]._process.pid, signal.SIGKILL)
        outcomes = [await pool.run(request()), await pool.run(request())]
        await pool.close()
        return outcomes

    died, after = asyncio.run(scenario())
    assert (died.status, died.reason_code) == ("Failed", 1500)
    assert "died" in died.logs
    assert after.status == "Completed"


def test_a_cancelled_simulation_frees_its_worker() -> None:
    async def scenario() -> Any:
        pool = WorkerPool(1, 60)
        running = asyncio.create_task(pool.run(request()))
        await asyncio.sleep(0.1)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        outcome = await pool.run(request())
        await pool.close()
        return outcome

    assert asyncio.run(scenario()).status == "Completed"
