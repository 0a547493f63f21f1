"""A sweep distributed with Ray, in which a worker is lost. Needs `pip install ray`.

Ray reruns a task when its worker process dies (`max_retries`). With a key, the second run of a task adopts the job of the
first one, so that a lost worker costs time but no money.
"""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import numpy as np
import ray  # type: ignore[import-not-found,unused-ignore] # this example's own dependency

from qrt_facade import RuntimeClient
from qrt_facade.emulator import Access, start

TURN = """OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c;
sx $0; rz(theta) $0; sx $0; c[0] = measure $0;"""


def point(access: Access, angle: float, lost: Path | None) -> float:
    """Submit the job of one angle, or adopt it, and return the mean of Z.

    Args:
        access: The emulator's address and credentials. For IBM's service, workers use `RuntimeClient()` and their own.
        angle: The angle theta, in radians.
        lost: For the demonstration: the worker is killed once after submitting, and leaves this file.
    """
    with RuntimeClient(**access) as client:
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
        start(backends="ibm_fez", noise=False, seed=3, queue_seconds=0, run_seconds=0) as emulator,
        RuntimeClient(**emulator.access) as client,
    ):
        lost = Path(folder) / "a worker was lost"
        ray.init(num_cpus=2, include_dashboard=False)
        task = ray.remote(max_retries=3)(point)
        values = ray.get(
            [
                task.remote(emulator.access, angle, lost if number == 2 else None)
                for number, angle in enumerate(angles)
            ]
        )
        ray.shutdown()
        paid = len(list(client.jobs.list()))
    for angle, value in zip(angles, values, strict=True):
        print(f"theta {angle:5.3f}  <Z> {value:+.3f}  exactly {-np.cos(angle):+.3f}")
    print(f"{len(angles)} points, {paid} jobs")


if __name__ == "__main__":
    main()
