#!/usr/bin/env python3
"""Publish the findings of `regenerate.py drift` on GitHub. For .github/workflows/drift.yml; needs git, gh and a token.

    publish_drift.py issue --status N [--checks OUTCOME] --report FILE.md [--run URL]
    publish_drift.py pull-request --status N --checks OUTCOME --report FILE.md --patch FILE [--run URL]

There is always one issue with the label `api-drift`, which is opened, edited, closed and reopened. There is one branch,
`api-drift`, which is replaced, and one pull request for it. Exit status: 0 success, 1 git or gh failed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from regeneration.drift_publishing import (
    NOTHING_NEW,
    REPORTED,
    PublishingError,
    failed_report,
    propose,
    publish_issue,
    withdraw,
)

_NOTES = {
    "success": "The client generated from the changed document passes every check: see the pull request.",
    "failure": "The client generated from the changed document does not pass every check: see the run.",
}


def issue(arguments: argparse.Namespace) -> str:
    """Run `issue`."""
    if arguments.status == str(NOTHING_NEW):
        return publish_issue("", arguments.run)
    # A run that crashed may have left an incomplete report.
    reported = arguments.status in map(str, REPORTED) and arguments.report.is_file()
    report = arguments.report.read_text(encoding="utf-8") if reported else failed_report(arguments.status)
    note = _NOTES.get(arguments.checks, "")
    return publish_issue(f"{report.rstrip()}\n\n{note}", arguments.run)


def pull_request(arguments: argparse.Namespace) -> str:
    """Run `pull-request`."""
    if arguments.checks == "success":
        report = arguments.report.read_text(encoding="utf-8")
        return propose(arguments.patch, report, arguments.run)
    if arguments.status == str(NOTHING_NEW) or arguments.checks == "failure":
        return withdraw(arguments.run)
    return "nothing to propose"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    commands = argparse.ArgumentParser(
        prog="publish_drift.py", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    sub = commands.add_subparsers(required=True, metavar="COMMAND")
    one = sub.add_parser("issue", help="open, edit or close the issue")
    one.set_defaults(do=issue)
    two = sub.add_parser("pull-request", help="open, update or close the pull request")
    two.add_argument("--patch", required=True, type=Path, metavar="FILE", help="output of git diff --binary")
    two.set_defaults(do=pull_request)
    for command in (one, two):
        command.add_argument(
            "--status", required=True, help="exit status of regenerate.py drift; empty if it did not run"
        )
        command.add_argument(
            "--checks", default="", help="success or failure of the checks; empty if none ran"
        )
        command.add_argument("--report", required=True, type=Path, metavar="FILE.md")
        command.add_argument("--run", default="", metavar="URL", help="the workflow run with the findings")
    return commands


def main() -> int:
    """Run one command; return its exit status."""
    arguments = parser().parse_args()
    try:
        print(arguments.do(arguments))
    except (PublishingError, OSError) as error:
        print(f"publish_drift.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
