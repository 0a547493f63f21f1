"""The same key, the same job: a process is killed right after submitting, and the next one adopts its job."""

from __future__ import annotations

import os
import signal
from multiprocessing import get_context

from qrt_facade import RuntimeClient
from qrt_facade.emulator import Access, start

FLIP = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'


def step(access: Access, *, crash: bool = False) -> None:
    """Submit a step of a longer calculation, and read its result."""
    with RuntimeClient(**access) as client:
        job = client.sampler.submit(FLIP, backend="ibm_fez", shots=100, key="calibration/step-12")
        if crash:  # before the job's id was recorded anywhere
            os.kill(os.getpid(), signal.SIGKILL)
        print(
            f"adopted: {job.adopted}, counts: {job.result()[0].counts()}, jobs: {len(list(client.jobs.list()))}"
        )


def main() -> None:
    """Run the same step twice; the first time it is killed."""
    with start(backends="ibm_fez", noise=False, queue_seconds=0, run_seconds=0) as emulator:
        first = get_context("spawn").Process(target=step, args=(emulator.access,), kwargs={"crash": True})
        first.start()
        first.join()
        print(f"the first process ended with {first.exitcode}")
        step(emulator.access)


if __name__ == "__main__":
    main()
