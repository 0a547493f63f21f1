"""Numbers, units and labels of plots, and the axes that they use."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anyio
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.colors import to_hex
from support.drawn import device, estimated, samples

from qrt_facade import AsyncRuntimeClient, ConfigurationError, EstimatorResult, RuntimeClient, SamplerResult
from qrt_facade._base.coupling_map import CouplingMap
from qrt_facade._display.plots.coupling_map import plot
from qrt_facade.results import SamplerPubResult
from qrt_facade.results.base import PubData, Source

if TYPE_CHECKING:
    from qrt_facade.emulator import Emulator


def labels(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def numbers_beside_bars(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_histogram_has_one_labelled_bar_per_bitstring() -> None:
    axes = samples([0, 3, 3, 3], 2).plot()
    assert isinstance(axes, Axes)
    assert labels(axes) == ["00", "11"]
    assert [bar.get_width() for bar in axes.patches] == [1, 3]
    assert numbers_beside_bars(axes) == ["1  25.0%", "3  75.0%"]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("counts (shots)", "bitstring")
    assert axes.get_title() == "4 shots of 2 bits"


def test_bitstrings_beyond_top_share_one_bar() -> None:
    axes = samples([5] * 4 + [1] * 3 + [2, 3], 3).plot(top=2)
    assert labels(axes) == ["001", "101", "other (2)"]
    assert numbers_beside_bars(axes)[-1] == "2  22.2%"


def test_a_dominant_bar_of_other_outcomes_is_cut_and_marked() -> None:
    axes = samples([0, 0, *range(1, 60)], 6).plot(top=1)
    assert [bar.get_width() for bar in axes.patches] == [2, 3]
    assert numbers_beside_bars(axes) == ["2  3.3%", "59  96.7%, cut"]


def test_top_none_draws_all_bitstrings_up_to_a_limit() -> None:
    assert len(samples(list(range(128)), 8).plot(top=None).patches) == 128
    for top in (None, 500):
        axes = samples([*range(1015), 3], 10).plot(top=top)
        assert len(axes.patches) == 129
        assert labels(axes)[-1] == "other (887)"
        assert axes.get_title() == "1,016 shots of 10 bits\nthe 128 most frequent of 1,015 outcomes"
        assert axes.figure is not None
        assert axes.figure.get_window_extent().height < 3500
    assert "most frequent" not in samples(list(range(200)), 8).plot(top=16).get_title()


def test_wide_registers_are_labelled_in_hexadecimal() -> None:
    axes = samples([0xABCDEF012], 36).plot()
    assert labels(axes) == ["0xabcdef012"]
    assert "hexadecimal" in axes.get_ylabel()


def test_a_register_without_shots_or_bits_can_be_plotted() -> None:
    assert samples([], 2).plot().get_title() == "0 shots of 2 bits"
    assert labels(samples([0, 0], 0).plot()) == ["(no bits)"]


def test_one_point_of_a_sweep_can_be_plotted() -> None:
    from qrt_facade.results import Samples

    sweep = Samples(np.array([[[0], [0]], [[1], [1]]], np.uint8), 1)
    assert labels(sweep.plot(point=1)) == ["1"]
    assert sweep.plot(point=1).get_title() == "2 shots of 1 bit, point 1 of the sweep"
    assert sweep.plot().get_title() == "4 shots of 1 bit, all points of the sweep"


@pytest.mark.parametrize("top", [0, -1, 1.5, "all", True])
def test_an_invalid_top_is_refused(top: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"top=.*whole number"):
        samples([0], 1).plot(top=top)


def test_plotting_a_pub_with_several_registers_requires_a_choice() -> None:
    one = SamplerPubResult(PubData({"c": samples([1], 1)}, ()), {})
    two = SamplerPubResult(PubData({"c": samples([1], 1), "d": samples([0], 1)}, ()), {})
    assert labels(SamplerResult([one], {}, Source("sampler"))[0].plot()) == ["1"]
    with pytest.raises(ConfigurationError, match="2 classical registers"):
        two.plot()


def test_plots_use_the_axes_passed_or_create_new_ones() -> None:
    _, axes = plt.subplots()
    figures = len(plt.get_fignums())
    assert samples([0], 1).plot(ax=axes) is axes
    assert estimated(0.5, 0.1).plot(ax=axes) is axes
    assert plot(CouplingMap.of("d", *device("ibmq_manila")), ax=axes) is axes
    assert len(plt.get_fignums()) == figures
    assert samples([0], 1).plot() is not samples([0], 1).plot()
    assert len(plt.get_fignums()) == figures + 2


def test_expectation_values_are_plotted_with_error_bars_over_the_sweep() -> None:
    axes = estimated([1.0, 0.0, -1.0], [0.1, 0.2, 0.3]).plot([0, 90, 180])
    (line, bars, _), *_ = [container.lines for container in axes.containers]
    del bars
    assert line.get_xydata().tolist() == [[0, 1.0], [90, 0.0], [180, -1.0]]
    drawn = axes.collections[0].get_segments()
    assert [round(float(end[1] - begin[1]), 3) for begin, end in drawn] == [0.2, 0.4, 0.6]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("swept parameter", "expectation value")
    assert "standard error" in axes.get_title()


def test_each_row_of_a_sweep_has_a_legend_entry() -> None:
    axes = EstimatorResult(
        [estimated(np.zeros((2, 3)), np.ones((2, 3))), estimated(np.zeros(3), np.ones(3))],
        {},
        Source("estimator"),
    ).plot()
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == [
        "PUB 0, point (0, :)",
        "PUB 0, point (1, :)",
        "PUB 1",
    ]


def test_points_are_joined_over_a_parameter_but_not_over_observables() -> None:
    def styles(axes: Axes) -> set[str]:
        return {str(container.lines[0].get_linestyle()) for container in axes.containers}

    pub = estimated([1.0, 0.5, 0.2], [0.1] * 3)
    assert styles(pub.plot([0, 1, 2])) == {"-"}
    assert styles(pub.plot()) == {"None"}
    assert styles(pub.plot(observables=["ZZ", "XX", "YY"])) == {"None"}


def test_observables_label_the_points_or_the_rows() -> None:
    axes = estimated([1.0, 0.5], [0.1] * 2).plot(observables=["ZZ", "XX"])
    assert [label.get_text() for label in axes.get_xticklabels()] == ["ZZ", "XX"]
    assert axes.get_xlabel() == "observable"
    axes = estimated(np.zeros((2, 3)), np.ones((2, 3))).plot([0, 1, 2], observables=[["Z"], ["X"]])
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["Z", "X"]
    with pytest.raises(ConfigurationError, match=r"observables has the shape \(2,\).*\(2, 3\)"):
        estimated(np.zeros((2, 3)), np.ones((2, 3))).plot(observables=["Z", "X"])


def test_a_standard_error_from_float_rounding_does_not_scale_the_axis() -> None:
    low, high = estimated(-1.0235, 1e-13).plot().get_ylim()
    assert high - low > 0.01


def test_a_single_value_and_the_number_of_unknown_values_are_in_the_title() -> None:
    assert estimated(-1.0235, 0.012).plot().get_title().endswith("\n-1.024 ± 0.012")
    assert estimated(0.5, np.nan).plot().get_title().endswith("\n0.5000")
    assert estimated([0.5, np.nan], [0.1, np.nan]).plot().get_title().endswith("\n1 of 2 unknown")


def test_broken_qubits_and_couplings_have_a_color_outside_the_scale() -> None:
    configuration, properties = device("ibmq_manila")
    properties["qubits"][1] = [{"name": "readout_error", "unit": "", "value": 1.0}]
    for style in ("default", "dark_background"):
        with plt.style.context(style):
            axes = plot(CouplingMap.of("d", configuration, properties), ax=None)
            (qubits,) = (drawn for drawn in axes.collections if isinstance(drawn, PatchCollection))
            assert to_hex(qubits.get_facecolor()[1]) == "#ffffff"
            _, broken, *_ = (drawn for drawn in axes.collections if isinstance(drawn, LineCollection))
            assert to_hex(broken.get_color()[0]) == to_hex(plt.rcParams["text.color"])


def test_title_reports_rows_that_are_not_plotted() -> None:
    assert "first 8 of 20 rows" in estimated(np.zeros((20, 3)), np.ones((20, 3))).plot().get_title()


def test_values_without_standard_errors_have_no_error_bars() -> None:
    axes = estimated([0.5, 0.25], [np.nan, -1]).plot()
    assert [float(end[1] - begin[1]) for begin, end in axes.collections[0].get_segments()] == [0, 0]


def test_a_sweep_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"shape \(2,\).*each of the 3 points"):
        estimated(np.zeros(3), np.ones(3)).plot([1, 2])


@pytest.mark.parametrize(
    "name", ["ibmq_manila", pytest.param("ibm_brisbane", marks=pytest.mark.long), "ibm_fez"]
)
def test_coupling_map_shows_each_qubit_and_coupling_once(name: str) -> None:
    configuration, properties = device(name)
    axes = plot(CouplingMap.of(name, configuration, properties), ax=None)
    (qubits,) = (drawn for drawn in axes.collections if isinstance(drawn, PatchCollection))
    assert len(qubits.get_paths()) == configuration["n_qubits"]
    assert [text.get_text() for text in axes.texts] == [str(n) for n in range(configuration["n_qubits"])]
    unknown, broken, _, good = (drawn for drawn in axes.collections if isinstance(drawn, LineCollection))
    pairs = {tuple(sorted(edge)) for edge in configuration["coupling_map"]}
    assert sum(len(lines.get_segments()) for lines in (unknown, broken, good)) == len(pairs)
    assert axes.figure is not None
    scales = {other.get_xlabel(): other for other in axes.figure.axes if other is not axes}
    assert set(scales) == {"readout error", "error of CZ gates"}
    axes.figure.canvas.draw()
    for scale in scales.values():
        assert all("%" in label.get_text() for label in scale.get_xticklabels() if label.get_text())


def test_broken_couplings_are_excluded_from_the_scale_and_named_in_the_title() -> None:
    configuration, properties = device("ibmq_manila")
    shown = CouplingMap.of("d", configuration, properties)
    assert max(shown.gate_errors.values()) == 1
    axes = plot(shown, ax=None)
    assert "dashed couplings: do not work (error 1)" in axes.get_title()
    scale = axes.collections[-1].norm
    assert scale.vmax is not None
    assert scale.vmax < 0.01


def test_a_coupling_shows_the_smaller_error_of_both_directions_for_the_gate_in_use() -> None:
    def gate(name: str, pair: list[int], error: float) -> dict[str, Any]:
        return {"gate": name, "qubits": pair, "parameters": [{"name": "gate_error", "value": error}]}

    gates = [gate("rzz", [0, 1], 0.5), gate("cz", [0, 1], 0.2), gate("cz", [1, 0], 0.1), gate("sx", [0], 0.3)]
    shown = CouplingMap.of("d", {"n_qubits": 2, "coupling_map": [[0, 1], [1, 0]]}, {"gates": gates})
    assert (shown.gate, dict(shown.gate_errors), shown.pairs) == ("cz", {(0, 1): 0.1}, [(0, 1)])


@pytest.mark.parametrize(
    ("configuration", "properties"),
    [
        ({}, {}),
        ({"coupling_map": None, "coords": "none"}, {"qubits": None, "gates": 3}),
        (
            {"coupling_map": [[0], [0, 9], [1, 1], "ab", [0, 1]], "coords": [[0, 0], [0, 0], [0, 0]]},
            {
                "qubits": [[{"name": "readout_error", "value": None}], 7],
                "gates": [{}, {"qubits": [0, 1]}, None],
            },
        ),
    ],
)
def test_a_device_with_missing_or_malformed_properties_is_plotted_without_them(
    configuration: dict[str, Any], properties: dict[str, Any]
) -> None:
    axes = plot(CouplingMap.of("d", {"n_qubits": 3, **configuration}, properties), ax=None)
    assert axes.get_title() == "d: 3 qubits\ngrey: no error reported"
    axes.figure.canvas.draw()


def test_a_device_without_qubits_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="does not contain the number of qubits"):
        CouplingMap.of("d", {}, {})


def test_backends_of_both_clients_can_be_plotted(emulator: Emulator) -> None:
    async def awaited() -> Axes:
        async with AsyncRuntimeClient(**emulator.access) as client:
            return await (await client.backends.get("ibmq_manila")).plot()

    with RuntimeClient(**emulator.access) as client:
        drawn = client.backends.get("ibmq_manila").plot()
    assert [drawn.get_title(), anyio.run(awaited).get_title()] == ["ibmq_manila: 5 qubits"] * 2


def test_without_matplotlib_the_error_names_the_package_to_install() -> None:
    code = """
