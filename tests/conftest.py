"""Rules for every test: no connections beyond this machine, no real credentials, and one shared emulator."""

from __future__ import annotations

import gc
import ipaddress
import os
import re
import socket
import stat
import tempfile
from importlib.util import find_spec
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from support.emulators import QUICK, arguments, client, emulator_fixture
from support.examples_drawn import IN_EVERY_RUN, LONG, WITH_LONG
from support.simulators import (
    Prepared,
    forked_commands,
    forked_programs,
    forked_simulators,
    prepared_commands,
    prepared_simulators,
    without_trio,
)
from support.timing import pauses
from support.workers import run_in_workers
from support.worlds import repeated_in_other_worlds

from qrt_facade._base import secrets

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

__all__ = [
    "arguments",
    "client",
    "emulator",
    "forked_commands",
    "forked_programs",
    "forked_simulators",
    "pauses",
    "prepared_commands",
    "without_trio",
]  # fixtures for every test

emulator = emulator_fixture(**QUICK)

CREDENTIALS = ("QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE")
QUEUE_SECONDS = 6 * 3600
"""Timeout of a test against IBM, where a queue can take hours."""
SHARED = pytest.StashKey[str]()
"""The name of the process from which the simulation processes of all workers are forked."""
MANY = 50
"""From this number of tests on, it is worth preparing a process, and no single test was requested by name."""

# No deadlines: the time of an example depends on the machine and its load. The default run uses the same examples each
# time, so that a commit passes or fails because of its own changes; with --long they are new each time.
settings.register_profile("unhurried", deadline=None, max_examples=IN_EVERY_RUN, derandomize=True)
settings.register_profile(LONG, deadline=None, max_examples=WITH_LONG)  # see `drawn`
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("qrt-facade")
    group.addoption(
        "--live",
        choices=("local", "ibm", "record"),
        help="where the REST course runs: against the emulator (local), against IBM with the credentials of the "
        "environment (ibm), or against the emulator while recording cassettes (record, as scripts/record_cassettes "
        "does); by default the cassettes are replayed and no socket is opened",
    )
    group.addoption(
        "--usage",
        choices=("seconds", "both", "units"),
        default="both",
        help="the unit in which the emulator reports usage, unless a test sets it: seconds of QPU time, resource "
        "units, or both, as the service does today",
    )
    group.addoption(
        "--screenshots",
        metavar="DIR",
        help="a folder for screenshots of the emulator's pages; with --long, in every width and colour scheme",
    )
    group.addoption(
        "--workers",
        type=int,
        metavar="N",
        help="number of forks that run the tests, which this process collects; by default this process runs them",
    )
    group.addoption("--long", action="store_true", help="also run the tests that are marked long")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        settings.load_profile(LONG)
    if config.getoption("--live") != "ibm":
        _block_sockets(config)
    elif missing := [name for name in CREDENTIALS if not os.environ.get(name)]:
        raise pytest.UsageError(f"--live=ibm needs {' and '.join(missing)} in the environment")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--live") == "ibm":
        for item in items:
            item.add_marker(pytest.mark.timeout(QUEUE_SECONDS))
    if config.getoption("--long"):
        return
    long = {item for item in items if item.get_closest_marker("long")}
    if len(items) < MANY:  # these were requested by name: show why they do not run
        for item in long:
            item.add_marker(pytest.mark.skip(reason="long; run with --long"))
    else:  # each of 1,500 skipped tests would cost three reports to another process
        left_out = {*long, *repeated_in_other_worlds(item for item in items if item not in long)}
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in workers if requested and possible."""
    option = session.config.option
    here = option.collectonly or option.usepdb or session.testsfailed or not hasattr(os, "fork")
    if option.workers is None or here:
        return None
    if len(session.items) < MANY or find_spec("qiskit") is None:  # without Qiskit there is no simulation
        run_in_workers(session, option.workers)
        return True
    with prepared_simulators() as prepared:
        if prepared is not None:
            session.config.stash[SHARED] = prepared.name()
        run_in_workers(session, option.workers)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Exclude thousands of collected tests from garbage collection: a full collection took a second with them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def simulators(request: pytest.FixtureRequest) -> Iterator[Prepared | None]:
    """Let the emulators of many tests fork their simulation processes from one that has imported Qiskit."""
    if len(request.session.items) < MANY:
        yield None
        return
    with prepared_simulators(request.config.stash.get(SHARED, None)) as prepared:
        yield prepared


@pytest.fixture(scope="module")
def started_anew(simulators: Prepared | None) -> Iterator[None]:
    """Let the emulators of a module start their simulation processes as they do for users."""
    if simulators is None:
        yield
        return
    simulators.used = False
    yield
    simulators.used = True


class SocketBlockedError(BaseException):
    """A test tried to use the network. Not an Exception, so that it is not handled as a network error."""


def _block_sockets(config: pytest.Config) -> None:
    """Make every access beyond this machine raise: connections, datagrams, and name resolution."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)

    def guard(owner: Any, name: str, address_at: int) -> None:
        original = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            if len(args) > address_at and not _is_local(args[address_at]):
                raise SocketBlockedError(
                    f"{name}: {args[address_at]!r} is beyond this machine; tests must not connect to it"
                )
            return original(*args, **kwargs)

        patch.setattr(owner, name, guarded)

    guard(socket.socket, "connect", 1)
    guard(socket.socket, "connect_ex", 1)
    guard(socket.socket, "sendto", -1)
    guard(socket, "getaddrinfo", 0)


