"""Units of time, and quantities that come with their unit."""

from __future__ import annotations

import pytest

from qrt_facade._base.units import measured


def quantity(name: str, value: object, unit: str) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "date": "2026-01-02T03:04:05Z"}


def test_times_are_in_seconds_and_everything_else_is_as_it_came() -> None:
    found = measured(
        [quantity("T1", 123.4, "us"), quantity("T2", 5, "ms"), quantity("readout_error", 0.01, "")]
    )
    assert found == pytest.approx({"T1": 123.4e-6, "T2": 5e-3, "readout_error": 0.01})


def test_a_time_in_the_unit_wanted_is_not_rounded_and_another_one_is_converted() -> None:
    units = {"T1": "us", "T2": "us"}
    assert measured([quantity("T1", 123.4, "us"), quantity("T2", 0.1, "µs")], units) == {
        "T1": 123.4,
        "T2": 0.1,
    }
    assert measured([quantity("T1", 0.2, "ms")], units) == pytest.approx({"T1": 200})


@pytest.mark.parametrize("nonsense", [None, 7, "T1", [None, 7, {}], [quantity("T1", None, "us")]])
def test_what_has_no_value_is_left_out(nonsense: object) -> None:
    assert measured(nonsense) == {}
