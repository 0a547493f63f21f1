"""Decoding a body to the result of its program, or rejecting it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.bodies import SAMPLER

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import (
    decode_result,
)


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


def test_a_result_that_comes_as_json_in_a_string_is_read() -> None:
    assert decode_result("sampler", json.dumps(SAMPLER))[0].ints() == [0x3FF, 0]


def test_results_of_unknown_programs_stay_data_or_text() -> None:
    assert decode_result("my-program", '{"a":[1,NaN]}')["a"][0] == 1
    assert decode_result("my-program", "done.") == "done."
