"""The source distribution contains the files for its own tests, which do not depend on the name of the folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SELECTION = (
    "tests/unit/base/test_boundary.py",
    "tests/unit/base/test_files.py",
    "tests/integration/transport/test_secrets.py",
    "tests/project/test_package.py::test_the_facade_contains_no_api_paths",
    "tests/project/test_readme.py::test_links_to_project_files_exist",
)
"""Tests that check paths, the files of the project, or the frames of a traceback."""
RUN = """
import sys, pytest
status = pytest.main(sys.argv[1:])
import qrt_client, qrt_facade
print(qrt_facade.__file__, qrt_client.__file__, sep="\\n")
sys.exit(status)
"""
"""Runs pytest, and prints the location of the packages that it tested."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the unpacked source distribution, in a folder with the name of the package."""
    place = tmp_path_factory.mktemp("sdist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", str(place)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (archive,) = place.glob("*.tar.gz")
    with tarfile.open(archive) as content:
        content.extractall(place, filter="data")
    (folder,) = (entry for entry in place.iterdir() if entry.is_dir())
    return folder.rename(place / "qrt_facade")


def test_it_contains_the_project_without_repository_files(unpacked: Path) -> None:
    names = {entry.name for entry in unpacked.iterdir()}
    assert {"qrt_facade", "generated", "openapi", "scripts", "tests", "constraints.txt", "LICENSE"} <= names
    assert not names & {".git", ".venv", ".ci", ".github", "build"}


def test_its_tests_pass_in_the_unpacked_folder(unpacked: Path) -> None:
    # Nothing is compiled there yet: rewriting the assertions of imported modules would take a second.
    options = ["-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command = [sys.executable, "-P", "-c", RUN, *options, *SELECTION]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(unpacked), str(unpacked / "generated")])}
    done = subprocess.run(command, cwd=unpacked, env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    homes = done.stdout.splitlines()[-2:]
    assert all(home.startswith(str(unpacked)) for home in homes), homes
