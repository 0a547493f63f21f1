"""Stop a sweep of an Ising model halfway and resume it: each point is paid for once.

Four spins in a row, all up, are kicked: two rounds of a ZZ interaction between neighbours and a turn around X, whose angle
is the transverse field. The points are the fields; the quantity is the mean magnetisation.
"""

from __future__ import annotations

import os
import tempfile
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from qrt_facade import RuntimeClient
from qrt_facade.emulator import Access, start

SPINS, ROUNDS, COUPLING = 4, 2, np.pi / 8
FIELDS = np.linspace(0, np.pi / 2, 9).round(3).tolist()


def kicked_ising() -> str:
    """Write the circuit in the native gates of the device; its parameter is the field."""
    lines = ['OPENQASM 3.0; include "stdgates.inc"; input float[64] field;', f"bit[{SPINS}] c;"]
    hadamard = "rz(pi/2) ${0}; sx ${0}; rz(pi/2) ${0};"
    for _ in range(ROUNDS):
        for a, b in zip(range(SPINS), range(1, SPINS), strict=False):
            h = hadamard.format(b)
            lines.append(f"{h} cz ${a}, ${b}; {h} rz({2 * COUPLING}) ${b}; {h} cz ${a}, ${b}; {h}")
        lines += [f"{hadamard.format(q)} rz(2*field) ${q}; {hadamard.format(q)}" for q in range(SPINS)]
    lines += [f"c[{q}] = measure ${q};" for q in range(SPINS)]
    return "\n".join(lines)


def exactly(field: float) -> float:
    """Return the exact magnetisation, by linear algebra."""
    spins = np.array([[1 - 2 * (state >> q & 1) for q in range(SPINS)] for state in range(2**SPINS)])
    bonds = np.exp(-1j * COUPLING * (spins[:, :-1] * spins[:, 1:]).sum(axis=1))
    turn = np.array([[np.cos(field), -1j * np.sin(field)], [-1j * np.sin(field), np.cos(field)]])
    turns = np.ones((1, 1))
    for _ in range(SPINS):
        turns = np.kron(turns, turn)
    state = np.eye(2**SPINS)[0].astype(complex)
    for _ in range(ROUNDS):
        state = turns @ (bonds * state)
    return float(np.abs(state) ** 2 @ spins.mean(axis=1))


def calculate(access: Access, store: Path, *, stop_after: int | None = None) -> None:
    """Submit missing points, and print each point. The same program runs before and after the interruption."""
    with RuntimeClient(**access) as client:
        sweep = client.sweep("ising", store=store)
        points = ({"field": field} for field in FIELDS)
        sweep.submit(points, circuit=kicked_ising(), backend="ibm_fez", shots=2000)
        for number, point in enumerate(sweep, 1):
            spins = [
                point.result()[0].c.expectation("I" * (SPINS - 1 - q) + "Z" + "I" * q) for q in range(SPINS)
            ]
            field = float(point.name.partition("=")[2])
            print(
                f"{point.name:12} magnetisation {np.mean(spins):+.3f}  exactly {exactly(field):+.3f}",
                flush=True,
            )
            if number == stop_after:
                print("stopped", flush=True)
                os._exit(1)
        print(sweep.status())


def main() -> None:
    """Stop the calculation after three points, and run it again."""
    with (
        tempfile.TemporaryDirectory() as folder,
        start(backends="ibm_fez", noise=False, seed=7, queue_seconds=0, run_seconds=0) as emulator,
    ):
        store = Path(folder) / "ising.sqlite"
        stopped = get_context("spawn").Process(
            target=calculate, args=(emulator.access, store), kwargs={"stop_after": 3}
        )
        stopped.start()
        stopped.join()
        calculate(emulator.access, store)
        with RuntimeClient(**emulator.access) as client:
            print(f"{len(FIELDS)} points, {len(list(client.jobs.list()))} jobs")


if __name__ == "__main__":
    main()
