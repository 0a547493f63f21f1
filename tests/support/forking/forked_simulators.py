"""Simulation processes of the tests' emulators, forked from one that has imported Qiskit.

Otherwise each starts with 0.8 s of imports, and the suite starts hundreds. A fork runs the same code from its first
line, with the same arguments, channel, environment, descriptors and process group. Its parent is the prepared
process, which ends with this one. How emulators start and end their processes is tested with `started_anew`.

Emulators in processes that a test starts also fork theirs from it, if the test uses `forked_simulators`: it puts this
folder on the path of these processes, whose `sitecustomize` finds the prepared process by its name.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MODULE = "qrt_facade.emulator.simulation"
VARIABLE = "QRT_TESTS_SIMULATORS"
"""The environment variable with the prepared process's name, for processes that a test starts."""
_MOST = 1 << 16
_LONGEST_WAIT = 30
"""Seconds until a process that a test started gives up waiting and imports Qiskit itself."""


class _Forked:
    """A simulation process, with the interface of `processes.Process`."""

    def __init__(self, asked: Prepared, pid: int) -> None:
        self.pid = pid
        self._asked = asked
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            self._status = self._asked.status(self.pid)
        return self._status

    def kill(self) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Prepared:
    """The prepared process, started by the first user, who does not wait until it is ready.

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
        """Start a simulation process with its channel, like `processes._spawn`."""
        if self.used and os.getpid() == self._owner and command[3] == MODULE:
            with self._lock:
                if self._is_ready():
                    return _Forked(self, self._ask({"environment": dict(environment)}, channel.fileno()))
        return self._spawn(command, environment, channel)

    def status(self, pid: int) -> int | None:
        """Return the exit status of a process once it has ended."""
        if os.getpid() != self._owner:
            return 0  # a forked child of this process does not own it
        with self._lock:
            answer: int | None = self._ask({"status": pid})
            return answer

    def name(self) -> str:
        """Start to prepare, and return the name for processes that a test starts."""
        with self._lock:
            self._is_ready()
        return self._name

    def close(self) -> None:
        """End it, and its forks."""
        if self._channel is not None:
            self._channel.shutdown(socket.SHUT_RDWR)  # a fork of this process may have it open as well
            self._channel.close()
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self._process, 0)

    @property
    def _name(self) -> str:
        return f"qrt-simulators-{self._owner}"

    def _is_ready(self) -> bool:
        if self._channel is None:
            self._channel, theirs = socket.socketpair()
            with theirs:
                environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
                actions = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), 0)]
                command = [sys.executable, "-P", __file__, self._name]
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


class Borrowed(Prepared):
    """The prepared process of the tests, as seen by a worker or by a process that a test has started.

    Args:
        spawn: Starts a process that imports everything itself.
        name: The name of the prepared process.
    """

    def __init__(self, spawn: Callable[..., Any], name: str) -> None:
        super().__init__(spawn)
        self._shared = name

    @property
    def _name(self) -> str:
        return self._shared

    def close(self) -> None:
        """End the processes that it has forked for this one."""
        if self._channel is not None:
            self._channel.close()

    def _is_ready(self) -> bool:
        if self._channel is None:
            self._channel = socket.socket(socket.AF_UNIX)
            self._channel.settimeout(_LONGEST_WAIT)
            with contextlib.suppress(OSError):
                self._channel.connect(f"\0{self._name}")
                self._ready = self._channel.recv(1) == b"!"
            self._channel.settimeout(None)
        return self._ready


def _serve(name: str) -> None:
    """Fork for the tests on descriptor 0, and for connecting processes, until the tests end."""
    ours = socket.socket(fileno=os.dup(0))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"\0{name}")
    listener.listen(64)
    _prepare()
    try:
        ours.send(b"!")
    except BrokenPipeError:  # the tests have ended already
        return
    forked: dict[socket.socket, set[int]] = {ours: set()}
    while True:
        for ready in select.select([listener, *forked], [], [])[0]:
            if ready is listener:
                channel, _ = listener.accept()
                channel.send(b"!")
                forked[channel] = set()
            elif not _answered(ready, forked[ready]):
                if ready is ours:
                    return
                ready.close()
                for pid in forked.pop(ready):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)


def _answered(channel: socket.socket, forked: set[int]) -> bool:
    """Process the next request; return False at the end of the channel."""
    # A message is small and is answered before the next one, so that it arrives complete.
    try:
        message, descriptors, _, _ = socket.recv_fds(channel, _MOST, 1)
    except ConnectionResetError:  # a process that ended without reading the last response
        return False
    if not message:
        return False
    asked = json.loads(message)
    answer: int | None
    if "status" in asked:
        ended, status = os.waitpid(asked["status"], os.WNOHANG)
        answer = os.waitstatus_to_exitcode(status) if ended else None
        if ended:
            forked.discard(ended)
    else:
        answer = os.fork()
        if answer == 0:
            _simulate(asked["environment"], descriptors[0])
        forked.add(answer)
        os.close(descriptors[0])
    with contextlib.suppress(BrokenPipeError):  # the end of the channel follows
        channel.send(json.dumps(answer).encode())
    return True


def _prepare() -> None:
    import gc

    # Forks need not import these again.
    from qrt_facade.emulator.simulation import __main__, programs  # noqa: F401

    gc.freeze()


def _simulate(environment: dict[str, str], channel: int) -> None:
    import numpy as np

    from qrt_facade.emulator.simulation.__main__ import main

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
    _serve(sys.argv[1])
