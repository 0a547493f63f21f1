"""A sweep fanned out with Dask: this process submits, workers fetch and evaluate. Needs `pip install dask`.

A job handle pickles without secrets. A worker that gets one connects with credentials of its own: of its environment, or of
its account file. With a cluster (`dask.distributed.Client`), the same code runs on other machines.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import dask  # type: ignore[import-not-found,unused-ignore] # this example's own dependency
import numpy as np

from qrt_facade import RuntimeClient
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

if TYPE_CHECKING:
    from qrt_facade import Job, SamplerResult

TURN = """OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c;
sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"""


def expectation(job: Job[SamplerResult]) -> float:
    """Wait for a job and return the mean of Z: what a worker does, wherever it is."""
    return float(job.result()[0].c.expectation("Z"))


def main() -> None:
    """Submit one job for each angle, and let workers evaluate them."""
    angles = np.linspace(0, np.pi, 5)
    with RuntimeClient.local(noise=False, seed=3, queue_seconds=0, run_seconds=0) as client:
        # Workers inherit the environment. The emulator's credentials are no secrets; real ones are set outside programs.
        os.environ |= {"QISKIT_IBM_TOKEN": DEFAULT_API_KEY, "QISKIT_IBM_INSTANCE": DEFAULT_INSTANCE}
        jobs = [
            client.sampler.submit((TURN, {"theta": float(angle)}), backend="ibm_fez", shots=1000)
            for angle in angles
        ]
        evaluated = [dask.delayed(expectation)(job) for job in jobs]
        values = dask.compute(*evaluated, scheduler="processes", num_workers=2)
    for angle, value in zip(angles, values, strict=True):
        print(f"theta {angle:5.3f}  <Z> {value:+.3f}  exactly {-np.cos(angle):+.3f}")


if __name__ == "__main__":
    main()
