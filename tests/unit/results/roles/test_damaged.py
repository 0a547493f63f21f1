"""Executor jobs of IBM's primitives with one damaged part: they decode, or raise one of our errors."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from support.bombs import by_ibm, estimated, tensor

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results import EstimatorResult, SamplerResult, decode_result

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLED = by_ibm(
    "sampler_v2",
    {
        "c": tensor("bool", [2, 3, 4, 1], bytes(3), packed=True),
        "measurement_flips.c": tensor("bool", [2, 3, 1, 1], b"\x2a", packed=True),
    },
    {"twirling": True, "meas_type": "classified", "options": {}, "shots": 4, "circuits_metadata": [{}]},
)
ESTIMATED = estimated([2, 1, 8, 1], observables=[[{"Z": 1.0}], [{"Z": 0.5, "I": 2}]])
ELSE = (None, 0, -1, 10**9, 10**400, 1.5, float("nan"), True, "", "Z" * 7, [], {}, [[]], [1, 2, 3], {"a": 1})


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*place, key))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("body", [SAMPLED(), ESTIMATED()], ids=["sampler", "estimator"])
def test_a_damaged_primitive_result_decodes_or_raises_our_error(body: str) -> None:
    assert isinstance(decode_result("executor", body), (SamplerResult, EstimatorResult))
    whole = json.loads(body)
    for *to, last in list(places(whole)):
        for other in (*ELSE, KeyError):
            document = copy.deepcopy(whole)
            holder = document
            for key in to:
                holder = holder[key]
            if other is KeyError:
                del holder[last]
            else:
                holder[last] = other
            try:
                repr(decode_result("executor", document))
            except ResultDecodeError:
                continue


def test_the_flips_of_a_sampler_job_are_undone_and_its_randomizations_are_shots() -> None:
    result = decode_result("executor", SAMPLED())
    assert isinstance(result, SamplerResult)
    assert (result[0].shape, result[0].c.num_shots) == ((3,), 8)
    # The flips are 0, 1, 0 of the first randomization, and 1, 0, 1 of the second; all bits are 0.
    assert [result[0].counts(point) for point in range(3)] == [{"0": 4, "1": 4}] * 3
    assert result[0].c[0].bitstrings() == ["0"] * 4 + ["1"] * 4


def test_the_error_says_how_to_get_the_executors_result() -> None:
    document = json.loads(SAMPLED())
    del document["data"][0]["results"]["c"]
    with pytest.raises(ResultDecodeError, match="as_=ExecutorResult returns it as the executor's"):
        decode_result("executor", document)
