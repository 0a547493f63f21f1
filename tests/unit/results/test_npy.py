from __future__ import annotations

import base64
import gc
import io
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qrt_facade.errors import ResultDecodeError
from qrt_facade.results.bounds import Budget
from qrt_facade.results.npy import read_npy

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def threads_that_take_turns_everywhere() -> Iterator[None]:
    """Switch threads often, with garbage collections that run Python code in the middle of other work."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    gc.freeze()  # do not traverse objects left by earlier tests each time
    sys.setswitchinterval(1e-6)
    gc.set_threshold(10)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)


class Finalised:
    """A reference cycle with a Python finaliser."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        sum(range(50))


@pytest.mark.usefixtures("threads_that_take_turns_everywhere")
def test_arrays_are_read_by_concurrent_threads() -> None:
    array = np.arange(12).reshape(3, 4)
    with io.BytesIO() as written:
        np.save(written, array)
        text = base64.b64encode(zlib.compress(written.getvalue()))

    def read(_: int) -> bool:
        Finalised(), Finalised()
        return bool((read_npy(text, Budget()) == array).all())

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(read, range(400)))


def encoded(array: np.ndarray[Any, Any], *, version: tuple[int, int] = (1, 0)) -> bytes:
    with io.BytesIO() as content:
        np.lib.format.write_array(content, array, version=version)
        return base64.b64encode(zlib.compress(content.getvalue()))


def test_an_array_with_a_header_of_the_second_version_is_read() -> None:
    array = np.arange(6.0).reshape(2, 3)
    assert read_npy(encoded(array, version=(2, 0)), Budget(10**6)).tolist() == array.tolist()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (encoded(np.zeros(2, dtype=[("a", "<f8")])), "unknown dtype"),
        (encoded(np.zeros((0, 3), dtype="<U90000")), "unknown dtype"),
        (base64.b64encode(zlib.compress(bytes(99))[:-4]), "header of an array"),
    ],
)
def test_rejects_an_array_that_is_not_numeric(content: bytes, says: str) -> None:
    with pytest.raises(ResultDecodeError, match=says):
        read_npy(content, Budget(10**6))


def test_an_array_without_its_checksum_is_truncated() -> None:
    whole = base64.b64decode(encoded(np.arange(1000.0)))
    for cut in (1, 4, 6, len(whole) // 2):
        with pytest.raises(ResultDecodeError, match="truncated"):
            read_npy(base64.b64encode(whole[:-cut]), Budget(10**6))
