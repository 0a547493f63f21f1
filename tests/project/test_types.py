"""Type checks: mypy --strict and strict pyright of users' programs, and pyright of the packages.

The programs are in `types/`, in the README and among the examples. Each checker runs once over all of them. pyright
checks the facade in the same run. It checks generated function bodies, those of the generated client and of `_sync`,
only with --long: mypy always checks them, and `scripts/test` checks that their scripts write them so. The programs
use their signatures, and pyright checks `_async`, from which `_sync` is derived. mypy caches its inferences, so that
`mypy` alone costs little.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = ROOT / "tests" / "project" / "types"
MISTAKES = "mistakes.py"
RIGHT = sorted(path.name for path in PROGRAMS.glob("*.py") if path.name != MISTAKES)
EXAMPLES = sorted(
    path
    for path in (ROOT / "scripts" / "examples").glob("*.py")
    # Dask, Ray and Airflow are partly typed, and need not be installed.
    if path.name not in {"dask_sweep.py", "ray_sweep.py", "airflow_operator.py"}
)
DOCUMENTED = "readme_blocks.py"
PACKAGES = "packages"
"""The name for reports about other files than the programs."""
FACADE, GENERATED = "qrt_facade", "generated/qrt_client"
DERIVED, EMULATOR = "qrt_facade/_sync", "qrt_facade/emulator"
MARK = "# error"
KEPT = "types/pyright"
"""Where pytest's cache keeps the last report of pyright, which has no cache and takes a minute of CPU."""

pytestmark = pytest.mark.timeout(
    900
)  # pyright takes a minute of CPU, of which a busy machine gives it only a part


class Complaint(NamedTuple):
    """One report of a checker about a line."""

    line: int
    message: str


class Programs(NamedTuple):
    """The files to check, a folder for the checkers' configuration, and the other files that pyright checks."""

    files: list[Path]
    folder: Path
    packages: list[str]
    left_out: list[str]


@pytest.fixture(scope="module")
def programs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Programs:
    folder = tmp_path_factory.mktemp("types")
    blocks = folder / DOCUMENTED
    blocks.write_text(python_of((ROOT / "README.md").read_text(encoding="utf-8")), encoding="utf-8")
    long = request.config.getoption("--long")
    packages, left_out = ([FACADE, GENERATED], []) if long else ([FACADE], [DERIVED])
    files = [*(PROGRAMS / name for name in RIGHT), *EXAMPLES, PROGRAMS / MISTAKES, blocks]
    return Programs(files, folder, packages, left_out)


def python_of(document: str) -> str:
    """Return the README's Python blocks in order, as one program with its original line numbers."""
    lines: list[str] = []
    inside = False
    for line in document.splitlines():
        fence = line.startswith("```")
        lines.append(line if inside and not fence else "")
        inside = line == "```python" if fence else inside
    return "\n".join(lines) + "\n"


def by_mypy(programs: Programs) -> Mapping[str, list[Complaint]]:
    """Run mypy with the project's settings and cache."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-pretty", "--show-absolute-path"]
    done = subprocess.run(
        [*command, *map(str, programs.files)],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(programs.folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    assert f"{len(programs.files)} source files" in done.stdout
    found: dict[str, list[Complaint]] = {}
    for path, line, message in re.findall(r"^(.+?):(\d+): error: (.+)$", done.stdout, flags=re.MULTILINE):
        found.setdefault(name_of(path, programs), []).append(Complaint(int(line), message))
    return found


def name_of(path: str, programs: Programs) -> str:
    """Return the name under which a file's reports are listed."""
    file = Path(path)
    return file.name if file in programs.files else PACKAGES


