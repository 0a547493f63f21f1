"""Arrays of `.npy` files by their dtype, shape and elements."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from qrt_facade._base.npy_bytes import in_c_order


def saved(array: Any, version: tuple[int, int] | None = None) -> bytes:
    with io.BytesIO() as file:
        np.lib.format.write_array(file, np.asanyarray(array), version)
        return file.getvalue()


DRAWN = arrays.arrays(
    st.sampled_from([np.float64, np.complex128, np.int8, np.bool_, np.float32]),
    arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)


@given(array=DRAWN)
def test_c_and_fortran_order_give_the_same_bytes(array: Any) -> None:
    assert in_c_order(saved(np.asfortranarray(array))) == in_c_order(saved(np.ascontiguousarray(array)))


@given(array=DRAWN, other=DRAWN)
def test_different_arrays_give_different_bytes(array: Any, other: Any) -> None:
    alike = array.dtype == other.dtype and array.shape == other.shape and array.tobytes() == other.tobytes()
    assert (in_c_order(saved(array)) == in_c_order(saved(other))) == alike


def test_npy_version_does_not_change_the_bytes() -> None:
    array = np.arange(6.0).reshape(2, 3)
    assert (
        in_c_order(saved(array, (1, 0)))
        == in_c_order(saved(array, (2, 0)))
        == in_c_order(saved(array, (3, 0)))
    )


def test_structured_arrays_differ_by_their_field_names() -> None:
    found = [in_c_order(saved(np.zeros(2, dtype=[(name, "f8"), ("b", "i4")]))) for name in ("a", "c")]
    assert None not in found
    assert found[0] != found[1]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00\xff\xff", b"\x93NUMPY\x01\x00\x05\x00{'de}", b"x" * 200],
)
def test_anything_but_an_array_gives_none(content: bytes) -> None:
    assert in_c_order(content) is None


def test_a_truncated_fortran_order_array_gives_none() -> None:
    assert in_c_order(saved(np.asfortranarray(np.ones((2, 3))))[:-3]) is None
