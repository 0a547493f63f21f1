"""The groups of modules that mutmut changes, and the outcome by module.

mutmut 3 works with this project's layout: it copies the package and the tests into its own folder, where pytest
imports them by path (import mode importlib, `pythonpath`), and forks a process for each mutant, in which the tests
run without workers. It mutates methods, class methods and static methods, but no other decorated functions
(properties) and nothing outside functions.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_SURVIVED = 0
_NO_TEST = 33
_ALSO = ("openapi",)
"""Files that the tests read besides themselves and the package."""


class Group(NamedTuple):
    """Modules that are mutated together.

    Attributes:
        modules: Relative to `qrt_facade`, without `.py`.
        tests: Relative to the root of the project: the tests that must detect the mutants.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]


class Module(NamedTuple):
    """The outcome for the mutants of a module.

    Attributes:
        name: Relative to `qrt_facade`.
        mutants: Number of mutants.
        killed: Number of mutants that a test detected, by failing or by timing out.
        untested: Number of mutants in functions that none of the tests call.
        undecided: Number of mutants that have not been tried.
        survivors: The names of those that no test detected.
    """

    name: str
    mutants: int
    killed: int
    untested: int
    undecided: int
    survivors: list[str]


_POLICY = ("tests/unit/policy",)
GROUPS = {
    "submission": Group(("_policy/submission", "_policy/doubt"), _POLICY),
    "keys": Group(("_policy/keys", "_policy/session_keys", "_policy/journals"), _POLICY),
    "retries": Group(("_policy/attempts", "_policy/first_attempts", "_policy/retrying", "_policy/rounds"), _POLICY),
    "polling": Group(("_policy/polling", "_policy/waiting", "_policy/outages", "_policy/deadlines"), _POLICY),
    "tokens": Group(("_policy/tokens", "_policy/flights"), _POLICY),
    "budgets": Group(("_policy/budgets", "_policy/ledger_in_memory"), (*_POLICY, "tests/unit/connection/test_ledger.py")),
    "answers": Group(
        ("_service/answers", "_service/job_answers", "_service/statuses", "_base/coerce"),
        ("tests/unit/service", "tests/unit/base/test_coerce.py"),
    ),
    "decoding": Group(("results/decoding", "results/qiskit_json", "results/samples"), ("tests/unit/results",)),
}  # fmt: skip
"""Groups of decisions, the most expensive when wrong first."""

SETTINGS = """
[tool.mutmut]
source_paths = ["qrt_facade"]
only_mutate = {modules}
also_copy = {also}
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-seed=0"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
track_dependencies = false
"""


def prepare(folder: Path, group: Group, root: Path, *, again: bool) -> None:
    """Create the folder that mutmut works in: copies of the project, with mutmut's settings added to pytest's."""
    folder.mkdir(parents=True, exist_ok=True)
    if again:
        shutil.rmtree(folder / "mutants", ignore_errors=True)
    for kept in (folder / "mutants").rglob(
        "*.py.meta"
    ):  # tests may have changed: keep the killed mutants, try the others again
        content = json.loads(kept.read_text(encoding="utf-8"))
        outcomes = content["exit_code_by_key"]
        content["exit_code_by_key"] = {
            name: None if code in {_SURVIVED, _NO_TEST} else code for name, code in outcomes.items()
        }
        kept.write_text(json.dumps(content), encoding="utf-8")
    for name in (
        "qrt_facade",
        "tests",
        *_ALSO,
    ):  # copies, not links: hatchling follows links, and skips what it has seen there
        shutil.rmtree(folder / name, ignore_errors=True)
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = SETTINGS.format(
        modules=json.dumps([f"qrt_facade/{module}.py" for module in group.modules]),
        also=json.dumps(_ALSO),
        tests=json.dumps(group.tests),
    )
    ours = (root / "pyproject.toml").read_text(encoding="utf-8")
    (folder / "pyproject.toml").write_text(ours + settings, encoding="utf-8")


def of_group(folder: Path) -> list[Module]:
    """Read mutmut's results for each module."""
    package = folder / "mutants" / "qrt_facade"
    modules = []
    for kept in sorted(package.rglob("*.py.meta")):
        outcomes: dict[str, int | None] = json.loads(kept.read_text(encoding="utf-8"))["exit_code_by_key"]
        if outcomes:
            modules.append(_module(kept.relative_to(package).as_posix().removesuffix(".py.meta"), outcomes))
    return modules


def _module(name: str, outcomes: dict[str, int | None]) -> Module:
    counted = Counter(outcomes.values())
    others = counted[_SURVIVED] + counted[_NO_TEST] + counted[None]
    survivors = [mutant for mutant, outcome in outcomes.items() if outcome == _SURVIVED]
    return Module(name, len(outcomes), len(outcomes) - others, counted[_NO_TEST], counted[None], survivors)


def table(modules: list[Module]) -> list[str]:
    """Write a line for each module, and a total."""
    numbers = [(module.name, *module[1:5], len(module.survivors)) for module in modules]
    numbers.append(("all", *(sum(column) for column in list(zip(*numbers, strict=True))[1:])))
    return [
        f"{'module':<28}{'mutants':>8}{'killed':>8}{'no test':>9}{'not tried':>11}{'survived':>10}",
        *(f"{name:<28}{mutants:>8}{killed:>8}{untested:>9}{undecided:>11}{survived:>10}"
          for name, mutants, killed, untested, undecided, survived in numbers),
    ]  # fmt: skip
