"""The README's code runs from top to bottom, as a reader would run it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from environment import ENVIRONMENT
from support.paths import ROOT

from qrt_facade import ProgramRetiredWarning, RuntimeClient

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("forked_commands", "forked_simulators")


def test_every_python_block_runs_in_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # for the files that they write
    run_all_blocks()
    printed = capsys.readouterr().out
    check_printed(printed)


@pytest.mark.long  # the same calls through the executor are tested in tests/integration/client/test_retired_programs.py
@pytest.mark.filterwarnings("always::qrt_facade.ProgramRetiredWarning")
def test_every_python_block_runs_unchanged_when_sampler_and_estimator_are_retired(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clients: list[RuntimeClient] = []
    start = RuntimeClient.local

    def local(**options: Any) -> RuntimeClient:
        clients.append(start(**options, scenario={"retired_programs": ["sampler", "estimator"]}))
        return clients[-1]

    monkeypatch.setattr(RuntimeClient, "local", local)
    with pytest.warns(ProgramRetiredWarning) as caught:
        run_all_blocks()
    check_printed(capsys.readouterr().out)
    assert len([one for one in caught if one.category is ProgramRetiredWarning]) == len(clients) == 3, (
        "one each"
    )


def run_all_blocks() -> None:
    blocks = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    namespace: dict[str, object] = {}
    for number, block in enumerate(blocks):
        exec(compile(block, f"README block {number}", "exec"), namespace)


def check_printed(printed: str) -> None:
    assert "'00'" in printed
    assert "1517" in printed
    assert "\nFalse\n" in printed, "the key was new"
    assert re.search(r"\} [\d.]+ RU, [\d.]+ s\n", printed)
    assert "dry run: random values" in printed


@pytest.mark.parametrize(
    "command", re.findall(r"^    (?:\.venv/bin/python )?(scripts/\w+|-m [\w.]+)", README, flags=re.MULTILINE)
)
def test_every_command_exists(command: str) -> None:
    path = command.replace("-m ", "").replace(".", "/") if command.startswith("-m") else command
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    "line",
    [
        line
        for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
        for line in block.splitlines()
    ],
)
def test_every_terminal_line_runs(line: str) -> None:
    program, *arguments = shlex.split(line, comments=True)
    if program == ".":
        # scripts/quickstart creates this environment; the tests do not have it.
        assert arguments == [f"{ENVIRONMENT.relative_to(ROOT)}/bin/activate"]
        return
    assert program == "qrt"
    done = subprocess.run(
        [sys.executable, "-m", "qrt_facade", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_to_project_files_exist(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_readme_has_fewer_than_200_lines() -> None:
    assert len(README.splitlines()) < 200
