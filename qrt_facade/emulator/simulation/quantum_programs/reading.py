"""Decoding of a quantum program: items with their circuit, arguments, shape and chunk size."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.simulation.failures import bad_program
from qrt_facade.emulator.simulation.quantum_programs import encoded_circuits, tensors
from qrt_facade.emulator.simulation.quantum_programs.samplexes import Samplex, read_samplex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.domain.quantum_programs import Version
    from qrt_facade.emulator.simulation.quantum_programs.encoded_circuits import Encoded
    from qrt_facade.emulator.simulation.quantum_programs.stretches import Stretch
    from qrt_facade.emulator.simulation.quantum_programs.tensors import Array
    from qrt_facade.emulator.simulation.target import Target

_ROUNDING = 1e-9


@dataclass(frozen=True)
class Item:
    """One item of a program.

    Attributes:
        circuit: Its circuit, which the device can execute.
        shape: Shape of its elements; an element is the circuit with one set of arguments.
        chunk_size: Number of elements per chunk; None to let the service choose.
        source: The arguments, of shape (..., parameters), or the samplex that draws them.
        stretches: The resolved stretches of the circuit.
    """

    circuit: QuantumCircuit
    shape: tuple[int, ...]
    chunk_size: int | None
    source: Array | Samplex
    stretches: Sequence[Stretch]

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    def drawn(self, generator: np.random.Generator) -> tuple[Array, dict[str, Array]]:
        """Return the arguments of each element, of shape (size, parameters), and other data drawn by a samplex.

        Raises:
            JobFailedError: 1501, drawing from a samplex fails.
        """
        others: dict[str, Array] = {}
        if isinstance(self.source, Samplex):
            arguments, others = self.source.draw(self.shape, generator)
        else:
            arguments = self.source
        width = self.circuit.num_parameters
        return _rounded_to_quarters(
            np.broadcast_to(arguments, (*self.shape, width)).reshape(self.size, width)
        ), others


def read_items(program: dict[str, Any], version: Version, target: Target) -> list[Item]:
    """Return the items of a program of the given version.

    Raises:
        JobFailedError: 1501, the parts of an item do not fit each other; or as for `encoded_circuits.read`.
    """
    sizes = {item.get("chunk_size", "auto") for item in program["items"]}
    if "auto" in sizes and len(sizes) > 1:
        raise bad_program(
            'items: some have an integer chunk_size, others "auto"; all must be of the same kind'
        )
    circuits = encoded_circuits.read(program, version, target)
    return [
        _item(item, circuit, f"items[{at}]", version)
        for at, (item, circuit) in enumerate(zip(program["items"], circuits, strict=True))
    ]


def _item(item: dict[str, Any], encoded: Encoded, where: str, version: Version) -> Item:
    circuit = encoded.circuit
    chunk = item.get("chunk_size", "auto")
    chunk_size = None if chunk == "auto" else chunk
    _check_possible(item.get("shape", []), f"{where}.shape")
    if item["item_type"] == "samplex":
        samplex = read_samplex(item, circuit, where, packed=version.packed)
        return Item(circuit, tuple(item["shape"]), chunk_size, samplex, encoded.stretches)
    arguments = tensors.decode(item["circuit_arguments"], f"{where}.circuit_arguments", packed=version.packed)
    _check_arguments(arguments, circuit, f"{where}.circuit_arguments")
    leading = arguments.shape[:-1]
    shape = tuple(item.get("shape", leading)) if version.shaped else leading
    return Item(circuit, _extended(leading, shape, where), chunk_size, arguments, encoded.stretches)


def _check_arguments(arguments: Array, circuit: QuantumCircuit, where: str) -> None:
    actual = arguments.shape[-1] if arguments.shape else 0
    names = [parameter.name for parameter in circuit.parameters]
    if actual != len(names):
        listed = f" ({', '.join(names[:5])}{', ...' if len(names) > 5 else ''})" if names else ""
        raise bad_program(
            f"{where} has {actual} values for each element, but the circuit has "
            f"{pluralize(len(names), 'parameter')}{listed}"
        )
    if not (finite := np.isfinite(arguments)).all():
        place = np.argwhere(~finite)[0]
        raise bad_program(
            f"{where} has {arguments[tuple(place)]} for {names[place[-1]]}, which is not a finite number"
        )


def _check_possible(shape: Sequence[int], where: str) -> None:
    """Reject a shape for which no result array can exist, before anything is allocated.

    Raises:
        JobFailedError: 1501, it has too many axes for NumPy, or lengths beyond its index range.
    """
    try:
        np.broadcast_to(
            np.empty((), bool), (*shape, 1, 1)
        )  # with axes for shots and bits; allocates no memory
    except ValueError as error:
        raise bad_program(f"{where} is {list(shape)!r:.60}, which is not possible ({error})") from error


def _extended(leading: tuple[int, ...], shape: tuple[int, ...], where: str) -> tuple[int, ...]:
    """Return the shape of an item whose arguments have the given leading shape.

    An empty shape adds nothing: IBM's client 0.51 sends it with arguments of every shape.
    """
    if not shape:
        return leading
    missing = len(shape) - len(leading)
    aligned = shape[missing:] if missing >= 0 else ()
    if missing < 0 or any(own not in {1, length} for own, length in zip(leading, aligned, strict=True)):
        raise bad_program(
            f"{where}.shape is {list(shape)}, which does not extend {list(leading)}, the shape of its arguments"
        )
    return shape


def _rounded_to_quarters(angles: Array) -> Array:
    """Round angles near multiples of pi/2 to them, so that Clifford circuits are recognised."""
    nearest = np.round(angles / (np.pi / 2)) * (np.pi / 2)
    return np.where(np.abs(angles - nearest) < _ROUNDING, nearest, angles)
