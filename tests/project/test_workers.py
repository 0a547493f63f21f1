"""`--workers`: tests that run in forks of the collecting process are reported as in one process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).parents[1]
CONFTEST = """
import os
import pytest
from support.workers import run_in_workers

def pytest_runtestloop(session):
    run_in_workers(session, int(os.environ.get("WORKERS", "2")))
    return True
"""
ENDINGS = """
import pytest, time, warnings

@pytest.fixture(scope="session")
def torn():
    yield
    raise ValueError("torn down")

def test_passes(torn): pass

def test_fails():
    print("printed before")
    assert 1 == 2

@pytest.mark.skip(reason="left out")
def test_is_left_out(): pass

@pytest.mark.xfail
def test_fails_as_expected(): assert not 1

def test_warns():
    warnings.warn("beware", UserWarning)
"""
CRASH = """
import os, signal

def test_before(): pass
def test_is_killed(): os.kill(os.getpid(), signal.SIGKILL)
def test_after(): pass
"""
OTHER = "def test_runs(): pass"
MAKES = """
import pathlib, pytest, time
MADE = pathlib.Path(__file__).with_name("made")

@pytest.fixture(scope="session")
def made():
    MADE.touch()
    yield
    MADE.unlink()

def test_waits(made): time.sleep(60)
"""
FAILS_LATER = """
import pathlib, time

def test_waits_for_the_other_worker():
    latest = time.monotonic() + 10
    while not pathlib.Path(__file__).with_name("made").exists() and time.monotonic() < latest:
        time.sleep(0.01)

def test_fails(): assert 1 == 2
"""
THREADS = "import threading, time\nthreading.Thread(target=time.sleep, args=(1,), daemon=True, name='begun').start()\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forks")


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Run test modules in two workers, and return the output, without the duration."""

    def run(*options: str, **modules: str) -> str:
        for name, text in {"conftest": CONFTEST, **modules}.items():
            (tmp_path / f"{name}.py").write_text(text)
        environment = os.environ | {"PYTHONPATH": str(TESTS), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", *options, str(tmp_path)]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        return re.sub(r" in [\d.]+s", "", done.stdout + done.stderr)

    return run


def test_passed_failed_skipped_and_expected_tests_warnings_and_output_are_reported(
    run: Callable[..., str],
) -> None:
    printed = run(test_endings=ENDINGS, test_other=OTHER)

    assert "1 failed, 3 passed, 1 skipped, 1 xfailed, 1 warning, 1 error" in printed
    assert "assert 1 == 2" in printed
    assert "printed before" in printed
    assert re.search(r"SKIPPED \[1\] test_endings.py:\d+: left out", printed)
    assert "ValueError: torn down" in printed
    assert "UserWarning: beware" in printed


def test_a_killed_worker_fails_its_test_and_the_other_workers_continue(run: Callable[..., str]) -> None:
    printed = run(test_crash=CRASH, test_other=OTHER)

    assert "FAILED test_crash.py::test_is_killed - The worker ended with -9" in printed
    assert "PASSED test_other.py::test_runs" in printed
    assert "1 failed, 2 passed" in printed


def test_exitfirst_stops_at_the_first_failure(run: Callable[..., str]) -> None:
    printed = run("-x", test_endings=ENDINGS)

    assert "stopping after 1 failures" in printed
    assert "test_warns" not in printed


def test_fixtures_of_other_workers_are_torn_down_when_a_failure_stops_the_run(
    run: Callable[..., str], tmp_path: Path
) -> None:
    printed = run("-x", test_fails=FAILS_LATER, test_makes=MAKES)

    assert "1 failed, 1 passed" in printed
    assert not (tmp_path / "made").exists()


def test_zero_workers_are_refused(run: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKERS", "-1")
    assert "--workers -1: expected 1 or more" in run(test_other=OTHER)


def test_threads_started_while_collecting_are_refused_by_name(run: Callable[..., str]) -> None:
    assert "collecting has started threads, which a fork does not have: ['begun']" in run(
        test_threads=THREADS + OTHER
    )
