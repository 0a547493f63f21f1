"""Start a simulation process and communicate with it, even while other threads of this process fork.

`subprocess` reads a pipe to its end when it starts a process, and `asyncio` reads its pipes to their end when one
exits. A child that another thread forks at that moment inherits copies of those pipes, and the wait lasts until that
child ends. Here nothing waits for the end of a descriptor: `posix_spawn` needs no pipe, the channel is a socket pair,
and a process's id shows whether it is alive.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT_VARIABLES = frozenset(
    {
        "HOME", "LANG", "LANGUAGE", "PATH", "TEMP", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV",
        "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "WINDIR",
        "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH",
        "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONPATH",
        "PYTHONPYCACHEPREFIX", "PYTHONUTF8",
        "QISKIT_NUM_PROCS", "QISKIT_PARALLEL", "RAYON_NUM_THREADS",
    }
)  # fmt: skip
_KEPT_PREFIXES = ("LC_", "OMP_", "OPENBLAS_", "MKL_")


def worker_environment(variables: Mapping[str, str], threads: int) -> dict[str, str]:
    """Return the environment of a worker: only the variables that Python and the numeric libraries need.

    This is an allowlist because names of secrets cannot be enumerated, and a worker parses untrusted circuits.
    """
    kept = {
        name: value
        for name, value in variables.items()
        if name.upper() in _KEPT_VARIABLES or name.startswith(_KEPT_PREFIXES)
    }
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


class Process(Protocol):
    """A running process, with the interface of `subprocess.Popen`."""

    @property
    def pid(self) -> int:
        """Process id."""

    def poll(self) -> int | None:
        """Return None while it runs, then its exit status: the negative signal number if a signal ended it."""

    def kill(self) -> None:
        """Kill it; does nothing if it has already ended."""


def start_worker(module: str, environment: Mapping[str, str]) -> tuple[Process, socket.socket]:
    """Start `python -m module` with the other end of the returned socket as its only inherited descriptor.

    Raises:
        OSError: the process cannot be started.
    """
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            command = [sys.executable, "-P", "-m", module, str(os.getpid())]
            if hasattr(os, "posix_spawn"):
                process: Process = _spawn(command, environment, theirs)
            else:
                process = _create(command, environment, theirs)
    except BaseException:
        ours.close()
        raise
    ours.setblocking(False)
    return process, ours


class _Spawned:
    """A child process, tracked by its id. Other code in this process may reap it first by waiting for all children."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self._status = 0  # the status is lost: other code has reaped the process
            else:
                self._status = os.waitstatus_to_exitcode(status) if ended else None
        return self._status

    def kill(self) -> None:
        # The id of a reaped process may already belong to another process.
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def _spawn(command: list[str], environment: Mapping[str, str], channel: socket.socket) -> Process:
    actions = [
        # First, because the socket's own number may be 1 or 2 if the program has closed its standard streams.
        (os.POSIX_SPAWN_DUP2, channel.fileno(), 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    # In its own process group: Ctrl-C in a terminal signals the whole group, and only the server should act on it.
    return _Spawned(os.posix_spawn(command[0], command, environment, file_actions=actions, setpgroup=0))


def _create(command: list[str], environment: Mapping[str, str], channel: socket.socket) -> Process:
    """Start a worker on Windows, which has neither `posix_spawn` nor fork; the socket is passed by its description."""
    process = subprocess.Popen(  # noqa: S603  # this Python, with a module of this package
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None  # noqa: S101  # it is a pipe
    with process.stdin as pipe:
        pipe.write(channel.share(process.pid))  # type: ignore[attr-defined]  # exists only on Windows
    return process
