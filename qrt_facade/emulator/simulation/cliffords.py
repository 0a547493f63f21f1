"""Clifford gates of a device: recognition, and their action on Paulis."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from qiskit.circuit.library import get_standard_gate_name_mapping
from qiskit.quantum_info import Clifford, Operator

if TYPE_CHECKING:
    from qiskit import QuantumCircuit
    from qiskit.circuit import Gate, ParameterExpression

Symplectic = np.ndarray[Any, np.dtype[np.bool_]]

_ROUNDING = 1e-9
_FIXED = frozenset({"id", "x", "y", "z", "h", "s", "sdg", "sx", "sxdg", "cx", "cz", "ecr", "swap"})
_ROTATIONS = frozenset({"rx", "ry", "rz", "rxx", "ryy", "rzz"})


def is_clifford(operation: Any) -> bool:
    """Whether a gate is Clifford: one that always is, or a rotation by a multiple of pi/2."""
    if operation.name in _FIXED:
        return True
    return operation.name in _ROTATIONS and quarters(operation.params[0]) is not None


def quarters(angle: float | ParameterExpression) -> int | None:
    """Return an angle in units of pi/2, modulo 4; None if it is not a multiple of pi/2."""
    turns = float(angle) / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) < _ROUNDING else None


def symplectic(operation: Any) -> Symplectic:
    """Return the action of a Clifford gate on Paulis up to signs.

    Returns:
        A matrix (2n, 2n) of bits. Row k is the image of X on qubit k, row n + k that of Z on qubit k; the first n
        columns tell where the image has an X, the others where it has a Z.
    """
    found: Symplectic = _tableau(operation.name, _turns(operation)).symplectic_matrix
    return found


def elementary(operation: Any) -> QuantumCircuit:
    """Return a Clifford gate as gates without angles (H, S, CX, Paulis), which every stabilizer simulator supports."""
    return _elementary(operation.name, _turns(operation))


def _turns(operation: Any) -> int:
    return (quarters(operation.params[0]) or 0) if operation.params else 0


@lru_cache(maxsize=256)
def _tableau(name: str, turns: int) -> Clifford:
    kind: Gate = get_standard_gate_name_mapping()[name]
    gate = type(kind)(turns * math.pi / 2) if name in _ROTATIONS else kind
    return Clifford.from_operator(Operator(gate))


@lru_cache(maxsize=256)
def _elementary(name: str, turns: int) -> QuantumCircuit:
    return _tableau(name, turns).to_circuit()
