"""The problems and the table of scripts/ecosystem. The script installs many packages, so it is run by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_each_library_has_problems_and_each_problem_a_library() -> None:
    listed = subprocess.run(
        [sys.executable, SCRIPTS / "ecosystem", "--list"], check=True, capture_output=True, text=True
    )
    modules = {path.stem.removeprefix("of_") for path in (SCRIPTS / "ecosystems").glob("of_*.py")}
    assert set(listed.stdout.split()) == modules


def test_the_readme_lists_each_library_of_the_results_with_its_version() -> None:
    lines = (SCRIPTS / "ecosystems" / "RESULTS.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.startswith("| ")]
    assert rows[0][1:3] == ["library", "version"]
    readme = " ".join((SCRIPTS.parent / "README.md").read_text(encoding="utf-8").split())
    missing = {f"{row[1]} {row[2]}" for row in rows[2:] if f"{row[1]} {row[2]}".lower() not in readme.lower()}
    assert missing == set()
