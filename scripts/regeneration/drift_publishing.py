"""Publish the findings of a check of the service on GitHub: always one issue and one pull request.

Needs only Python, git and gh, so that it can run where a token may write and nothing else is installed.
"""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LABEL: Final = "api-drift"
ISSUE_TITLE: Final = "The service's API has changed"
BRANCH: Final = "api-drift"
PULL_TITLE: Final = "Update the API document to the published one"
# The only paths that a proposal may change.
PROPOSED: Final = ("openapi", "generated")
NOTHING_NEW: Final = 0
REPORTED: Final = (3, 4)
_MARK = re.compile(r"<!-- qrt-drift ([0-9a-f]{16}|none) -->")
_AUTHOR: Final = (
    *("-c", "user.name=github-actions[bot]"),
    *("-c", "user.email=41898282+github-actions[bot]@users.noreply.github.com"),
)


class PublishingError(RuntimeError):
    """git or gh failed; the message is its output."""


@dataclass(frozen=True)
class Issue:
    """The issue about drift, as returned by GitHub."""

    number: int
    is_open: bool
    mark: str


def publish_issue(report: str, run: str = "") -> str:
    """Update the issue to `report`; return what was done.

    Args:
        report: The Markdown written by `regenerate.py drift`; empty if nothing is new.
        run: The URL of the workflow run, for the last line.
    """
    issue = _find_issue()
    if not report:
        return _settle(issue, run)
    mark = _mark_of(report)
    body = f"{report.rstrip()}\n\n{_footer(run)}"
    if issue is None:
        _gh(
            "label",
            "create",
            LABEL,
            "--force",
            "--description",
            "The service differs from this project's records",
        )
        _gh_with_body(body, "issue", "create", "--title", ISSUE_TITLE, "--label", LABEL)
        return "opened the issue"
    number = str(issue.number)
    if not issue.is_open and issue.mark == mark:
        return f"left issue {number} closed: it was closed with the same findings"
    _gh_with_body(body, "issue", "edit", number)
    if not issue.is_open:
        _gh("issue", "reopen", number)
        return f"reopened issue {number}"
    if issue.mark != mark:
        # GitHub sends no notification for an edit.
        _gh(
            "issue",
            "comment",
            number,
            "--body",
            f"The findings have changed; see above. {run}".strip(),
        )
        return f"edited issue {number}: other findings"
    return f"edited issue {number}: the same findings"


def _settle(issue: Issue | None, run: str) -> str:
    """Close the issue, because nothing differs any more."""
    if issue is None or not issue.is_open:
        return "nothing new, and no open issue"
    number = str(issue.number)
    _gh_with_body(f"<!-- qrt-drift none -->\nNothing differs.\n\n{_footer(run)}", "issue", "edit", number)
    _gh("issue", "close", number, "--comment", f"Nothing differs any more. {run}".strip())
    return f"closed issue {number}"


def failed_report(status: str) -> str:
    """Return a report that the check itself failed, for a run that wrote none."""
    shown = status if re.fullmatch(r"\d{1,3}", status) else "unknown"
    return (
        f"<!-- qrt-drift {0:016x} -->\n### What could not be checked\n\n"
        f"- **The check itself failed** (exit status {shown}). The log of the run says why.\n"
    )


def propose(patch: Path, report: str, run: str = "") -> str:
    """Push `patch` as the one commit of the branch, and open or update the pull request.

    Changes of the patch outside openapi/ and generated/ are left out.

    Raises:
        PublishingError: The patch does not apply, or git or gh failed.
    """
    _git("checkout", "--quiet", "-B", BRANCH)
    _git("apply", "--index", "--whitespace=nowarn", *_only(PROPOSED), str(patch.resolve()))
    if not _git("diff", "--cached", "--name-only").strip():
        return withdraw(run)
    _git(*_AUTHOR, "commit", "--quiet", "--message", PULL_TITLE, "--message", _reason(run))
    if _is_pushed():
        done = "the branch is up to date"
    else:
        _git("push", "--quiet", "--force", "origin", f"HEAD:refs/heads/{BRANCH}")
        done = "pushed the branch"
    body = f"{_checked(run)}\n\n{report.rstrip()}\n"
    number = _find_pull()
    if number is None:
        _gh_with_body(body, "pr", "create", "--head", BRANCH, "--title", PULL_TITLE)
        return f"{done}, opened the pull request"
    _gh_with_body(body, "pr", "edit", number)
    return f"{done}, edited pull request {number}"


def withdraw(run: str = "") -> str:
    """Close the pull request, if one is open: its document is not the published one, or does not pass."""
    number = _find_pull()
    if number is None:
        return "no open pull request"
    words = "This proposal is merged, is no longer published, or its successor does not pass the checks."
    _gh("pr", "close", number, "--comment", f"{words} {run}".strip())
    return f"closed pull request {number}"


def _find_issue() -> Issue | None:
    """Return the oldest issue with the label and our mark; issues by others are left alone."""
    fields = "number,state,body"
    listed = _gh("issue", "list", "--label", LABEL, "--state", "all", "--limit", "100", "--json", fields)
    found = [
        Issue(entry["number"], entry["state"] == "OPEN", mark[1])
        for entry in json.loads(listed)
        if (mark := _MARK.match(entry["body"] or ""))
    ]
    # Prefer an open issue to a closed one, should there be two.
    return min(found, key=lambda issue: (not issue.is_open, issue.number), default=None)


def _find_pull() -> str | None:
    listed = _gh("pr", "list", "--head", BRANCH, "--state", "open", "--limit", "10", "--json", "number")
    return str(min(entry["number"] for entry in json.loads(listed))) if json.loads(listed) else None


def _is_pushed() -> bool:
    """Return whether the branch on the server has our tree and our parent."""
    try:
        _git("fetch", "--quiet", "--depth", "2", "origin", f"refs/heads/{BRANCH}")
        return _git("rev-parse", "FETCH_HEAD^{tree}", "FETCH_HEAD^") == _git(
            "rev-parse", "HEAD^{tree}", "HEAD^"
        )
    except PublishingError:
        return False


def _only(folders: tuple[str, ...]) -> list[str]:
    return [f"--include={folder}/*" for folder in folders]


def _mark_of(report: str) -> str:
    mark = _MARK.match(report)
    if mark is None:
        raise PublishingError("the report does not start with a fingerprint; regenerate.py drift writes one")
    return mark[1]


def _reason(run: str) -> str:
    return f"The published document differs from the vendored one. Every check passed. {run}".strip()


def _checked(run: str) -> str:
    return (
        "Updates the document to the published one, and the client generated from it. Every check passed before this was "
        f"proposed: a pull request by a workflow starts no checks. {run}"
    ).strip()


def _footer(run: str) -> str:
    """Return the last line of a body, which says what wrote it."""
    where = f" Last check: {run}." if run else ""
    return (
        f"<sub>Written by `.github/workflows/drift.yml`, which edits this issue and closes it.{where}</sub>\n"
    )


def _gh_with_body(body: str, *arguments: str) -> str:
    """Run gh with a body in a file: it is too long for an argument, and no shell parses it."""
    with tempfile.TemporaryDirectory(prefix="drift-") as folder:
        file = Path(folder) / "body.md"
        file.write_text(body, encoding="utf-8")
        return _gh(*arguments, "--body-file", str(file))


def _gh(*arguments: str) -> str:
    return _run("gh", *arguments)


def _git(*arguments: str) -> str:
    return _run("git", *arguments)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shown = " ".join(command[:3])
        raise PublishingError(f"{shown} ended with {done.returncode}: {done.stderr.strip()[:2000]}")
    return done.stdout
