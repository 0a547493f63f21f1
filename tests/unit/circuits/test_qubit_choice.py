"""Choosing qubits, compared with all choices on small devices and random choices on a large one."""

from __future__ import annotations

import itertools
import math
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qrt_facade._circuits.qubit_choice import Graph, best_qubits, checked_qubits
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Pair = tuple[int, int]


def device(
    readouts: Mapping[int, float | None], pairs: Mapping[Pair, float | None], width: int | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return configuration and properties of a device with these errors."""

    def reading(name: str, value: float | None) -> list[dict[str, Any]]:
        return [] if value is None else [{"name": name, "value": value, "unit": ""}]

    width = len(readouts) if width is None else width
    gates = [
        {"gate": "cz", "qubits": [*pair], "parameters": reading("gate_error", error)}
        for pair, error in pairs.items()
    ]
    configuration = {"backend_name": "ours", "n_qubits": width, "coupling_map": [[*pair] for pair in pairs]}
    return configuration, {
        "qubits": [reading("readout_error", error) for error in readouts.values()],
        "gates": gates,
    }


def line(size: int, *, error: float = 0.01) -> tuple[dict[str, Any], dict[str, Any]]:
    return device({q: 0.01 + q / 1000 for q in range(size)}, {(q, q + 1): error for q in range(size - 1)})


def fidelity(graph: Graph, qubits: Iterable[int], pairs: Iterable[Pair]) -> float:
    return math.exp(-graph.cost(pairs, qubits))


def best_tree(graph: Graph, qubits: tuple[int, ...]) -> float:
    """Fidelity of qubits with the best couplings that connect them; 0 when none do."""
    pairs = sorted(
        (cost, pair)
        for pair in itertools.combinations(qubits, 2)
        if (cost := graph.couplers[pair[0]].get(pair[1])) is not None
    )
    group = {qubit: qubit for qubit in qubits}
    used: list[Pair] = []
    for _, (one, other) in pairs:
        if group[one] != group[other]:
            merged, kept = group[other], group[one]
            group = {qubit: kept if of == merged else of for qubit, of in group.items()}
            used.append((one, other))
    return fidelity(graph, qubits, used) if len(used) == len(qubits) - 1 else 0.0


@st.composite
def small_graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(2, 7))
    rate = st.floats(0.001, 0.4)
    readouts: dict[int, float | None] = {qubit: draw(rate) for qubit in range(size)}
    chosen = draw(
        st.lists(st.sampled_from(list(itertools.combinations(range(size), 2))), min_size=1, unique=True)
    )
    return Graph.of(*device(readouts, {pair: draw(rate) for pair in chosen}))


@settings(max_examples=40)
@given(small_graphs(), st.integers(2, 6))
def test_no_path_and_no_connected_choice_of_a_small_device_is_better(graph: Graph, size: int) -> None:
    paths = [
        fidelity(graph, path, itertools.pairwise(path))
        for path in itertools.permutations(graph.qubits, size)
        if all(b in graph.couplers[a] for a, b in itertools.pairwise(path))
    ]
    trees = [best_tree(graph, chosen) for chosen in itertools.combinations(graph.qubits, size)]
    if paths:
        found = best_qubits(graph, size)
        assert fidelity(graph, found, itertools.pairwise(found)) == pytest.approx(max(paths), rel=1e-9)
    if max(trees, default=0) > 0:
        found = best_qubits(graph, size, "connected")
        assert best_tree(graph, found) == pytest.approx(max(trees), rel=1e-9)
        assert all(graph.couplers[qubit].keys() & found[:at] for at, qubit in enumerate(found) if at)


def grid(rows: int, columns: int, seed: int) -> Graph:
    """Return a square lattice with errors distributed like those of devices."""
    chance = random.Random(seed)

    def rate(middle: float) -> float:
        return min(middle * math.exp(chance.gauss(0, 0.8)), 0.9)

    places = [(row, column) for row in range(rows) for column in range(columns)]
    pairs = {
        (row * columns + column, further): rate(0.004)
        for row, column in places
        for further in ([row * columns + column + 1] if column + 1 < columns else []) + ([(row + 1) * columns + column] if row + 1 < rows else [])
    }  # fmt: skip
    return Graph.of(*device({q: rate(0.01) for q in range(rows * columns)}, pairs))


@pytest.mark.parametrize("size", [4, 12])
def test_no_random_connected_choice_of_a_large_device_is_better(size: int) -> None:
    graph, chance = grid(12, 13, seed=size), random.Random(1)
    found = best_qubits(graph, size, "connected")
    path = best_qubits(graph, size)
    score = best_tree(graph, found)
    assert score >= fidelity(graph, path, itertools.pairwise(path)) * (1 - 1e-9)
    for _ in range(60):
        chosen = [chance.randrange(156)]
        while len(chosen) < size:
            near = sorted({other for qubit in chosen for other in graph.couplers[qubit]}.difference(chosen))
            chosen.append(chance.choice(near))
        assert best_tree(graph, tuple(chosen)) <= score * (1 + 1e-9)


def test_never_chooses_broken_unmeasured_or_excluded_qubits() -> None:
    configuration, properties = line(7)
    properties["gates"][4]["parameters"][0]["value"] = 1.0  # 4-5
    assert best_qubits(Graph.of(configuration, properties), 5) == (0, 1, 2, 3, 4)
    del properties["gates"][0]  # 0-1
    assert best_qubits(Graph.of(configuration, properties), 4) == (1, 2, 3, 4)
    properties["qubits"][1] = []
    assert best_qubits(Graph.of(configuration, properties), 3) == (2, 3, 4)
    assert best_qubits(Graph.of(configuration, properties, [2]), 2) == (3, 4)
    properties["qubits"][3] = [{"name": "operational", "value": 0}]
    with pytest.raises(ConfigurationError, match="at most 2 of them are connected"):
        best_qubits(Graph.of(configuration, properties), 3)


def test_choices_are_deterministic_also_without_properties() -> None:
    configuration, properties = line(5)
    graph = Graph.of(configuration, None)
    assert best_qubits(graph, 3) == best_qubits(Graph.of(configuration, None), 3)
    assert set(graph.qubits.values()) == {0.0}
    assert best_qubits(Graph.of(configuration, properties), 1) == (0,)


def test_a_star_has_connected_qubits_and_no_long_path() -> None:
    star = Graph.of(*device(dict.fromkeys(range(4), 0.01), {(0, 1): 0.01, (0, 2): 0.01, (0, 3): 0.01}))
    with pytest.raises(
        ConfigurationError, match="no path of 4 coupled qubits was found on ours; shape='connected'"
    ):
        best_qubits(star, 4)
    assert sorted(best_qubits(star, 4, "connected")) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("size", "shape", "word"),
    [
        (0, "path", "n=0: expected a whole number, 1 or more"),
        (2.5, "path", "n=2.5"),
        (True, "path", "n=True"),
        (6, "path", "n=6: ours does not have 6 connected working qubits; of its 5 qubits 5 can be used"),
        (3, "ring", "shape='ring': expected 'path' or 'connected'"),
    ],
)
def test_rejects_impossible_choices(size: Any, shape: Any, word: str) -> None:
    with pytest.raises(ConfigurationError, match=word):
        best_qubits(Graph.of(*line(5)), size, shape)


@pytest.mark.parametrize("given", [5, "12", [1, 1], [-1], [1.5], None])
def test_rejects_qubit_numbers_that_are_invalid_or_repeated(given: Any) -> None:
    with pytest.raises(ConfigurationError, match="exclude="):
        checked_qubits("exclude", given)
    assert checked_qubits("exclude", range(3)) == (0, 1, 2)
