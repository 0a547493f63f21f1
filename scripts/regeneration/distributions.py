"""Build clients of other API versions as separate distributions, to install next to `qrt_client`.

The package of version 2025-05-01 is `qrt_client_2025_05_01`, the distribution `qrt-client-2025-05-01`. It is
independent: it imports neither `qrt_client` nor the facade.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from regeneration.generation import PACKAGE, GenerationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BUILD = "hatchling"
_README = """\
# {distribution}

Typed endpoints and models of IBM's Qiskit Runtime REST API at version {api_version}, generated from the API's document
(document version {info_version}) by the project {project}. It can be installed next to `{pinned}`, which {project}
contains, and next to packages of other versions:

    import {package}
    from {package}.api.jobs import get_job
    from qrt_facade import RuntimeClient

    with RuntimeClient() as client:
        job = get_job.sync("a job's id", client=client.raw_for({package}))

It also works without {project}: `{package}.AuthenticatedClient` takes a URL and a token.
"""


def package_name(api_version: str) -> str:
    """Return the import name of the package of a version."""
    return f"{PACKAGE}_{api_version.replace('-', '_')}"


def build_wheel(
    project: Path, api_version: str, info_version: str, generate: Callable[[Path], object], output: Path
) -> Path:
    """Build the wheel of a version into the folder `output`, without a network; the same input gives the same bytes.

    Args:
        project: The folder of this project, whose metadata the distribution shares.
        api_version: The version of the API.
        info_version: The version of the API's document itself.
        generate: Writes the package into the folder passed to it.
        output: The folder for the wheel; created if it does not exist.

    Returns:
        The wheel.

    Raises:
        GenerationError: The wheel cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="qrt-distribution-") as folder:
        source = Path(folder)
        package = source / package_name(api_version)
        generate(package)
        shutil.copy2(project / "LICENSE", source / "LICENSE")
        about = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        names = {
            "distribution": package.name.replace("_", "-"),
            "package": package.name,
            "api_version": api_version,
            "info_version": info_version,
            "project": about["name"],
            "pinned": PACKAGE,
        }
        (source / "README.md").write_text(_README.format_map(names), encoding="utf-8")
        version = distribution_version(_project_version(project), info_version)
        text = _pyproject(about, names, version, _requirements(package, about["dependencies"]))
        (source / "pyproject.toml").write_text(text, encoding="utf-8")
        built = _built(source)
        output.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy2(built, output / built.name))


def distribution_version(project_version: str, info_version: str) -> str:
    """Return the version of a distribution: three numbers of the project, then three of the API's document.

    It increases with either, and a package index accepts it, unlike `0.1.0+0.25.0`.

        distribution_version("0.1.0", "0.25.0")  # "0.1.0.0.25.0"
    """
    release = re.match(r"[\d.]*\d", project_version)
    numbers = _three(release.group() if release else "") + _three(info_version)
    # The rest of the project's version, as in 0.2.0rc1, applies to the whole.
    return ".".join(numbers) + project_version[release.end() if release else 0 :]


def _three(version: str) -> list[str]:
    return [*re.findall(r"\d+", version, re.ASCII), "0", "0", "0"][:3]


def _project_version(project: Path) -> str:
    text = (project / "qrt_facade" / "_version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise GenerationError("qrt_facade/_version.py contains no version")
    return found.group(1)


def _requirements(package: Path, declared: list[str]) -> list[str]:
    """Return those of the project's requirements that the modules of a package import."""
    imported = set(chain.from_iterable(map(_imports, package.rglob("*.py")))) - sys.stdlib_module_names
    by_name = {re.split(r"[^\w-]", requirement, maxsplit=1)[0]: requirement for requirement in declared}
    unknown = sorted(imported - by_name.keys())
    if unknown:
        raise GenerationError(
            f"{package.name} imports {', '.join(unknown)}, which pyproject.toml does not require"
        )
    return [by_name[name] for name in sorted(imported)]


def _imports(module: Path) -> Iterator[str]:
    """Yield the first part of the name of each module that is imported absolutely."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def _pyproject(about: dict[str, Any], names: dict[str, str], version: str, requirements: list[str]) -> str:
    # JSON strings and lists are also valid TOML.
    description = f"Typed endpoints of IBM's Qiskit Runtime REST API at version {names['api_version']}"
    fields = {
        "name": names["distribution"],
        "version": version,
        "description": description,
        "readme": "README.md",
        "license": about["license"],
        "license-files": ["LICENSE"],
        "requires-python": about["requires-python"],
        "keywords": about["keywords"],
        "classifiers": about["classifiers"],
        "dependencies": requirements,
    }
    lines = [
        "[build-system]",
        f'requires = ["{_BUILD}"]',
        f'build-backend = "{_BUILD}.build"',
        "[project]",
        *(f"{name} = {json.dumps(value)}" for name, value in fields.items()),
        "[tool.hatch.build]",
        "ignore-vcs = true  # the temporary folder may be inside a repository that ignores everything",
        "[tool.hatch.build.targets.wheel]",
        f'packages = ["{names["package"]}"]',
    ]
    return "\n".join(lines) + "\n"


def _built(source: Path) -> Path:
    """Run hatchling, which sets fixed times and modes in archives, and return the wheel."""
    folder = source / "dist"
    command = [sys.executable, "-m", _BUILD, "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        raise GenerationError(f"{_BUILD} built no wheel: {(done.stderr or done.stdout).strip()[-1000:]}")
    return wheels[0]
