"""The weekly check publishes one issue and one pull request; tested with a fake `gh` that keeps its state in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support.github import GitHub, fake_github, git
from support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

WORKFLOW = ROOT / ".github" / "workflows" / "drift.yml"


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return fake_github(tmp_path)


def test_one_issue_is_edited_by_every_run_and_closed_when_nothing_differs(github: GitHub) -> None:
    assert "\ngone\n" in github.issue(3, "gone")
    assert github.state["issue"][0] | {"body": ""} == {
        "number": 1,
        "state": "OPEN",
        "body": "",
        "label": "api-drift",
        "title": "The service's API has changed",
        "head": None,
    }
    assert "\ngone\n" in github.issue(3, "gone")
    assert github.state["comments"] == []
    # GitHub sends no notification for an edit, so new findings are announced in a comment.
    assert "\nmoved\n" in github.issue(3, "moved")
    assert len(github.state["comments"]) == 1
    assert "Nothing differs" in github.issue(0)
    assert github.state["issue"][0]["state"] == "CLOSED"
    github.issue(3, "again")
    assert github.state["issue"][0]["state"] == "OPEN"
    assert github.state["calls"].count("issue create") == 1


def test_an_issue_closed_by_a_person_stays_closed_until_something_else_is_found(github: GitHub) -> None:
    github.issue(3, "known")
    github.change(state="CLOSED")
    github.issue(3, "known")
    assert github.state["issue"][0]["state"] == "CLOSED"
    github.issue(3, "new")
    assert github.state["issue"][0]["state"] == "OPEN"


def test_nothing_new_without_an_issue_opens_none(github: GitHub) -> None:
    assert github.issue(0) == ""
    assert github.state["calls"] == ["issue list"]


@pytest.mark.parametrize(
    "status",
    ["", pytest.param("1", marks=pytest.mark.long), pytest.param("$(reboot)", marks=pytest.mark.long)],
)
def test_a_failed_run_is_reported_and_closes_nothing(github: GitHub, status: str) -> None:
    body = github.issue(status, "left over")
    assert "**The check itself failed**" in body
    assert "left over" not in body
    assert "$(" not in body
    assert github.state["issue"][0]["state"] == "OPEN"


def test_a_labelled_issue_of_another_author_is_left_alone(github: GitHub) -> None:
    theirs = {"number": 1, "state": "OPEN", "body": "Please look <!-- qrt-drift none -->"}
    (github.folder / "state.json").write_text(
        json.dumps({"issue": [theirs], "pr": [], "calls": [], "comments": []})
    )
    github.folder.joinpath("report.md").write_text("<!-- qrt-drift 0123456789abcdef -->\nnews\n")
    assert github.run("issue", "--status", "3", "--report", "report.md").returncode == 0
    assert github.state["issue"][0] == theirs
    assert len(github.state["issue"]) == 2


def test_an_error_of_gh_fails_the_step_with_its_message(github: GitHub) -> None:
    (github.folder / "bin" / "gh").write_text("#!/bin/sh\necho 'HTTP 403: forbidden' >&2\nexit 1\n")
    github.folder.joinpath("report.md").write_text("<!-- qrt-drift 0123456789abcdef -->\nnews\n")
    done = github.run("issue", "--status", "3", "--report", "report.md")
    assert done.returncode == 1
    assert done.stderr == "publish_drift.py: gh issue list ended with 1: HTTP 403: forbidden\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with an origin, as the workflow checks it out."""
    origin, folder = tmp_path / "origin.git", tmp_path / "checkout"
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    git(tmp_path, "init", "--quiet", str(folder))
    for name in ("openapi/document.yaml", "generated/qrt_client/models/job.py", "README.md"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("before\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "Begin")
    git(folder, "remote", "add", "origin", str(origin))
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def propose(github: GitHub, checkout: Path, text: str, checks: str = "success", status: str = "3") -> str:
    """Propose a patch that writes `text` everywhere; return what was done."""
    git(checkout, "checkout", "--quiet", "main")
    for path in (p for p in checkout.rglob("*") if p.is_file() and ".git" not in p.parts):
        path.write_text(f"{text}\n")
    patch = checkout.parent / "drift.patch"
    patch.write_text(git(checkout, "diff", "--binary") + "\n")
    git(checkout, "checkout", "--quiet", ".")
    report = checkout.parent / "report.md"
    report.write_text("<!-- qrt-drift 0123456789abcdef -->\nwhat changed\n")
    files = ["--report", str(report), "--patch", str(patch)]
    done = github.run("pull-request", "--status", status, "--checks", checks, *files, cwd=checkout)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_one_branch_and_one_pull_request_follow_the_document(github: GitHub, checkout: Path) -> None:
    assert propose(github, checkout, "after") == "pushed the branch, opened the pull request"
    first = git(checkout, "ls-remote", "origin", "api-drift")
    assert propose(github, checkout, "after") == "the branch is up to date, edited pull request 1"
    assert git(checkout, "ls-remote", "origin", "api-drift") == first
    assert propose(github, checkout, "later") == "pushed the branch, edited pull request 1"
    (pull,) = github.state["pr"]
    assert (pull["head"], pull["state"]) == ("api-drift", "OPEN")
    assert "what changed" in pull["body"]
    assert git(checkout, "show", "--name-only", "--format=", "HEAD").split() == [
        "generated/qrt_client/models/job.py",
        "openapi/document.yaml",
    ]
    git(checkout, "fetch", "--quiet", "origin", "api-drift")
    assert git(checkout, "rev-list", "--count", "main..FETCH_HEAD") == "1"
    assert git(checkout, "show", "FETCH_HEAD:openapi/document.yaml") == "later"
    assert git(checkout, "show", "FETCH_HEAD:README.md") == "before"


@pytest.mark.parametrize(
    ("checks", "status"), [("failure", "3"), pytest.param("", "0", marks=pytest.mark.long)]
)
def test_an_outdated_pull_request_is_closed(github: GitHub, checkout: Path, checks: str, status: str) -> None:
    propose(github, checkout, "after")
    assert propose(github, checkout, "worse", checks, status) == "closed pull request 1"
    assert github.state["pr"][0]["state"] == "CLOSED"
    assert propose(github, checkout, "worse", checks, status) == "no open pull request"


@pytest.mark.long
def test_findings_without_a_document_leave_the_pull_request_unchanged(github: GitHub, checkout: Path) -> None:
    propose(github, checkout, "after")
    assert propose(github, checkout, "after", "skipped", "3") == "nothing to propose"
    assert github.state["pr"][0]["state"] == "OPEN"


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    if not WORKFLOW.exists():
        pytest.skip("a source distribution has no workflows")
    content: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text())
    return content


def test_only_publishing_jobs_may_write_and_they_install_nothing(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "look": {"contents": "read"},
        "report": {"contents": "read", "issues": "write"},
        "propose": {"contents": "write", "pull-requests": "write"},
    }
    for name in ("report", "propose"):
        commands = [step["run"] for step in jobs[name]["steps"] if "run" in step]
        assert [command.split()[:2] for command in commands] == [["python3", "scripts/publish_drift.py"]]
    pushes = {
        name: [
            step.get("with", {}).get("persist-credentials", True)
            for step in job["steps"]
            if "checkout" in step.get("uses", "")
        ]
        for name, job in jobs.items()
    }
    assert pushes == {"look": [False], "report": [False], "propose": [True]}


def test_a_failed_step_hides_nothing_from_the_publishing_jobs(workflow: dict[str, Any]) -> None:
    jobs = workflow["jobs"]
    assert jobs["report"]["if"] == "always()"
    assert jobs["propose"]["if"].startswith("always()")
    steps = {step["name"]: step for job in jobs.values() for step in job["steps"] if "name" in step}
    assert steps["Save the findings"]["if"] == "always()"
    assert steps["Check the client of the changed document"]["continue-on-error"] is True
    downloads = [step for job in jobs.values() for step in job["steps"] if "download" in step.get("uses", "")]
    assert [step["continue-on-error"] for step in downloads] == [True, True]
    names = [step.get("name") for step in jobs["look"]["steps"]]
    assert names.index("Save the findings") < names.index("Check the client of the changed document")
    assert workflow["concurrency"] == {"group": "drift", "cancel-in-progress": False}
