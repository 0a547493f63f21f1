"""Checks of a whole generated client."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def assert_clean_by_mypy_strict(package: Path, cache: Path) -> None:
    """Fail with the output of `mypy --strict`, unless it finds nothing."""
    options = ["--strict", "--config-file=", f"--cache-dir={cache}", "-p", package.name]
    command = [sys.executable, "-m", "mypy", *options]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def assert_imports_without_a_warning(package: Path) -> None:
    """Fail unless every module of a client can be imported without a warning."""
    program = (
        "import importlib, pkgutil, sys\n"
        f"root = importlib.import_module({package.name!r})\n"
        f"assert root.__file__.startswith({str(package)!r}), root.__file__\n"
        "found = [module.name for module in pkgutil.walk_packages(root.__path__, root.__name__ + '.')]\n"
        "[importlib.import_module(name) for name in found]\n"
        "assert len(found) > 50, found\n"
    )
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=package.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
