"""Run an OpenQASM file (by default a Bell pair) on the local emulator and print a histogram."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from qrt_facade import RuntimeClient

BELL = Path(__file__).with_name("bell.qasm")
WIDTH = 40


def main(file: Path = BELL) -> None:
    """Run the file on the emulated `ibm_fez`, with that device's noise."""
    with RuntimeClient.local() as client:
        backend = client.backends.get("ibm_fez")
        begun = time.monotonic()
        job = client.sampler.submit(file, backend=backend, shots=4096).wait()
        waited = time.monotonic() - begun
        print(
            f"backend      {backend.name}, {backend.num_qubits} qubits (emulated by Qiskit Aer, not IBM's service)"
        )
        print(f"job          {job.id}, {job.status}")
        print(f"waited       {waited:.1f} s")
        samples = job.result()[0]
        print(f"usage        {job.metrics().usage}")
        print()
        counts = samples.counts()
        shots = sum(counts.values())
        for bits, count in sorted(counts.items(), key=lambda item: -item[1])[:16]:
            print(
                f"{bits}  {count:6d}  {'#' * round(WIDTH * count / max(counts.values())):{WIDTH}}  {count / shots:.1%}"
            )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
