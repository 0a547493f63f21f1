"""Decoding of a quantum program's circuits: QPY in each item, QPY for all items, or a list of OpenQASM 3 texts.

Source: `ibm_quantum_schemas/common/qpy.py` and `qasm.py` of version 0.13.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qrt_facade._base.wording import pluralize
from qrt_facade.emulator.simulation import isa
from qrt_facade.emulator.simulation.failures import bad_program, converting_errors, not_loaded
from qrt_facade.emulator.simulation.midcircuit import standardised
from qrt_facade.emulator.simulation.packed import read_circuits
from qrt_facade.emulator.simulation.quantum_programs.stretches import resolve
from qrt_facade.emulator.simulation.refusals import check_supported
from qrt_facade.emulator.simulation.texts import version_of as version_of_text
from qrt_facade.emulator.simulation.wire import unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qiskit import QuantumCircuit

    from qrt_facade.emulator.domain.quantum_programs import Version
    from qrt_facade.emulator.simulation.quantum_programs.stretches import Stretch
    from qrt_facade.emulator.simulation.target import Target


@dataclass(frozen=True)
class Encoded:
    """A circuit that the device can execute, and its resolved stretches."""

    circuit: QuantumCircuit
    stretches: Sequence[Stretch] = ()


def read(program: dict[str, Any], version: Version, target: Target) -> list[Encoded]:
    """Return the circuit of each item, in order, after checking that the device can execute them all.

    Raises:
        JobFailedError: 1501, the number of circuits is not that of the items; 1603, QPY cannot be read or differs from
            its description; or as for `isa.load`.
    """
    items = program["items"]
    if version.own_circuits:
        return [
            _checked(_from_qpy(item["circuit"], "circuit_b64", f"items[{at}].circuit", 1, version)[0], target)
            for at, item in enumerate(items)
        ]
    sent = program["circuits"]
    if "b64_data" not in sent:
        _check_number(len(sent["data"]), len(items))
        return [
            Encoded(_from_text(text, f"circuits.data[{at}]", target)) for at, text in enumerate(sent["data"])
        ]
    _check_number(sent["num_programs"], len(items))
    found = _from_qpy(sent, "b64_data", "circuits", len(items), version)
    return [_checked(circuit, target) for circuit in found]


def _check_number(circuits: int, items: int) -> None:
    if circuits != items:
        raise bad_program(
            f"circuits has {pluralize(circuits, 'circuit')} and items has {pluralize(items, 'item')}; "
            "each item needs one circuit"
        )


def _from_text(text: str, where: str, target: Target) -> QuantumCircuit:
    """Parse a circuit in OpenQASM 3, the only text format of quantum programs: IBM's models accept no other."""
    if version_of_text(text) == 2:
        raise not_loaded(f"{where} is OpenQASM 2; quantum programs accept only OpenQASM 3")
    return isa.load(text, target)


def _from_qpy(
    sent: dict[str, Any], field: str, where: str, number: int, version: Version
) -> list[QuantumCircuit]:
    with converting_errors(lambda problem: not_loaded(f"{where}.{field} cannot be unpacked ({problem})")):
        content = unpacked(sent[field]) if version.packed else base64.b64decode(sent[field])
    circuits = read_circuits(content, version.qpy[1])
    if content[6] != sent["qpy_version"]:
        raise not_loaded(
            f"{where}.qpy_version is {sent['qpy_version']}, but its QPY has version {content[6]}"
        )
    if len(circuits) != number:
        raise not_loaded(
            f"the QPY of {where} contains {pluralize(len(circuits), 'circuit')}, but {number} is expected"
        )
    return circuits


def _checked(circuit: QuantumCircuit, target: Target) -> Encoded:
    circuit, stretches = resolve(circuit, target)
    check_supported(circuit, boxes=True)
    isa.check_isa(circuit, target)
    return Encoded(standardised(circuit), stretches)
