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


def test_quasi_probabilities_of_an_old_sampler_job_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
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


def test_values_of_an_old_estimator_job_are_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    body = {"values": [0.5, -1.0], "metadata": [{"variance": 0.75, "shots": 3}, {}]}
    text = shown(decode_result("estimator", body), capsys, top=2)
    assert "0.50" in text
    assert "-1" in text
    assert "nan" not in text
