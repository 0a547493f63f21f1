"""Results of the sampler."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from support.bodies import SAMPLER, body_of

from qrt_facade.errors import ConfigurationError, ResultDecodeError
from qrt_facade.results import (
    SamplerResult,
    decode_result,
)


def test_the_sampler_body_of_ibms_guide_is_read() -> None:
    result = decode_result("sampler", SAMPLER)
    assert isinstance(result, SamplerResult)
    assert result[0].c.counts() == {"0" * 10 + "1" * 10: 1, "0" * 20: 1}
    assert result[0]["c"].ints() == [0x3FF, 0]
    assert result[0].counts() == result[0].c.counts()
    assert result[0].metadata == {"circuit_metadata": {}}
    assert result.metadata["version"] == 2
    assert result.raw == json.loads(SAMPLER)


def test_a_pub_without_registers_has_no_shots() -> None:
    (pub,) = decode_result("sampler", '{"results":[{"data":{},"metadata":{}}]}')
    assert (pub.registers, pub.num_shots, pub.shape) == ([], 0, ())
    with pytest.raises(AttributeError, match="it has none"):
        _ = pub.c


def test_a_result_without_pubs_is_empty() -> None:
    assert len(decode_result("sampler", '{"results":[],"metadata":{}}')) == 0


@pytest.mark.parametrize(
    "samples",
    [[[[1.0, -2.0], [0.5, 0.0]], [[3.0, 1.0], [0.0, 0.0]]], [[complex(1, -2), 0.5], [complex(3, 1), 0.0]]],
)
def test_plain_kerneled_samples_are_complex_arrays(samples: Any) -> None:
    typed = json.loads(
        json.dumps(samples, default=lambda z: {"__type__": "complex", "__value__": [z.real, z.imag]})
    )
    result = decode_result("sampler", {"results": [{"data": {"c": {"samples": typed, "num_bits": 2}}}]})
    np.testing.assert_array_equal(result[0].kerneled(), [[1 - 2j, 0.5], [3 + 1j, 0]])
    assert result[0].kerneled("c").dtype == np.complex128
    assert result[0].data["c"] is result[0].c
    with pytest.raises(ConfigurationError, match="'c' contains kerneled data, an array, not bits"):
        result[0].counts()
    with pytest.raises(KeyError, match="no classical register 'meas'"):
        result[0].kerneled("meas")


def test_bits_are_not_kerneled_data() -> None:
    pub = decode_result("sampler", body_of({"a": ([1, 2], 2), "b": ([1, 0], 1)}))[0]
    with pytest.raises(ConfigurationError, match="'a' contains bits, not kerneled data"):
        pub.kerneled("a")
    with pytest.raises(ConfigurationError, match=r"2 classical registers \(a, b\); select one"):
        pub.kerneled()


def test_several_registers_are_picked_by_name_or_joined() -> None:
    pub = decode_result("sampler", body_of({"a": ([1, 2], 2), "counts": ([1, 0], 1)}))[0]
    assert pub.registers == ["a", "counts"]
    assert pub["counts"].ints() == [1, 0]
    assert pub.join().ints() == [0b101, 0b010]
    assert pub.join(["counts", "a"]).ints() == [0b011, 0b100]
    with pytest.raises(ValueError, match=r"a, counts\); select one, or join"):
        pub.counts()


def test_a_missing_register_error_lists_the_existing_ones() -> None:
    pub = decode_result("sampler", SAMPLER)[0]
    with pytest.raises(AttributeError, match="no classical register 'meas'; it has 'c'"):
        _ = pub.meas
    with pytest.raises(KeyError, match="no classical register 'meas'; it has 'c'"):
        pub["meas"]
    with pytest.raises(AttributeError, match="it has 'c'"):
        _ = pub.data.meas
    assert "c" in dir(pub)
    assert "c" in pub
    assert not hasattr(pub, "meas")


def test_a_missing_pub_error_names_the_number_of_pubs() -> None:
    result = decode_result("sampler", SAMPLER)
    with pytest.raises(IndexError, match="no PUB 1; the result has 1"):
        result[1]
    assert [pub.registers for pub in result] == [["c"]]
    assert len(result[0:1]) == 1


def test_results_can_be_copied_and_pickled() -> None:
    import copy
    import pickle

    result = decode_result("sampler", SAMPLER)
    for twin in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert twin[0].c == result[0].c
        assert twin.raw == result.raw


def test_reprs_summarise_the_content() -> None:
    assert repr(decode_result("sampler", SAMPLER)) == (
        "SamplerResult([SamplerPubResult(shape=(), c=Samples(num_bits=20, num_shots=2, shape=()))])"
    )
    estimator = decode_result("estimator", '{"results":[{"data":{"evs":[0.5,1],"stds":0.25}}]}')
    assert repr(estimator) == "EstimatorResult([EstimatorPubResult(shape=(2,), evs=float64[2], stds=0.25)])"


def test_kerneled_data_are_pairs_or_complex_numbers() -> None:
    def read(samples: Any) -> Any:
        return decode_result("sampler", {"results": [{"data": {"c": {"samples": samples}}}]})[0].c

    typed = {"__type__": "complex", "__value__": [1.0, -2.0]}
    assert read([[1.0, -2.0], [3.0, 4.0]]).tolist() == [1 - 2j, 3 + 4j]
    assert read([typed, typed]).tolist() == [1 - 2j] * 2
    with pytest.raises(ResultDecodeError, match=r"complex numbers or pairs, not numbers of shape \(2, 3\)"):
        read([[1.0, 2.0, 3.0]] * 2)
    with pytest.raises(ResultDecodeError, match="contains a bool"):
        read([[1.0, True]])


def test_suggests_our_names_for_those_of_ibms_client() -> None:
    (pub,) = decode_result("sampler", body_of({"c": ([1, 2, 3], 2)}))
    assert "c" in dir(pub.data)
    with pytest.raises(AttributeError, match="Instead of IBM's 'join_data'") as caught:
        pub.join_data()
    assert caught.value.name == "join_data"
    with pytest.raises(AttributeError, match="nothing"):
        _ = pub.nothing
