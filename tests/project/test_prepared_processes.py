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
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are prepared only on Linux")


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
    prepare: Callable[[], PreparedCommands | Prepared],
) -> None:
    prepared = prepare()
    if (fork := os.fork()) == 0:
        time.sleep(10)
        os._exit(0)
    try:
        prepared.close()
        ended = os.waitid(os.P_PID, fork, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        assert ended is None, "close() has waited for the fork"
    finally:
        os.kill(fork, signal.SIGKILL)
        os.waitpid(fork, 0)
