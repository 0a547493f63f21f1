"""The tables that scripts/coverage and scripts/mutation compute from the output of coverage.py and mutmut."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from measuring import branches, mutants
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def measured(
    taken: int, of: int, lines: list[int] | None = None, untaken: list[list[int]] | None = None
) -> Any:
    summary = {"num_branches": of, "covered_branches": taken}
    return {"summary": summary, "missing_lines": lines or [], "missing_branches": untaken or []}


@pytest.fixture
def packages(tmp_path: Path) -> list[branches.Package]:
    report = tmp_path / "coverage.json"
    files = {
        "qrt_facade/emulator/run/queue.py": measured(1, 10),
        "qrt_facade/_policy/keys.py": measured(3, 4, [7, 8, 9, 12], [[5, 7], [7, 8], [20, -18]]),
        "qrt_facade/_policy/timing.py": measured(6, 6),
        "qrt_facade/types.py": measured(0, 0),
    }
    report.write_text(json.dumps({"files": files}))
    return branches.by_package(report)


def test_branches_are_counted_by_package_and_the_emulators_separately(
    packages: list[branches.Package],
) -> None:
    assert [(package.name, package.branches, package.taken) for package in packages] == [
        ("_policy", 10, 9),
        ("qrt_facade", 0, 0),
        ("emulator", 10, 1),
    ]
    assert branches.of_facade(packages).per_cent == 90
    names = [line[:16].strip() for line in branches.table(packages, ROOT)[1:]]
    assert names == ["_policy", "qrt_facade", "facade", "as written", "emulator"]


def test_untaken_code_is_listed_by_lines_and_by_branches_of_lines_that_ran(
    packages: list[branches.Package],
) -> None:
    assert branches.missing(packages) == ["qrt_facade/_policy/keys.py: 7-9, 12, 5->7, 20->end"]


def test_a_client_branch_counts_as_taken_if_the_derived_code_took_it(tmp_path: Path) -> None:
    written = "async def f(a):\n    async with a:\n        if a:\n            return 1\n    if not a:\n        pass\n"
    derived = "def f(a):\n\n    with a:\n        if a:\n            return 1\n    if not a:\n        pass\n"
    for package, text in (("_async", written), ("_sync", derived)):
        (tmp_path / "qrt_facade" / package).mkdir(parents=True)
        (tmp_path / "qrt_facade" / package / "f.py").write_text(text)
    own = branches.File("qrt_facade/_async/f.py", 4, 1, [4, 6], [(3, 4), (5, 6), (5, -1)])
    twin = branches.File("qrt_facade/_sync/f.py", 4, 2, [7], [(6, 7), (4, 6)])
    joined = branches.as_written(
        [branches.Package("_async", [own]), branches.Package("_sync", [twin])], tmp_path
    )
    assert joined.files == [branches.File(own.path, 4, 3, [6], [(5, 6)])]
    assert joined.per_cent == 75


def test_mutmuts_results_are_counted_by_module_and_survivors_listed(tmp_path: Path) -> None:
    package = tmp_path / "mutants" / "qrt_facade" / "_policy"
    package.mkdir(parents=True)
    outcomes = {"keys.a": 1, "keys.b": 0, "keys.c": 33, "keys.d": None, "keys.slow": 36}
    (package / "keys.py.meta").write_text(json.dumps({"exit_code_by_key": outcomes}))
    (package / "unchanged.py.meta").write_text(json.dumps({"exit_code_by_key": {}}))
    (module,) = mutants.of_group(tmp_path)
    assert module == ("_policy/keys", 5, 2, 1, 1, ["keys.b"])
    assert [line.split()[-5:] for line in mutants.table([module])[1:]] == [["5", "2", "1", "1", "1"]] * 2


def test_each_group_of_mutants_names_existing_modules_and_tests() -> None:
    for group in mutants.GROUPS.values():
        assert all((ROOT / "qrt_facade" / f"{module}.py").is_file() for module in group.modules)
        assert all((ROOT / tests).exists() for tests in group.tests)


def test_mutants_use_copies_because_hatchling_skips_linked_packages(
    tmp_path: Path,
) -> None:
    root, folder = tmp_path / "project", tmp_path / "project" / "build" / "mutation" / "keys"
    for name in ("qrt_facade", "tests", "openapi"):
        (root / name).mkdir(parents=True)
        (root / name / "f.py").write_text("")
    (root / "pyproject.toml").write_text('[project]\nname = "p"\n')
    for _ in range(2):
        mutants.prepare(folder, mutants.GROUPS["keys"], root, again=False)
    assert not [path for path in folder.rglob("*") if path.is_symlink()]
    assert (folder / "qrt_facade" / "f.py").is_file()
    settings = tomllib.loads((folder / "pyproject.toml").read_text())
    assert settings["tool"]["mutmut"]["only_mutate"][0] == "qrt_facade/_policy/keys.py"
