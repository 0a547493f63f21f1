"""Parts of a backend that are not operational, from its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import flag_of, list_of, mapping_of, number_of, text_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEEDED: Final = frozenset({"rz", "sx", "x", "u", "u1", "u2", "u3"})
"""Single-qubit gates without which a qubit is unusable; it is usable without `id`, `rx` or a reset."""


@frozen
class Broken:
    """Qubits and gates that circuits must avoid.

    A part is broken if the properties state `operational` 0 or an error of 1, which the service writes for a gate that
    could not be calibrated. If all two-qubit gates have the error 1, none was measured, and the errors mean nothing.

    Attributes:
        qubits: Broken qubits: the qubit itself, its measurement, or a gate that every circuit needs is broken.
        gates: Broken gates whose qubits all work: the name, and the qubits.
    """

    qubits: frozenset[int] = frozenset()
    gates: frozenset[tuple[str, tuple[int, ...]]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.qubits or self.gates)

    def forbids(self, name: str, place: tuple[int, ...]) -> bool:
        """Return whether an instruction on these qubits uses a broken part."""
        return not self.qubits.isdisjoint(place) or (name, place) in self.gates

    @classmethod
    def of(cls, properties: object) -> Broken:
        """Parse a backend's properties, as returned by `GET /backends/{id}/properties`; None has no broken part."""
        answer = mapping_of(properties)
        readings = enumerate(list_of(answer.get("qubits")))
        qubits = {qubit for qubit, values in readings if _is_broken(values, "readout_error")}
        gates = {(name, place) for name, place, works in _gates(answer) if not works}
        pairs = [works for _, place, works in _gates(answer) if len(place) == 2]
        if pairs and not any(pairs):
            marked = {(name, place) for name, place, works in _gates(answer, by_error=False) if not works}
            gates = {gate for gate in gates if len(gate[1]) != 2 or gate in marked}
        qubits |= {place[0] for name, place in gates if name in _NEEDED and len(place) == 1}
        return cls(frozenset(qubits), frozenset(gate for gate in gates if qubits.isdisjoint(gate[1])))

    @classmethod
    def reported(cls, properties: object) -> Broken:
        """Return only the parts with `operational` 0 in the properties: exactly those that IBM's client excludes."""
        answer = mapping_of(properties)
        readings = enumerate(list_of(answer.get("qubits")))
        gates = {(name, place) for name, place, works in _gates(answer, by_error=False) if not works}
        return cls(
            frozenset(qubit for qubit, values in readings if _is_broken(values, None)), frozenset(gates)
        )


def qubits_of(listed: object) -> tuple[int, ...] | None:
    """Return the qubits of a listed instruction; None if they are not a list of whole numbers."""
    qubits = tuple(whole_of(qubit) for qubit in list_of(listed))
    known = tuple(qubit for qubit in qubits if qubit is not None and qubit >= 0)
    return known if known and len(known) == len(qubits) else None


def _gates(
    properties: Mapping[str, Any], *, by_error: bool = True
) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """Yield the name of each gate, its qubits, and whether it works there."""
    for gate in map(mapping_of, list_of(properties.get("gates"))):
        name, place = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name and place:
            yield name, place, not _is_broken(gate.get("parameters"), "gate_error" if by_error else None)


def _is_broken(readings: object, error: str | None) -> bool:
    """Return whether the readings state `operational` 0, or an error of 1 or more."""
    for reading in map(mapping_of, list_of(readings)):
        name, value = reading.get("name"), reading.get("value")
        number = number_of(value)
        if name == "operational" and (number == 0 or flag_of(value) is False):
            return True
        if name == error and number is not None and number >= 1:
            return True
    return False
