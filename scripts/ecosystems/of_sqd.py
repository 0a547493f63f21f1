"""qiskit-addon-sqd: the energy of a small molecule, diagonalized in the subspace that a noisy circuit sampled."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from primitives import both, repeated
from problems import SEED
from pyscf import ao2mo, gto, scf
from qiskit import QuantumCircuit
from qiskit.circuit.library import XXPlusYYGate
from qiskit_addon_sqd.fermion import diagonalize_fermionic_hamiltonian

if TYPE_CHECKING:
    from primitives import Primitives

ORBITALS = 4
ELECTRONS = (2, 2)
SHOTS = 500
RANDOM = np.random.default_rng(SEED)


@cache
def _chain() -> tuple[Any, Any, float]:
    """Four hydrogen atoms, 1 angstrom apart, in STO-3G: one- and two-body integrals, and the nuclear repulsion."""
    atoms = [("H", (0.0, 0.0, 1.0 * number)) for number in range(4)]
    molecule = gto.M(atom=atoms, basis="sto-3g", verbose=0)
    field = scf.RHF(molecule).run()
    orbitals = field.mo_coeff
    one_body = orbitals.T @ field.get_hcore() @ orbitals
    two_body = ao2mo.restore(1, ao2mo.kernel(molecule, orbitals), ORBITALS)
    return one_body, two_body, float(molecule.energy_nuc())


def _ansatz() -> Any:
    """The electrons of both spins hop between the orbitals, and interact with the other spin in the same orbital."""
    circuit = QuantumCircuit(2 * ORBITALS)
    for spin in (0, ORBITALS):
        for electron in range(2):
            circuit.x(spin + electron)
        for low, high, angle in ((1, 2, 0.9), (0, 1, 0.5), (2, 3, 0.7)):
            circuit.append(XXPlusYYGate(angle), [spin + low, spin + high])
    for orbital in range(ORBITALS):
        circuit.cp(0.6, orbital, ORBITALS + orbital)
    circuit.measure_all()
    return circuit


@both
@repeated
def recovered(mine: Primitives) -> float:
    """The energy of a chain of 4 hydrogen atoms, with configurations recovered from noise, in hartree."""
    one_body, two_body, repulsion = _chain()
    sampler = mine.sampler(mode=mine.backend)
    bits = sampler.run([mine.passes().run(_ansatz())], shots=SHOTS).result()[0].data.meas
    found = diagonalize_fermionic_hamiltonian(
        one_body,
        two_body,
        bits,
        samples_per_batch=3,  # so few that the energy depends on the samples
        norb=ORBITALS,
        nelec=ELECTRONS,
        num_batches=2,
        max_iterations=3,
        seed=RANDOM,
    )
    return float(found.energy) + repulsion


PROBLEMS = (recovered,)
