"""Pauli bases as angles of `rz(a) sx rz(b) sx`, the rotation before a measurement.

Pulled back through these gates, the measured Z is `-cos(b) Z + sin(b) (cos(a) X - sin(a) Y)`. So every Pauli with
either sign is a choice of the two angles, all multiples of pi/2: a Clifford circuit remains one. A sign of -1 exchanges
0 and 1, which is the X gate of a twirled measurement and needs no gate of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

LETTERS: Final = "IZXY"
"""Paulis by code: bit 0 is set for those that do not commute with X, bit 1 for those that do not commute with Z.

IBM's client uses the same order (`qiskit_mitigation.utils.measurement_bases`).
"""

_RIGHT = math.pi / 2
_FIRST: Final = np.array([[0, 0], [0, 0], [0, math.pi], [-_RIGHT, _RIGHT]])
_SECOND: Final = np.array([[math.pi, 0], [math.pi, 0], [_RIGHT, _RIGHT], [_RIGHT, _RIGHT]])

_CODES: Final = np.full(256, 255, dtype=np.uint8)
_CODES[np.frombuffer(LETTERS.encode(), dtype=np.uint8)] = range(4)


def angles(
    codes: NDArray[np.uint8], flips: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the angles a and b for measuring Paulis; I is measured as Z.

    Args:
        codes: Paulis, of any shape.
        flips: Whether to exchange 0 and 1; broadcasts with `codes`.

    Returns:
        Arrays of the broadcast shape, in radians.
    """
    which = flips.astype(np.intp)
    return _FIRST[codes, which], _SECOND[codes, which]


def codes_of(labels: Sequence[str]) -> NDArray[np.uint8]:
    """Return codes of Pauli strings of one length: (labels, qubits), qubit 0 (the last character) first."""
    width = len(labels[0]) if labels else 0
    characters = np.frombuffer("".join(labels).encode("ascii"), dtype=np.uint8).reshape(len(labels), width)
    return _CODES[characters[:, ::-1]]
