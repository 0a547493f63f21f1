"""Fixtures for tests of code that speaks to the service: an emulator on loopback, and clients of it.

pytest finds this module by its entry point; nothing has to be imported or registered. Collecting tests costs nothing:
clients and emulator are imported by the fixtures that need them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade import AsyncRuntimeClient, RuntimeClient
    from qrt_facade.emulator import Emulator, StartOptions


@pytest.fixture(scope="session")
def qrt_emulator_settings() -> StartOptions:
    """What `qrt_emulator` is started with: keywords of `qrt_facade.emulator.start`. Override it to change them.

        import pytest
        from qrt_facade.emulator import StartOptions

        @pytest.fixture(scope="session")
        def qrt_emulator_settings(qrt_emulator_settings: StartOptions) -> StartOptions:
            return {**qrt_emulator_settings, "backends": "ibm_fez", "plan": "open"}

    As it stands, jobs wait for nothing, devices are ideal, and results repeat from run to run.
    """
    return {"queue_seconds": 0.0, "run_seconds": 0.0, "noise": False, "seed": 0, "workers": 1}


@pytest.fixture(scope="session")
def qrt_emulator(qrt_emulator_settings: StartOptions) -> Iterator[Emulator]:
    """A running emulator that all tests of the session share: `.url`, `.api_key`, `.instance`, `.inject(...)`.

        def test_a_busy_service_is_asked_again(qrt_emulator, qrt_client):
            qrt_emulator.inject(path="*/backends", status=503, times=1)
            assert qrt_client.backends.list()

    It is an error, and no skipped test, if the extra `local` is not installed: tests that nobody ran are not green.
    """
    from qrt_facade.emulator import start

    try:
        running = start(**qrt_emulator_settings)
    except ImportError as error:
        pytest.fail(str(error), pytrace=False)
    with running:
        yield running


@pytest.fixture
def qrt_client(qrt_emulator: Emulator) -> Iterator[RuntimeClient]:
    """A client of `qrt_emulator`, for one test.

        def test_a_bell_pair(qrt_client):
            assert qrt_client.sampler.run([circuit], backend="ibm_fez", shots=10)[0].counts()

    Waits of this client ask often, first after 5 ms: a short job costs a test some hundredths of a second. Faults that
    the test has injected are taken away after it.
    """
    from qrt_facade import RuntimeClient
    from qrt_facade._policy.polling import FOR_EMULATOR

    with RuntimeClient(**qrt_emulator.access, polling=FOR_EMULATOR) as client:
        yield client
    qrt_emulator.scenario.clear_faults()


@pytest.fixture
def qrt_async_client(qrt_emulator: Emulator) -> Iterator[AsyncRuntimeClient]:
    """The asynchronous client of `qrt_emulator`, not opened: write `async with qrt_async_client as client` in the test.

        async def test_backends(qrt_async_client):
            async with qrt_async_client as client:
                assert await client.backends.list()

    So it belongs to the test's own event loop, whichever library runs that. Its waits ask often, as those of `qrt_client`.
    """
    from qrt_facade import AsyncRuntimeClient
    from qrt_facade._policy.polling import FOR_EMULATOR

    yield AsyncRuntimeClient(**qrt_emulator.access, polling=FOR_EMULATOR)
    qrt_emulator.scenario.clear_faults()
