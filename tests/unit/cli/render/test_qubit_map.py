from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade.cli.render.qubit_map import LEVELS, Scale, in_ascii, qubit_map
from qrt_facade.errors import ConfigurationError


def device(**changes: Any) -> CouplingMap:
    """Four qubits: 0, 1 and 2 in a row, 3 below 1; the pair 1-2 and the readout of 3 do not work."""
    configuration = {
        "n_qubits": 4,
        "coords": [[1, 1], [2, 1], [3, 1], [2, 2]],
        "coupling_map": [[0, 1], [1, 0], [1, 2], [1, 3]],
    } | changes
    errors = [((0, 1), 0.001), ((1, 0), 0.002), ((1, 2), 1.0), ((1, 3), 0.01)]
    gates = [
        {"gate": "cz", "qubits": list(pair), "parameters": [{"name": "gate_error", "value": error}]}
        for pair, error in errors
    ]
    qubits = [[{"name": "readout_error", "value": error}] for error in (0.01, 0.02, 0.03, 1.0)]
    return CouplingMap.of("d", configuration, {"qubits": qubits, "gates": gates})


def text_of(line: Any) -> str:
    return "".join(piece.text for piece in line)


def test_qubit_map_connects_qubits_along_their_edges() -> None:
    drawing = qubit_map(device())
    assert drawing is not None
    lines = [text_of(line) for line in drawing.lines]
    assert lines[0].split() == ["0●━━━1◕", "2◑"]
    assert lines[1].index("╎") == lines[0].index("◕") == lines[2].index("✗")
    assert lines[2].strip() == "3✗"


def test_qubit_map_and_plot_use_the_same_coupling_errors() -> None:
    shown = device(coupling_map=[[0, 1], [1, 0], [2, 3]])
    assert (shown.gate_errors[0, 1], shown.gate_errors.get((2, 3))) == (0.001, None)  # the better direction
    drawing = qubit_map(device(coupling_map=[[1, 2]]))
    assert drawing is not None
    assert "━" not in text_of(drawing.lines[0])  # an error of 1: the gate does not work


def test_broken_and_unmeasured_qubits_are_marked_differently_from_the_worst_working_one() -> None:
    scale = Scale.of([0.01, 0.02, 0.03, 0.04, None, 1.0])
    assert [scale.level(error) for error in (0.01, 0.04, 1.0, None)] == [0, LEVELS - 1, LEVELS, LEVELS]


def test_legend_shows_the_bound_of_each_sign() -> None:
    drawing = qubit_map(device())
    assert drawing is not None
    readout, two_qubit = map(text_of, drawing.legend)
    assert all(sign in readout for sign in "●◕◑○✗")
    assert "to 2.00%" in readout
    assert "blank" in two_qubit


def test_a_device_without_coordinates_has_no_map() -> None:
    assert qubit_map(device(coords=[])) is None


def test_every_sign_has_an_ascii_equivalent() -> None:
    drawing = qubit_map(device())
    assert drawing is not None
    assert all(in_ascii(text_of(line)).isascii() for line in (*drawing.lines, *drawing.legend))


@given(st.lists(st.floats(0, 0.49), min_size=1), st.data())
def test_a_larger_error_never_has_a_better_level(errors: list[float], data: st.DataObject) -> None:
    scale = Scale.of(errors)
    small, large = sorted(data.draw(st.tuples(st.sampled_from(errors), st.sampled_from(errors))))
    assert 0 <= scale.level(small) <= scale.level(large) < LEVELS


def test_a_device_too_large_for_a_terminal_is_not_drawn() -> None:
    configuration = {"n_qubits": 2, "coords": [[0, 0], [10**12, 10**9]], "coupling_map": [[0, 1]]}
    assert qubit_map(CouplingMap.of("far", configuration, {})) is None


def test_more_than_10000_qubits_are_refused_before_drawing() -> None:
    with pytest.raises(ConfigurationError, match="has 1,000,000,000 qubits; at most 10,000 can be drawn"):
        CouplingMap.of("huge", {"n_qubits": 10**9}, {})
