"""A generated client, judged as a whole."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def assert_clean_by_mypy_strict(package: Path, cache: Path) -> None:
    """Fail with what `mypy --strict` prints, unless it finds nothing."""
    options = ["--strict", "--config-file=", f"--cache-dir={cache}", "-p", package.name]
    command = [sys.executable, "-m", "mypy", *options]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
