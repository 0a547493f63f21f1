"""The script that runs other libraries: that what it lists is there. It installs much, so it runs by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def test_each_library_of_the_ecosystem_has_problems_and_each_problem_a_library() -> None:
    listed = subprocess.run(
        [sys.executable, SCRIPTS / "ecosystem", "--list"], check=True, capture_output=True, text=True
    )
    modules = {path.stem.removeprefix("of_") for path in (SCRIPTS / "ecosystems").glob("of_*.py")}
    assert set(listed.stdout.split()) == modules
