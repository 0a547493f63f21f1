"""What `qrt run` was asked to run, as the parameters of a job."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_list, mapping_of
from qrt_facade.cli.exits import Trouble

if TYPE_CHECKING:
    from qrt_facade._sync.backends import Backend


class Pubs:
    """What is run: one circuit with its observables and values, for the primitive that they ask for."""

    def __init__(
        self, circuit: Any, observables: list[Any], values: Any, shots: int | None, precision: float | None
    ) -> None:
        self.circuit = circuit
        self.observables = observables
        self.values = values
        self.shots = shots
        self.precision = precision

    @property
    def program_id(self) -> str:
        """The primitive."""
        return "estimator" if self.observables else "sampler"

    @property
    def num_qubits(self) -> int:
        """Qubits that the circuit declares; 0 when it names physical ones, or cannot be read without Qiskit."""
        from qrt_facade._circuits.encoding import (
            encode_circuit,
            num_qubits_of,
        )

        return num_qubits_of(self.circuit, encode_circuit(self.circuit)) or 0

    def params(self) -> dict[str, Any]:
        """Return the job's parameters, as they go over the wire."""
        from qrt_facade._programs.params import (
            estimator_params,
            sampler_params,
        )

        if not self.observables:
            return sampler_params(self.circuit, shots=self.shots, options=None, parameters=self.values)
        # Observables stand in a column, so that each meets every point of a sweep.
        column = [[one] for one in self.observables] if self._sweeps else self.observables
        pub = (self.circuit, column) if self.values is None else (self.circuit, column, self.values)
        return estimator_params([pub], precision=self.precision, resilience_level=None, options=None)

    @property
    def _sweeps(self) -> bool:
        return any(is_list(value) for value in mapping_of(self.values).values())

    def transpiled_for(self, backend: Backend) -> Pubs:
        """Return the same, rewritten for a backend; the observables follow the qubits to their new places.

        Raises:
            Trouble: Qiskit is not installed, or an observable does not fit the circuit.
        """
        circuit = backend.transpile(self.circuit)
        observables = self.observables
        if observables and circuit.layout is not None:
            # Qiskit publishes no types, and is there because the circuit is.
            info: Any = import_module("qiskit.quantum_info")
            unfit: Any = import_module("qiskit.exceptions").QiskitError
            try:
                observables = [info.SparsePauliOp(one).apply_layout(circuit.layout) for one in observables]
            except unfit as error:
                raise Trouble(
                    f"--observable does not fit the circuit: {error.message}",
                    "an observable has a letter of I, X, Y, Z for each qubit of the circuit",
                ) from error
        return Pubs(circuit, observables, self.values, self.shots, self.precision)
