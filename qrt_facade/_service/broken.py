"""Which parts of a backend do not work, from its properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from qrt_facade._base.coerce import flag_of, list_of, mapping_of, number_of, text_of, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NEEDED: Final = frozenset({"rz", "sx", "x", "u1", "u2", "u3"})
"""Gates on one qubit without which it cannot be used; without `id`, `rx` or a reset it can."""


@frozen
class Broken:
    """What circuits must avoid.

    A part is broken when the properties give it `operational` 0 or an error of 1 (which is what the service writes for
    a gate that could not be calibrated).

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
        gates = set(_broken_gates(answer))
        qubits |= {place[0] for name, place in gates if name in _NEEDED and len(place) == 1}
        return cls(frozenset(qubits), frozenset(gate for gate in gates if qubits.isdisjoint(gate[1])))


def place_of(gate: Mapping[str, Any]) -> tuple[int, ...] | None:
    """The qubits of an entry of `gates` in the properties; None for an entry that names none."""
    qubits = tuple(whole_of(qubit) for qubit in list_of(gate.get("qubits")))
    known = tuple(qubit for qubit in qubits if qubit is not None)
    return known if known and len(known) == len(qubits) else None


def _broken_gates(properties: Mapping[str, Any]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for gate in map(mapping_of, list_of(properties.get("gates"))):
        name, place = text_of(gate.get("gate")), place_of(gate)
        if name and place and _is_broken(gate.get("parameters"), "gate_error"):
            yield name, place


def _is_broken(readings: object, error: str) -> bool:
    """Whether readings say `operational` 0, or an error of 1 or more."""
    for reading in map(mapping_of, list_of(readings)):
        name, value = reading.get("name"), reading.get("value")
        number = number_of(value)
        if name == "operational" and (number == 0 or flag_of(value) is False):
            return True
        if name == error and number is not None and number >= 1:
            return True
    return False
