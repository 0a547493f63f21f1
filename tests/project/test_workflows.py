"""The workflows: minimal permissions, actions pinned by commit, no data in commands, and one required check."""

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


def test_every_action_is_pinned_to_its_listed_commit() -> None:
    written = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
    used = {(name, commit, tag) for name, commit, tag in USES.findall(written) if not name.startswith("./")}
    table = (WORKFLOWS / "ACTIONS.md").read_text(encoding="utf-8")
    assert used == {(name, commit, tag) for name, tag, commit, _ in ROW.findall(table)}
    assert all(re.fullmatch("[0-9a-f]{40}", commit) for _, commit, _ in used)


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_workflows_grant_no_permissions_and_jobs_have_their_own_and_a_timeout(name: str) -> None:
    workflow = content(name)
    assert workflow["permissions"] == {}
    assert "concurrency" in workflow
    for job in workflow["jobs"].values():
        assert "permissions" in job
        assert job["timeout-minutes"] <= 60


@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_no_expression_is_part_of_a_command(name: str) -> None:
    commands = [step.get("run", "") for job in content(name)["jobs"].values() for step in steps(job)]
    assert [command for command in commands if "${{" in command] == []


def test_the_required_check_waits_for_every_other_test_job() -> None:
    jobs = content("test")["jobs"]
    last = jobs.pop("required-checks-pass")
    assert last["if"] == "always()"
    assert set(last["needs"]) == set(jobs)


def test_the_tests_run_on_each_supported_python_version() -> None:
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


def test_publishing_jobs_neither_check_out_nor_run_project_code() -> None:
    jobs = content("release")["jobs"]
    for building in ("build", "site", "image"):
        assert jobs.pop(building)["permissions"] == {"contents": "read"}
    for job in jobs.values():
        assert not [step for step in steps(job) if "checkout" in step.get("uses", "")]
        assert not [step for step in steps(job) if "scripts/" in step.get("run", "")]
