"""The fixtures that the installed package provides, in the tests of another project."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest
from support.plugins import WITHOUT_OTHER_PLUGINS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Project = Callable[..., subprocess.CompletedProcess[str]]

CIRCUIT = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'

pytestmark = pytest.mark.usefixtures("forked_simulators")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Run pytest on one test module, in an otherwise empty project that turns warnings into errors."""

    def run(
        tests: str, *options: str, before: str = "", found_by_itself: bool = False
    ) -> subprocess.CompletedProcess[str]:
        environment = dict(os.environ)
        (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
        (tmp_path / "conftest.py").write_text(before)
        (tmp_path / "test_own.py").write_text(f"CIRCUIT = {CIRCUIT!r}\n{tests}")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        # Other plugins take seconds, and import other modules.
        if found_by_itself:
            command += WITHOUT_OTHER_PLUGINS
        else:
            command += ["-p", "qrt_facade.pytest_plugin"]
            environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True,
            check=False, timeout=100,
        )  # fmt: skip

    return run


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    (found,) = (point for point in entry_points(group="pytest11") if point.name == "qrt_facade")
    assert found.value == "qrt_facade.pytest_plugin"


def test_a_project_runs_circuits_through_both_clients_and_shares_one_emulator(project: Project) -> None:
    done = project(
        """
import asyncio

URLS = []

def test_sync(qrt_client, qrt_emulator):
    URLS.append(qrt_emulator.url)
    result = qrt_client.sampler.run([CIRCUIT], backend="ibm_fez", shots=10, timeout=60)
    assert result[0].c.counts() == {"1": 10}
    qrt_emulator.inject(status=500, path="*/backends")

def test_async(qrt_async_client, qrt_emulator):
    URLS.append(qrt_emulator.url)

    async def ask():
        async with qrt_async_client as client:
            return await client.backends.list()

    assert "ibm_fez" in {backend.name for backend in asyncio.run(ask())}
    assert len(set(URLS)) == 1
""",
        found_by_itself=True,
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_each_test_starts_with_a_reset_emulator_and_may_have_its_own_settings(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "scenario.toml").write_text('[[faults]]\npath = "*/tags*"\nstatus = 418\ntimes = 1\n')
    done = project(
        """
import time

import pytest
from qrt_facade import RuntimeClient
from qrt_facade.errors import ApiError, ServerError, SubmissionUncertainError

HALF = CIRCUIT.replace("x $0", "sx $0")
COUNTS = []

@pytest.mark.parametrize("again", [False, True])
def test_alone(qrt_client, qrt_emulator, again):
    assert list(qrt_client.jobs.list()) == []
    assert not qrt_client.usage().consumed
    assert [fault.injected for fault in qrt_emulator.scenario.faults] == [False]
    with pytest.raises(ApiError):
        qrt_client.tags.search("abc")
    qrt_client.sampler.run(HALF, backend="ibm_fez", shots=100)
    COUNTS.append(qrt_client.sampler.run(HALF, backend="ibm_fez", shots=100)[0].c.counts())
    qrt_emulator.inject(path="*/backends", status=500)

def test_results_depend_on_no_other_test():
    assert COUNTS[0] == COUNTS[1]

def test_failures(qrt_client, qrt_emulator):
    began = time.monotonic()
    qrt_emulator.inject(path="*/backends", status=500)
    qrt_emulator.inject(path="*/v1/jobs", method="POST", status=500)
    for client in (qrt_client, RuntimeClient(**qrt_emulator.access)):
        with pytest.raises(ServerError):
            client.backends.list()
    before = qrt_emulator.request_count
    with pytest.raises(SubmissionUncertainError), pytest.warns(RuntimeWarning, match="sent again"):
        qrt_client.sampler.submit(CIRCUIT, backend="ibm_fez")
    assert time.monotonic() - began < 5

@pytest.fixture(scope="module")
def job(qrt_emulator):
    with RuntimeClient(**qrt_emulator.access) as client:
        return client.sampler.submit(CIRCUIT, backend="ibm_fez", shots=10).id

@pytest.mark.qrt_shared
@pytest.mark.parametrize("again", [False, True])
def test_shared(qrt_client, job, again):
    assert qrt_client.jobs.get(job).result()[0].c.counts() == {"1": 10}

@pytest.mark.parametrize("again", [False, True])
def test_asked_for_late(request, again):
    client = request.getfixturevalue("qrt_client")
    assert list(client.jobs.list()) == []
    client.sampler.submit(CIRCUIT, backend="ibm_fez")
    request.getfixturevalue("qrt_async_client")
    assert len(list(client.jobs.list())) == 1
    request.getfixturevalue("qrt_emulator").inject(path="*/backends", status=500)
    began = time.monotonic()
    with pytest.raises(ServerError):
        client.backends.list()
    assert time.monotonic() - began < 1

def test_the_settings_of_emulator_and_clients(qrt_client, qrt_async_client, qrt_emulator):
    assert list(qrt_client.jobs.list()) == []
    assert {backend.name for backend in qrt_client.backends.list()} == {"ibm_fez", "ibm_torino"}
    before = qrt_emulator.request_count
    qrt_emulator.inject(path="*/backends", status=500)
    with pytest.raises(ServerError):
        qrt_client.backends.list()
    assert qrt_emulator.request_count == before + 1
""",
        before="import pytest\n"
        "@pytest.fixture(scope='session')\n"
        "def qrt_emulator_settings(qrt_emulator_settings):\n"
        "    return {**qrt_emulator_settings, 'scenario': 'scenario.toml', 'backends': 'ibm_fez,ibm_torino'}\n"
        "@pytest.fixture\n"
        "def qrt_client_settings(qrt_client_settings, request):\n"
        "    more = {'retries': 0} if 'settings' in request.node.name else {}\n"
        "    return {**qrt_client_settings, **more}\n",
    )
    assert done.returncode == 0, done.stdout
    assert "9 passed" in done.stdout


@pytest.mark.long
@pytest.mark.parametrize("options", [("-p", "xdist", "-n", "2"), ("-p", "no:asyncio")])
def test_the_fixtures_work_under_xdist_and_trio_and_without_a_plugin_for_asyncio(
    project: Project, options: tuple[str, ...]
) -> None:
    done = project(
        """
import pytest
import trio

@pytest.mark.parametrize("number", range(4))
def test_trio(qrt_async_client, number):
    async def run():
        async with qrt_async_client as client:
            await client.sampler.run(CIRCUIT, backend="ibm_fez", shots=10)
            return [job async for job in client.jobs.list()]

    assert len(trio.run(run)) == 1
""",
        *options,
    )
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_collecting_tests_imports_neither_client_nor_emulator(project: Project) -> None:
    done = project(
        "import sys\n"
        "def test_modules():\n"
        "    heavy = {'httpx', 'numpy', 'starlette', 'uvicorn', 'qiskit', 'qrt_client', 'qrt_facade.emulator'}\n"
        "    assert 'qrt_facade.pytest_plugin' in sys.modules\n"
        "    assert not heavy & set(sys.modules)\n",
    )
    assert done.returncode == 0, done.stdout


def test_a_missing_extra_fails_and_names_what_to_install(project: Project) -> None:
    done = project(
        "def test_nothing(qrt_client): pass\n", before="import sys\nsys.modules['uvicorn'] = None\n"
    )
    assert done.returncode == 1
    assert "1 error" in done.stdout
    assert "pip install 'qrt-facade[local]'" in done.stdout


def test_the_fixtures_have_descriptions(project: Project) -> None:
    shown = project("", "--fixtures").stdout
    for name in (
        "qrt_emulator",
        "qrt_client",
        "qrt_async_client",
        "qrt_emulator_settings",
        "qrt_client_settings",
    ):
        assert f"\n{name} " in shown
