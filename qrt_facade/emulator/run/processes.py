"""Starting a simulation process and speaking with it, however many threads of this process fork meanwhile.

`subprocess` waits for the end of a pipe when it starts a process, and `asyncio` waits for the end of its pipes when one
ends. A child that another thread forks at that moment holds a copy of them, and the wait lasts as long as that child.
Here nothing waits for the end of a descriptor: `posix_spawn` needs no pipe, the channel is a socket pair, and
whether a process lives is asked by its id.
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
    """The variables that a worker gets: those that Python and the numeric libraries need, and nothing else.

    A list of what is passed, because nobody can list all names of secrets: a worker parses circuits of strangers.
    """
    kept = {
        name: value
        for name, value in variables.items()
        if name.upper() in _KEPT_VARIABLES or name.startswith(_KEPT_PREFIXES)
    }
    return kept | {"OMP_NUM_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


class Process(Protocol):
    """A running process, as `subprocess.Popen` has it too."""

    @property
    def pid(self) -> int:
        """Its id."""

    def poll(self) -> int | None:
        """None while it runs; then its status, and the number of the signal that ended it below 0."""

    def kill(self) -> None:
        """End it at once; one that has ended is left alone."""


def start_worker(module: str, environment: Mapping[str, str]) -> tuple[Process, socket.socket]:
    """Start `python -m module` with the other end of the returned socket as its channel, and no other descriptor.

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
    """A child of this process by its id. Someone else in the process may wait for all children, and so take its end."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._status: int | None = None

    def poll(self) -> int | None:
        if self._status is None:
            try:
                ended, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self._status = 0  # which it was knows the one who took its end
            else:
                self._status = os.waitstatus_to_exitcode(status) if ended else None
        return self._status

    def kill(self) -> None:
        # The id of a process whose end was taken may belong to another one by now.
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def _spawn(command: list[str], environment: Mapping[str, str], channel: socket.socket) -> Process:
    actions = [
        # First, because the socket's own number may be 1 or 2 where the program has closed its standard streams.
        (os.POSIX_SPAWN_DUP2, channel.fileno(), 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    # In a group of its own: Ctrl-C in a terminal goes to the whole group, and only the server is to act on it.
    return _Spawned(os.posix_spawn(command[0], command, environment, file_actions=actions, setpgroup=0))


def _create(command: list[str], environment: Mapping[str, str], channel: socket.socket) -> Process:
    """Where there is no `posix_spawn`, on Windows, there is no fork either; a socket is handed on by its description."""
    process = subprocess.Popen(  # noqa: S603  # this Python, with a module of this package
        command,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None  # noqa: S101  # it is a pipe
    with process.stdin as pipe:
        pipe.write(channel.share(process.pid))  # type: ignore[attr-defined]  # exists on Windows alone
    return process
