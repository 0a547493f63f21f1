"""A device as plain data for drawing its map, in the terminal or in a plot: positions, couplings, errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from qrt_facade._base.coerce import is_list, list_of, mapping_of, number_of, whole_of
from qrt_facade._base.lattices import lattice_places
from qrt_facade._base.units import measured
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNUSABLE: Final = 1.0
"""The error that the service reports for a gate or readout that does not work."""

_MOST_QUBITS: Final = 10_000
"""The most qubits to draw; the number comes from the service, whether or not it lists that many."""

_PREFERRED: Final = ("cz", "ecr", "cx")  # preference among several two-qubit gates

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CouplingMap:
    """A device's qubits and couplings, with their errors.

    Attributes:
        name: The backend's name.
        places: Position of each qubit, x to the right and y downwards, starting at (0, 0).
        placed: Whether the positions are the device's own coordinates, or its lattice's; False if the qubits are placed
            on a circle.
        pairs: Coupled qubits, the lower number first.
        readout_errors: Readout error of qubits, as a probability.
        gate: Name of the two-qubit gate, or None when the properties name none; `ecr/cx` where couplings use different
            gates.
        gates: Name of the two-qubit gate of each pair, where the properties name one.
        gate_errors: Error of that gate; if the two directions differ, the smaller one.
    """

    name: str
    places: Sequence[tuple[float, float]]
    placed: bool
    pairs: Sequence[Pair]
    readout_errors: Mapping[int, float]
    gate: str | None
    gates: Mapping[Pair, str]
    gate_errors: Mapping[Pair, float]

    @classmethod
    def of(cls, name: str, configuration: Mapping[str, Any], properties: Mapping[str, Any]) -> CouplingMap:
        """Parse a device's configuration and properties; missing fields are tolerated.

        Raises:
            ConfigurationError: The configuration does not contain the number of qubits.
        """
        qubits = whole_of(configuration.get("n_qubits")) or 0
        if qubits < 1:
            raise ConfigurationError(
                f"the configuration of {name} does not contain the number of qubits, so there is nothing to draw"
            )
        if qubits > _MOST_QUBITS:
            raise ConfigurationError(
                f"the configuration of {name} has {qubits:,} qubits; at most {_MOST_QUBITS:,} can be drawn"
            )
        pairs = {pair for edge in list_of(configuration.get("coupling_map")) if (pair := _pair(edge, qubits))}
        gates, gate_errors = _gate_errors(properties, qubits)
        places = _places(configuration.get("coords"), qubits)
        if places is None and (known := lattice_places(qubits, pairs)):
            places = _in_the_corner(known)
        return cls(
            name=name,
            places=places or _circle(qubits),
            placed=places is not None,
            pairs=sorted(pairs),
            readout_errors=_readout_errors(properties),
            gate="/".join(dict.fromkeys(gates.values())) or None,
            gates=gates,
            gate_errors=gate_errors,
        )


def _places(coordinates: Any, qubits: int) -> list[tuple[float, float]] | None:
    """Return the qubits' positions as reported by the device, shifted to start at (0, 0); None when any is missing."""
    places = [
        (float(place[0]), float(place[1]))
        for place in list_of(coordinates)
        if is_list(place) and len(place) == 2 and None not in {number_of(place[0]), number_of(place[1])}
    ]
    return _in_the_corner(places) if len(places) == len(set(places)) == qubits else None


def _circle(qubits: int) -> list[tuple[float, float]]:
    radius = max(qubits / (2 * math.pi), 0.5)
    turns = (2 * math.pi * number / qubits for number in range(qubits))
    return _in_the_corner([(radius * math.sin(turn), -radius * math.cos(turn)) for turn in turns])


def _in_the_corner(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    left, top = min(x for x, _ in places), min(y for _, y in places)
    return [(x - left, y - top) for x, y in places]


def _gate_errors(properties: Mapping[str, Any], qubits: int) -> tuple[dict[Pair, str], dict[Pair, float]]:
    found: dict[str, dict[Pair, float]] = {}
    for entry in map(mapping_of, list_of(properties.get("gates"))):
        pair = _pair(entry.get("qubits"), qubits)
        error = measured(entry.get("parameters")).get("gate_error")
        if pair is not None and error is not None:
            errors = found.setdefault(str(entry.get("gate")), {})
            errors[pair] = min(error, errors.get(pair, error))
    # Some devices use one two-qubit gate on some couplings and another one on the rest.
    ranked = sorted(found, key=lambda name: (_rank(name), -len(found[name])))
    gates: dict[Pair, str] = {}
    for name in ranked:
        for pair in found[name]:
            gates.setdefault(pair, name)
    return gates, {pair: found[name][pair] for pair, name in gates.items()}


def _rank(gate: str) -> int:
    return _PREFERRED.index(gate) if gate in _PREFERRED else len(_PREFERRED)


def _readout_errors(properties: Mapping[str, Any]) -> dict[int, float]:
    errors = enumerate(measured(entry).get("readout_error") for entry in list_of(properties.get("qubits")))
    return {qubit: error for qubit, error in errors if error is not None}


def _pair(edge: Any, qubits: int) -> Pair | None:
    ends = [whole_of(end) for end in list_of(edge)]
    if len(ends) != 2 or ends[0] == ends[1] or any(end is None or not 0 <= end < qubits for end in ends):
        return None
    first, second = sorted(end for end in ends if end is not None)
    return first, second
