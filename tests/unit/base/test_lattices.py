"""Devices that do not report qubit coordinates are drawn on the lattice of their processor."""

from __future__ import annotations

import pytest

from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade._base.lattices import lattice_places
from qrt_facade.emulator.domain.devices import Device


def drawn(name: str, **changes: object) -> CouplingMap:
    device = Device.named(name)
    return CouplingMap.of(name, {**device.configuration, **changes}, device.properties)


@pytest.mark.parametrize("name", ["ibmq_manila", "ibm_lagos", "ibm_hanoi", "ibm_brisbane"])
def test_lattice_places_match_those_that_the_same_processor_reports(name: str) -> None:
    found = drawn(name, coords=None)
    assert found.placed
    assert found.places == drawn(name).places


@pytest.mark.parametrize(
    "name",
    ["armonk", "athens", "belem", "oslo", "melbourne", "guadalupe", "almaden", "montreal", "cambridge", "prague",
     "rochester", "brooklyn", "washington"],
)  # fmt: skip
def test_couplings_join_neighbours_on_every_lattice(name: str) -> None:
    shown = drawn(name)
    assert shown.placed
    assert len(set(shown.places)) == len(shown.places)
    for pair in shown.pairs:
        (x1, y1), (x2, y2) = (shown.places[qubit] for qubit in pair)
        assert abs(x1 - x2) + abs(y1 - y2) == 1


def test_a_device_without_a_lattice_is_drawn_as_a_circle() -> None:
    shown = drawn("yorktown")
    assert not shown.placed
    assert len(set(shown.places)) == 5


def test_a_lattice_of_the_same_size_with_other_couplings_is_not_used() -> None:
    assert lattice_places(5, [(0, 1), (1, 2), (2, 3), (3, 4)]) == [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0)]
    assert lattice_places(5, [(0, 4)]) is None
    assert lattice_places(3, [(0, 1)]) is None


def test_couplings_with_a_less_common_gate_have_that_gate_s_error() -> None:
    shown = drawn("cairo")
    assert shown.gate == "ecr/cx"
    assert len(shown.gate_errors) == 26
