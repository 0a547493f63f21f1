"""`scripts/quickstart` without its installation: what it refuses, and the commands that it prints at the end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from environment import ENVIRONMENT
from first_run import next_commands, refusal
from support.paths import ROOT

PROGRAMS = ENVIRONMENT / "bin"
posix = pytest.mark.skipif(sys.platform == "win32", reason="paths are written differently")


@posix
def test_the_next_commands_are_those_of_the_readme_with_the_path_of_qrt() -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    shown = [line.partition("#")[0].rstrip() for line in block.splitlines() if line.startswith("qrt ")]
    assert [command.removeprefix(".venv/bin/") for command in next_commands(PROGRAMS, ROOT)] == shown


@posix
@pytest.mark.parametrize("folder", [ROOT, ROOT / "scripts", ROOT.parent, Path("/")])
def test_paths_in_the_next_commands_work_from_the_current_folder(folder: Path) -> None:
    first, *_ = next_commands(PROGRAMS, folder)
    program, _, _, circuit, *_ = first.split()
    assert "/" in program, "the shell would search the PATH"
    assert (folder / program).resolve() == (PROGRAMS / "qrt").resolve()
    assert (folder / circuit).is_file()


def test_invalid_circuit_file_is_refused_in_one_line_before_installing(tmp_path: Path) -> None:
    empty = tmp_path / "empty.qasm"
    empty.write_text("\n")
    for name, message in {
        str(tmp_path / "nofile.qasm"): "cannot be read",
        str(tmp_path): "is a directory",
        str(empty): "is empty",
        "-": "pass a file name",
    }.items():
        assert message in refusal([name])
        assert "\n" not in refusal([name])
    assert refusal([]) == refusal([str(ROOT / "scripts/examples/bell.qasm")]) == ""
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/quickstart"), "nofile.qasm"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("scripts/quickstart: nofile.qasm cannot be read")
