"""Units of time, and quantities that come with their unit."""

from __future__ import annotations

import pytest

from qrt_facade._base.units import measured


def quantity(name: str, value: object, unit: str) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "date": "2026-01-02T03:04:05Z"}


def test_times_are_converted_to_seconds_and_other_units_are_kept() -> None:
    found = measured(
        [quantity("T1", 123.4, "us"), quantity("T2", 5, "ms"), quantity("readout_error", 0.01, "")]
    )
    assert found == pytest.approx({"T1": 123.4e-6, "T2": 5e-3, "readout_error": 0.01})


def test_a_time_in_the_requested_unit_is_not_rounded() -> None:
    units = {"T1": "us", "T2": "us"}
    assert measured([quantity("T1", 123.4, "us"), quantity("T2", 0.1, "µs")], units) == {
        "T1": 123.4,
        "T2": 0.1,
    }
    assert measured([quantity("T1", 0.2, "ms")], units) == pytest.approx({"T1": 200})


@pytest.mark.parametrize("nonsense", [None, 7, "T1", [None, 7, {}], [quantity("T1", None, "us")]])
def test_values_without_a_unit_or_number_are_omitted(nonsense: object) -> None:
    assert measured(nonsense) == {}
