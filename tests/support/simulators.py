"""Fixtures that fork the emulators' simulation processes, and `qrt` processes of tests, from a prepared process.

See `forking/forked_simulators.py` and `forking/forked_commands.py`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.forking.forked_commands import PreparedCommands, popen_of
from support.forking.forked_simulators import VARIABLE, Borrowed, Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Prepared",
    "forked_commands",
    "forked_programs",
    "forked_simulators",
    "prepared_commands",
    "prepared_simulators",
    "without_trio",
]

FOLDER = Path(__file__).parent / "forking"


@contextlib.contextmanager
def prepared_simulators(shared: str | None = None) -> Iterator[Prepared | None]:
    """Let emulators of this process fork their simulation processes; None if that is not possible.

    Args:
        shared: The name of an existing prepared process. Without it, this process has its own.
    """
    from qrt_facade.emulator.run import processes

    if sys.platform != "linux":
        yield None
        return
    made = Borrowed(processes._spawn, shared) if shared else Prepared(processes._spawn)
    with pytest.MonkeyPatch.context() as patch, contextlib.closing(made) as prepared:
        patch.setattr(processes, "_spawn", prepared.start)
        yield prepared


@pytest.fixture
def forked_simulators(simulators: Prepared | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let emulators in processes that this test starts fork their simulation processes as well."""
    if simulators is not None:
        monkeypatch.setenv(VARIABLE, simulators.name())
        monkeypatch.setenv("PYTHONPATH", str(FOLDER), prepend=os.pathsep)


@pytest.fixture
def without_trio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide trio from processes that this test starts: few users have it, but the tests' environment does.

    httpcore imports it if it is installed, which takes a fifth of the time of a `qrt` with one request.
    """
    monkeypatch.setenv("QRT_TESTS_WITHOUT_TRIO", "1")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER), prepend=os.pathsep)


@pytest.fixture(scope="session")
def prepared_commands(simulators: Prepared | None) -> Iterator[PreparedCommands | None]:
    """Forks processes of `qrt` and programs; None where they are started normally."""
    if simulators is None:
        yield None
        return
    with contextlib.closing(PreparedCommands()) as prepared:
        yield prepared


@pytest.fixture
def forked_commands(
    prepared_commands: PreparedCommands | None,
    without_trio: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let this test's `qrt` processes be forks of one that has imported everything: see `forking/forked_commands`."""
    if prepared_commands is not None:
        monkeypatch.setattr(subprocess, "Popen", popen_of(prepared_commands))


@pytest.fixture
def forked_programs(
    prepared_commands: PreparedCommands | None,
    without_trio: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Let this test's programs, `python -c`, be forks of that process as well, with the client already imported."""
    if prepared_commands is not None:
        monkeypatch.setattr(subprocess, "Popen", popen_of(prepared_commands, programs=True))
