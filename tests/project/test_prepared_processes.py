"""The processes from which tests fork others end with the tests."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from support.forking.forked_commands import PreparedCommands
from support.forking.forked_simulators import MODULE, Prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are prepared only on Linux")


@pytest.fixture
def fork_that_goes_on() -> Iterator[Callable[[], int]]:
    """Fork this process; the child has its open files for a while, as after a test that forks and fails."""
    children: list[int] = []

    def make() -> int:
        child = os.fork()
        if child == 0:
            time.sleep(10)
            os._exit(0)
        children.append(child)
        return child

    yield make
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def is_running(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def commands() -> PreparedCommands:
    made = PreparedCommands()
    made._prepared()
    return made


def simulators() -> Prepared:
    def start_directly(*_: Any) -> None:
        return None

    made = Prepared(start_directly)
    made.start([sys.executable, "-P", "-m", MODULE], {}, None)  # type: ignore[arg-type]  # not forked yet
    return made


@pytest.mark.parametrize("prepare", [commands, simulators])
def test_a_prepared_process_ends_although_a_fork_has_its_channel(
    prepare: Callable[[], PreparedCommands | Prepared], fork_that_goes_on: Callable[[], int]
) -> None:
    prepared = prepare()
    child = fork_that_goes_on()
    prepared.close()
    assert is_running(child), "close() has waited for the fork"
