"""Twirl measurements: flip them at random, and undo the flips in the data.

Readout errors of a device depend on the outcome: 1 is read as 0 more often than 0 as 1. If half of the measurements
are flipped, the error is the same for both. The service's sampler flips with random X gates; here the gates are the
same in all circuits and one of their angles is a parameter (see `measured_text`), so that a PUB remains one circuit.

Only measurements that are the last operation on their qubit are flipped, outside conditions, into bits that no
condition reads and no conditional measurement writes: a flip must not change what the circuit does next. IBM excludes
conditional blocks as well (`TwirlingOptions` of qiskit-ibm-runtime 0.51); other measurements are unchanged.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from attrs import frozen

from qrt_facade._circuits.encoding import decode_circuit, encode_circuit
from qrt_facade._circuits.sdks import qiskit
from qrt_facade._programs.through_executor.measured_text import MeasuredText, with_rotations
from qrt_facade.errors import ConfigurationError, QrtError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from qrt_facade._circuits.encoding import WireCircuit

_LEAST_SHOTS: Final = 64
_MOST_RANDOMIZATIONS: Final = 32


@frozen
class Twirled:
    """A circuit whose measurements can be flipped.

    Attributes:
        circuit: The circuit, encoded.
        parameters: Names of the angles, one per measurement that can be flipped.
        flipped: Classical register -> for each of its bits the index of the parameter that flips it, or -1.
    """

    circuit: WireCircuit
    parameters: tuple[str, ...]
    flipped: Mapping[str, tuple[int, ...]]


def twirling_shots(
    shots: int, randomizations: int | Literal["auto"], each: int | Literal["auto"]
) -> tuple[int, int]:
    """Return the number of randomizations and the shots of each.

    The rules are IBM's (docstring of `calculate_twirling_shots` in qiskit-ibm-runtime 0.51): at least 64 shots per
    randomization and at most 32 randomizations if both are "auto"; if one is set, the other follows by rounding up;
    if both are set, they override the shots.
    """
    if randomizations != "auto":
        return randomizations, math.ceil(shots / randomizations) if each == "auto" else each
    chosen = max(_LEAST_SHOTS, math.ceil(shots / _MOST_RANDOMIZATIONS)) if each == "auto" else each
    return math.ceil(shots / chosen), chosen


def random_flips(shape: tuple[int, ...], seed: int, index: int) -> NDArray[np.bool_]:
    """Return random bits derived from a seed, equal on every machine and with every version of NumPy.

    Args:
        shape: Shape of the array.
        seed: The seed of the program.
        index: Index of the PUB, so that each has different bits.
    """
    size = math.prod(shape)
    drawn = hashlib.shake_256(f"qrt-facade flips {seed} {index}".encode()).digest(-(-size // 8))
    bits = np.unpackbits(np.frombuffer(drawn, dtype=np.uint8), count=size)
    return bits.astype(np.bool_).reshape(shape)


def balanced_flips(shape: tuple[int, ...], seed: int, index: int) -> NDArray[np.bool_]:
    """Return random flips in which every second one is the opposite of the previous one.

    The contribution of unequal errors of 0 and 1 to a value changes sign with the flip, and cancels within such a pair:
    up to products of two of these differences, a pair is as good as all possible flips. So a few randomizations are
    enough.

    Args:
        shape: Shape of the array; the first axis runs over the randomizations.
        seed: The seed of the program.
        index: Index of the PUB.
    """
    drawn = random_flips((-(-shape[0] // 2), *shape[1:]), seed, index)
    return np.stack([drawn, ~drawn], axis=1).reshape(-1, *shape[1:])[: shape[0]]


def twirled(circuit: WireCircuit, where: str) -> Twirled:
    """Insert gates that can flip the qubit before the measurements of a circuit.

    Args:
        circuit: OpenQASM 3 text, or QPY, which Qiskit then reads and writes.
        where: The PUB, used in messages.

    Raises:
        ConfigurationError: It cannot be read, or it is QPY and Qiskit is not installed.
    """
    return _twirled_text(circuit, where) if isinstance(circuit, str) else _twirled_qpy(circuit, where)


def _twirled_text(text: str, where: str) -> Twirled:
    program = MeasuredText.read(text, where)
    kept = program.bits_read | {one.bit for one in program.measured if one.conditional}
    chosen = [one for one in program.final if kept.isdisjoint(one.bits)]
    rotated = with_rotations(program, chosen, flips_only=True)
    sources = {(one.qubit, one.position): index for index, one in enumerate(chosen)}
    # The result contains the last measurement into a bit.
    by_bit = {one.bit: sources.get((one.qubit, one.position), -1) for one in program.measured}
    return Twirled(rotated.text, rotated.second, _by_register(program.registers, by_bit))


def _by_register(
    registers: Mapping[str, Iterable[int]], by_bit: Mapping[int, int]
) -> dict[str, tuple[int, ...]]:
    return {name: tuple(by_bit.get(bit, -1) for bit in bits) for name, bits in registers.items()}


def _twirled_qpy(wire: WireCircuit, where: str) -> Twirled:
    """Twirl a circuit in QPY with Qiskit: names of its parameters and registers need not be valid OpenQASM."""
    qiskit("qiskit.circuit", f"{where}: twirling the measurements of a circuit in QPY")
    try:
        return _twirled_circuit(decode_circuit(wire))
    except QrtError as error:
        raise ConfigurationError(f"{where}: {error}") from error
    except Exception as error:  # Qiskit raises many types here
        raise ConfigurationError(
            f"{where}: Qiskit cannot insert gates before the measurements of the circuit ({type(error).__name__}: "
            f"{error})."
        ) from error


def _twirled_circuit(circuit: Any) -> Twirled:
    elements: Any = qiskit("qiskit.circuit", "twirling")
    library: Any = qiskit("qiskit.circuit.library", "twirling")
    final, by_clbit = _final_measurements(circuit)
    prefix = "qrt_b"
    while any(parameter.name.startswith(prefix) for parameter in circuit.parameters):
        prefix += "_"
    width = len(str(len(final)))
    names = tuple(f"{prefix}{number:0{width}}" for number in range(len(final)))
    found = circuit.copy_empty_like()
    for index, instruction in enumerate(circuit.data):
        if index in final:
            angle = elements.Parameter(names[final[index]])
            for gate in (library.SXGate(), library.RZGate(angle), library.SXGate()):
                found.append(gate, instruction.qubits)
        found._append(instruction)  # noqa: SLF001 - like Qiskit's passes: `append` checks and copies
    by_bit = {circuit.find_bit(clbit).index: final.get(index, -1) for clbit, index in by_clbit.items()}
    registers = {
        register.name: [circuit.find_bit(clbit).index for clbit in register] for register in circuit.cregs
    }
    return Twirled(encode_circuit(found), names, _by_register(registers, by_bit))


def _final_measurements(circuit: Any) -> tuple[dict[int, int], dict[Any, int]]:
    """Return index -> number of instructions that can be flipped, and the last measurement into each bit."""
    data = list(circuit.data)
    kept: set[Any] = set()
    for instruction in data:
        if instruction.name == "store":
            kept.update(circuit.clbits)  # conservatively, all bits that its expression might read
        elif instruction.name != "measure":  # control flow lists all bits that it reads or writes
            kept.update(instruction.clbits)
    touched: set[Any] = set()
    chosen: list[int] = []
    for index, instruction in reversed(list(enumerate(data))):
        is_final = instruction.name == "measure" and touched.isdisjoint(instruction.qubits)
        if is_final and kept.isdisjoint(instruction.clbits):
            chosen.append(index)
        if instruction.name not in {"barrier", "delay"}:
            touched.update(instruction.qubits)
    last = {
        clbit: index
        for index, instruction in enumerate(data)
        if instruction.name == "measure"
        for clbit in instruction.clbits
    }
    return {index: number for number, index in enumerate(reversed(chosen))}, last