def pyright_configuration(programs: Programs) -> dict[str, Any]:
    """Return pyright's configuration: the packages as the project configures them, the programs as users have them."""

    def here(path: Path) -> str:
        return os.path.relpath(path, programs.folder)  # pyright takes no absolute paths here

    own = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pyright"]
    assert own.pop("include") == [FACADE, GENERATED]
    assert own["exclude"] == [EMULATOR]
    included = [here(ROOT / path) for path in programs.packages]
    excluded = [here(ROOT / path) for path in [*own.pop("exclude"), *programs.left_out]]
    found_here = {"extraPaths": [str(ROOT), str(ROOT / "generated")]}
    of_programs = found_here | {
        "enableTypeIgnoreComments": False,  # see `beyond_ignored`
        "reportUnnecessaryTypeIgnoreComment": "error",
    }
    return {
        "include": [*included, *map(here, programs.files)],
        "exclude": excluded,
        "typeCheckingMode": own.pop("typeCheckingMode"),
        "pythonVersion": own.pop("pythonVersion"),
        # The first root above a file is used. The project is the packages' root, as users have it: from the root
        # `qrt_facade`, `qiskit` would be the package of that name.
        "executionEnvironments": [
            *(
                of_programs | {"root": here(folder)}
                for folder in sorted({file.parent for file in programs.files})
            ),
            {name: value for name, value in own.items() if name.startswith("report")}
            | found_here
            | {"root": here(ROOT)},
        ],
    }


