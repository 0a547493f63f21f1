from __future__ import annotations

import base64
import gc
import io
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from qrt_facade.results.bounds import Budget
from qrt_facade.results.npy import read_npy

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def threads_that_take_turns_everywhere() -> Iterator[None]:
    """Threads switch often, and garbage collections run Python code in the middle of others' work."""
    interval, threshold = sys.getswitchinterval(), gc.get_threshold()
    gc.freeze()  # what the tests before have left is not gone through each time
    sys.setswitchinterval(1e-6)
    gc.set_threshold(10)
    yield
    sys.setswitchinterval(interval)
    gc.set_threshold(*threshold)


class Finalised:
    """A cycle whose end is Python code."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        sum(range(50))


@pytest.mark.usefixtures("threads_that_take_turns_everywhere")
def test_arrays_are_read_by_many_threads_at_once() -> None:
    array = np.arange(12).reshape(3, 4)
    with io.BytesIO() as written:
        np.save(written, array)
        text = base64.b64encode(zlib.compress(written.getvalue()))

    def read(_: int) -> bool:
        Finalised(), Finalised()
        return bool((read_npy(text, Budget()) == array).all())

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(read, range(400)))
