"""Workers of a test run: forks of the one process that has collected the tests.

Collecting takes 11 s of CPU, most of it imports (Qiskit, matplotlib, IBM's client). pytest-xdist starts processes
that each collect everything; with `--workers 3` it is done once. A fork inherits its parent's imports, and shares
their memory.

The tests of a module run in one worker, in order, as with `--dist loadfile`; so do the modules of a folder in
TOGETHER. A worker takes the next of these groups when it runs the last test of the previous one, because that test's
teardown depends on the next. Session fixtures are created in each worker. Reports go to the parent, which counts and
prints them as if it had run the tests.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from functools import cache
from multiprocessing import Pipe, connection
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import pytest
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
TOGETHER = ("tests/project/regeneration/",)
"""Folders whose modules share fixtures that take seconds to create."""
SHORT = 0.005
"""Seconds below which `--durations` shows nothing."""
_PLACE = 4
"""Size of a group's number in the queue, in bytes."""
_PATIENCE = 20.0
"""Seconds that a stopped worker has for the teardown of its tests, such as ending processes."""


_SHARED: list[Callable[[], object]] = []


def made_before_forking(make: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function in a conftest that creates a constant: workers share the value created before forking.

    Without workers, or if none of these tests is collected, the value is created on first use. It must not start a
    thread.
    """
    made = cache(make)
    _SHARED.append(made)
    return made


def run_in_workers(session: pytest.Session, number: int) -> None:
    """Run the collected tests in this many forks of this process.

    Raises:
        UsageError: There would be no worker, or collecting has started threads.
    """
    if number < 1:
        raise pytest.UsageError(f"--workers {number}: expected 1 or more")
    for make in _SHARED:
        make()
    gc.freeze()
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    if others:
        raise pytest.UsageError(
            f"--workers: collecting has started threads, which a fork does not have: {others}"
        )
    groups = _groups(session.items)
    queue, filling = os.pipe()
    os.write(filling, b"".join(place.to_bytes(_PLACE, "big") for place in range(len(groups))))
    os.close(filling)
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one folder for all, as xdist has it
    workers = [_Worker(session, groups, queue) for _ in range(min(number, len(groups)))]
    running = {worker.channel: worker for worker in workers}
    try:
        while running:
            _take_messages(session, running)
    finally:
        os.close(queue)
        for worker in running.values():
            worker.interrupt()
        for worker in running.values():
            worker.wait_or_kill()


def _take_messages(session: pytest.Session, running: dict[connection.Connection, _Worker]) -> None:
    """Process a message from each worker that has one, and remove workers that have ended.

    Raises:
        Failed: The maximum number of failures is reached.
        Interrupted: The run must stop.
    """
    for channel in connection.wait(list(running)):
        assert isinstance(channel, connection.Connection)
        if not running[channel].take_message():
            running.pop(channel).end()
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)


def _groups(items: list[pytest.Item]) -> list[list[pytest.Item]]:
    """Return the tests that one worker runs together, in the order of collection."""
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        module = item.nodeid.split("::", 1)[0]
        folder = next((folder for folder in TOGETHER if module.startswith(folder)), module)
        groups.setdefault(folder, []).append(item)
    return list(groups.values())


class _Worker:
    """A fork, as seen by its parent."""

    def __init__(self, session: pytest.Session, groups: list[list[pytest.Item]], queue: int) -> None:
        self._hook = session.config.hook
        self._config = session.config
        self._running: tuple[str, Any] | None = None
        self.channel, theirs = Pipe(duplex=False)
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid == 0:
            self.channel.close()
            _work(session, groups, queue, theirs)
        theirs.close()

    def take_message(self) -> bool:
        """Process a message from the worker; return False at its end."""
        try:
            kind, content = self.channel.recv()
        except (EOFError, OSError):
            return False
        if kind == "started":
            self._running = content
            self._hook.pytest_runtest_logstart(nodeid=content[0], location=content[1])
        elif kind == "report":
            self._pass_on(content)
        elif kind == "finished":
            (nodeid, location), reports = content
            for data in reports:
                self._pass_on(data)
            self._running = None
            self._hook.pytest_runtest_logfinish(nodeid=nodeid, location=location)
        elif kind == "warning":
            text, where = content
            message = warnings.WarningMessage(pytest.PytestWarning(text), pytest.PytestWarning, *where)
            self._hook.pytest_warning_recorded.call_historic(
                kwargs={"warning_message": message, "when": "runtest", "nodeid": "", "location": None}
            )
        else:
            self._fail(content)
        return True

    def end(self) -> None:
        """Wait for the process, and report an error if it ended before its tests."""
        self.channel.close()
        _, status = os.waitpid(self._pid, 0)
        if code := os.waitstatus_to_exitcode(status):
            self._fail(f"The worker ended with {code}. Its remaining tests were not run.")

    def interrupt(self) -> None:
        """Stop the process like Ctrl-C does, so that it runs teardowns."""
        self.channel.close()
        os.kill(self._pid, signal.SIGINT)

    def wait_or_kill(self) -> None:
        """Wait for the end of the process, and kill it if that takes too long."""
        latest = time.monotonic() + _PATIENCE
        while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > latest:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                return
            time.sleep(0.02)

    def _fail(self, why: str) -> None:
        nodeid, location = self._running or ("a worker", ("", None, "a worker"))
        self._report(
            pytest.TestReport(nodeid, location, keywords={}, outcome="failed", longrepr=why, when="call")
        )

    def _pass_on(self, data: dict[str, Any]) -> None:
        self._report(self._hook.pytest_report_from_serializable(config=self._config, data=data))

    def _report(self, report: Any) -> None:
        self._hook.pytest_runtest_logreport(report=report)


class _Reporter:
    """Runs tests in a worker and sends the reports to the parent; nothing is reported here.

    Reporting twice, in three parts, took a third of the time of an empty test. A set-up or teardown that passed
    silently and within SHORT is not reported, as if there were no report.
    """

    def __init__(self, config: pytest.Config, channel: connection.Connection) -> None:
        self._config = config
        self._channel = channel

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        where = item.nodeid, item.location
        self._channel.send(("started", where))
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        serialized = [self._serialized(report) for report in reports if not _says_nothing(report)]
        self._channel.send(("finished", (where, serialized)))
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Forward a report of a plugin, such as of a subtest."""
        self._channel.send(("report", self._serialized(report)))

    def _serialized(self, report: pytest.TestReport) -> Any:
        return self._config.hook.pytest_report_to_serializable(config=self._config, report=report)

    def pytest_warning_recorded(self, warning_message: warnings.WarningMessage) -> None:
        text = f"{warning_message.category.__name__}: {warning_message.message}"
        self._channel.send(("warning", (text, (warning_message.filename, warning_message.lineno))))


def _says_nothing(report: pytest.TestReport) -> bool:
    """Return whether a report can be left out: of a set-up or a teardown that passed."""
    return report.when != "call" and report.passed and not report.sections and report.duration < SHORT


def _work(
    session: pytest.Session, groups: list[list[pytest.Item]], queue: int, channel: connection.Connection
) -> NoReturn:
    """Run groups of tests until none are left. The process does nothing afterwards, and exits without returning."""
    status = 1
    try:
        _take_output(session.config)
        session.config.pluginmanager.register(_Reporter(session.config, channel))
        items = _items(groups, queue)
        item = next(items, None)
        while item is not None:
            following = next(items, None)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            item = following
        status = 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, the parent reports it
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent sends another one after the terminal's
        if not isinstance(error, KeyboardInterrupt):
            channel.send(("failure", traceback.format_exc()))
        session._setupstate.teardown_exact(None)
    finally:
        channel.close()
        os._exit(status)


def _items(groups: list[list[pytest.Item]], queue: int) -> Iterator[pytest.Item]:
    """Take groups from the queue. Reading from a pipe is atomic, however many processes read."""
    while place := os.read(queue, _PLACE):
        yield from groups[int.from_bytes(place, "big")]


def _take_output(config: pytest.Config) -> None:
    """Capture output in this process's files, and print nothing."""
    capture: Any = config.pluginmanager.getplugin("capturemanager")
    capture.stop_global_capturing()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    capture.start_global_capturing()
    capture.suspend_global_capture()
