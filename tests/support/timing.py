"""Shorten pauses for tests, wherever the client defines them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from qrt_facade._policy import timing

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pauses(Protocol):
    """Changes attributes of `Timing` until the test ends."""

    def __call__(self, **changes: Any) -> None: ...


@pytest.fixture
def pauses() -> Iterator[Pauses]:
    with ExitStack() as stack:

        def change(**changes: Any) -> None:
            stack.enter_context(timing.override(**changes))

        yield change
