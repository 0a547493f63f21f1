"""The emulator's README: every command and code block runs, against the server that it describes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from support.paths import ROOT
from support.plugins import WITHOUT_OTHER_PLUGINS
from support.scripted import TLS

from qrt_facade.emulator import start
from qrt_facade.emulator.domain import scenario
from qrt_facade.emulator.http.app import ADMINISTRATION

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (ROOT / "qrt_facade" / "emulator" / "README.md").read_text(encoding="utf-8")
PORT = "8765"

pytestmark = pytest.mark.usefixtures("forked_simulators", "forked_programs")


def blocks(language: str) -> list[str]:
    found = re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)
    assert found
    return found


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """The port of a server started as described in the README, but on a free port."""
    install, command = (shlex.split(line) for line in blocks("sh")[0].splitlines())
    assert install[:2] == ["pip", "install"]
    assert command[:5] == ["python", "-m", "qrt_facade.emulator", "--port", PORT]
    with subprocess.Popen(
        [sys.executable, *command[1:4], "0", *command[5:]], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        shown = [process.stdout.readline() for _ in range(3)]
        yield shown[2].strip().rpartition(":")[2]
        process.terminate()


def run(command: list[str], tmp_path: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False, timeout=100
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_shell_blocks_run(port: str, tmp_path: Path) -> None:
    shown = [
        run(["bash", "-euo", "pipefail", "-c", block.replace(PORT, port)], tmp_path)
        for block in blocks("bash")
    ]
    assert "ibm_fez" in shown[0]
    assert '"num_bits": 1' in shown[0]
    assert '"paused"' in shown[1]
    httpx.patch(
        f"http://127.0.0.1:{port}/emulator/scenario", json={"devices": {"ibm_torino": "online"}}, verify=TLS
    )


@pytest.mark.parametrize("block", [block for block in blocks("python") if "def test_" not in block])
def test_python_blocks_run(port: str, tmp_path: Path, block: str) -> None:
    shown = run([sys.executable, "-c", block.replace(PORT, port)], tmp_path)
    assert re.search(r"http://127|ibm_fez|'00': \d\d\d", shown)


def test_the_readmes_test_passes_in_a_separate_project(tmp_path: Path) -> None:
    (block,) = (block for block in blocks("python") if "def test_" in block)
    (tmp_path / "test_readme.py").write_text(block)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *WITHOUT_OTHER_PLUGINS]
    assert "1 passed" in run(command, tmp_path)


def test_the_readmes_scenario_is_valid_and_has_every_key(tmp_path: Path) -> None:
    (block,) = blocks("toml")
    file = tmp_path / "scenario.toml"
    file.write_text(block)
    assert set(tomllib.loads(block)) == {
        name for name in scenario.Scenario.__dataclass_fields__ if not name.startswith("_")
    }
    with start(scenario=file, backends="ibm_fez,ibm_torino") as emulator:
        shown = httpx.get(f"{emulator.url}/emulator/scenario", verify=TLS).json()
    assert (shown["run_seconds"], shown["speed"], shown["plan"]) == (None, 10, "open")
    assert shown["devices"]["ibm_torino"]["state"] == "offline"


def test_every_administrative_path_is_documented() -> None:
    for _, path, _ in ADMINISTRATION:
        assert f"/emulator{path}" in README
