"""The README's code runs, top to bottom, as a reader would run it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

from qrt_facade import ProgramRetiredWarning, RuntimeClient

if TYPE_CHECKING:
    from pathlib import Path

sys.path.insert(0, str(ROOT / "scripts"))
try:
    from environment import ENVIRONMENT
finally:
    sys.path.remove(str(ROOT / "scripts"))

README = (ROOT / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.usefixtures("forked_commands", "forked_simulators")


def test_every_python_block_runs_in_order(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # for the files that they write
    run_all_blocks()
    printed = capsys.readouterr().out
    check_printed(printed)


@pytest.mark.filterwarnings("always::qrt_facade.ProgramRetiredWarning")
def test_every_python_block_runs_unchanged_where_the_service_has_no_sampler_and_no_estimator(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    clients: list[RuntimeClient] = []
    start = RuntimeClient.local

    def local(**options: Any) -> RuntimeClient:
        clients.append(start(**options, scenario={"retired_programs": ["sampler", "estimator"]}))
        return clients[-1]

    monkeypatch.setattr(RuntimeClient, "local", local)
    with pytest.warns(ProgramRetiredWarning) as told:
        run_all_blocks()
    check_printed(capsys.readouterr().out)
    assert len([one for one in told if one.category is ProgramRetiredWarning]) == len(clients) == 3, (
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
def test_every_line_for_a_terminal_runs(line: str) -> None:
    program, *arguments = shlex.split(line, comments=True)
    if program == ".":
        # The environment that scripts/quickstart makes is not there for the tests.
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
def test_every_link_into_the_project_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_it_is_short_enough_to_read() -> None:
    assert len(README.splitlines()) < 200
