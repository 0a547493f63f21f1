"""Decoding a body to the result of its program, or rejecting it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.bodies import SAMPLER

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import ExecutorResult, decode_result, load_result

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("form", [str, str.encode, json.loads])
def test_accepts_a_body_as_str_bytes_or_decoded_json(form: Any) -> None:
    result = decode_result("sampler", form(SAMPLER))
    assert result[0].ints() == [0x3FF, 0]
    assert result.raw == json.loads(SAMPLER)


@pytest.mark.parametrize("program", ["sampler", "estimator", "noise-learner", "executor"])
@pytest.mark.parametrize(
    "body", ["", "Traceback (most recent call last): boom", '{"results":[{"da', b"\xff\xfe", "<html>"]
)
def test_rejects_a_body_that_is_not_json_and_shows_its_beginning(program: str, body: Any) -> None:
    with pytest.raises(ResultDecodeError, match=r"is not JSON|is empty") as caught:
        decode_result(program, body)
    assert caught.value.program_id == program


@pytest.mark.parametrize("program", ["sampler", "estimator", "noise-learner", "executor"])
@pytest.mark.parametrize(
    "body", ["{}", "[]", "null", "3", '{"results":3}', '{"results":[{}]}', '{"data":[3]}', '"{}"']
)
def test_rejects_json_that_is_not_a_result(program: str, body: str) -> None:
    with pytest.raises(ResultDecodeError, match=program):
        decode_result(program, body)


def test_rejects_excessive_nesting() -> None:
    with pytest.raises(ResultDecodeError):
        decode_result("sampler", "[" * 100_000)


def test_a_result_in_a_json_string_is_decoded() -> None:
    assert decode_result("sampler", json.dumps(SAMPLER))[0].ints() == [0x3FF, 0]


def test_results_of_unknown_programs_stay_data_or_text() -> None:
    assert decode_result("my-program", '{"a":[1,NaN]}')["a"][0] == 1
    assert decode_result("my-program", "done.") == "done."


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("program_id", {"program_id": 3}),
        ("max_bytes", {"max_bytes": -1}),
        ("max_bytes", {"max_bytes": 1.5}),
        ("dry_run", {"dry_run": "no"}),
        ("dry_run", {"dry_run": 2}),
    ],
)
def test_an_invalid_argument_is_refused_by_name(name: str, given: dict[str, Any]) -> None:
    arguments: dict[str, Any] = {"program_id": "sampler", "body": SAMPLER, **given}
    with pytest.raises(ConfigurationError, match=rf"^{name}\b"):
        decode_result(**arguments)


def test_the_arrays_of_an_executor_job_keep_to_the_limit_of_bytes() -> None:
    tensor = {"data": "A" * 16, "shape": [96, 1], "dtype": "bool"}
    body = {
        "schema_version": "v1.0",
        "data": [{"results": {"c": tensor}, "metadata": None}],
        "metadata": None,
    }
    result = decode_result("executor", body, max_bytes=96)
    assert isinstance(result, ExecutorResult)
    assert result[0]["c"].num_shots == 96
    with pytest.raises(ResultDecodeError):
        decode_result("executor", body, max_bytes=11)


def test_a_compressed_file_keeps_to_the_limit_of_bytes(tmp_path: Path) -> None:
    body = {"results": [{"data": {"c": {"samples": ["0x0"] * 2000, "num_bits": 2}}, "metadata": {}}]}
    path = tmp_path / "result.json.gz"
    decode_result("sampler", body).save(path)
    assert path.stat().st_size < 1000
    assert load_result(path, max_bytes=100_000)[0].c.counts() == {"00": 2000}  # type: ignore[index]
    with pytest.raises(ResultDecodeError):
        load_result(path, max_bytes=5000)
