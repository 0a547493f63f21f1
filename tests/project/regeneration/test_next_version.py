"""A rehearsal of pinning a new version: few tests fail, and each names what has to change."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from support import contract
from support.next_version import NEXT, next_document
from support.paths import ROOT

AT_MOST = 15
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "dist", "build")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_plausible_next_version_causes_few_failures_and_each_names_its_cause(tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(ROOT, project, ignore=LEFT_OUT)
    python = interpreter_of(project)
    document = project / "next.json"
    document.write_text(json.dumps(next_document(contract.published(contract.versions().pinned))))
    regenerate = [python, "scripts/regenerate.py"]
    run(project, *regenerate, "vendor", str(document), "--api-version", NEXT)
    run(project, *regenerate, "pin", NEXT, "--generate")
    document.unlink()
    report = tmp_path / "report.xml"
    workers = ["-n", str(os.cpu_count() or 1), "--dist", "loadfile"]
    run(project, python, "-m", "pytest", "-q", *workers, f"--junit-xml={report}", check=False)

    suite = ET.parse(report).getroot()[0]
    failed = {
        f"{case.get('classname')}::{case.get('name')}": trouble.get("message", "")
        for case in suite.iter("testcase")
        for trouble in (*case.iter("failure"), *case.iter("error"))
    }
    print(f"{suite.get('tests')} tests, {len(failed)} failed:", *failed.items(), sep="\n")  # noqa: T201 - the figures are the point
    elsewhere = [name for name in failed if not name.startswith("tests.contract.")]
    assert elsewhere == []
    assert 0 < len(failed) <= AT_MOST


def interpreter_of(project: Path) -> str:
    """An environment that imports the project's copy, and everything else from where this process does."""
    venv.create(project / ".venv", with_pip=False)
    python = project / ".venv" / "bin" / "python"
    (packages,) = (project / ".venv" / "lib").glob("python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "project.pth").write_text("\n".join(map(str, [project, project / "generated", *others])))
    return str(python)


def run(project: Path, *command: str, check: bool = True) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command, cwd=project, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False
    )
    assert not check or done.returncode == 0, done.stdout + done.stderr
