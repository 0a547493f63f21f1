"""Processes of `qrt`, of emulators and of programs (`python -c`), forked from one that has imported their modules.

A `qrt` with one request takes 1.1 s of CPU, of which all but a tenth are imports. A fork has its own descriptors,
environment, arguments, folder and session, exits as an interpreter does, and is a child of the test process, which
waits for it and signals it like any other: while a test uses the fixture `forked_commands`, `subprocess.Popen` is
`Popen` below.

A start that depends on how an interpreter starts (flags, `preexec_fn`, the locale, Python's own environment
variables), and every file or module except MODULES, is started normally. So are all processes in runs of only a few
tests. Programs are only forked with the fixture `forked_programs`: not if a test checks what is imported, or what
happens in the meantime.
"""

from __future__ import annotations

import ctypes
import inspect
import json
import os
import runpy
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

MODULES = ("qrt_facade", "qrt_facade.emulator")
TERMINAL = (
    "import fcntl, runpy, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
    "runpy.run_module('qrt_facade', run_name='__main__', alter_sys=True)"
)
"""`qrt` as leader of its terminal's session, so that Ctrl-C reaches it as a signal."""
WITHOUT_TRIO = "QRT_TESTS_WITHOUT_TRIO"
"""Whether to hide trio from the processes: the prepared process has not imported it."""
_HERE = str(Path(__file__).parent)
IMPORTED_FOR_A_CALL = (
    *(f"qrt_client.api.backends.{name}" for name in ("list_backends", "get_backend_configuration")),
    *(f"qrt_client.api.jobs.{name}" for name in ("create_job", "get_job", "get_job_results", "list_jobs")),
    *(f"rich.{name}" for name in ("console", "live", "markup", "progress", "syntax", "table", "_unicode_data")),
    "qrt_facade.emulator.server", "qrt_facade.emulator.call_lines", "gzip", "encodings.idna", "httpx_retries",
)  # fmt: skip
_MOST = 1 << 17
_OF_THE_INTERPRETER = ("PYTHON", "LC_", "LANG")
"""Prefixes of environment variables that are read when an interpreter starts."""
_PLAIN: dict[str, Any] = {
    "executable": None, "preexec_fn": None, "close_fds": True, "pass_fds": (), "shell": False, "restore_signals": True,
    "gid": None, "gids": None, "uid": None, "umask": -1, "process_group": -1,
}  # fmt: skip
"""Arguments of `Popen` that a fork does not support, or always has."""
_NAMES = list(inspect.signature(subprocess.Popen._execute_child).parameters)[2:]  # type: ignore[attr-defined]
"""Arguments of the method that starts a process; the first two are the object and the command."""
_ENDS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


