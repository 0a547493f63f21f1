"""Simulated Mondays, from a publishing server to GitHub: the workflow's commands in bash, real `git`, fake `gh`."""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.github import GitHub, fake_github, git
from support.paths import ROOT
from support.publisher import DRIFTS, Published, broken_document, changed_document, listed, published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WORKFLOW = ROOT / ".github" / "workflows" / "drift.yml"
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]  # each Monday takes seconds


@pytest.fixture(scope="module")
def server() -> Iterator[Published]:
    with published() as served:
        yield served


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return fake_github(tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of the project, with an origin and an environment."""
    origin, folder = tmp_path / "origin.git", tmp_path / "project"
    for name in ("openapi", "generated", "qrt_facade", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / ".gitignore").write_text("__pycache__/\n.venv/\n")
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    # The copy goes before the project that is installed.
    path = os.pathsep.join([str(folder), str(folder / "generated")])
    python.write_text(f'#!/bin/sh\nPYTHONPATH="{path}" exec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(tmp_path, "init", "--quiet", str(folder))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    git(folder, "remote", "add", "origin", str(origin))
    git(folder, "push", "--quiet", "origin", "main")
    return folder


@pytest.fixture
def monday(github: GitHub, project: Path, server: Published) -> Callable[[], str]:
    """Run one Monday, the checks of the regenerated client aside, which pass; return the exit status of the look."""
    jobs = yaml.safe_load(WORKFLOW.read_text())["jobs"]
    steps = {step["name"]: step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    asked = " ".join(["drift", *server.addresses])

    def bash(step: str, **environment: str) -> None:
        command = steps[step].replace("regenerate.py drift", f"regenerate.py {asked}")
        environment = github.environment | {"RUN": "https://github.example/run/1"} | environment
        done = subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def run() -> str:
        git(project, "checkout", "--quiet", "--force", "main")
        git(project, "clean", "--quiet", "--force")
        output = project.parent / "output"
        output.write_text("")
        bash("Check the service", GITHUB_OUTPUT=str(output))
        outputs = dict(line.split("=") for line in output.read_text().splitlines())
        checks = "success" if outputs.get("changed") == "yes" else "skipped"
        # The publishing jobs have a separate checkout.
        git(project, "reset", "--quiet", "--hard")
        known = {"STATUS": outputs["status"], "CHECKS": checks}
        bash("Open, edit or close the issue", **known)
        if outputs["status"] in {"0", "3"}:
            bash("Open, update or close the pull request", **known)
        return outputs["status"]

    return run


def test_five_differences_are_each_reported_once_in_one_issue(
    monday: Callable[[], str],
    github: GitHub,
    server: Published,
    *,
    vendored: dict[str, Any],
    pinned: str,
) -> None:
    def publish_what_is_known() -> None:
        server.versions, server.document = listed(pinned), copy.deepcopy(vendored)

    for drift, (status, kind) in DRIFTS.items():
        publish_what_is_known()
        drift(server, pinned)
        for _ in range(2):
            assert monday() == str(status)
            (issue,) = github.state["issue"]
            assert issue["state"] == "OPEN"
            assert issue["body"].count("\n- **") == issue["body"].count(f"\n- **{kind.capitalize()}:**") == 1
        pulls = [pull["state"] for pull in github.state["pr"]]
        assert pulls == ["OPEN"] * (drift in {changed_document, broken_document})
    assert github.state["calls"].count("issue create") == 1
    # Only other findings are announced: the first are by the new issue itself.
    assert len(github.state["comments"]) == len(DRIFTS) - 1
    publish_what_is_known()
    assert monday() == "0"
    assert [issue["state"] for issue in github.state["issue"]] == ["CLOSED"]
    assert [pull["state"] for pull in github.state["pr"]] == ["CLOSED"]
