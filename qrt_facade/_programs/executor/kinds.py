"""Types of the executor's inputs; `qrt_facade._programs.executor.items` checks the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from qrt_facade._base.kinds import RealNumber, WholeNumber
from qrt_facade._circuits.kinds import Circuit
from qrt_facade._programs.executor.item import ExecutorItem
from qrt_facade._programs.pubs.kinds import (
    CircuitAlone,
    CircuitWithValues,
    NumPyComplex,
    ParameterValues,
    Row,
    Several,
    SupportsArray,
)


class SamplomaticItem(Protocol):
    """A `CircuitItem` or a `SamplexItem` of samplomatic."""

    @property
    def circuit(self) -> Any:
        """The circuit."""
        ...

    @property
    def chunk_size(self) -> int | None:
        """Maximum number of argument sets bound in one shot loop."""
        ...

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its data."""
        ...


class QuantumProgram(Protocol):
    """A `QuantumProgram` of samplomatic or of IBM's client."""

    @property
    def shots(self) -> int:
        """Shots of each bound circuit."""
        ...

    @property
    def items(self) -> Any:
        """Its items."""
        ...

    @property
    def meas_level(self) -> Any:
        """What is returned for each measurement."""
        ...

    @property
    def passthrough_data(self) -> Any:
        """Data that is returned unchanged with the result."""
        ...


DataTree: TypeAlias = (
    str | bool | RealNumber | NumPyComplex | SupportsArray | Mapping[str, "DataTree"] | Row["DataTree"] | None
)
"""Nested lists and mappings with string keys, containing texts, numbers, bools, None and NumPy arrays."""

CircuitWithShape: TypeAlias = tuple[
    Circuit, ParameterValues | None, WholeNumber | Sequence[WholeNumber] | None
]

OneExecutorItem: TypeAlias = (
    Circuit | CircuitAlone | CircuitWithValues | CircuitWithShape | ExecutorItem | SamplomaticItem
)
"""A circuit, `(circuit, arguments)`, `(circuit, arguments, shape)`, or an object with all of it."""

ExecutorItems: TypeAlias = (
    Circuit
    | CircuitAlone
    | CircuitWithValues
    | CircuitWithShape
    | ExecutorItem
    | SamplomaticItem
    | QuantumProgram
    | Several[OneExecutorItem]
)
"""One item of an executor job, several, or a whole program."""
