"""The workflows: least rights, actions pinned by commit, data never in a command, and one job that stands for all."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
import yaml
from support.paths import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
FILES = sorted(WORKFLOWS.glob("*.yml"))
pytestmark = pytest.mark.skipif(not FILES, reason="a source distribution has no workflows")
USES = re.compile(r"uses: *([\w./-]+)@(\S+) *(?:# (v[\d.]+))?")
ROW = re.compile(r"^\| `([\w./-]+)` \| (v[\d.]+) \| `(\w+)` \| (.+) \|$", re.MULTILINE)


def content(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text(encoding="utf-8"))
    return read


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = job["steps"]
    return found


def test_every_action_is_pinned_to_the_commit_that_the_table_lists_with_its_source() -> None:
    written = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    used = {(name, commit, tag) for name, commit, tag in USES.findall(written) if not name.startswith("./")}
    table = (WORKFLOWS / "ACTIONS.md").read_text(encoding="utf-8")
    assert used == {(name, commit, tag) for name, tag, commit, _ in ROW.findall(table)}
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for _, commit, _ in used)


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_a_workflow_grants_nothing_and_each_job_asks_for_its_rights_and_ends_in_time(name: str) -> None:
    workflow = content(name)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert job["timeout-minutes"] <= 60


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_no_expression_is_written_into_a_command(name: str) -> None:
    commands = [step.get("run", "") for job in content(name)["jobs"].values() for step in steps(job)]
    assert [command for command in commands if "${{" in command] == []


def test_required_checks_pass_waits_for_every_other_job_of_the_tests() -> None:
    jobs = content("test")["jobs"]
    last = jobs.pop("required-checks-pass")
    assert last["if"] == "always()"
    assert set(last["needs"]) == set(jobs)


def test_the_tests_run_on_each_python_version_that_the_package_names() -> None:
    jobs = content("test")["jobs"]
    run = set(jobs["tests"]["strategy"]["matrix"]["python"])
    run |= {
        step["with"]["python-version"]
        for step in steps(jobs["everything"])
        if "with" in step and "python-version" in step["with"]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert set(named) == run


def test_what_publishes_a_release_checks_nothing_out_and_runs_nothing_of_the_project() -> None:
    jobs = content("release")["jobs"]
    for building in ("build", "site", "image"):
        assert jobs.pop(building)["permissions"] == {"contents": "read"}
    for job in jobs.values():
        assert not [step for step in steps(job) if "checkout" in step.get("uses", "")]
        assert not [step for step in steps(job) if "scripts/" in step.get("run", "")]
