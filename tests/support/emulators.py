"""Emulators for tests, and arguments for their clients. A conftest chooses the options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pytest

from qrt_facade import RuntimeClient
from qrt_facade.emulator import DEFAULT_INSTANCE, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Unpack

    from qrt_facade.emulator import Emulator, StartOptions

OTHER_INSTANCE = DEFAULT_INSTANCE.replace("00000000e3a1::", "00000000e3a2::")

QUICK: StartOptions = {"noise": False, "seed": 7, "queue_seconds": 0.05, "run_seconds": 0.05}
"""Results are reproducible, and jobs are Queued and Running just long enough to be observed."""


def emulator_fixture(
    *, scope: Literal["session", "module"] = "session", **options: Unpack[StartOptions]
) -> Callable[[], Iterator[Emulator]]:
    """Create a fixture of an emulator with these options, which tests share: they only look for their own jobs.

    Each conftest creates one, because pytest keeps one value of a session fixture, whichever of the fixtures that it
    uses are overridden.
    """

    @pytest.fixture(scope=scope)
    def emulator(request: pytest.FixtureRequest) -> Iterator[Emulator]:
        chosen: StartOptions = {"usage": request.config.getoption("--usage"), **options}
        with start(**chosen) as running:
            yield running

    return emulator


@pytest.fixture
def arguments(emulator: Emulator) -> dict[str, Any]:
    """Return the arguments for a client of the emulator."""
    return emulator.access


@pytest.fixture
def client(arguments: dict[str, Any]) -> Iterator[RuntimeClient]:
    with RuntimeClient(**arguments) as made:
        yield made
