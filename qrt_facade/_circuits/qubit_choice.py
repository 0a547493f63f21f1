"""Choose the qubits of a backend with the lowest expected error, from its reported properties, without Qiskit.

A choice is scored by the fidelity of a simple circuit on it: one `sx` and one measurement per qubit, and one two-qubit
gate per coupled pair of the choice. The score is the product of (1 - error) of all these, as mapomatic and Qiskit's
`VF2Layout` score a layout. Costs are sums of -log(1 - error), which order choices in the same way.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush, nsmallest
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from attrs import field, frozen

from qrt_facade._base.arguments import checked_whole
from qrt_facade._base.coerce import is_integer, is_iterable, list_of, mapping_of, text_of, whole_of
from qrt_facade._base.redaction import redacted_repr
from qrt_facade._base.units import measured
from qrt_facade._service.broken import Broken, qubits_of
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

Shape: TypeAlias = Literal["path", "connected"]
"""How the chosen qubits are coupled: each with the next one, or each with some earlier one."""

Place: TypeAlias = tuple[int, ...]

_ENTANGLING: Final = ("cz", "ecr", "cx", "rzz")
"""Two-qubit gates whose errors are used: for each pair, the first one that it has."""

_STEPS: Final = 200_000
"""Limit on partial paths in the exact search, after which the best path found is returned: about a second."""

_BEAM: Final = 60
"""Number of partial choices of each size that the beam search keeps."""

_EPSILON: Final = 1e-12
"""Costs that differ by less are equal except for the order of summation."""


@frozen
class Graph:
    """The working qubits and couplings of a backend with their costs.

    Attributes:
        device: The backend's name, used in messages.
        width: Total number of qubits.
        qubits: Working qubit -> its cost.
        couplers: Working qubit -> its coupled qubits and the cost of each pair.
    """

    device: str
    width: int
    qubits: Mapping[int, float]
    couplers: Mapping[int, Mapping[int, float]]

    @classmethod
    def of(
        cls,
        configuration: Mapping[str, Any],
        properties: Mapping[str, Any] | None,
        exclude: Collection[int] = (),
    ) -> Graph:
        """Build a graph from the responses of `GET /backends/{id}/configuration` and `.../properties`.

        Args:
            configuration: The configuration.
            properties: The properties, or None if unavailable; all qubits then cost the same.
            exclude: Qubits to exclude in addition to broken ones.
        """
        broken, width = Broken.of(properties), whole_of(configuration.get("n_qubits")) or 0
        usable = sorted(set(range(width)) - broken.qubits - set(exclude))
        gates = _gate_errors(properties)
        readouts = _known((qubit,) for qubit in usable)(_readout_errors(properties))
        turns = _known((qubit,) for qubit in usable)(gates.get("sx", {}))
        costs = {
            qubit: _cost([readouts[(qubit,)], turns[(qubit,)]])
            for qubit in usable
            if (qubit,) in readouts and (qubit,) in turns
        }
        pairs = [pair for pair in _pairs(configuration, gates) if pair[0] in costs and pair[1] in costs]
        couplers: dict[int, dict[int, float]] = {qubit: {} for qubit in costs}
        for (one, other), error in _known(pairs)(_pair_errors(pairs, gates, broken)).items():
            couplers[one][other] = couplers[other][one] = _cost([error])
        return cls(text_of(configuration.get("backend_name")) or "the backend", width, costs, couplers)

    def cost(self, pairs: Iterable[tuple[int, int]], qubits: Iterable[int]) -> float:
        """Return the cost of a choice: its qubits, and the pairs that it couples."""
        return math.fsum([*(self.couplers[a][b] for a, b in pairs), *(self.qubits[q] for q in qubits)])


def best_qubits(graph: Graph, size: object, shape: object = "path") -> tuple[int, ...]:
    """Return the coupled qubits of the given shape with the best score; deterministic for a given graph.

    A path is optimal unless the search stopped after a fixed number of steps (this does not happen for up to 50 qubits
    on the devices that the emulator knows); then it is the best one found. Connected qubits are the best ones found:
    never worse than the best path, and exchanging any one qubit does not improve them.

    Args:
        graph: The backend.
        size: Number of qubits.
        shape: "path" or "connected".

    Raises:
        ConfigurationError: An argument is invalid, or there are no such qubits; the message says how many there are.
    """
    if shape not in ("path", "connected"):
        raise ConfigurationError(f"shape={redacted_repr(shape)}: expected 'path' or 'connected'")
    wanted = checked_whole("n", size, least=1)
    largest = max(map(len, _groups(graph)), default=0)
    if wanted > largest:
        raise ConfigurationError(
            f"n={wanted}: {graph.device} does not have {wanted} connected working qubits; of its {graph.width} qubits"
            f" {len(graph.qubits)} can be used, and at most {largest} of them are connected"
        )
    path = _best_path(graph, wanted)
    if shape == "connected":
        return _best_connected(graph, wanted, path)
    if path is None:
        raise ConfigurationError(
            f"n={wanted}: no path of {wanted} coupled qubits was found on {graph.device};"
            " shape='connected' also accepts qubits that branch off"
        )
    return path


def checked_qubits(name: str, qubits: object) -> tuple[int, ...]:
    """Return qubit numbers after checking that each is a distinct integer of 0 or more.

    Raises:
        ConfigurationError: The value is anything else.
    """
    listed = list(qubits) if is_iterable(qubits) and not isinstance(qubits, str | bytes) else [None]
    found = [int(qubit) for qubit in listed if is_integer(qubit) and qubit >= 0]
    if len(found) != len(listed) or len(set(found)) != len(found):
        raise ConfigurationError(
            f"{name}={redacted_repr(qubits)}: expected distinct qubit numbers of 0 or more"
        )
    return tuple(found)


# Errors and couplings reported by the backend.


def _cost(errors: Iterable[float]) -> float:
    return -math.fsum(math.log1p(-min(max(error, 0.0), 1 - 1e-15)) for error in errors)


def _known(places: Iterable[Place]) -> Callable[[Mapping[Place, float | None]], dict[Place, float]]:
    """Return a filter that drops places with unknown errors; if no error is known at all, all places cost the same."""
    listed = list(places)

    def of(errors: Mapping[Place, float | None]) -> dict[Place, float]:
        known = {place: error for place in listed if (error := errors.get(place)) is not None}
        return known or ({} if errors else dict.fromkeys(listed, 0.0))

    return of


def _readout_errors(properties: Mapping[str, Any] | None) -> dict[Place, float | None]:
    readings = enumerate(list_of(mapping_of(properties).get("qubits")))
    return {(qubit,): measured(values).get("readout_error") for qubit, values in readings}


def _gate_errors(properties: Mapping[str, Any] | None) -> dict[str, dict[Place, float | None]]:
    """Return the error of each gate by its qubits, None if it was not measured."""
    found: dict[str, dict[Place, float | None]] = {}
    for gate in map(mapping_of, list_of(mapping_of(properties).get("gates"))):
        name, place = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name and place:
            found.setdefault(name, {})[place] = measured(gate.get("parameters")).get("gate_error")
    return found


def _pairs(
    configuration: Mapping[str, Any], gates: Mapping[str, Mapping[Place, float | None]]
) -> list[Place]:
    """Return coupled pairs, the smaller number first: those in the configuration, or else those that have a gate."""
    listed = (qubits_of(pair) for pair in list_of(configuration.get("coupling_map")))
    places = {place for place in listed if place is not None} or {
        place for of in gates.values() for place in of
    }
    return sorted({(min(place), max(place)) for place in places if len(place) == 2 and place[0] != place[1]})


def _pair_errors(
    pairs: Iterable[Place], gates: Mapping[str, Mapping[Place, float | None]], broken: Broken
) -> dict[Place, float | None]:
    """Return the gate error of each pair in its better direction, None if it does not work; {} without gates."""
    found: dict[Place, float | None] = {}
    for one, other in pairs:
        for name in _ENTANGLING:
            errors = gates.get(name, {})
            places = [place for place in ((one, other), (other, one)) if place in errors]
            working = [errors[place] for place in places if not broken.forbids(name, place)]
            known = [error for error in working if error is not None]
            if places:
                found[one, other] = min(known, default=None)
                break
    return found


def _groups(graph: Graph) -> list[set[int]]:
    """Return the groups of connected qubits."""
    left, groups = set(graph.qubits), list[set[int]]()
    while left:
        group, reached = set[int](), {min(left)}
        while reached:
            group |= reached
            reached = {other for qubit in reached for other in graph.couplers[qubit]} - group
        groups.append(group)
        left -= group
    return groups


# Paths.


def _best_path(graph: Graph, size: int) -> tuple[int, ...] | None:
    """Return the cheapest path of `size` qubits; None if none was found."""
    if size == 1:
        return (min(graph.qubits, key=lambda qubit: (graph.qubits[qubit], qubit)),)
    rest = _rests(graph, size)
    search = _PathSearch(graph, size, rest)
    search.quickly()
    search.exactly()
    return None if search.best is None else min(search.best, search.best[::-1])


def _rests(graph: Graph, size: int) -> list[dict[tuple[int, int], float]]:
    """Return lower bounds on the cost of the remaining path, for each number of steps and each last pair of qubits.

    The bound is the cost of a walk that never turns straight back but may revisit a qubit, so no path costs less. Rings
    of couplers have twelve qubits on IBM's devices; up to that length every walk is a path and the bound is exact.
    """
    turns = [(one, other) for one in graph.qubits for other in graph.couplers[one]]
    rests = [dict.fromkeys(turns, 0.0)]
    for _ in range(size - 2):
        last = rests[-1]
        rests.append(
            {
                (before, here): min(
                    (
                        graph.couplers[here][after] + graph.qubits[after] + last[here, after]
                        for after in graph.couplers[here]
                        if after != before
                    ),
                    default=math.inf,
                )
                for before, here in turns
            }
        )
    return rests


@frozen(slots=False)
class _PathSearch:
    """Search for the cheapest path: first by beam search, then exactly.

    Attributes:
        graph: The backend.
        size: Number of qubits of the path, at least 2.
        rests: Lower bounds on the cost of the remaining path.
        found: Paths found so far with their costs; the last one is the best.
    """

    graph: Graph
    size: int
    rests: list[dict[tuple[int, int], float]]
    found: list[tuple[float, tuple[int, ...]]] = field(factory=list[tuple[float, tuple[int, ...]]])

    @property
    def best(self) -> tuple[int, ...] | None:
        return self.found[-1][1] if self.found else None

    @property
    def least(self) -> float:
        return self.found[-1][0] if self.found else math.inf

    def _starts(self) -> list[tuple[float, float, tuple[int, ...]]]:
        """Return paths of two qubits, each with the lower bound of the complete path and its current cost."""
        return sorted(
            (cost + self.rests[self.size - 2][one, other], cost, (one, other))
            for one in self.graph.qubits
            for other in self.graph.couplers[one]
            for cost in [self.graph.cost([(one, other)], (one, other))]
        )

    def _longer(self, cost: float, path: tuple[int, ...]) -> list[tuple[float, float, tuple[int, ...]]]:
        """Return the paths with one more qubit that may still beat the best one, the most promising first."""
        here, steps = path[-1], self.size - len(path) - 1
        longer = [
            (total + self.rests[steps][here, after], total, (*path, after))
            for after, of_pair in self.graph.couplers[here].items()
            if after not in path
            for total in [cost + of_pair + self.graph.qubits[after]]
        ]
        return sorted(entry for entry in longer if entry[0] < self.least - _EPSILON)

    def _take(self, cost: float, path: tuple[int, ...]) -> None:
        if cost < self.least - _EPSILON:
            self.found.append((cost, path))

    def quickly(self) -> None:
        """Extend only the most promising partial paths (beam search)."""
        beam = self._starts()
        for _ in range(self.size - 2):
            beam = nsmallest(
                _BEAM * 20, (entry for _, cost, path in beam for entry in self._longer(cost, path))
            )
        for _, cost, path in beam[:1]:
            self._take(cost, path)

    def exactly(self) -> None:
        """Extend all partial paths that may beat the best one, until the step limit."""
        stack, steps = self._starts()[::-1], 0
        while stack and steps < _STEPS:
            least, cost, path = stack.pop()
            if least >= self.least - _EPSILON:
                continue
            steps += 1
            if len(path) == self.size:
                self._take(cost, path)
            else:
                stack.extend(self._longer(cost, path)[::-1])


# Trees.


def _best_connected(graph: Graph, size: int, path: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return the cheapest connected qubits found, each after the first coupled with an earlier one."""
    found = _grown(graph, size)
    if path is not None:
        found.append(frozenset(path))
    priced = sorted((_tree(graph, one)[0], tuple(sorted(one))) for one in set(found))
    best = frozenset(priced[0][1])
    while (better := _exchanged(graph, best)) is not None:
        best = better
    return _tree(graph, best)[1]