class PreparedCommands:
    """The prepared process, started by the first test that needs it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._channel: socket.socket | None = None
        self._paths = os.environ.get("PYTHONPATH", "")
        self._start_of_interpreters = _read_at_start(os.environ)

    def can_start(
        self, arguments: list[str], environment: dict[str, str], folder: str, *, programs: bool
    ) -> bool:
        """Return whether a fork behaves like a process that is started normally."""
        return (
            os.getpid() == self._owner
            and arguments[0] == sys.executable
            and len(arguments) > 2
            and (
                (arguments[1] == "-m" and arguments[2] in MODULES)
                or (arguments[1] == "-c" and (programs or arguments[2] == TERMINAL))
            )
            and WITHOUT_TRIO in environment
            and _read_at_start(environment) == self._start_of_interpreters
            and [path for path in _paths(environment) if path != _HERE] == _paths({"PYTHONPATH": self._paths})
            and os.access(folder, os.X_OK)
        )

    def start(self, asked: dict[str, Any], descriptors: list[int]) -> int:
        """Fork a process, which becomes a child of this one, and return its id."""
        with self._lock:
            channel = self._channel or self._prepared()
            # The child of an ended process is adopted by the nearest ancestor that is a subreaper.
            _take_orphans(True)
            try:
                socket.send_fds(channel, [json.dumps(asked).encode()], descriptors)
                answer = channel.recv(_MOST)
            finally:
                _take_orphans(False)
        return int(answer)

    def close(self) -> None:
        """End it; its forks continue."""
        if self._channel is not None:
            self._channel.shutdown(socket.SHUT_RDWR)  # a fork of this process may have it open as well
            self._channel.close()
            self._process.wait()

    def _prepared(self) -> socket.socket:
        # The socket preserves message boundaries, so that a message with many variables arrives complete.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            environment = {
                **os.environ,
                "PYTHONPATH": self._paths,
                WITHOUT_TRIO: "1",
                "OPENBLAS_NUM_THREADS": "1",
            }
            command = [sys.executable, "-P", __file__, str(theirs.fileno())]
            self._process = _real(
                command, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
            )
        assert ours.recv(1) == b"!"
        self._channel = ours
        return ours


def popen_of(prepared: PreparedCommands, *, programs: bool = False) -> type[subprocess.Popen[Any]]:
    """Return a replacement of `subprocess.Popen` that forks where possible and starts other processes normally.

    Args:
        prepared: The process to fork from.
        programs: Whether to fork `python -c`, too: not if a test checks what such a program imports.
    """

    class Popen(subprocess.Popen):  # type: ignore[type-arg]
        def _execute_child(self, args: Any, *rest: Any) -> None:
            given = dict(zip(_NAMES, rest, strict=True))
            arguments = [os.fspath(part) for part in ([args] if isinstance(args, str) else args)]
            environment = dict(os.environ if given["env"] is None else given["env"])
            folder = os.fspath(given["cwd"] or ".")
            if any(given[name] != value for name, value in _PLAIN.items()) or not prepared.can_start(
                arguments, environment, folder, programs=programs
            ):
                super()._execute_child(args, *rest)  # type: ignore[misc]  # there, and private
                return
            ends = (given["p2cread"], given["c2pwrite"], given["errwrite"])
            descriptors = [own if end == -1 else end for own, end in enumerate(ends)]
            asked = {
                "arguments": arguments[1:],
                "environment": environment,
                "folder": os.path.abspath(folder),  # noqa: PTH100 - a folder may be gone
                "session": given["start_new_session"],
            }
            self.pid = prepared.start(asked, descriptors)
            self._child_created = True
            self._close_pipe_fds(*(given[name] for name in _ENDS))  # type: ignore[attr-defined]

    return Popen


_real = subprocess.Popen


def _paths(environment: dict[str, str]) -> list[str]:
    return [path for path in environment.get("PYTHONPATH", "").split(os.pathsep) if path]


def _read_at_start(environment: Any) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_OF_THE_INTERPRETER) and name != "PYTHONPATH"
    }


def _take_orphans(take: bool) -> None:
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, int(take), 0, 0, 0)


def _serve(channel: socket.socket) -> dict[str, Any]:
    """Fork for the tests until they end; return only in a fork, with its instructions."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, _MOST, 3)
        if not message:
            os._exit(0)
        reading, writing = os.pipe()
        between = os.fork()
        if between == 0:
            pid = os.fork()
            if pid == 0:
                asked: dict[str, Any] = json.loads(message)
                _take_descriptors(descriptors)
                return asked
            os.write(writing, str(pid).encode())
            os._exit(0)
        for descriptor in (writing, *descriptors):
            os.close(descriptor)
        os.waitpid(between, 0)  # now the fork is a child of the test process
        channel.send(os.read(reading, 20))
        os.close(reading)


def _take_descriptors(descriptors: list[int]) -> None:
    """Set these as the standard streams, as an interpreter does, and close all other descriptors."""
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        before = getattr(sys, name)
        stream = open(  # noqa: SIM115 - as long as the process
            number,
            "w" if number else "r",
            encoding=before.encoding,
            errors=before.errors,
            newline="\n",
            closefd=False,
        )
        if number == 2:
            stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _become(asked: dict[str, Any]) -> None:
    """Run the requested command, and exit as it does."""
    if asked["session"]:
        os.setsid()
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    how, program, *arguments = asked["arguments"]
    sys.orig_argv = [sys.executable, *asked["arguments"]]
    sys.argv = [how, *arguments]
    sys.path[:0] = ["" if how == "-c" else asked["folder"], *([_HERE] if _HERE in _paths(os.environ) else [])]  # type: ignore[arg-type]
    runpy.run_path(str(Path(_HERE) / "sitecustomize.py"))
    if how == "-c":
        main = sys.modules["__main__"] = ModuleType("__main__")
        exec(compile(program, "<string>", "exec"), main.__dict__)
    else:
        runpy.run_module(program, run_name="__main__", alter_sys=True)


def _prepare() -> None:
    """Import what commands import, without opening anything."""
    import gc
    import importlib
    import pkgutil

    from qrt_facade import _async, _base, _display, _policy, _programs, _service, _sync, cli, results

    # Forks need not import these again.
    for package in (_async, _base, _display, _policy, _programs, _service, _sync, cli, results):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for name in IMPORTED_FOR_A_CALL:
        importlib.import_module(name)
    gc.freeze()


if __name__ == "__main__":
    sys.modules["trio"] = None  # type: ignore[assignment]
    _prepare()
    to_the_tests = socket.socket(fileno=int(sys.argv[1]))
    to_the_tests.send(b"!")
    asked = _serve(to_the_tests)
    to_the_tests.detach()  # closed in the fork
    _become(asked)
