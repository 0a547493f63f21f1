"""Results of the noise learner's third version, as plain values, arrays and Qiskit's maps."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qiskit.quantum_info import PauliLindbladMap

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    LearnedNoise,
    NoiseLearnerResult,
    NoiseLearnerV3Result,
    decode_result,
    load_result,
)

if TYPE_CHECKING:
    from pathlib import Path


def tensor(*values: float) -> dict[str, Any]:
    data = base64.b64encode(np.array(values).astype("<f8").tobytes()).decode()
    return {"data": data, "shape": [len(values)], "dtype": "f64"}


def body(**changes: Any) -> dict[str, Any]:
    item = {
        "generators_sparse": [[["XZ", [0, 1]], ["ZX", [0, 1]]], [["Y", [1]]]],
        "num_qubits": 2,
        "rates": tensor(0.25, 0.5),
        "rates_std": tensor(0.01, 0.02),
        "metadata": {
            "learning_protocol": "lindblad",
            "post_selection": {"fraction_kept": {"0": 1.0, "4": 0.5}, "success_rates": {"0": {"1": 0.75}}},
        },
    }
    return {"schema_version": "v0.3", "data": [{**item, **changes}]}


def test_the_third_version_has_its_own_class() -> None:
    result = decode_result("noise-learner", body(), as_=NoiseLearnerV3Result)
    assert result.schema_version == "v0.3"
    assert len(result) == 1
    assert [item.num_qubits for item in result] == [2]
    assert result[:1][0] is result[0]
    post_selection = {"fraction_kept": {0: 1.0, 4: 0.5}, "success_rates": {0: {1: 0.75}}}
    assert result[0].metadata["post_selection"] == post_selection
    assert isinstance(result, NoiseLearnerResult)


def test_generators_that_share_a_rate_have_it_each_in_the_terms() -> None:
    (noise,) = decode_result("noise-learner", body(), as_=NoiseLearnerV3Result)
    assert noise.terms == [("XZ", [0, 1], 0.25), ("ZX", [0, 1], 0.25), ("Y", [1], 0.5)]
    np.testing.assert_array_equal(noise.rates_std, [0.01, 0.02])


def test_noise_becomes_qiskits_map() -> None:
    result = decode_result("noise-learner", body(), as_=NoiseLearnerV3Result)
    expected = PauliLindbladMap.from_list([("ZX", 0.25), ("XZ", 0.25), ("YI", 0.5)])
    assert result.to_qiskit() == [expected]
    assert result[0].to_qiskit() == expected


def test_reports_a_qiskit_without_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("qiskit.quantum_info.PauliLindbladMap")
    result = decode_result("noise-learner", body(), as_=NoiseLearnerV3Result)
    with pytest.raises(ConfigurationError, match="no PauliLindbladMap"):
        result.to_qiskit()


@pytest.mark.parametrize(
    "changes",
    [
        {"rates": tensor(0.25)},
        {"rates": {"data": "!", "shape": [2], "dtype": "f64"}},
        {"generators_sparse": [["XZ"], ["Y"]]},
        {"generators_sparse": None},
        {"num_qubits": "two"},
        {"rates_std": None},
    ],
)
def test_a_damaged_result_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("noise-learner", body(**changes))


def test_rejects_a_result_of_the_second_version(tmp_path: Path) -> None:
    layers: dict[str, Any] = {"data": [], "metadata": {}}
    decode_result("noise-learner", layers).save(tmp_path / "layers.json")
    assert not isinstance(load_result(tmp_path / "layers.json"), NoiseLearnerV3Result)
    with pytest.raises(ResultDecodeError, match="NoiseLearnerResult reads those of version 2"):
        NoiseLearnerV3Result.load(tmp_path / "layers.json")
    with pytest.raises(ConfigurationError, match="NoiseLearnerV3Result"):
        decode_result("noise-learner", layers, as_=NoiseLearnerV3Result)


def test_saves_and_loads_the_result(tmp_path: Path) -> None:
    decode_result("noise-learner", body(), dry_run=True).save(tmp_path / "noise.json.gz")
    loaded = load_result(tmp_path / "noise.json.gz", as_=NoiseLearnerV3Result)
    assert loaded[0].terms == decode_result("noise-learner", body(), as_=NoiseLearnerV3Result)[0].terms
    assert loaded[0].metadata["dry_run"] is True


def test_the_older_class_still_reads_noise_of_instructions() -> None:
    found = decode_result("noise-learner", body())
    (item,) = found
    assert isinstance(item, LearnedNoise)
    assert "instruction" in found._repr_html_()
