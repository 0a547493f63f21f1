"""What holds for every test: no socket beyond this machine, nobody's credentials, and one emulator to share."""

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
"""How long one test may wait at IBM, where a queue can last for hours."""
SHARED = pytest.StashKey[str]()
"""The name of the process that simulation processes of all workers are forked from."""
MANY = 50
"""Tests from which on it pays to prepare a process, and nobody has asked for one test by its name."""

# No deadlines: how long an example takes depends on the machine and its load. The default run draws the same examples each
# time, so that a commit passes or fails for its own changes; with --long they are new each time.
settings.register_profile("unhurried", deadline=None, max_examples=IN_EVERY_RUN, derandomize=True)
settings.register_profile(LONG, deadline=None, max_examples=WITH_LONG)  # see `drawn`
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("qrt-facade")
    group.addoption(
        "--live",
        choices=("local", "ibm", "record"),
        help="where the REST course runs: against the emulator (local), against IBM with the credentials of the "
        "environment (ibm), or against the emulator while its cassettes are written (record, which is what "
        "scripts/record_cassettes does); without it the cassettes are replayed and no socket is opened",
    )
    group.addoption(
        "--usage",
        choices=("seconds", "both", "units"),
        default="both",
        help="how the emulator states usage where a test does not choose itself: in seconds of QPU time, in resource "
        "units, or in both, as the service does today",
    )
    group.addoption(
        "--screenshots",
        metavar="DIR",
        help="a folder to write pictures of the emulator's pages to; with --long, of all in every width and scheme",
    )
    group.addoption(
        "--workers",
        type=int,
        metavar="N",
        help="how many forks of this process run the tests, which it collects; without it, it runs them itself",
    )
    group.addoption("--long", action="store_true", help="run the tests that are marked long, too")


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
    if len(items) < MANY:  # somebody has asked for these: say why they do not run
        for item in long:
            item.add_marker(pytest.mark.skip(reason="long; run with --long"))
    else:  # each of 1,500 skipped tests would cost three reports to another process
        left_out = {*long, *repeated_in_other_worlds(item for item in items if item not in long)}
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in workers where that was asked for and is possible."""
    option = session.config.option
    here = option.collectonly or option.usepdb or session.testsfailed or not hasattr(os, "fork")
    if option.workers is None or here:
        return None
    if len(session.items) < MANY or find_spec("qiskit") is None:  # without Qiskit nothing can be simulated
        run_in_workers(session, option.workers)
        return True
    with prepared_simulators() as prepared:
        if prepared is not None:
            session.config.stash[SHARED] = prepared.name()
        run_in_workers(session, option.workers)
    return True


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Keep thousands of collected tests out of every garbage collection: a full one took a second with them."""
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
    """A test reached for the network. No Exception, lest the code under test takes it for a network's failure."""


def _block_sockets(config: pytest.Config) -> None:
    """Let every way out of this machine raise: connections, datagrams, and asking a name server."""
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)

    def guard(owner: Any, name: str, address_at: int) -> None:
        original = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            if len(args) > address_at and not _is_local(args[address_at]):
                raise SocketBlockedError(
                    f"{name}: {args[address_at]!r} is beyond this machine, which no test may reach"
                )
            return original(*args, **kwargs)

        patch.setattr(owner, name, guarded)

    guard(socket.socket, "connect", 1)
    guard(socket.socket, "connect_ex", 1)
    guard(socket.socket, "sendto", -1)
    guard(socket, "getaddrinfo", 0)


def _is_local(address: Any) -> bool:
    """Whether an address is on this machine: loopback, a Unix socket's path, or nowhere (to listen on)."""
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
    """Make a folder that is new, in constant time.

    pytest's `mktemp` lists all folders of the run to find a free number: with two of them for each of thousands of
    tests that is a tenth of the time of the whole suite.
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
    """A folder of the test, as pytest's own fixture of this name."""
    return new_folder(re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(scope="session")
def empty_folders(new_folder: Callable[[str], Path]) -> Callable[[], tuple[str, str]]:
    """Give a test an empty HOME and an empty folder of temporary files.

    Most tests write to neither, so that the next one has the same: making and removing 20,000 folders took seconds.
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
    """Let a test meet an empty HOME, and no credentials, proxies or secrets of who runs it or of the tests before."""
    secrets._former.clear()  # some were words, which would be redacted in this test's messages
    if request.config.getoption("--live") == "ibm":
        return
    home, temporary = empty_folders()
    monkeypatch.setenv("HOME", home)
    # Results of private jobs are kept, and looked for, where temporary files are too.
    monkeypatch.setenv("TMPDIR", temporary)
    monkeypatch.setattr(tempfile, "tempdir", temporary)
    for name in os.environ:
        if (
            name.startswith("QISKIT_IBM_")
            or name in {"IAM_URL", "QRT_URL", "XDG_CACHE_HOME", "XDG_STATE_HOME"}
            or name.lower().endswith("_proxy")
        ):
            monkeypatch.delenv(name)
