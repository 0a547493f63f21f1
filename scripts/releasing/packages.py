"""Build wheel and source distribution, compare a second build byte by byte, and run the registry's own checks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from releasing.notes import ReleaseError


class Packages(NamedTuple):
    """The packages to publish for a version."""

    wheel: Path
    sdist: Path


def built(root: Path, folder: Path, programs: Path, epoch: int) -> Packages:
    """Build the source distribution of a tree, and the wheel from it.

    Args:
        root: The source tree.
        folder: Where to write both.
        programs: The folder of programs of the environment with `build` and `hatchling`.
        epoch: The timestamp for the archives, in seconds since 1970 (`SOURCE_DATE_EPOCH`).
    """
    command = [str(programs / "python"), "-m", "build", "--no-isolation", "--outdir", str(folder), str(root)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Packages(wheel, sdist)


def unpacked(sdist: Path, folder: Path) -> Path:
    """Unpack a source distribution and return its tree."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return folder / sdist.name.removesuffix(".tar.gz")


def check_reproducible(packages: Packages, programs: Path, epoch: int) -> None:
    """Build again from the unpacked source distribution, in another folder, and compare the bytes.

    Raises:
        ReleaseError: A package differs.
    """
    with tempfile.TemporaryDirectory(prefix="qrt-release-") as place:
        tree = unpacked(packages.sdist, Path(place))
        again = built(tree, Path(place) / "dist", programs, epoch)
        for first, second in zip(packages, again, strict=True):
            if digest(first) != digest(second):
                raise ReleaseError(
                    f"{first.name} has different bytes when it is built from the source distribution"
                )


def digest(file: Path) -> str:
    """Return the sha256 of a file as hexadecimal text."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def check_packages(packages: Packages, programs: Path) -> None:
    """Check both packages with the registry's own check and two others; each fails with an exit status."""
    wheel, sdist = map(str, packages)
    run(str(programs / "twine"), "check", "--strict", wheel, sdist)
    # W002: the generated packages' `__init__.py` are alike. W009: the wheel has two packages, the client and the facade.
    run(str(programs / "check-wheel-contents"), "--ignore", "W002,W009", wheel)
    # Out of 10. It expects an e-mail address of the authors, who have none in common.
    run(str(programs / "pyroma"), "--min", "8", sdist)


def check_conda_recipe(root: Path, programs: Path) -> None:
    """Check the conda recipe with rattler-build."""
    run_own(root, programs, "releasing.conda", str(root / "scripts" / "conda" / "recipe.yaml"))


def run_own(root: Path, programs: Path, module: str, *arguments: str) -> None:
    """Run a module of these scripts in the environment with the release tools."""
    run(str(programs / "python"), "-m", module, *arguments, cwd=root / "scripts")


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a command with its output on the screen; an exit status other than 0 is an error."""
    subprocess.run(command, check=True, cwd=cwd)
