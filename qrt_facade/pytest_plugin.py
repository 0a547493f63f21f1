"""Fixtures for tests of code that speaks to the service: an emulator on loopback, and clients of it.

pytest finds this module by its entry point; nothing has to be imported or registered. Collecting tests costs nothing:
clients and emulator are imported by the fixtures that need them.

All tests share one emulator, which is reset before each test that uses it: jobs, sessions, usage and faults of other
tests are gone, and with a seed results depend on no other test. `@pytest.mark.qrt_shared` keeps what the tests before it
in the same module have left, for modules that examine one job in several tests.

During such a test clients pause for milliseconds where they would pause for seconds or minutes: before retries, before
looking for a lost submission, after a failed poll. This also applies to your own clients that are made during the test.
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
"""What resets the emulator of this run; absent before it has started."""

_WAS_RESET: pytest.StashKey[bool] = pytest.StashKey()
"""Of a test: the emulator was reset for it."""

_USED_BY: pytest.StashKey[Path] = pytest.StashKey()
"""The module of the last test that used the emulator."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "qrt_shared: qrt_emulator keeps for this test what the tests before it in the module have left there",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep the pauses of clients short during a test that uses the emulator."""
    if not _uses_emulator(item):
        return (yield)
    from qrt_facade._policy import timing

    with timing.override(**timing.FOR_TESTS):
        return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Reset the emulator, before any fixture of the test is made."""
    if _uses_emulator(item):
        _reset_for(item)


@contextmanager
def _prepared(item: pytest.Item) -> Generator[None]:
    """Do what the hooks do, for a test that asks for its client by `getfixturevalue`, which they cannot foresee."""
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
    """What `qrt_emulator` is started with: keywords of `qrt_facade.emulator.start`. Override it to change them.

        import pytest
        from qrt_facade.emulator import StartOptions

        @pytest.fixture(scope="session")
        def qrt_emulator_settings(qrt_emulator_settings: StartOptions) -> StartOptions:
            return {**qrt_emulator_settings, "backends": "ibm_fez", "plan": "open"}

    With `{**qrt_emulator_settings, "scenario": {"retired_programs": ["sampler", "estimator"]}}` tests show how code does without
    these programs; a test alone calls `qrt_emulator.scenario.apply({"retired_programs": ["sampler"]})`.

    As it stands, jobs wait for nothing, devices are ideal, and results repeat from run to run.
    """
    return {"queue_seconds": 0.0, "run_seconds": 0.0, "noise": False, "seed": 0, "workers": 1}


@pytest.fixture(scope="session")
def qrt_emulator(qrt_emulator_settings: StartOptions, pytestconfig: pytest.Config) -> Iterator[Emulator]:
    """A running emulator that all tests of the session share: `.url`, `.access`, `.inject(...)`, `.scenario`, `.reset()`.

        def test_a_busy_service_is_asked_again(qrt_emulator, qrt_client):
            qrt_emulator.inject(path="*/backends", status=503, times=1)
            assert qrt_client.backends.list()

    `.access` has what your own code needs to reach it: `RuntimeClient(**qrt_emulator.access)` or its `api_key`, `instance`,
    `base_url` and `iam_url`. It is reset before each test that uses it: see `qrt_facade.pytest_plugin`. With your own
    `data` folder, jobs stay, and only the scenario is reset.

    If the extra `local` is not installed, tests fail rather than being skipped: tests that did not run are not green.
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
    """What `qrt_client` and `qrt_async_client` are made with: keywords of both clients. Override it to change them.

        import pytest
        from qrt_facade.types import ClientSettings

        @pytest.fixture
        def qrt_client_settings(qrt_client_settings: ClientSettings) -> ClientSettings:
            return {**qrt_client_settings, "retries": 0, "api_version": "2025-05-01"}

    By default, waits poll first after 5 ms, and nothing about keys is written to disk (`journal`).
    """
    from qrt_facade._policy.polling import FOR_EMULATOR

    return {"polling": FOR_EMULATOR, "journal": False}


@pytest.fixture
def qrt_client(
    qrt_emulator: Emulator, qrt_client_settings: ClientSettings, request: pytest.FixtureRequest
) -> Iterator[RuntimeClient]:
    """A client of `qrt_emulator`, for one test.

        def test_a_bell_pair(qrt_client):
            assert qrt_client.sampler.run([circuit], backend="ibm_fez", shots=10)[0].counts()

    A short job takes a few hundredths of a second, and so does a fault that outlasts all retries. Faults that the test has
    injected are removed after it; those of a scenario file stay.
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
    """The asynchronous client of `qrt_emulator`, not opened: write `async with qrt_async_client as client` in the test.

        async def test_backends(qrt_async_client):
            async with qrt_async_client as client:
                assert await client.backends.list()

    So it belongs to the test's own event loop, whichever library runs that. It polls as often as `qrt_client`.
    """
    from qrt_facade import AsyncRuntimeClient

    settings: ClientSettings = {**qrt_emulator.access, **qrt_client_settings}
    with _prepared(request.node):
        yield AsyncRuntimeClient(**settings)
    qrt_emulator.scenario.clear_injected()
