"""Read encoded circuits without Qiskit: one reader for each wire format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qrt_facade._base.coerce import is_mapping
from qrt_facade._circuits.encoding import read_packed
from qrt_facade._circuits.qasm.faults import FaultError
from qrt_facade._circuits.qasm.program import read_version_3
from qrt_facade._circuits.qasm.version2.reader import read_version_2
from qrt_facade._circuits.qasm.versions import BYTE_ORDER_MARK, version_of
from qrt_facade._circuits.reading import Reading

if TYPE_CHECKING:
    from qrt_facade._circuits.encoding import WireCircuit


def read_circuit(circuit: WireCircuit | Any, *, for_executor: bool = False) -> Reading | None:
    """Read an encoded circuit; return None for a value that is not one.

    Args:
        circuit: The circuit.
        for_executor: Whether to accept stretches and boxes in QPY, as the executor does.
    """
    if isinstance(circuit, str):
        return _read_text(circuit.removeprefix(BYTE_ORDER_MARK))
    return read_packed(circuit, for_executor=for_executor) if is_mapping(circuit) else None


def _read_text(text: str) -> Reading:
    try:
        version = version_of(text)
    except FaultError as error:
        return Reading(faults=(error.fault(text),))
    return read_version_2(text) if version == 2 else read_version_3(text)
