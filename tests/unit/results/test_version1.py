"""Results of version 1 of the primitives, which old jobs still have."""

from __future__ import annotations

import json
import pickle
from typing import Any

import numpy as np
import pytest
from qiskit.result import QuasiDistribution as TheirDistribution

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    EstimatorResult,
    EstimatorResultV1,
    QuasiDistribution,
    SamplerResult,
    SamplerResultV1,
    decode_result,
    load_result,
)

SAMPLED = {
    "quasi_dists": [{"0000": 0.26, "0101": 0.74}, {"00": 1.02, "10": -0.02}],
    "metadata": [
        {"shots": 1024, "readout_mitigation_overhead": 1.0, "circuit_metadata": {}},
        {"shots": 1024},
    ],
}
ESTIMATED = {"values": [0.5, -1.0], "metadata": [{"variance": 0.75, "shots": 3}, {"shots": 3}]}


def test_a_samplers_distributions_are_decoded_by_number_and_by_bitstring() -> None:
    result: Any = decode_result("sampler", json.dumps(SAMPLED).encode())
    assert isinstance(result, SamplerResultV1)
    assert result.quasi_dists == [{0: 0.26, 5: 0.74}, {0: 1.02, 2: -0.02}]
    assert result[0].binary_probabilities() == {"0000": 0.26, "0101": 0.74}
    assert result[1].binary_probabilities(3) == {"000": 1.02, "010": -0.02}
    assert [len(result), *(one.num_bits for one in result)] == [2, 4, 2]
    assert result.metadata[0]["shots"] == 1024
    assert result.raw == SAMPLED
    with pytest.raises(IndexError, match="no circuit 2; the result has 2"):
        result[2]


@pytest.mark.parametrize(
    "written",
    [{"0": 0.5, "3": 0.5}, {"0x0": 0.5, "0x3": 0.5}, {"00": 0.5, "11": 0.5}, {"0b00": 0.5, "0b11": 0.5}],
)
def test_the_keys_of_a_distribution_may_be_written_in_every_way(written: dict[str, float]) -> None:
    found = QuasiDistribution.of(written)
    assert found == {0: 0.5, 3: 0.5}
    assert found.binary_probabilities() == {"00": 0.5, "11": 0.5}
    if "3" not in written:  # which Qiskit does not read
        assert found == TheirDistribution(written)
    copied = pickle.loads(pickle.dumps(found))
    assert (copied, copied.num_bits) == (found, 2)


def test_an_estimators_values_are_decoded_with_their_standard_errors() -> None:
    result: Any = decode_result("estimator", ESTIMATED)
    assert isinstance(result, EstimatorResultV1)
    assert result.values.tolist() == list(result) == [0.5, -1.0]
    np.testing.assert_array_equal(result.stds, [0.5, np.nan])
    assert (len(result), result[1]) == (2, -1.0)
    typed = {**ESTIMATED, "values": [1.0, 2.0], "metadata": []}
    assert np.isnan(decode_result("estimator", typed).stds).all()  # type: ignore[attr-defined]


def test_results_of_version_1_are_those_of_qiskits_classes() -> None:
    sampled: Any = decode_result("sampler", SAMPLED)
    theirs = sampled.to_qiskit()
    assert [dict(one) for one in theirs.quasi_dists] == sampled.quasi_dists
    assert theirs.quasi_dists[0].binary_probabilities(4) == sampled[0].binary_probabilities()
    assert theirs.metadata == sampled.metadata
    estimated: Any = decode_result("estimator", ESTIMATED)
    assert estimated.to_qiskit().values.tolist() == [0.5, -1.0]


def test_results_of_version_1_are_kept_in_files_and_named_to_the_classes_of_version_2(tmp_path: Any) -> None:
    for cls, program, body in (
        (SamplerResult, "sampler", SAMPLED),
        (EstimatorResult, "estimator", ESTIMATED),
    ):
        result: Any = decode_result(program, body)
        result.save(tmp_path / program)
        assert load_result(tmp_path / program).raw == body
        assert type(result).load(tmp_path / program).raw == body
        with pytest.raises(ResultDecodeError, match=f"of version 1, not a {cls.__name__}; load_result"):
            cls.load(tmp_path / program)


def test_notebooks_show_results_of_version_1() -> None:
    sampled: Any = decode_result("sampler", SAMPLED)
    assert "0101" in sampled._repr_html_()
    assert "Sampler result of version 1: 2 circuits" in sampled._repr_html_()
    estimated: Any = decode_result("estimator", ESTIMATED)
    assert "-1.0" in estimated._repr_html_()
    many = QuasiDistribution(dict.fromkeys(range(64), 1 / 64))
    assert "and 54 more bitstrings" in many._repr_html_()


@pytest.mark.parametrize(
    ("program", "body", "message"),
    [
        ("sampler", {"quasi_dists": 3}, "quasi_dists is not a list of distributions"),
        ("sampler", {"quasi_dists": [{"x": 1.0}]}, "'x' is neither a bitstring nor a number"),
        ("sampler", {"quasi_dists": [{"0": "x"}]}, "quasi-probability of '0' is 'x', not a number"),
        (
            "sampler",
            {"quasi_dists": [{"0": 1.0}], "metadata": [{}, {}]},
            "metadata is not a list of 1 mappings",
        ),
        ("estimator", {"values": "x"}, "values is not a list of numbers"),
        ("estimator", {"values": [[1.0]]}, "values is not a list of numbers"),
        ("estimator", {"values": [1.0], "metadata": 5}, "metadata is not a list of 1 mappings"),
        (
            "sampler",
            {"counts": {}, "time": 1},
            "no list of PUBs in results or pub_results; its keys: counts, time",
        ),
        ("sampler", {}, "its keys: none"),
        ("sampler", [], "it is a list"),
        ("sampler", {"results": [{"counts": {}}]}, "PUB 0 has no data"),
        ("sampler", {"results": [3]}, "PUB 0 has no data"),
        ("estimator", {"results": {}}, "no list of PUBs"),
    ],
)
def test_rejects_a_document_of_neither_version(program: Any, body: Any, message: str) -> None:
    with pytest.raises(ResultDecodeError) as caught:
        decode_result(program, body)
    assert message in str(caught.value)
    assert "KeyError" not in str(caught.value)


def test_names_a_class_that_qiskit_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    import qiskit.primitives

    monkeypatch.delattr(qiskit.primitives, "SamplerResult")
    sampled: Any = decode_result("sampler", SAMPLED)
    with pytest.raises(ConfigurationError, match="no longer has SamplerResult"):
        sampled.to_qiskit()
