"""Results as the service sends them, plain and typed, of samples that are drawn here."""

from __future__ import annotations

import binascii
import json
from typing import TYPE_CHECKING

import numpy as np
from qiskit.primitives import BitArray, DataBin, PrimitiveResult, SamplerPubResult
from qiskit_ibm_runtime import RuntimeEncoder

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUM_BITS = 156
WIDTH = 20
"""Bytes per shot."""

_ROWS_AT_A_TIME = 100_000
_READOUT_ERROR = 0.01


def all_distinct(shots: int) -> NDArray[np.uint8]:
    """Packed samples as from deep random circuits: most likely all different."""
    rows = np.random.default_rng(1).integers(0, 256, (shots, WIDTH), dtype=np.uint8)
    rows[:, 0] &= 0x0F
    return rows


def few_distinct(shots: int, outcomes: int) -> NDArray[np.uint8]:
    """Packed samples with this many outcomes, as from circuits that use few of the qubits."""
    return all_distinct(outcomes)[np.random.default_rng(2).integers(0, outcomes, shots)]


def ghz(shots: int) -> NDArray[np.uint8]:
    """Packed samples of a GHZ state of all qubits, each with a readout error of 1 %."""
    random = np.random.default_rng(3)
    rows = np.empty((shots, WIDTH), dtype=np.uint8)
    for start in range(0, shots, _ROWS_AT_A_TIME):
        piece = rows[start : start + _ROWS_AT_A_TIME]
        bits = random.random((len(piece), 8 * WIDTH), dtype=np.float32) < _READOUT_ERROR
        bits ^= random.integers(0, 2, (len(piece), 1), dtype=np.bool_)
        bits[:, : 8 * WIDTH - NUM_BITS] = False
        piece[:] = np.packbits(bits, axis=1)
    return rows


def plain(rows: NDArray[np.uint8]) -> bytes:
    """The body of a sampler's result in plain JSON, with numbers without leading zeros."""
    pieces = []
    for start in range(0, len(rows), _ROWS_AT_A_TIME):
        digits = binascii.hexlify(rows[start : start + _ROWS_AT_A_TIME].tobytes()).decode("ascii")
        numbers = (digits[at : at + 2 * WIDTH].lstrip("0") or "0" for at in range(0, len(digits), 2 * WIDTH))
        pieces.append(", ".join(f'"0x{number}"' for number in numbers))
    return (
        '{"results": [{"data": {"c": {"samples": [' + ", ".join(pieces) + f'], "num_bits": {NUM_BITS}}}}}, '
        '"metadata": {}}], "metadata": {"version": 2}}'
    ).encode()


def typed(rows: NDArray[np.uint8]) -> bytes:
    """The body of a sampler's result in Qiskit's typed JSON, written by IBM's own encoder."""
    data = DataBin(c=BitArray(rows, NUM_BITS))
    return json.dumps(PrimitiveResult([SamplerPubResult(data)]), cls=RuntimeEncoder).encode()
