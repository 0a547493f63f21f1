"""Fixtures for every test against a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from qrt_facade._policy import timing

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _no_advice() -> Iterator[None]:
    """Disable advice requests, since tests count requests; tests of the advice enable it."""
    with timing.override(advice_every=None):
        yield
