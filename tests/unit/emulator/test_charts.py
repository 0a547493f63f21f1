"""Charts of devices: every snapshot can be drawn, and broken parts are distinguished from unmeasured ones."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from qrt_facade.emulator.domain.chart import Chart
from qrt_facade.emulator.domain.devices import Device, snapshot_names
from qrt_facade.emulator.http.pages.device_map import device_map, legend, thumbnail


def states(chart: Chart) -> tuple[Counter[str], Counter[str]]:
    return Counter(one.state for one in chart.qubits), Counter(one.state for one in chart.couplings)


def test_an_error_of_1_on_every_coupling_means_not_measured() -> None:
    chart = Device.named("kyoto").chart
    assert states(chart) == ({"works": 127}, {"unknown": 144})
    assert chart.median_gate_error is None
    assert "not measured" in "".join(legend(chart).itertext())


def test_an_error_of_1_on_some_couplings_means_broken() -> None:
    chart = Device.named("manhattan").chart
    assert states(chart) == ({"works": 65}, {"works": 50, "broken": 22})
    assert chart.median_gate_error is not None
    assert chart.median_gate_error < 0.02


def reading(name: str, value: float, unit: str = "") -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit}


def test_a_coupling_of_a_broken_qubit_is_broken_and_one_without_a_reading_unknown() -> None:
    configuration = {
        "n_qubits": 4,
        "coupling_map": [[0, 1], [1, 2], [2, 3]],
        "coords": [[0, y] for y in range(4)],
    }
    qubits = [
        [reading("readout_error", 1.0)],
        [reading("readout_error", 0.01), reading("T1", 100.0, "us")],
        [reading("readout_error", 0.02)],
        [],
    ]
    gates = [
        {"gate": "cz", "qubits": [a, a + 1], "parameters": [reading("gate_error", 0.01)]} for a in range(2)
    ]
    chart = Chart.of("d", configuration, {"qubits": qubits, "gates": gates})
    assert [one.state for one in chart.qubits] == ["broken", "works", "works", "unknown"]
    assert [one.state for one in chart.couplings] == ["broken", "works", "unknown"]
    assert chart.qubits[1].t1 == pytest.approx(1e-4)
    assert chart.median_readout_error == pytest.approx(0.015)


def test_a_legend_contains_only_levels_that_are_used() -> None:
    words = [entry for entry in legend(Device.named("armonk").chart).itertext() if entry]
    assert words == ["Readout error", "up to 2.4 %"]


def test_broken_parts_differ_in_shape_and_label() -> None:
    drawing = device_map("kingston", Device.named("kingston").chart)
    broken = [group for group in drawing if group.get("class") == "qubit broken"]
    assert broken
    for group in broken:
        assert group.find("path[@class='cross']") is not None
        assert "does not work" in (group.findtext("title") or "")


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name in {"yorktown", "hanoi"} else pytest.mark.long)
        for name in snapshot_names()
    ],
)
def test_every_snapshot_is_drawn_inside_its_box(name: str) -> None:
    chart = Device.named(name).chart
    drawing = device_map(name, chart)
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    circles = list(drawing.iter("circle"))
    assert len(circles) == len(chart.qubits)
    places = {(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in circles}
    assert len(places) == len(circles)
    assert all(17 < x < width - 17 and 17 < y < height - 17 for x, y in places)
    assert len(list(drawing.iter("line"))) == len(chart.couplings)
    for node in (drawing, thumbnail(chart), legend(chart)):
        ET.fromstring(ET.tostring(node))
