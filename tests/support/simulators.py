"""Simulation processes of the tests' emulators, forked from one that has imported Qiskit.

Each starts with 0.8 s of imports otherwise, and the suite starts hundreds. What is forked runs the same code from its
first line, with the same arguments, channel, environment, descriptors and process group. Its parent is the prepared
process, which ends with this one. How emulators start and end their processes is tested with `started_anew`.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MODULE = "qrt_facade.emulator.simulation"
_MOST = 1 << 16


class _Forked:
    """A simulation process, as `processes.Process` has it."""

    def __init__(self, prepared: Prepared, pid: int) -> None:
        self.pid = pid
        self._prepared = prepared
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            self._status = self._prepared.status(self.pid)
        return self._status

    def kill(self) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, 9)


class Prepared:
    """The prepared process. It is started by the first one who needs it, who does not wait until it is ready.

    Args:
        spawn: Starts a process that imports everything itself.
    """

    def __init__(self, spawn: Callable[..., Any]) -> None:
        self.used = True
        self._spawn = spawn
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._channel: socket.socket | None = None
        self._ready = False

    def start(self, command: list[str], environment: Mapping[str, str], channel: socket.socket) -> Any:
        """Start a simulation process with its channel: what `processes._spawn` does."""
        if self.used and os.getpid() == self._owner and command[3] == MODULE:
            with self._lock:
                if self._is_ready():
                    return _Forked(self, self._ask({"environment": dict(environment)}, channel.fileno()))
        return self._spawn(command, environment, channel)

    def status(self, pid: int) -> int | None:
        """Return the exit status of a process once it has ended."""
        if os.getpid() != self._owner:
            return 0  # a forked child of this process has nothing to do with it
        with self._lock:
            answer: int | None = self._ask({"status": pid})
            return answer

    def close(self) -> None:
        """End it, and what it has forked."""
        if self._channel is not None:
            self._channel.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)

    def _is_ready(self) -> bool:
        if self._channel is None:
            self._channel, theirs = socket.socketpair()
            with theirs:
                environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
                actions = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), 0)]
                command = [sys.executable, "-P", __file__]
                self._process = os.posix_spawn(
                    sys.executable, command, environment, file_actions=actions, setpgroup=0
                )
        if not self._ready:
            with contextlib.suppress(BlockingIOError):
                self._ready = self._channel.recv(1, socket.MSG_DONTWAIT) == b"!"
        return self._ready

    def _ask(self, asked: dict[str, Any], *descriptors: int) -> Any:
        assert self._channel is not None
        socket.send_fds(self._channel, [json.dumps(asked).encode()], descriptors)
        return json.loads(self._channel.recv(_MOST))


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


def _serve() -> None:
    channel = socket.socket(fileno=os.dup(0))
    channel.send(b"!")
    while True:
        # A message is small and is answered before the next one: it arrives whole.
        message, descriptors, _, _ = socket.recv_fds(channel, _MOST, 1)
        if not message:
            return
        asked = json.loads(message)
        answer: int | None
        if "status" in asked:
            ended, status = os.waitpid(asked["status"], os.WNOHANG)
            answer = os.waitstatus_to_exitcode(status) if ended else None
        else:
            answer = os.fork()
            if answer == 0:
                _simulate(asked["environment"], descriptors[0])
            os.close(descriptors[0])
        channel.send(json.dumps(answer).encode())


def _simulate(environment: dict[str, str], channel: int) -> None:
    try:
        os.setpgid(0, 0)
        os.dup2(channel, 0)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.environ.clear()
        os.environ.update(environment)
        np.random.seed()
        sys.argv[1:] = [str(os.getppid())]
        main()
    finally:
        os._exit(1)


if __name__ == "__main__":
    import gc

    import numpy as np

    from qrt_facade.emulator.simulation import programs  # noqa: F401 - what is imported here, no fork imports
    from qrt_facade.emulator.simulation.__main__ import main

    gc.freeze()
    _serve()
