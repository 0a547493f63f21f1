"""Find the ground-state energy of H2 in a session: a variational loop without an optimisation library.

Rotosolve (Ostaszewski, Grant, Benedetti, Quantum 5, 391 (2021)): with all other angles fixed, the energy is a sinusoid of
one angle, so three energies tell where its minimum is. The three are one sweep, hence one job.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from qrt_facade import RuntimeClient

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from qrt_facade import Session

# Hydrogen at 0.735 angstrom, STO-3G, parity mapping, two qubits: the electronic energy in hartree.
HYDROGEN = {
    "II": -1.052373245772859,
    "IZ": 0.39793742484318045,
    "ZI": -0.39793742484318045,
    "ZZ": -0.01128010425623538,
    "XX": 0.18093119978423156,
}
EXACT = -1.857275


def turn(angle: str, qubit: int) -> str:
    """Write a rotation around Y in the native gates of the device, up to a phase."""
    q = f"q[{qubit}]"
    return f"sx {q}; rz({angle} + pi) {q}; sx {q}; rz(3*pi) {q};"


ANSATZ = f"""OPENQASM 3.0; include "stdgates.inc";
input float[64] a; input float[64] b; input float[64] c; input float[64] d;
qubit[2] q;
{turn("a", 0)} {turn("b", 1)}
cz q[0], q[1];
{turn("c", 0)} {turn("d", 1)}"""


def energies(session: Session, angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the energy in hartree for each row of angles, with one job."""
    return session.estimator.run((ANSATZ, HYDROGEN, angles), precision=0.005)[0].evs


def best_angle(session: Session, angles: NDArray[np.float64], which: int) -> tuple[float, float]:
    """Return the minimum along one angle: the angle and its energy."""
    sweep = np.repeat(angles[None, :], 3, axis=0)
    sweep[:, which] += [0.0, np.pi / 2, -np.pi / 2]
    here, above, below = energies(session, sweep)
    middle = (above + below) / 2
    cosine, sine = here - middle, (above - below) / 2
    shift = np.arctan2(-sine, -cosine)
    return float(angles[which] + shift), float(middle - np.hypot(cosine, sine))


def main() -> None:
    """Run on the local emulator; for IBM's devices, use `RuntimeClient()` and a session of a paid plan."""
    angles = np.array([1.5, 1.0, 1.0, -0.5])
    with (
        RuntimeClient.local(noise=False, seed=5, queue_seconds=0, run_seconds=0) as client,
        client.sessions.create(backend="ibm_fez") as session,
    ):
        for sweep in range(1, 3):
            reached = 0.0
            for which in range(len(angles)):
                angles[which], reached = best_angle(session, angles, which)
            print(f"sweep {sweep}: {reached:.4f} hartree")
        final = float(energies(session, angles[None, :])[0])
    print(f"energy  {final:.4f} hartree, exactly {EXACT:.4f}")


if __name__ == "__main__":
    main()
