"""Programs in separate processes that can be killed at any moment.

Each is a fork of one process that has imported the client and opened nothing, so that it starts in milliseconds. Its
output is written to a file immediately, so that it survives SIGKILL.

    with ProgramPool(folder) as nursery:
        program = nursery.start("emit(number=given)", given=1)
        program.finish().output                            # [{"number": 1}]
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONGEST = 100
"""Seconds after which a program ends itself by an alarm."""


@dataclass
class Program:
    """One process.

    Attributes:
        pid: Its id.
        out: The file with its output, a JSON object per line.
        errors: The file of its standard error.
    """

    nursery: ProgramPool
    pid: int
    out: Path
    errors: Path
    status: int | None = None

    @property
    def output(self) -> list[dict[str, Any]]:
        """Its output so far."""
        return [json.loads(line) for line in self.out.read_text().splitlines()]

    @property
    def complaints(self) -> str:
        """Its standard error so far: warnings and tracebacks."""
        return self.errors.read_text()

    def wait_for_output(self, *names: str, count: int = 1) -> Self:
        """Wait until it has written this many objects that have all of these names."""
        until(lambda: sum(set(names) <= set(one) for one in self.output) >= count or self._gone())
        return self

    def kill(self) -> None:
        """Kill it with SIGKILL, if it has not ended, and wait for its end."""
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self.status = self.nursery.wait(self.pid)

    def ended(self) -> Self:
        """Wait until it has ended, with any status."""
        if self.status is None:
            self.status = self.nursery.wait(self.pid)
        return self

    def finish(self) -> Self:
        """Wait until it has ended successfully."""
        assert self.ended().status == 0, f"status {self.status}: {self.complaints[-3000:]}"
        return self

    def _gone(self) -> bool:
        # A killed child stays in the process table until it is waited for, and then writes nothing more.
        if (self.errors.exists() and "Traceback" in self.complaints) and self.ended().status:
            raise AssertionError(self.complaints[-3000:])
        return False


class ProgramPool:
    """A process that has imported the client, and forks programs on request.

    Args:
        folder: The folder for the programs' output.
        head: Code at the beginning of each program.
    """

    def __init__(self, folder: Path, head: str = "") -> None:
        self._folder = folder
        self._head = textwrap.dedent(head)
        self._started = 0
        self._process = subprocess.Popen(
            # Modules next to this file have names of standard library modules.
            [sys.executable, "-P", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self._living: dict[int, Program] = {}

    def start(self, code: str, *, environment: dict[str, str] | None = None, **given: Any) -> Program:
        """Start a program.

        Args:
            code: Python code; `emit(**facts)` and the passed values are defined.
            environment: Additional environment variables.
            given: Values for it, which must be valid JSON.
        """
        self._started += 1
        out, errors = (self._folder / f"{self._started}.{kind}" for kind in ("out", "err"))
        out.touch()
        errors.touch()
        asked = {
            "code": self._head + textwrap.dedent(code), "given": given, "environment": environment or {},
            "out": str(out), "errors": str(errors),
        }  # fmt: skip
        program = Program(self, int(self._ask(asked)), out, errors)
        self._living[program.pid] = program
        return program

    def wait(self, pid: int) -> int:
        """Return the exit status of a program once it has ended; negative for a signal."""
        status = int(self._ask({"wait": pid}))
        self._living.pop(pid, None)
        return status

    def _ask(self, asked: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for program in list(self._living.values()):
            program.kill()
        self._process.communicate()


def until(happened: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition is true."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"did not happen within {seconds} s"
        time.sleep(0.01)


def _serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                _perform(asked)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def _perform(asked: dict[str, Any]) -> None:
    signal.alarm(LONGEST)
    # A shell starts background processes with Ctrl-C ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.update(asked["environment"])
    flags = os.O_WRONLY | os.O_APPEND
    out = os.open(asked["out"], flags)
    for number, path in ((0, os.devnull), (1, os.devnull), (2, asked["errors"])):
        os.dup2(os.open(path, os.O_RDWR if path == os.devnull else flags), number)

    def emit(**facts: Any) -> None:
        os.write(out, json.dumps(facts).encode() + b"\n")

    status = 1
    try:
        exec(
            compile(asked["code"], "program", "exec"), {"emit": emit, "__name__": "program", **asked["given"]}
        )
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the fork must not go on as the process that serves
        with suppress(OSError):
            traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    import sqlite3  # noqa: F401 - what is imported here, no program has to import

    import numpy  # noqa: F401, ICN001
    import platformdirs  # noqa: F401

    from qrt_facade import AsyncRuntimeClient, RuntimeClient  # noqa: F401

    _serve()