def _is_local(address: Any) -> bool:
    """Return whether an address is on this machine: loopback, a Unix socket's path, or unspecified (to listen on)."""
    host = address[0] if isinstance(address, tuple) else address
    if isinstance(host, bytes):
        host = host.decode()
    if host in {None, "", "localhost"} or host.startswith(("/", "\0")):
        return True
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        return False
    return ip.is_loopback or ip.is_unspecified


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Create a new folder, in constant time.

    pytest's `mktemp` lists all folders of the run to find a free number: with two of them for each of thousands of
    tests, that is a tenth of the time of the whole suite.
    """
    numbers = count(1)
    base = tmp_path_factory.mktemp("each")

    def make(name: str) -> Path:
        folder = base / f"{name}-{next(numbers)}"
        folder.mkdir(mode=0o700)
        return folder

    return make


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, new_folder: Callable[[str], Path]) -> Path:
    """Return a folder of the test, like pytest's fixture of the same name."""
    return new_folder(re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(scope="session")
def empty_folders(new_folder: Callable[[str], Path]) -> Callable[[], tuple[str, str]]:
    """Give a test an empty HOME and an empty folder for temporary files.

    Most tests write to neither, so the next test reuses them: creating and removing 20,000 folders took seconds.
    """
    given: tuple[str, ...] = ()

    def is_as_new(folder: str) -> bool:
        try:
            with os.scandir(folder) as content:
                return os.lstat(folder).st_mode == stat.S_IFDIR | 0o700 and not any(content)
        except OSError:
            return False

    def give() -> tuple[str, str]:
        nonlocal given
        if not given or not all(map(is_as_new, given)):
            given = (str(new_folder("home")), str(new_folder("temporary")))
        home, temporary = given
        return home, temporary

    return give


@pytest.fixture(autouse=True)
def isolated_environment(
    request: pytest.FixtureRequest,
    empty_folders: Callable[[], tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Give a test an empty HOME, without credentials, proxies or secrets of the user or of earlier tests."""
    secrets._former.clear()  # some were ordinary words, which would be redacted in this test's messages
    if request.config.getoption("--live") == "ibm":
        return
    home, temporary = empty_folders()
    monkeypatch.setenv("HOME", home)
    # Results of private jobs are also stored, and searched for, in the folder of temporary files.
    monkeypatch.setenv("TMPDIR", temporary)
    monkeypatch.setattr(tempfile, "tempdir", temporary)
    for name in os.environ:
        if (
            name.startswith("QISKIT_IBM_")
            or name in {"IAM_URL", "QRT_URL", "XDG_CACHE_HOME", "XDG_STATE_HOME"}
            or name.lower().endswith("_proxy")
        ):
            monkeypatch.delenv(name)
