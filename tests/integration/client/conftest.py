"""An emulator for the facade's tests, and clients of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qrt_facade import RuntimeClient
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    with start(
        noise=False, seed=7, queue_seconds=0.05, run_seconds=0.05, backends="ibm_fez,ibmq_manila"
    ) as running:
        yield running


@pytest.fixture(scope="session")
def arguments(emulator: Emulator) -> dict[str, Any]:
    """What makes a client of the emulator."""
    return emulator.access


@pytest.fixture
def client(arguments: dict[str, Any]) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments) as made:
        yield made


@pytest.fixture(autouse=True)
def _asks_often(pauses: Pauses) -> None:
    """The emulator is quick, so the pauses are too; that there are pauses is tested with the plan itself."""
    pauses(first_poll=0.1)