import sys
sys.modules["matplotlib"] = None
import numpy as np
from qrt_facade import Samples
try:
    Samples(np.zeros((1, 1), np.uint8), 1).plot()
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'qrt-facade[plot]'" in done.stdout


def test_results_are_decoded_and_shown_without_importing_matplotlib() -> None:
    code = """
import sys
import numpy as np
from qrt_facade import Samples
Samples(np.zeros((1, 1), np.uint8), 1)._repr_html_()
from qrt_facade.results import EstimatorResult
print("matplotlib" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_long_observable_labels_are_vertical_and_shortened_in_the_middle() -> None:
    def named(names: list[str]) -> list[Any]:
        values = np.zeros(len(names))
        return estimated(values, values + 0.1).plot(observables=names).get_xticklabels()

    assert [label.get_rotation() for label in named(["ZZ", "XX"])] == [0, 0]
    wide = named(["Z" * 156, f"X{'I' * 154}Y", "Y" * 156])
    assert [label.get_rotation() for label in wide] == [90, 90, 90]
    assert wide[1].get_text().startswith("XI")
    assert wide[1].get_text().endswith("IY")
    assert len(wide[1].get_text()) < 30
    assert len(named([f"Z{number}" for number in range(500)])) <= 40


def test_points_keep_a_margin_to_the_axes() -> None:
    axes = estimated([1.0, -1.0, 0.5], [0.0] * 3).plot()
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    assert left < -0.1
    assert right > 2.1
    assert low < -1.15
    assert high > 1.15


def test_values_that_cannot_be_plotted_are_counted_in_the_title() -> None:
    title = estimated([0.5, np.nan, np.inf, -np.inf], [0.1] * 4).plot().get_title()
    assert title.endswith("\n1 of 4 unknown, 2 of 4 infinite")
    assert estimated([], []).plot().get_title().endswith("\nno points")


@pytest.mark.parametrize(("style", "color"), [("default", "#0072b2"), ("dark_background", "#56b4e9")])
def test_first_color_is_dark_blue_on_light_styles_and_pale_on_dark(style: str, color: str) -> None:
    with plt.style.context(style):
        bars = samples([0, 1], 1).plot().patches
        assert {to_hex(bar.get_facecolor()) for bar in bars} == {color}
        (line,) = estimated(np.zeros(30), np.zeros(30)).plot(range(30)).get_lines()
        assert to_hex(line.get_color()) == color