def _grown(graph: Graph, size: int) -> list[frozenset[int]]:
    """Return connected choices grown by one qubit at a time, keeping the cheapest of each size."""
    beam = {frozenset([qubit]): cost for qubit, cost in graph.qubits.items()}
    for _ in range(size - 1):
        longer: dict[frozenset[int], float] = {}
        for chosen, cost in beam.items():
            for here in chosen:
                for after, of_pair in graph.couplers[here].items():
                    if after not in chosen:
                        more, total = chosen | {after}, cost + of_pair + graph.qubits[after]
                        longer[more] = min(total, longer.get(more, math.inf))
        beam = dict(nsmallest(_BEAM, longer.items(), key=lambda entry: (entry[1], sorted(entry[0]))))
    return list(beam)


def _exchanged(graph: Graph, chosen: frozenset[int]) -> frozenset[int] | None:
    """Return the cheapest choice with one qubit exchanged; None if none is cheaper than the current one."""
    now, best, found = _tree(graph, chosen)[0], None, math.inf
    for out in sorted(chosen):
        kept = chosen - {out}
        for come in sorted({other for qubit in kept for other in graph.couplers[qubit]} - chosen):
            cost, order = _tree(graph, kept | {come})
            if len(order) == len(chosen) and cost < min(found, now - _EPSILON):
                best, found = kept | {come}, cost
    return best


def _tree(graph: Graph, chosen: frozenset[int]) -> tuple[float, tuple[int, ...]]:
    """Return the cost of the chosen qubits with the cheapest couplings that connect them, and the qubits in that order.

    The order is shorter than the choice if the choice is not connected.
    """
    first = min(chosen, key=lambda qubit: (graph.qubits[qubit], qubit))
    reached, order, pairs = {first}, [first], list[float]()
    edge = [(of_pair, other) for other, of_pair in graph.couplers[first].items() if other in chosen]
    heap: list[tuple[float, int]] = []
    for entry in edge:
        heappush(heap, entry)
    while heap and len(order) < len(chosen):
        of_pair, here = heappop(heap)
        if here in reached:
            continue
        reached.add(here)
        order.append(here)
        pairs.append(of_pair)
        for other, next_pair in graph.couplers[here].items():
            if other in chosen and other not in reached:
                heappush(heap, (next_pair, other))
    return math.fsum([*pairs, *(graph.qubits[qubit] for qubit in order)]), tuple(order)
