"""Use the program `executor`: repetitions of a sweep, an estimator on top of it, and retirement of the other programs.

IBM retires its server-side programs `sampler` and `estimator` in favour of `executor`. None of this needs Qiskit.
"""

from __future__ import annotations

import math
import warnings

from qrt_facade import ProgramRetiredWarning, RuntimeClient

ANGLES = [0.0, math.pi / 3, math.pi]
GATES = "sx $0; rz(theta + pi) $0; sx $0; rz(pi) $0;"
"""A rotation around Y by theta, in a device's native gates."""

ROTATION = f'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; {GATES}'
MEASURED = (
    f'OPENQASM 3.0; include "stdgates.inc"; input float[64] theta; bit[1] c; {GATES} c[0] = measure $0;'
)


def repeat(client: RuntimeClient) -> None:
    """Run three angles with eight repetitions of 250 shots each, and compare the repetitions."""
    item = client.executor.run((MEASURED, {"theta": ANGLES}, (8, 3)), backend="ibm_fez", shots=250)[0]
    together = item.merged(0)
    for index, angle in enumerate(ANGLES):
        ones = [item.c[repetition, index].counts().get("1", 0) / 250 for repetition in range(8)]
        share = together.c[index].counts().get("1", 0) / 2000
        print(f"theta {angle:.2f}: {share:.1%} ones in all, {min(ones):.1%} to {max(ones):.1%} by repetition")


def estimate(client: RuntimeClient) -> None:
    """Estimate expectation values with an executor job: this client chooses the bases and mitigates readout errors."""
    job = client.estimator.submit(
        (ROTATION, [["Z"], ["X"]], {"theta": ANGLES}), backend="ibm_fez", program="executor"
    )
    values = job.result()[0]
    print(f"a job of the program {job.program_id}")
    for index, angle in enumerate(ANGLES):
        z, x = values.evs[:, index]
        print(
            f"theta {angle:.2f}: <Z> {z:+.3f} <X> {x:+.3f}, exactly {math.cos(angle):+.3f} {math.sin(angle):+.3f}"
        )


def retire() -> None:
    """Run a sampler on a service without that program: the same call, the same result, and one warning."""
    with (
        RuntimeClient.local(seed=1, scenario={"retired_programs": ["sampler", "estimator"]}) as client,
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always", ProgramRetiredWarning)
        counts = [
            client.sampler.run((MEASURED, {"theta": math.pi}, 100), backend="ibm_fez")[0].counts()
            for _ in range(2)
        ]
    print(f"{len(caught)} warning, then {counts}")


def main() -> None:
    """Run all three on the local emulator."""
    with RuntimeClient.local(seed=1) as client:
        repeat(client)
        estimate(client)
    retire()


if __name__ == "__main__":
    main()
