"""Write QPY directly, for files that Qiskit no longer writes, or never did.

The structures are those of Qiskit's `qpy/formats.py`, whose names are in the comments.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NEWEST = 17


def value(kind: bytes, content: bytes) -> bytes:
    """Write a value: its kind, one letter, and its bytes."""
    return struct.pack(">cQ", kind, len(content)) + content  # INSTRUCTION_PARAM


def instruction(
    name: bytes,
    *values: bytes,
    qubits: Sequence[int] = (0,),
    bits: Sequence[int] = (),
    extras: int = 0,
    register: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """Write an instruction.

    Args:
        name: Its class name in Qiskit.
        values: Its values.
        qubits: The qubits that it acts on.
        bits: The same for classical bits.
        extras: 1 for a condition on a bit or register, 2 for one that is an expression, 128 for annotations.
        register: The bit or register of the condition, which must be 1.
        after: The bytes that follow: the annotations.
    """
    fields = (len(name), 0, len(values), len(qubits), len(bits), extras, len(register), 1, 0, 0)
    places = [(b"q", place) for place in qubits] + [(b"c", place) for place in bits]
    return b"".join(
        [
            struct.pack(">HHHIIBHqII", *fields),  # CIRCUIT_INSTRUCTION_V2
            name,
            register,
            *(struct.pack(">cI", *place) for place in places),  # CIRCUIT_INSTRUCTION_ARG
            *values,
            after,
        ]
    )


def circuit(
    *instructions: bytes,
    qubits: int = 2,
    bits: int = 2,
    metadata: bytes = b"{}",
    registers: Sequence[bytes] = (),
    version: int = NEWEST,
    calibrations: int = 0,
    layout: tuple[int, int, int, int, bytes] = (-1, -1, -1, 0, b""),
    defined: Sequence[bytes] = (),
) -> bytes:
    """Write a circuit.

    Args:
        instructions: Its instructions.
        qubits: The number of qubits.
        bits: The same for classical bits.
        metadata: JSON.
        registers: Its registers.
        version: The version of QPY.
        calibrations: Whether it states that calibrations follow.
        layout: The layout of a transpiler: three counts, the number of registers, and the bytes that follow.
        defined: The instructions that it defines.
    """
    # CIRCUIT_HEADER_V12
    sizes = struct.pack(
        ">HcHIIQIQI", 0, b"f", 8, qubits, bits, len(metadata), len(registers), len(instructions), 0
    )
    *counts, of_registers, further = layout
    return b"".join(
        [
            sizes,
            struct.pack(">d", 0),
            metadata,
            *registers,
            struct.pack(">I", 0) if version >= 15 else b"",  # namespaces of annotations
            struct.pack(">H", 0) if version >= 18 else b"",  # vectors of parameters
            struct.pack(">Q", len(defined)),
            *defined,
            *instructions,
            struct.pack(">H", calibrations) if version < 18 else b"",
            struct.pack(">?iiiIi", True, *counts, of_registers, 0),  # LAYOUT_V2
            further,
        ]
    )


def definition(name: bytes, base: bytes) -> bytes:
    """Write a custom gate on one qubit, defined by another: `base`, an instruction without qubits."""
    sizes = (len(name), b"g", 1, 0, False, 0, 0, 0, len(base))
    return struct.pack(">HcII?QIIQ", *sizes) + name + base  # CUSTOM_CIRCUIT_INST_DEF_V2


def file(content: bytes, *, version: int = NEWEST, kind: bytes = b"q", circuits: int = 1) -> bytes:
    """Write a file of one circuit.

    Args:
        content: The circuit.
        version: The version of QPY.
        kind: The type of its contents; `q` stands for circuits.
        circuits: The stated number of circuits.
    """
    header = struct.pack(">6sBBBBQcc", b"QISKIT", version, 2, 0, 0, circuits, b"e", kind)  # FILE_HEADER_V10
    table = struct.pack(">Q", len(header) + 8) if version >= 16 else b""  # CIRCUIT_TABLE_ENTRY
    return header + table + content
