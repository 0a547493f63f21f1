"""A sweep distributed with Dask, in which a worker is lost. Needs `pip install dask`.

Each point is a task that submits its job with a key, waits and evaluates. When a worker is lost, its points run again on
another one: the keys find the submitted jobs, and nothing is paid for twice. On a cluster (`dask.distributed.Client`), whose
scheduler reruns lost tasks itself, `point` is the same.

A client is pickled without secrets. A worker that receives one connects with its own credentials, from its environment or
its account file.
"""

from __future__ import annotations

import os
import signal
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import dask  # type: ignore[import-not-found,unused-ignore] # this example's own dependency
import numpy as np

from qrt_facade import RuntimeClient
from qrt_facade.emulator import DEFAULT_API_KEY, DEFAULT_INSTANCE

TURN = """OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c;
sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"""


def point(client: RuntimeClient, angle: float, lost: Path | None) -> float:
    """Submit the job of one angle, or adopt it, and return the mean of Z.

    Args:
        client: A copy of the client, which reconnects in the worker.
        angle: The angle theta, in radians.
        lost: For the demonstration: the worker is killed once after submitting, and leaves this file.
    """
    with client:
        job = client.sampler.submit(
            (TURN, {"theta": angle}), backend="ibm_fez", shots=1000, key=f"turn/theta={angle:.4f}"
        )
        if lost is not None and not lost.exists():
            lost.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return float(job.result()[0].c.expectation("Z"))


def main() -> None:
    """Evaluate five angles in two workers, one of which is lost."""
    angles = np.linspace(0, np.pi, 5).tolist()
    with (
        tempfile.TemporaryDirectory() as folder,
        RuntimeClient.local(noise=False, seed=3, queue_seconds=0, run_seconds=0) as client,
    ):
        # Workers inherit the environment. The emulator's credentials are not secret; set real ones outside programs.
        os.environ |= {"QISKIT_IBM_TOKEN": DEFAULT_API_KEY, "QISKIT_IBM_INSTANCE": DEFAULT_INSTANCE}
        lost = Path(folder) / "a worker was lost"
        evaluated = [
            dask.delayed(point)(client, angle, lost if number == 2 else None)
            for number, angle in enumerate(angles)
        ]
        for attempt in range(1, 4):
            try:
                values = dask.compute(*evaluated, scheduler="processes", num_workers=2)
                break
            except BrokenProcessPool:
                # dask.distributed does this for single tasks: everything that was not evaluated runs again.
                print(f"attempt {attempt}: a worker was lost")
        paid = len(list(client.jobs.list()))
    for angle, value in zip(angles, values, strict=True):
        print(f"theta {angle:5.3f}  <Z> {value:+.3f}  exactly {-np.cos(angle):+.3f}")
    print(f"{len(angles)} points, {paid} jobs")


if __name__ == "__main__":
    main()
