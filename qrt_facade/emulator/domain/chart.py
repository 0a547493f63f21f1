"""A device prepared for display: positions of its qubits, their quality, and which parts do not work."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from qrt_facade._base.coerce import list_of, mapping_of, number_of, text_of
from qrt_facade._base.coupling_map import UNUSABLE, CouplingMap
from qrt_facade._base.units import measured
from qrt_facade._service.broken import Broken, qubits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SPREAD: Final = 1.5
"""Factor by which a circle is enlarged, since couplings cross it."""

State = Literal["works", "broken", "unknown"]
"""Whether a part works; `unknown` if nothing was measured."""


@dataclass(frozen=True)
class Qubit:
    """A qubit on the chart.

    Attributes:
        number: Its number.
        place: Position, x to the right and y downwards.
        state: Whether it works.
        readout_error: Probability of a wrong measurement; None if not measured.
        t1: Relaxation time in seconds; None if not measured.
        t2: Dephasing time in seconds; None if not measured.
    """

    number: int
    place: tuple[float, float]
    state: State
    readout_error: float | None
    t1: float | None
    t2: float | None


@dataclass(frozen=True)
class Coupling:
    """Two coupled qubits.

    Attributes:
        pair: Their numbers, the lower one first.
        state: Whether a gate on both works.
        gate: Name of that gate; None if the properties name none.
        error: Error of that gate; None if not measured.
    """

    pair: tuple[int, int]
    state: State
    gate: str | None
    error: float | None


@dataclass(frozen=True)
class Chart:
    """The qubits and couplings of a device.

    Attributes:
        placed: Whether qubits are drawn at their positions on the device; False for a circle.
        gate: The two-qubit gates whose errors are shown, such as `cz`; None if there are none.
        qubits: Its qubits by number.
        couplings: Its couplings by pair.
    """

    placed: bool
    gate: str | None
    qubits: tuple[Qubit, ...]
    couplings: tuple[Coupling, ...]

    @classmethod
    def of(cls, name: str, configuration: Mapping[str, Any], properties: Mapping[str, Any]) -> Chart:
        """Read a device's configuration and properties."""
        drawn, broken = CouplingMap.of(name, configuration, properties), Broken.of(properties)
        spread = 1.0 if drawn.placed else _SPREAD
        readings = list_of(properties.get("qubits"))
        qubits = (
            _qubit(
                number,
                (place[0] * spread, place[1] * spread),
                measured(readings[number] if number < len(readings) else ()),
                broken,
            )
            for number, place in enumerate(drawn.places)
        )
        usable = _usable(properties, broken)
        couplings = (
            _coupling(pair, drawn.gates.get(pair), drawn.gate_errors.get(pair), broken, usable)
            for pair in drawn.pairs
        )
        return cls(drawn.placed, drawn.gate, tuple(qubits), tuple(couplings))

    @property
    def median_readout_error(self) -> float | None:
        """The median readout error of the qubits that work."""
        return _median(one.readout_error for one in self.qubits if one.state == "works")

    @property
    def median_gate_error(self) -> float | None:
        """The median error of the two-qubit gate over the couplings that work."""
        return _median(one.error for one in self.couplings if one.state == "works")


def _qubit(number: int, place: tuple[float, float], values: dict[str, float], broken: Broken) -> Qubit:
    error = values.get("readout_error")
    state: State = "broken" if number in broken.qubits else "unknown" if error is None else "works"
    return Qubit(number, place, state, error, values.get("T1"), values.get("T2"))


def _coupling(
    pair: tuple[int, int],
    gate: str | None,
    error: float | None,
    broken: Broken,
    usable: set[tuple[str, tuple[int, int]]],
) -> Coupling:
    state: State = "works"
    if not broken.qubits.isdisjoint(pair) or (gate is not None and (gate, pair) not in usable):
        state = "broken"
    elif error is None or error >= UNUSABLE:
        # An error of 1 that does not mark a broken gate means that it was never measured.
        state = "unknown"
    return Coupling(pair, state, gate, None if state == "unknown" else error)


def _usable(properties: Mapping[str, Any], broken: Broken) -> set[tuple[str, tuple[int, int]]]:
    """Return the two-qubit gates that work in at least one direction, with the lower qubit first."""
    found: set[tuple[str, tuple[int, int]]] = set()
    for gate in map(mapping_of, list_of(properties.get("gates"))):
        name, place = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name is not None and place is not None and len(place) == 2 and not broken.forbids(name, place):
            found.add((name, (min(place), max(place))))
    return found


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in map(number_of, values) if value is not None]
    return statistics.median(known) if known else None
