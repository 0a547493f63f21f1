"""The action that starts an emulator in a workflow: its step, run as a runner would, and the variables it exports."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from support.paths import ROOT

from qrt_facade import RuntimeClient

START = ROOT / ".github" / "actions" / "emulator" / "start.sh"

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not START.exists(), reason="needs bash, and is not part of an sdist"
)


def started(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    own = {"GITHUB_ENV": folder / "env", "GITHUB_OUTPUT": folder / "out", "RUNNER_TEMP": folder}
    given = {"EMULATOR_PACKAGE": "", "EMULATOR_PYTHON": sys.executable, **inputs}
    environment = os.environ | {name: str(value) for name, value in own.items()} | given
    return subprocess.run([START], env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.usefixtures("forked_simulators")
def test_the_step_starts_an_emulator_and_exports_the_clients_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = started(tmp_path, EMULATOR_BACKENDS="ibm_fez, ibm_torino,")
    assert step.returncode == 0, step.stdout + step.stderr
    process = re.search(r"process (\d+)", step.stdout)
    assert process is not None
    try:
        exported = dict(line.split("=", 1) for line in (tmp_path / "env").read_text().splitlines())
        url = exported["IAM_URL"]
        outputs = dict(line.split("=", 1) for line in (tmp_path / "out").read_text().splitlines())
        assert outputs["url"] == url
        assert httpx.get(f"{url}/health").json()["status"] == "ok"
        key = exported["ibm_torino_QRMI_IBM_QCS_IAM_APIKEY"]
        form = {"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": key}
        assert httpx.post(f"{url}/identity/token", data=form).status_code == 200
        assert exported["QISKIT_IBM_TOKEN"] == key
        assert exported["QISKIT_IBM_INSTANCE"].startswith("crn:")
        assert exported["ibm_fez_QRMI_IBM_QCS_ENDPOINT"] == f"{url}/api/v1"
        devices = {name.partition("_QRMI_")[0] for name in exported if "_QRMI_" in name}
        assert devices == {"ibm_fez", "ibm_torino"}
        assert Path(outputs["log"]).exists()
        for name in (
            "QISKIT_IBM_CHANNEL",
            "QISKIT_IBM_TOKEN",
            "QISKIT_IBM_INSTANCE",
            "QISKIT_IBM_URL",
            "IAM_URL",
        ):
            monkeypatch.setenv(name, exported[name])
        with RuntimeClient() as client:
            assert {backend.name for backend in client.backends.list()} == {"ibm_fez", "ibm_torino"}
    finally:
        os.kill(int(process[1]), signal.SIGTERM)


def test_the_step_fails_with_the_emulators_error_message(tmp_path: Path) -> None:
    step = started(tmp_path, EMULATOR_PORT="any")
    assert step.returncode == 1
    assert re.search(r"::error::the emulator did not start: .*--port: invalid int value: 'any'", step.stdout)
    assert not (tmp_path / "env").exists()
