"""The fixtures that the installed package brings to other projects' tests, as such a project meets them."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Project = Callable[..., subprocess.CompletedProcess[str]]

CIRCUIT = 'OPENQASM 3.0; include "stdgates.inc"; bit[1] c; x $0; c[0] = measure $0;'


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Run pytest on one test module, in a project that has nothing but that and turns warnings into errors."""

    def run(
        tests: str, *options: str, before: str = "", found_by_itself: bool = False
    ) -> subprocess.CompletedProcess[str]:
        environment = dict(os.environ)
        (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
        (tmp_path / "conftest.py").write_text(before)
        (tmp_path / "test_own.py").write_text(f"CIRCUIT = {CIRCUIT!r}\n{tests}")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        if not found_by_itself:
            # Other plugins take seconds, and import what they like.
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


def test_the_emulators_settings_can_be_overridden(project: Project) -> None:
    done = project(
        "def test_devices(qrt_client):\n"
        "    assert [backend.name for backend in qrt_client.backends.list()] == ['ibm_torino']\n",
        before="import pytest\n"
        "@pytest.fixture(scope='session')\n"
        "def qrt_emulator_settings(qrt_emulator_settings):\n"
        "    return {**qrt_emulator_settings, 'backends': 'ibm_torino'}\n",
    )
    assert done.returncode == 0, done.stdout


def test_collecting_tests_imports_neither_client_nor_emulator(project: Project) -> None:
    done = project(
        "import sys\n"
        "def test_modules():\n"
        "    heavy = {'httpx', 'numpy', 'starlette', 'uvicorn', 'qiskit', 'qrt_client', 'qrt_facade.emulator'}\n"
        "    assert 'qrt_facade.pytest_plugin' in sys.modules\n"
        "    assert not heavy & set(sys.modules)\n",
    )
    assert done.returncode == 0, done.stdout


def test_a_missing_extra_is_an_error_that_names_what_to_install(project: Project) -> None:
    done = project(
        "def test_nothing(qrt_client): pass\n", before="import sys\nsys.modules['uvicorn'] = None\n"
    )
    assert done.returncode == 1
    assert "1 error" in done.stdout
    assert "pip install 'qrt-facade[local]'" in done.stdout


def test_the_fixtures_say_what_they_are_for(project: Project) -> None:
    shown = project("", "--fixtures").stdout
    for name in ("qrt_emulator", "qrt_client", "qrt_async_client", "qrt_emulator_settings"):
        assert f"\n{name} " in shown
