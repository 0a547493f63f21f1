"""Processes of `qrt`, of emulators and of programs (`python -c`), forked from one that has imported what they import.

A `qrt` that asks a service for one thing takes 1.1 s of CPU, of which all but a tenth are imports. What is forked here
has its own descriptors, environment, arguments, folder and session, ends as an interpreter ends, and is a child of the
process of the tests, which waits for it and signals it as it would any other: `subprocess.Popen` is `Popen` below while
a test uses the fixture `forked_commands`.

A start that depends on how an interpreter begins (flags, `preexec_fn`, the locale, variables of Python's own), and every
file or module but MODULES, is a real one. So are all where fewer tests run than pay for it. Programs are forked with the
fixture `forked_programs` alone: not where a test asks what is imported, or what happens meanwhile.
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
"""Whether the processes shall find no trio: the prepared process has imported none."""
_HERE = str(Path(__file__).parent)
IMPORTED_FOR_A_CALL = (
    *(f"qrt_client.api.backends.{name}" for name in ("list_backends", "get_backend_configuration")),
    *(f"qrt_client.api.jobs.{name}" for name in ("create_job", "get_job", "get_job_results", "list_jobs")),
    *(f"rich.{name}" for name in ("console", "live", "markup", "progress", "syntax", "table", "_unicode_data")),
    "qrt_facade.emulator.server", "qrt_facade.emulator.call_lines", "gzip", "encodings.idna", "httpx_retries",
)  # fmt: skip
_MOST = 1 << 17
_OF_THE_INTERPRETER = ("PYTHON", "LC_", "LANG")
"""How variables begin that are read when an interpreter starts."""
_PLAIN: dict[str, Any] = {
    "executable": None, "preexec_fn": None, "close_fds": True, "pass_fds": (), "shell": False, "restore_signals": True,
    "gid": None, "gids": None, "uid": None, "umask": -1, "process_group": -1,
}  # fmt: skip
"""Arguments of `Popen` that a forked process could not have, or has without being asked."""
_NAMES = list(inspect.signature(subprocess.Popen._execute_child).parameters)[2:]  # type: ignore[attr-defined]
"""Arguments of the method that starts a process; the first two are the object and the command."""
_ENDS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


class PreparedCommands:
    """The prepared process; the first test that needs it starts it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._channel: socket.socket | None = None
        self._paths = os.environ.get("PYTHONPATH", "")
        self._start_of_interpreters = _read_at_start(os.environ)

    def can_start(
        self, arguments: list[str], environment: dict[str, str], folder: str, *, programs: bool
    ) -> bool:
        """Whether a fork does what a process would that starts from nothing."""
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
            # The child of a process that has ended goes to the nearest ancestor that takes such children.
            _take_orphans(True)
            try:
                socket.send_fds(channel, [json.dumps(asked).encode()], descriptors)
                answer = channel.recv(_MOST)
            finally:
                _take_orphans(False)
        return int(answer)

    def close(self) -> None:
        """End it; what it has forked goes on."""
        if self._channel is not None:
            self._channel.close()
            self._process.wait()

    def _prepared(self) -> socket.socket:
        # Messages keep their bounds, so that one with many variables arrives whole.
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
    """Return what stands for `subprocess.Popen`: it forks what can be forked and starts everything else.

    Args:
        prepared: What forks.
        programs: Whether `python -c` is forked, too: not where a test asks what such a program imports.
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
    """Fork for the tests until they end; return only in what is forked, with what it shall do."""
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
        os.waitpid(between, 0)  # now the forked one is a child of the tests' process
        channel.send(os.read(reading, 20))
        os.close(reading)


def _take_descriptors(descriptors: list[int]) -> None:
    """Make these the standard streams, as an interpreter makes them, and close everything else."""
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
    """Run what was asked for, and let it end as it ends."""
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
    """Import what commands import, and open nothing."""
    import gc
    import importlib
    import pkgutil

    from qrt_facade import _async, _base, _display, _policy, _programs, _service, _sync, cli, results

    # What is imported here, no fork imports.
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
    to_the_tests.detach()  # closed in what is forked
    _become(asked)