def by_pyright(programs: Programs) -> Mapping[str, list[Complaint]]:
    """Run strict pyright: over the packages as the project configures it, over the programs as users do."""
    configuration = pyright_configuration(programs)
    assert configuration["typeCheckingMode"] == "strict"
    (programs.folder / "pyrightconfig.json").write_text(json.dumps(configuration), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(
        [*command, "--project", str(programs.folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    report = json.loads(done.stdout)
    left_out = [ROOT / path for path in (EMULATOR, *programs.left_out)]
    packaged = sum(
        not any(file.is_relative_to(folder) for folder in left_out)
        for path in programs.packages
        for file in (ROOT / path).rglob("*.py")
    )
    assert report["summary"]["filesAnalyzed"] >= len(programs.files) + packaged
    found: dict[str, list[Complaint]] = {}
    for one in report["generalDiagnostics"]:
        name = name_of(one["file"], programs)
        where = "" if name != PACKAGES else f"{os.path.relpath(one['file'], ROOT)}: "
        complaint = Complaint(
            one["range"]["start"]["line"] + 1, f"{where}{one['message']} ({one.get('rule')})"
        )
        found.setdefault(name, []).append(complaint)
    of_files = {file.name: beyond_ignored(file, found.get(file.name, [])) for file in programs.files}
    return of_files | {PACKAGES: found.get(PACKAGES, [])}


def beyond_ignored(file: Path, complaints: list[Complaint]) -> list[Complaint]:
    """Return the reports on lines without `# type: ignore`, and the lines with a needless one.

    pyright would skip such lines, with or without a mistake; mypy reports a needless ignore. A line that also has a
    `# pyright: ignore` is left to that comment, which pyright reports if it is needless.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    ignored = {
        n for n, line in enumerate(lines, 1) if "# type: ignore" in line and "# pyright: ignore" not in line
    }
    idle = ignored - {complaint.line for complaint in complaints}
    return [one for one in complaints if one.line not in ignored] + [
        Complaint(line, "this ignore is not needed") for line in sorted(idle)
    ]


def by_pyright_or_kept(programs: Programs, config: pytest.Config) -> Mapping[str, list[Complaint]]:
    """Run pyright, or return its last report if the same input was checked before, as mypy does with its cache."""
    if config.cache is None or config.getoption("--long"):
        return by_pyright(programs)
    read = what_pyright_reads(programs)
    kept = config.cache.get(KEPT, {})
    if kept.get("read") == read:
        return {name: [Complaint(*one) for one in several] for name, several in kept["found"].items()}
    found = by_pyright(programs)
    config.cache.set(KEPT, {"read": read, "found": found})
    return found


def what_pyright_reads(programs: Programs) -> str:
    """Return a digest of everything that a report of pyright depends on: sources, configuration, installed packages."""
    installed = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    sources = [*programs.files, Path(__file__), ROOT / "pyproject.toml"]
    sources += [file for package in (FACADE, GENERATED) for file in sorted((ROOT / package).rglob("*.py"))]
    around = [sys.version, installed, programs.packages, programs.left_out]
    digest = hashlib.sha256(json.dumps(around).encode())
    for file in sources:
        name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name
        digest.update(f"\0{name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


# mypy last: `mypy` may run at the same time, and caches its findings.
@pytest.fixture(scope="module", params=["pyright", "mypy"])
def complaints(request: pytest.FixtureRequest, programs: Programs) -> Mapping[str, list[Complaint]]:
    """The reports of one checker, by the name of the file."""
    return by_mypy(programs) if request.param == "mypy" else by_pyright_or_kept(programs, request.config)


def test_pyright_runs_again_when_one_of_its_files_changes(programs: Programs, tmp_path: Path) -> None:
    blocks = tmp_path / DOCUMENTED
    blocks.write_text("x: int = 1\n", encoding="utf-8")
    changed = programs._replace(files=[*programs.files[:-1], blocks])
    assert programs.files[-1].name == DOCUMENTED
    assert what_pyright_reads(programs) == what_pyright_reads(programs) != what_pyright_reads(changed)


@pytest.mark.parametrize("name", [*RIGHT, *(path.name for path in EXAMPLES)])
def test_right_uses_have_the_asserted_types(complaints: Mapping[str, list[Complaint]], name: str) -> None:
    assert complaints.get(name, []) == []


def test_the_packages_have_no_type_errors(complaints: Mapping[str, list[Complaint]]) -> None:
    assert complaints.get(PACKAGES, []) == []


def test_the_readmes_python_has_no_type_errors(complaints: Mapping[str, list[Complaint]]) -> None:
    assert complaints.get(DOCUMENTED, []) == []


def test_exactly_the_marked_mistakes_are_reported(
    complaints: Mapping[str, list[Complaint]],
) -> None:
    lines = (PROGRAMS / MISTAKES).read_text(encoding="utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith(MARK)}
    reported = {complaint.line for complaint in complaints[MISTAKES]}
    assert [lines[number - 1] for number in sorted(marked - reported)] == []
    assert [one for one in complaints[MISTAKES] if one.line not in marked] == []


def test_no_right_use_silences_a_checker() -> None:
    silenced = re.compile(r"#\s*(type:\s*ignore|pyright:\s*ignore)|\bcast\(")
    found = [
        f"{path.name}:{number}: {line.strip()}"
        for path in (PROGRAMS / "right_uses.py", PROGRAMS / "raw_uses.py", *EXAMPLES)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if silenced.search(line)
    ]
    assert found == []


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the packages as the wheel installs them, marked as typed."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, symlinks=True)
    environment = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=environment))
    left_out = shutil.ignore_patterns("__pycache__")
    for package in (ROOT / FACADE, ROOT / GENERATED):
        shutil.copytree(package, packages / package.name, ignore=left_out)
    dependencies = [path for path in sys.path if Path(path).name == "site-packages"]
    (packages / "dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    return Path(sysconfig.get_path("scripts", "venv", vars=environment)) / "python"


@pytest.mark.long  # without it, mypy and pyright check the packages in their strict modes
@pytest.mark.parametrize("package", ["qrt_facade", "qrt_client"])
def test_every_public_type_is_known(installed: Path, package: str) -> None:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--ignoreexternal"]
    done = subprocess.run(
        [*command, "--verifytypes", package],
        cwd=installed.parent,
        env={
            **os.environ,
            "PATH": f"{installed.parent}{os.pathsep}{os.environ['PATH']}",
        },  # pyright asks this Python
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)["typeCompleteness"]
    guessed = [
        f"{symbol['name']}: {diagnostic['message']}"
        for symbol in report["symbols"]
        for diagnostic in symbol["diagnostics"]
        if diagnostic["severity"] == "error"
    ]
    assert guessed == []
    assert report["exportedSymbolCounts"]["withKnownType"] > 1000
    assert report["completenessScore"] == 1
