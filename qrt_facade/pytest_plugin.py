"""Pytest fixtures for testing code that uses the service: an emulator on loopback and clients connected to it.

pytest loads this module through its entry point; no import or registration is needed. Collecting tests is not slowed
down: the client and the emulator are imported by the fixtures that use them.

All tests share one emulator, which is reset before each test that uses it: jobs, sessions, usage and faults left by
other tests are removed, and with a seed results do not depend on other tests. `@pytest.mark.qrt_shared` skips the reset
within a module, for modules that examine one job in several tests.

During such a test clients pause for milliseconds instead of seconds or minutes: before retries, before looking up a
lost submission, after a failed poll. This also applies to clients that the test itself creates.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from qrt_facade import AsyncRuntimeClient, RuntimeClient
    from qrt_facade.emulator import Emulator, StartOptions
    from qrt_facade.types import ClientSettings

_RESET: pytest.StashKey[Callable[[], None]] = pytest.StashKey()
"""The function that resets the emulator of this run; not set until it has started."""

_WAS_RESET: pytest.StashKey[bool] = pytest.StashKey()
"""Whether the emulator was reset for this test."""

_USED_BY: pytest.StashKey[Path] = pytest.StashKey()
"""The module of the last test that used the emulator."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "qrt_shared: do not reset qrt_emulator between the tests of one module",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Shorten the clients' pauses during a test that uses the emulator."""
    if not _uses_emulator(item):
        return (yield)
    from qrt_facade._policy import timing

    with timing.override(**timing.FOR_TESTS):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Reset the emulator before the test's fixtures are set up."""
    if _uses_emulator(item):
        _reset_for(item)


@contextmanager
def _prepared(item: pytest.Item) -> Generator[None]:
    """Do the work of the hooks for a test that requests its client with `getfixturevalue`, which they cannot see."""
    if _uses_emulator(item):
        yield
        return
    from qrt_facade._policy import timing

    if not item.stash.get(_WAS_RESET, False):
        _reset_for(item)
    with timing.override(**timing.FOR_TESTS):
        yield


def _reset_for(item: pytest.Item) -> None:
    item.stash[_WAS_RESET] = True
    stash = item.config.stash
    before, stash[_USED_BY] = stash.get(_USED_BY, None), item.path
    shares = item.get_closest_marker("qrt_shared") is not None and before == item.path
    if not shares and (reset := stash.get(_RESET, None)) is not None:
        reset()


def _uses_emulator(item: pytest.Item) -> bool:
    return "qrt_emulator" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def qrt_emulator_settings() -> StartOptions:
    """Keyword arguments of `qrt_facade.emulator.start` for `qrt_emulator`. Override this fixture to change them.

        import pytest
        from qrt_facade.emulator import StartOptions

        @pytest.fixture(scope="session")
        def qrt_emulator_settings(qrt_emulator_settings: StartOptions) -> StartOptions:
            return {**qrt_emulator_settings, "backends": "ibm_fez", "plan": "open"}

    Use `{**qrt_emulator_settings, "scenario": {"retired_programs": ["sampler", "estimator"]}}` to test all code without
    these programs; in a single test call `qrt_emulator.scenario.apply({"retired_programs": ["sampler"]})`.

    By default jobs run immediately, devices are ideal, and results are the same in every run.
    """
    return {"queue_seconds": 0.0, "run_seconds": 0.0, "noise": False, "seed": 0, "workers": 1}


@pytest.fixture(scope="session")
def qrt_emulator(qrt_emulator_settings: StartOptions, pytestconfig: pytest.Config) -> Iterator[Emulator]:
    """A running emulator for all tests of the session: `.url`, `.access`, `.inject(...)`, `.scenario`, `.reset()`.

        def test_retries_a_503(qrt_emulator, qrt_client):
            qrt_emulator.inject(path="*/backends", status=503, times=1)
            assert qrt_client.backends.list()

    `.access` contains the connection settings: pass them on as `RuntimeClient(**qrt_emulator.access)`, or use its
    `api_key`, `instance`, `base_url` and `iam_url`. The emulator is reset before each test that uses it: see
    `qrt_facade.pytest_plugin`. If you set a `data` folder, jobs are kept and only the scenario is reset.

    If the extra `local` is not installed, tests fail instead of being skipped, so that a green run means that they ran.
    """
    from qrt_facade.emulator import start

    try:
        running = start(**qrt_emulator_settings)
    except ImportError as error:
        pytest.fail(str(error), pytrace=False)
    own_data = qrt_emulator_settings.get("data") is not None
    pytestconfig.stash[_RESET] = running.scenario.reset if own_data else running.reset
    with running:
        yield running
    del pytestconfig.stash[_RESET]


@pytest.fixture
def qrt_client_settings() -> ClientSettings:
    """Keyword arguments of `qrt_client` and `qrt_async_client`. Override this fixture to change them.

        import pytest
        from qrt_facade.types import ClientSettings

        @pytest.fixture
        def qrt_client_settings(qrt_client_settings: ClientSettings) -> ClientSettings:
            return {**qrt_client_settings, "retries": 0, "api_version": "2025-05-01"}

    By default waits poll for the first time after 5 ms, and nothing about keys is written to disk (`journal`).
    """
    from qrt_facade._policy.polling import FOR_EMULATOR

    return {"polling": FOR_EMULATOR, "journal": False}


@pytest.fixture
def qrt_client(
    qrt_emulator: Emulator, qrt_client_settings: ClientSettings, request: pytest.FixtureRequest
) -> Iterator[RuntimeClient]:
    """A client connected to `qrt_emulator`, for one test.

        def test_a_bell_pair(qrt_client):
            assert qrt_client.sampler.run([circuit], backend="ibm_fez", shots=10)[0].counts()

    A short job takes a few hundredths of a second, and so does a fault that outlasts all retries. Faults injected by
    the test are removed afterwards; those of a scenario file stay.
    """
    from qrt_facade import RuntimeClient

    settings: ClientSettings = {**qrt_emulator.access, **qrt_client_settings}
    with _prepared(request.node), RuntimeClient(**settings) as client:
        yield client
    qrt_emulator.scenario.clear_injected()


@pytest.fixture
def qrt_async_client(
    qrt_emulator: Emulator, qrt_client_settings: ClientSettings, request: pytest.FixtureRequest
) -> Iterator[AsyncRuntimeClient]:
    """An asynchronous client of `qrt_emulator`, not yet entered: use `async with qrt_async_client as client`.

        async def test_backends(qrt_async_client):
            async with qrt_async_client as client:
                assert await client.backends.list()

    This way it runs in the test's own event loop, whichever async library is used. It polls as often as `qrt_client`.
    """
    from qrt_facade import AsyncRuntimeClient

    settings: ClientSettings = {**qrt_emulator.access, **qrt_client_settings}
    with _prepared(request.node):
        yield AsyncRuntimeClient(**settings)
    qrt_emulator.scenario.clear_injected()
