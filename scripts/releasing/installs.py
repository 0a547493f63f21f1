"""Install the packages as users do: with pip, uv and pipx, each in its own folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from releasing.notes import ReleaseError
from releasing.packages import run, unpacked

if TYPE_CHECKING:
    from releasing.packages import Packages

_BIN = "Scripts" if sys.platform == "win32" else "bin"
SDIST_TESTS = ("tests/unit/base", "tests/unit/service", "tests/project/test_security.py")
"""Tests that run in the unpacked source distribution: they show that it contains the project files that it needs."""


def bill_of_materials(packages: Packages, programs: Path, file: Path) -> None:
    """Install the wheel with uv, and list the installed packages as CycloneDX (`cyclonedx-py environment`)."""
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        python = f"{place}/environment/{_BIN}/python"
        uv = str(programs / "uv")
        run(uv, "venv", "--quiet", "--python", sys.executable, f"{place}/environment")
        run(uv, "pip", "install", "--quiet", "--python", python, str(packages.wheel))
        check_version(packages, python, "-c", "import qrt_client, qrt_facade; print(qrt_facade.__version__)")
        listing = [str(programs / "cyclonedx-py"), "environment", "--output-reproducible"]
        run(*listing, "--output-format", "JSON", "--output-file", str(file), python)


def check_pip_takes_the_sdist(packages: Packages) -> None:
    """Install the source distribution with pip, which builds it in isolation, and check the command's version."""
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        venv.create(place, with_pip=True)
        programs = Path(place) / _BIN
        pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, f"{packages.sdist}[cli]")
        check_version(packages, str(programs / "qrt"), "--version")


def check_pipx_runs_the_command(packages: Packages, programs: Path) -> None:
    """Install the wheel with its extra [cli] by pipx, in a separate home, and run `qrt`."""
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        environment = os.environ | {"PIPX_HOME": f"{place}/home", "PIPX_BIN_DIR": f"{place}/bin"}
        install = [str(programs / "pipx"), "install", "--quiet", "--python", sys.executable]
        subprocess.run([*install, f"{packages.wheel}[cli]"], check=True, env=environment)
        check_version(packages, f"{place}/bin/qrt", "--version")


def check_version(packages: Packages, *command: str) -> None:
    """Run a command of the installed package, outside the source tree, and check that it prints the version.

    Raises:
        ReleaseError: The version is missing.
    """
    version = packages.wheel.name.split("-")[1]
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=place)
    print(f"{Path(command[0]).name} {command[1]}: {done.stdout.strip()}", flush=True)
    if version not in done.stdout.split():
        raise ReleaseError(
            f"{' '.join(command)} printed {done.stdout.strip()!r}, which does not contain the version {version}"
        )


def check_the_sdist_passes_its_tests(packages: Packages, python: Path) -> None:
    """Run tests of the unpacked source distribution, on its own packages.

    Args:
        packages: The built packages.
        python: An interpreter with the extra `dev`.
    """
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        tree = unpacked(packages.sdist, Path(place))
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tree), str(tree / "generated")])}
        command = [str(python), "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", *SDIST_TESTS]
        subprocess.run(command, check=True, cwd=tree, env=environment)
