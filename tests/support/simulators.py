"""Emulators of the tests fork their simulation processes from a prepared one: see `forking/forked_simulators.py`."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.forking.forked_simulators import VARIABLE, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Prepared", "forked_simulators", "prepared_simulators", "without_trio"]

FOLDER = Path(__file__).parent / "forking"


@contextlib.contextmanager
def prepared_simulators() -> Iterator[Prepared | None]:
    """Let emulators of this process fork their simulation processes; None where that cannot be done."""
    from qrt_facade.emulator.run import processes

    if sys.platform != "linux":
        yield None
        return
    with pytest.MonkeyPatch.context() as patch, contextlib.closing(Prepared(processes._spawn)) as prepared:
        patch.setattr(processes, "_spawn", prepared.start)
        yield prepared


@pytest.fixture
def forked_simulators(simulators: Prepared | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the emulators of processes that this test starts fork their simulation processes, too."""
    if simulators is not None:
        monkeypatch.setenv(VARIABLE, simulators.name())
        monkeypatch.setenv("PYTHONPATH", str(FOLDER), prepend=os.pathsep)


@pytest.fixture
def without_trio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes that this test starts find no trio, which few users have and the tests' environment has.

    httpcore imports it where it is, which takes a fifth of the time of a `qrt` that asks for one thing.
    """
    monkeypatch.setenv("QRT_TESTS_WITHOUT_TRIO", "1")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER), prepend=os.pathsep)
