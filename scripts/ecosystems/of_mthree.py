"""mthree: readout errors, measured by `backend.run` or by a sampler, taken out of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mthree
from primitives import both
from problems import SHOTS, Value
from qiskit import QuantumCircuit

if TYPE_CHECKING:
    from primitives import Primitives


@both
def mitigated(mine: Primitives) -> Value:
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
    value, error = correction.apply_correction(
        counts, mapping, return_mitigation_overhead=True
    ).expval_and_stddev()
    return Value(float(value), float(error))


PROBLEMS = (mitigated,)
