"""Items with a samplex, whose arguments samplomatic draws. It is imported only if such an item is submitted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.quantum_info import PauliLindbladMap

from qrt_facade.emulator.simulation.failures import bad_program, converting_errors, incompatible
from qrt_facade.emulator.simulation.quantum_programs import tensors

if TYPE_CHECKING:
    from qiskit import QuantumCircuit

    from qrt_facade.emulator.simulation.quantum_programs.tensors import Array

_PARAMETERS = "parameter_values"
"""Name under which a samplex outputs the values of the circuit's parameters."""


@dataclass(frozen=True)
class Samplex:
    """A samplex with its arguments."""

    samplex: Any
    arguments: Any
    where: str

    def draw(self, shape: tuple[int, ...], generator: np.random.Generator) -> tuple[Array, dict[str, Array]]:
        """Draw values of the circuit's parameters, of shape (*shape, parameters), and other outputs by name.

        Axes along which the arguments have more than one element are swept; the others are randomizations.

        Raises:
            JobFailedError: 1501, drawing from the samplex fails with these arguments.
        """
        own = (1,) * (len(shape) - self.arguments.ndim) + tuple(self.arguments.shape)
        if len(own) != len(shape) or any(
            mine not in {1, length} for mine, length in zip(own, shape, strict=True)
        ):
            raise bad_program(
                f"{self.where}.shape is {list(shape)}, which does not extend {list(self.arguments.shape)}, "
                "the shape of its arguments"
            )
        drawn: dict[str, Array] = {}
        swept = [axis for axis, length in enumerate(own) if length > 1]
        free = tuple(length for axis, length in enumerate(shape) if axis not in swept)
        for point in np.ndindex(*(shape[axis] for axis in swept)):
            index: list[Any] = [slice(None)] * len(shape)
            for axis, at in zip(swept, point, strict=True):
                index[axis] = at
            of_arguments = tuple(0 if length == 1 else at for length, at in zip(own, index, strict=True))
            of_arguments = of_arguments[len(shape) - self.arguments.ndim :]
            with converting_errors(
                lambda problem: bad_program(f"drawing from {self.where}.samplex failed ({problem})")
            ):
                sample = self.samplex.sample(
                    self.arguments[of_arguments], num_randomizations=math.prod(free), rng=generator
                )
            for name, values in dict(sample).items():
                array = drawn.setdefault(name, np.empty((*shape, *values.shape[1:]), values.dtype))
                array[tuple(index)] = values.reshape(*free, *values.shape[1:])
        return drawn.pop(_PARAMETERS, np.zeros((*shape, 0))), drawn


def read_samplex(item: dict[str, Any], circuit: QuantumCircuit, where: str, *, packed: bool) -> Samplex:
    """Decode the samplex of an item.

    Raises:
        JobFailedError: 1521, samplomatic is not installed; 1501, the samplex or its arguments cannot be read, or do not
            fit the circuit.
    """
    try:
        from samplomatic.serialization import samplex_from_json
    except ImportError as error:
        raise incompatible(
            f"{where} has a samplex and needs samplomatic, which is not installed:"
            " pip install 'qrt-facade[samplex]'"
        ) from error
    with converting_errors(lambda problem: bad_program(f"{where}.samplex cannot be read ({problem})")):
        samplex = samplex_from_json(item["samplex"]["samplex_json"])
        samplex.finalize()
        specified = samplex.outputs().get_specs(_PARAMETERS)
        parameters = specified[0].shape[-1] if specified else 0
    if parameters != circuit.num_parameters:
        raise bad_program(
            f"{where}.samplex draws {parameters} values, but the circuit has {circuit.num_parameters} parameters"
        )
    with converting_errors(
        lambda problem: bad_program(f"{where}.samplex_arguments do not fit the samplex ({problem})")
    ):
        arguments = samplex.inputs().make_broadcastable()
        for name, value in item["samplex_arguments"].items():
            arguments[name] = _argument(value, f"{where}.samplex_arguments.{name}", packed=packed)
    return Samplex(samplex, arguments, where)


def _argument(value: Any, where: str, *, packed: bool) -> Any:
    if not isinstance(value, dict):
        return value
    if "sparse_terms" in value:
        terms = [(letters, tuple(qubits), rate) for letters, qubits, rate in value["sparse_terms"]]
        return PauliLindbladMap.from_sparse_list(terms, value["num_qubits"])
    return tensors.decode(value, where, packed=packed)
