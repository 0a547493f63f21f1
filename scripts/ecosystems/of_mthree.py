"""mthree: readout error mitigation of counts, calibrated with `backend.run` or with a sampler."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mthree
from primitives import both, repeated
from problems import SHOTS
from qiskit import QuantumCircuit

if TYPE_CHECKING:
    from primitives import Primitives


@both
@repeated
def mitigated(mine: Primitives) -> float:
    """Four qubits, entangled: the corrected value of ZZZZ."""
    circuit = QuantumCircuit(4)
    circuit.h(0)
    for target in range(1, 4):
        circuit.cx(target - 1, target)
    circuit.measure_all()
    fitting = mine.passes().run(circuit)
    correction = mthree.M3Mitigation(mine.backend)
    mapping = mthree.utils.final_measurement_mapping(fitting)
    correction.cals_from_system(mapping, shots=SHOTS)
    counts = mine.sampler(mode=mine.backend).run([fitting], shots=SHOTS).result()[0].data.meas.get_counts()
    # Its own error bar is an upper bound for the shots, and ignores the calibration.
    return float(correction.apply_correction(counts, mapping).expval())


PROBLEMS = (mitigated,)
