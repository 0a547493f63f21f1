"""The action that starts an emulator in a workflow: its step, run as a runner runs it, and what it exports."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

START = ROOT / ".github" / "actions" / "emulator" / "start.sh"

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not START.exists(), reason="needs bash, and is no part of an sdist"
)


def started(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    own = {"GITHUB_ENV": folder / "env", "GITHUB_OUTPUT": folder / "out", "RUNNER_TEMP": folder}
    given = {"EMULATOR_PACKAGE": "", "EMULATOR_PYTHON": sys.executable, **inputs}
    environment = os.environ | {name: str(value) for name, value in own.items()} | given
    return subprocess.run([START], env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_the_step_starts_an_emulator_and_exports_what_clients_read(tmp_path: Path) -> None:
    step = started(tmp_path, EMULATOR_BACKENDS="ibm_fez,ibm_torino")
    assert step.returncode == 0, step.stdout + step.stderr
    process = re.search(r"process (\d+)", step.stdout)
    assert process is not None
    try:
        exported = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
        url = exported["IAM_URL"]
        assert (tmp_path / "out").read_text() == f"url={url}\n"
        assert httpx.get(f"{url}/health").json()["status"] == "ok"
        key = exported["ibm_torino_QRMI_IBM_QCS_IAM_APIKEY"]
        form = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": key}
        assert httpx.post(f"{url}/identity/token", data=form).status_code == 200
        assert exported["QISKIT_IBM_TOKEN"] == key
        assert exported["QISKIT_IBM_INSTANCE"].startswith("crn:")
        assert exported["ibm_fez_QRMI_IBM_QCS_ENDPOINT"] == f"{url}/api/v1"
    finally:
        os.kill(int(process[1]), signal.SIGTERM)


def test_the_step_fails_and_says_why_where_the_port_is_in_use(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        step = started(tmp_path, EMULATOR_PORT=str(other.getsockname()[1]))
    assert step.returncode == 1
    assert re.search(r"::error::the emulator did not start: .*cannot be used", step.stdout)
    assert not (tmp_path / "env").exists()
