"""Plots match their stored pictures.

After an intended change, look at the new picture and copy it over the stored one; the failure names both files.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.testing.compare import compare_images
from support.drawn import device, estimated, samples, schedule

from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade._display.plots.coupling_map import plot
from qrt_facade.results import EstimatorResult
from qrt_facade.results.base import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

PICTURES = Path(__file__).with_name("pictures")
DPI = 40
TOLERANCE = 8
"""Root mean square of 255: each version of matplotlib draws letters a little differently."""


def coupling_map(name: str) -> Axes:
    return plot(CouplingMap.of(name, *device(name)), ax=None)


def without_places() -> Axes:
    configuration, _ = device("ibm_yorktown")
    return plot(CouplingMap.of("ring", configuration, {}), ax=None)


def curves(points: int) -> Axes:
    x = np.linspace(0, 2 * np.pi, points)
    return estimated([np.cos(x), np.sin(x)], np.full((2, points), 0.08)).plot(x)


def side_by_side() -> Axes:
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4))
    figure.subplots_adjust(top=0.82)
    plot(CouplingMap.of("ibm_fez", *device("ibm_fez")), ax=left)
    samples([0] * 48 + [3] * 52, 2).plot(ax=right)
    return left


DRAWN: dict[str, Callable[[], Axes]] = {
    "map_5_qubits": lambda: coupling_map("ibmq_manila"),
    "map_127_qubits": lambda: coupling_map("ibm_brisbane"),
    "map_156_qubits": lambda: coupling_map("ibm_fez"),
    "map_without_places_and_errors": without_places,
    "histogram_of_2": lambda: samples([0] * 48 + [3] * 52, 2).plot(),
    "histogram_of_16": lambda: samples([v for v in range(16) for _ in range(1 + v * (16 - v))], 4).plot(),
    "histogram_of_200": lambda: samples([v for v in range(200) for _ in range(1 + v % 37)], 8).plot(),
    "histogram_of_156_bits": lambda: samples([1 << v for v in range(156)], 156).plot(top=5),
    "one_value": lambda: estimated(0.9, 0.02).plot(),
    "values_of_9_points": lambda: curves(9),
    "values_of_100_points": lambda: curves(100),
    "values_of_3_pubs": lambda: EstimatorResult(
        [estimated(value, 0.05) for value in (1, -0.5, 0)], {}, Source("estimator")
    ).plot(),
    "schedule_of_3_qubits": lambda: schedule(3).plot(barriers=True),
    "schedule_of_80_channels": lambda: schedule(40).plot(),
    "on_axes_of_the_caller": side_by_side,
}


LONG = (
    "map_127_qubits",
    "map_156_qubits",
    "histogram_of_200",
    "values_of_100_points",
    "schedule_of_80_channels",
)
"""Drawn only with --long: a small picture of each kind is drawn in every run."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] if name in LONG else []) for name in DRAWN]
)
def test_a_plot_matches_its_stored_picture(name: str, tmp_path: Path) -> None:
    drawn = tmp_path / f"{name}.png"
    DRAWN[name]().figure.savefig(drawn, dpi=DPI)
    stored = PICTURES / drawn.name
    assert stored.exists(), f"no picture is stored; look at {drawn} and copy it to {stored}"
    difference = compare_images(str(stored), str(drawn), TOLERANCE)
    assert difference is None, difference


def test_picture_comparison_detects_a_different_plot(tmp_path: Path) -> None:
    drawn = tmp_path / "other.png"
    samples([0] * 60 + [3] * 40, 2).plot().figure.savefig(drawn, dpi=DPI)
    assert compare_images(str(PICTURES / "histogram_of_2.png"), str(drawn), TOLERANCE) is not None


def test_every_stored_picture_belongs_to_a_plot() -> None:
    assert {picture.stem for picture in PICTURES.glob("*.png")} == set(DRAWN)
