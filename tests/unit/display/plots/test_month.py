"""Plots of usage: one column per day, one bar per group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from unit.service.test_usage_totals import report, totals_of, workload

from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def names(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def heights(axes: Axes) -> list[float]:
    return [column.get_height() for column in axes.patches]  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def test_usage_report_plot_has_panels_by_day_backend_and_tag() -> None:
    found = report(
        [
            workload(1, 2.0, tags=["vqe"]),
            workload(2, 3.0, backend="ibm_torino", created="2026-10-03T12:00:00Z"),
            workload(3),
        ]
    )
    above, left, right = found.plot(top=1)
    above.figure.canvas.draw()
    assert heights(above) == [2.0, 3.0]
    assert [label.get_text() for label in above.get_xticklabels() if "-" not in label.get_text()]
    assert names(left) == ["ibm_torino", "others (1)"]
    assert names(right) == ["(no tag)", "others (1)"]
    assert above.get_ylabel() == left.get_xlabel() == "QPU time (s)"
    with pytest.raises(ConfigurationError, match="axes has 1; expected three"):
        found.plot(axes=[above])


def test_bars_show_resource_units_if_any_and_never_seconds_and_units() -> None:
    axes = totals_of([workload(1, 100.0, tags=["s"]), workload(2, 2.0, 5.0, tags=["r"])], "tag").plot()
    assert axes.get_xlabel() == "usage (RU)"
    assert [bar.get_width() for bar in axes.patches] == [5.0, 0.0]  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


@pytest.mark.parametrize("tag", [r"$\wrong$", "$1 of $2", "<b>"])
def test_tags_are_not_rendered_as_math_formulas(tag: str) -> None:
    axes = totals_of([workload(1, 2.0, tags=[tag])], "tag").plot()
    axes.figure.canvas.draw()
    assert names(axes) == [tag]


def test_a_single_day_has_one_tick_without_hours() -> None:
    axes = totals_of([workload(1, 2.0)], "day").plot()
    axes.figure.canvas.draw()
    assert not [text for text in axes.get_xticklabels() if ":" in text.get_text()]


def test_a_workload_dated_year_one_does_not_add_thousands_of_empty_columns() -> None:
    axes = totals_of([workload(1, 2.0, created="0001-01-02T00:00:00Z"), workload(2, 3.0)], "day").plot()
    assert heights(axes) == [2.0, 3.0]


@pytest.mark.parametrize("by", ["day", "backend"])
def test_an_empty_report_plots_the_text_nothing_used(by: str) -> None:
    axes = totals_of([], "day" if by == "day" else "backend").plot()
    assert [text.get_text() for text in axes.texts] == ["nothing used"]
