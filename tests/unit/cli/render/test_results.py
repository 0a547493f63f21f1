"""Results as records and on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade.cli.render.output import Output
from qrt_facade.cli.render.records import result_record
from qrt_facade.cli.render.results import show_result
from qrt_facade.results import decode_result

if TYPE_CHECKING:
    import pytest


def shown(result: Any, capsys: pytest.CaptureFixture[str], **how: Any) -> str:
    show_result(Output(as_json=False), result_record(result), **how)
    return capsys.readouterr().out


def test_quasi_probabilities_of_an_old_sampler_job_are_shown_as_a_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    body = {"quasi_dists": [{"00": 0.6, "11": 0.45, "01": -0.05}, {"0": 1.0}], "metadata": [{}, {}]}
    text = shown(decode_result("sampler", body), capsys, top=2)
    assert [line.split() for line in text.splitlines() if line.strip()] == [
        ["circuit", "0"],
        ["BITSTRING", "QUASI-PROBABILITY"],
        ["00", "0.600000"],
        ["11", "0.450000"],
        ["1", "others", "-0.050000"],
        ["circuit", "1"],
        ["BITSTRING", "QUASI-PROBABILITY"],
        ["0", "1.000000"],
    ]


def test_values_of_an_old_estimator_job_are_shown_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    body = {"values": [0.5, -1.0], "metadata": [{"variance": 0.75, "shots": 3}, {}]}
    text = shown(decode_result("estimator", body), capsys, top=2)
    assert "0.50" in text
    assert "-1" in text
    assert "nan" not in text


def test_registers_of_an_executor_job_are_shown_as_histograms(capsys: pytest.CaptureFixture[str]) -> None:
    tensor = {"data": "Gw==", "shape": [3, 2], "dtype": "bool"}
    body = {"schema_version": "v1.1", "data": [{"results": {"c": tensor}}], "metadata": {}}
    lines = shown(decode_result("executor", body), capsys, top=5).splitlines()
    assert [line.split()[0] for line in lines if line.strip()] == ["01", "10", "11"]


def test_an_executor_job_without_bits_is_shown_as_json() -> None:
    tensor = {"data": "AAAAAAAA8D8=", "shape": [1, 1], "dtype": "c64"}
    body = {"schema_version": "v1.1", "data": [{"results": {"c_avg_iq": tensor}}], "metadata": {}}
    assert result_record(decode_result("executor", body))["raw"] == body
