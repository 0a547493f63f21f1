"""The result of a job whose submission is known: as many PUBs as were sent, and a warning for missing shots."""

from __future__ import annotations

import json
import warnings
from typing import Any

import numpy as np
import pytest
from qiskit.primitives.containers import DataBin, PrimitiveResult, SamplerPubResult
from qiskit_ibm_runtime import RuntimeEncoder
from support.bodies import body_of

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import EstimatorResult, ExecutorResult, SamplerResult, SamplerResultV1
from qrt_facade.results.decoding import decode_result_of

ESTIMATES = b'{"results": [{"data": {"evs": [0.5], "stds": [0.1]}, "metadata": {}}], "metadata": {}}'


def sampled(*shots: int) -> bytes:
    """Return the body of a sampler job with this many shots of each PUB."""
    pubs = [{"data": {"c": {"samples": ["0x1"] * number, "num_bits": 2}}, "metadata": {}} for number in shots]
    return json.dumps({"results": pubs, "metadata": {"version": 2}}).encode()


def decoded(body: bytes, asked: list[int | None] | None, program: str = "sampler", **given: Any) -> Any:
    arguments: dict[str, Any] = {"max_bytes": 10**6, "whose": "job d1", **given}
    return decode_result_of(program, asked, body, **arguments)


@pytest.mark.parametrize("asked", [[3, 2], [None, None], [1, 2], [None, 2], None])
def test_a_result_with_as_many_shots_as_requested_is_returned_without_a_warning(asked: Any) -> None:
    result = decoded(sampled(3, 2), asked)
    assert [pub.c.counts() for pub in result] == [{"01": 3}, {"01": 2}]
    assert result.dry_run is False


@pytest.mark.parametrize(
    ("shots", "asked", "short"),
    [
        ((2, 2), [2, 3], [(1, 2, 3)]),
        ((0, 5), [1, 5], [(0, 0, 1)]),
        ((1, 5, 1), [9, None, 8], [(0, 1, 9), (2, 1, 8)]),
    ],
)
def test_a_warning_names_each_pub_with_fewer_shots_than_requested(
    shots: tuple[int, ...], asked: list[int | None], short: list[tuple[int, int, int]]
) -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        result = decoded(sampled(*shots), asked)
    assert [pub.num_shots for pub in result] == list(shots)
    assert [one.category for one in warned] == [RuntimeWarning] * len(short)
    for one, (number, had, wanted) in zip(warned, short, strict=True):
        text = str(one.message)
        assert text.startswith(f"PUB {number} ")
        assert f" {had} shot" in text
        assert f" {wanted} " in text


def test_a_pub_with_several_registers_has_its_shots_counted_once() -> None:
    body = body_of({"a": ([1, 2], 2), "b": ([0, 1], 1)})
    assert decoded(body, [2])[0].num_shots == 2
    with pytest.warns(RuntimeWarning, match="PUB 0 "):
        decoded(body, [3])


def test_values_that_are_not_bits_have_no_shots_to_be_missing() -> None:
    pub = SamplerPubResult(DataBin(shape=(), c=np.array([[1 + 2j], [3j]])))
    body = json.dumps(PrimitiveResult([pub], {}), cls=RuntimeEncoder).encode()
    assert decoded(body, [100])[0].c.tolist() == [[1 + 2j], [3j]]


@pytest.mark.parametrize("asked", [[], [3], [3, 2, 2]])
def test_a_result_with_another_number_of_pubs_is_refused(asked: list[int | None]) -> None:
    with pytest.raises(ResultDecodeError) as caught:
        decoded(sampled(3, 2), asked)
    assert caught.value.program_id == "sampler"
    text = str(caught.value)
    assert " 2 PUBs" in text
    assert f" {len(asked)}" in text


def test_only_the_number_of_pubs_of_an_estimator_result_is_compared() -> None:
    assert decoded(ESTIMATES, [5000], "estimator")[0].evs.tolist() == [0.5]
    with pytest.raises(ResultDecodeError) as caught:
        decoded(ESTIMATES, [None, None], "estimator")
    assert caught.value.program_id == "estimator"


def test_results_of_other_programs_and_versions_are_not_compared() -> None:
    assert decoded(b'{"a": [1, 2]}', [100], "my-program") == {"a": [1, 2]}
    old = b'{"quasi_dists": [{"0": 1.0}], "metadata": [{"shots": 10}]}'
    assert isinstance(decoded(old, [100, 100]), SamplerResultV1)


def test_a_result_of_another_class_than_expected_is_refused_by_the_name_of_the_job() -> None:
    assert isinstance(decoded(sampled(1), [1], as_=SamplerResult), SamplerResult)
    with pytest.raises(ConfigurationError, match="job d1"):
        decoded(sampled(1), [1], as_=EstimatorResult)
    with pytest.raises(ConfigurationError, match="job d1"):
        decoded(sampled(1), None, as_=EstimatorResult)


def test_an_executor_result_is_read_without_known_shots() -> None:
    body = json.dumps(
        {
            "schema_version": "v1.0",
            "data": [
                {"results": {"c": {"data": "AQ==", "shape": [2, 1], "dtype": "bool"}}, "metadata": None}
            ],
            "metadata": None,
        }
    ).encode()
    result = decoded(body, None, "executor", as_=ExecutorResult)
    assert isinstance(result, ExecutorResult)
    assert result[0]["c"].bitstrings() == ["1", "0"]


def test_the_arrays_of_a_result_keep_to_the_limit_of_bytes() -> None:
    assert decoded(sampled(1000), [1000], max_bytes=1000)[0].num_shots == 1000
    with pytest.raises(ResultDecodeError):
        decoded(sampled(1000), [1000], max_bytes=999)


def test_a_dry_run_is_marked_in_its_result() -> None:
    assert decoded(sampled(1), [1], dry_run=True).dry_run is True
