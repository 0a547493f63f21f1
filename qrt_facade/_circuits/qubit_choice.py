"""Choosing the qubits of a backend that promise the least error, from what it says about itself; without Qiskit.

A choice is scored by the fidelity of a simple circuit on it: each qubit has one `sx` and one measurement, and each pair
that the choice couples one two-qubit gate. The score is the product of (1 - error) of all these, as mapomatic and Qiskit's
`VF2Layout` score a layout. Sums of -log(1 - error), which are called costs here, order choices in the same way.
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
"""How chosen qubits are coupled: each with the next one, or each with some earlier one."""

Place: TypeAlias = tuple[int, ...]

_ENTANGLING: Final = ("cz", "ecr", "cx", "rzz")
"""Two-qubit gates whose errors count: of each pair the first one that it has."""

_STEPS: Final = 200_000
"""Partial paths that the exact search looks at before it takes the best one found: about a second."""

_BEAM: Final = 60
"""Partial choices of each size that are followed up by the quick search."""

_EPSILON: Final = 1e-12
"""Costs that differ by less differ by the order of their sums alone."""


@frozen
class Graph:
    """The working qubits and couplings of a backend, with what they cost.

    Attributes:
        device: The backend's name, for messages.
        width: How many qubits it has in all.
        qubits: Working qubit -> its cost.
        couplers: Working qubit -> the qubits that it is coupled with, and the cost of the pair.
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
        """Read what `GET /backends/{id}/configuration` and `.../properties` answered.

        Args:
            configuration: The configuration.
            properties: The properties; None where there are none, so that all qubits are alike.
            exclude: Qubits to leave out beside those that do not work.
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
        """Cost of a choice: of its qubits, and of the pairs that it couples."""
        return math.fsum([*(self.couplers[a][b] for a, b in pairs), *(self.qubits[q] for q in qubits)])


def best_qubits(graph: Graph, size: object, shape: object = "path") -> tuple[int, ...]:
    """The qubits with the best score of all that are coupled as the shape wants; always the same ones of the same graph.

    A path is the best one there is unless the search was given up after a fixed number of steps (not up to 50 qubits on
    the devices that the emulator knows); then it is the best one found. Connected qubits are the best ones found: never worse than the best
    path, and no exchange of one qubit makes them better.

    Args:
        graph: The backend.
        size: How many qubits.
        shape: "path" or "connected".

    Raises:
        ConfigurationError: An argument is not acceptable, or there are no such qubits; the message says how many there are.
    """
    if shape not in ("path", "connected"):
        raise ConfigurationError(f"shape={redacted_repr(shape)}: expected 'path' or 'connected'")
    wanted = checked_whole("n", size, least=1)
    largest = max(map(len, _groups(graph)), default=0)
    if wanted > largest:
        raise ConfigurationError(
            f"n={wanted}: {graph.device} has no {wanted} connected qubits that work; of its {graph.width} qubits"
            f" {len(graph.qubits)} can be used, and at most {largest} of them are connected"
        )
    path = _best_path(graph, wanted)
    if shape == "connected":
        return _best_connected(graph, wanted, path)
    if path is None:
        raise ConfigurationError(
            f"n={wanted}: no path of {wanted} coupled qubits was found on {graph.device};"
            " shape='connected' also takes qubits that branch off"
        )
    return path


def checked_qubits(name: str, qubits: object) -> tuple[int, ...]:
    """Return numbers of qubits, each once.

    Raises:
        ConfigurationError: They are something else.
    """
    listed = list(qubits) if is_iterable(qubits) and not isinstance(qubits, str | bytes) else [None]
    found = [int(qubit) for qubit in listed if is_integer(qubit) and qubit >= 0]
    if len(found) != len(listed) or len(set(found)) != len(found):
        raise ConfigurationError(
            f"{name}={redacted_repr(qubits)}: expected numbers of qubits, 0 or more, each once"
        )
    return tuple(found)


# What the backend says.


def _cost(errors: Iterable[float]) -> float:
    return -math.fsum(math.log1p(-min(max(error, 0.0), 1 - 1e-15)) for error in errors)


def _known(places: Iterable[Place]) -> Callable[[Mapping[Place, float | None]], dict[Place, float]]:
    """Leave out places whose error is not known; where no error is known at all, all places are alike."""
    listed = list(places)

    def of(errors: Mapping[Place, float | None]) -> dict[Place, float]:
        known = {place: error for place in listed if (error := errors.get(place)) is not None}
        return known or ({} if errors else dict.fromkeys(listed, 0.0))

    return of


def _readout_errors(properties: Mapping[str, Any] | None) -> dict[Place, float | None]:
    readings = enumerate(list_of(mapping_of(properties).get("qubits")))
    return {(qubit,): measured(values).get("readout_error") for qubit, values in readings}


def _gate_errors(properties: Mapping[str, Any] | None) -> dict[str, dict[Place, float | None]]:
    """Error of each gate on its qubits, None where it was not measured."""
    found: dict[str, dict[Place, float | None]] = {}
    for gate in map(mapping_of, list_of(mapping_of(properties).get("gates"))):
        name, place = text_of(gate.get("gate")), qubits_of(gate.get("qubits"))
        if name and place:
            found.setdefault(name, {})[place] = measured(gate.get("parameters")).get("gate_error")
    return found


def _pairs(
    configuration: Mapping[str, Any], gates: Mapping[str, Mapping[Place, float | None]]
) -> list[Place]:
    """Coupled pairs, the smaller number first: those that the configuration lists, else those that have a gate."""
    listed = (qubits_of(pair) for pair in list_of(configuration.get("coupling_map")))
    places = {place for place in listed if place is not None} or {
        place for of in gates.values() for place in of
    }
    return sorted({(min(place), max(place)) for place in places if len(place) == 2 and place[0] != place[1]})


def _pair_errors(
    pairs: Iterable[Place], gates: Mapping[str, Mapping[Place, float | None]], broken: Broken
) -> dict[Place, float | None]:
    """Error of the two-qubit gate of each pair, in its better direction, None where it does not work; {} without gates."""
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
    """The qubits that are connected with each other."""
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
    """The cheapest path of so many qubits; None if none was found."""
    if size == 1:
        return (min(graph.qubits, key=lambda qubit: (graph.qubits[qubit], qubit)),)
    rest = _rests(graph, size)
    search = _PathSearch(graph, size, rest)
    search.quickly()
    search.exactly()
    return None if search.best is None else min(search.best, search.best[::-1])


def _rests(graph: Graph, size: int) -> list[dict[tuple[int, int], float]]:
    """What at least it costs to go on: for each number of steps, from a qubit that was reached from another one.

    Such a walk never turns back at once, but may come to a qubit twice, so that no path costs less. Rings of couplers have
    twelve qubits on IBM's devices, so that up to that length it is a path, and the figure exact.
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
    """The search for the cheapest path, quickly and then exactly.

    Attributes:
        graph: The backend.
        size: How many qubits the path has, 2 or more.
        rests: What at least it costs to go on.
        found: The best path so far and its cost, the last entry.
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
        """Paths of two qubits: what they cost at least when they are complete, what they cost, and the path."""
        return sorted(
            (cost + self.rests[self.size - 2][one, other], cost, (one, other))
            for one in self.graph.qubits
            for other in self.graph.couplers[one]
            for cost in [self.graph.cost([(one, other)], (one, other))]
        )

    def _longer(self, cost: float, path: tuple[int, ...]) -> list[tuple[float, float, tuple[int, ...]]]:
        """The paths with one qubit more that may still beat the best one, the most promising first."""
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
        """Follow up the most promising partial paths alone."""
        beam = self._starts()
        for _ in range(self.size - 2):
            beam = nsmallest(
                _BEAM * 20, (entry for _, cost, path in beam for entry in self._longer(cost, path))
            )
        for _, cost, path in beam[:1]:
            self._take(cost, path)

    def exactly(self) -> None:
        """Follow up all partial paths that may beat the best one, until the steps are used up."""
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
    """The cheapest connected qubits that were found, each but the first one coupled with an earlier one."""
    found = _grown(graph, size)
    if path is not None:
        found.append(frozenset(path))
    priced = sorted((_tree(graph, one)[0], tuple(sorted(one))) for one in set(found))
    best = frozenset(priced[0][1])
    while (better := _exchanged(graph, best)) is not None:
        best = better
    return _tree(graph, best)[1]


def _grown(graph: Graph, size: int) -> list[frozenset[int]]:
    """Connected choices that grew by one qubit at a time, the cheapest of each size followed up."""
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
    """The choice with one qubit exchanged that is cheapest; None if none is cheaper than it is."""
    now, best, found = _tree(graph, chosen)[0], None, math.inf
    for out in sorted(chosen):
        kept = chosen - {out}
        for come in sorted({other for qubit in kept for other in graph.couplers[qubit]} - chosen):
            cost, order = _tree(graph, kept | {come})
            if len(order) == len(chosen) and cost < min(found, now - _EPSILON):
                best, found = kept | {come}, cost
    return best


def _tree(graph: Graph, chosen: frozenset[int]) -> tuple[float, tuple[int, ...]]:
    """What chosen qubits cost with the cheapest couplings that connect them, and the qubits in the order of connecting.

    The order is shorter than the choice when that is not connected.
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
