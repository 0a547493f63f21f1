"""Which parts of a backend do not work, from its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import flag_of, list_of, mapping_of, number_of, text_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEEDED: Final = frozenset({"rz", "sx", "x", "u", "u1", "u2", "u3"})
"""Gates on one qubit without which it cannot be used; without `id`, `rx` or a reset it can."""


@frozen
class Broken:
    """What circuits must avoid.

    A part is broken when the properties give it `operational` 0 or an error of 1, which is what the service writes for
    a gate that could not be calibrated. Where every gate on two qubits has the error 1, none was measured, and the errors
    say nothing.

    Attributes:
        qubits: Qubits that are broken, or whose measurement is, or a gate that every circuit needs.
        gates: Broken gates whose qubits all work: the name, and on which qubits.
    """

    qubits: frozenset[int] = frozenset()
    gates: frozenset[tuple[str, tuple[int, ...]]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.qubits or self.gates)

    def forbids(self, name: str, place: tuple[int, ...]) -> bool:
        """Whether an instruction on these qubits uses a broken part."""
        return not self.qubits.isdisjoint(place) or (name, place) in self.gates

    @classmethod
    def of(cls, properties: object) -> Broken:
        """Read the properties of a backend as `GET /backends/{id}/properties` answers them; None has no broken part."""
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
        """Read what the properties give `operational` 0, and nothing else: all that IBM's client leaves out."""
        answer = mapping_of(properties)
        readings = enumerate(list_of(answer.get("qubits")))
        gates = {(name, place) for name, place, works in _gates(answer, by_error=False) if not works}
        return cls(
            frozenset(qubit for qubit, values in readings if _is_broken(values, None)), frozenset(gates)
        )


def qubits_of(listed: object) -> tuple[int, ...] | None:
    """Return the qubits that an instruction is listed on; None for what is not a list of whole numbers."""
    qubits = tuple(whole_of(qubit) for qubit in list_of(listed))
    known = tuple(qubit for qubit in qubits if qubit is not None and qubit >= 0)
    return known if known and len(known) == len(qubits) else None


def _gates(
    properties: Mapping[str, Any], *, by_error: bool = True
) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """The name of each gate, its qubits, and whether it works there."""
    for gate in map(mapping_of, list_of(properties.get("gates"))):
        name, place = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name and place:
            yield name, place, not _is_broken(gate.get("parameters"), "gate_error" if by_error else None)


def _is_broken(readings: object, error: str | None) -> bool:
    """Whether readings say `operational` 0, or an error of 1 or more."""
    for reading in map(mapping_of, list_of(readings)):
        name, value = reading.get("name"), reading.get("value")
        number = number_of(value)
        if name == "operational" and (number == 0 or flag_of(value) is False):
            return True
        if name == error and number is not None and number >= 1:
            return True
    return False
