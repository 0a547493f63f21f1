"""The `qrt` command in this process and in its own, against an emulator that stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from support.circuits import BELL
from support.emulators import QUICK, emulator_fixture

from qrt_facade.cli.app import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What `--json` printed; fails if anything else was printed, too."""
        return json.loads(self.out)


emulator = emulator_fixture(**QUICK, backends="ibm_fez,ibmq_manila")


@pytest.fixture
def bell(tmp_path: Path) -> str:
    file = tmp_path / "bell.qasm"
    file.write_text(BELL)
    return str(file)


@pytest.fixture(autouse=True)
def _asks_often(pauses: Pauses) -> None:
    """The emulator is quick, so the pauses are too."""
    pauses(first_poll=0.1, first_retry=0.001, look_ups=(0.01, 0.01))


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """`qrt` in this process, without an emulator."""
    # `run` takes over how warnings are shown; the test gives it back.
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)

    def perform(*arguments: str) -> Done:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Done(int(code), printed.out, printed.err)

    return perform


@pytest.fixture
def qrt(
    offline: Callable[..., Done], emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Done]:
    """`qrt` in this process, against the emulator."""
    monkeypatch.setenv("QRT_URL", emulator.url)
    return offline


@pytest.fixture
def shell(emulator: Emulator) -> Callable[..., Done]:
    """`qrt` in a separate process, against the emulator unless `environment` sets another URL."""

    def perform(*arguments: str, stdin: str = "", environment: dict[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "qrt_facade", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env={**os.environ, "QRT_URL": emulator.url, **(environment or {})},
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return perform
