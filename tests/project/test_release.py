"""The version, the tag and the changelog section of a release."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from releasing.installs import check_version
from releasing.notes import ReleaseError, check_tag, notes_of, version_in
from releasing.packages import Packages
from releasing.shells import steps_of
from support.paths import ROOT

CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2027-01-31

### Added

- A thing.

## [0.1.0] - 2026-11-28

The first.
"""


def test_the_current_version_has_a_dated_changelog_section() -> None:
    day, notes = notes_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version_in(ROOT))
    assert day >= dt.date(2026, 11, 28)
    assert "## [" not in notes


def test_release_notes_are_the_section_of_their_version() -> None:
    assert notes_of(CHANGELOG, "0.2.0") == (dt.date(2027, 1, 31), "### Added\n\n- A thing.\n")
    assert notes_of(CHANGELOG, "0.1.0") == (dt.date(2026, 11, 28), "The first.\n")


@pytest.mark.parametrize(
    ("changelog", "message"),
    [
        ("## [0.2.0] - 2027-01-31\n\nText.\n", "has no section .0.1.0.; its sections are: 0.2.0"),
        ("## [0.1.0]\n\nText.\n", "has the date None; write it as YYYY-MM-DD"),
        ("## [0.1.0] - soon\n\nText.\n", "has the date 'soon'"),
        ("## [0.1.0] - 2026-11-28\n\n## [0.0.1] - 2026-01-01\n\nText.\n", "is empty"),
    ],
)
def test_release_needs_a_dated_changelog_section_with_text(changelog: str, message: str) -> None:
    with pytest.raises(ReleaseError, match=message):
        notes_of(changelog, "0.1.0")


def test_a_tag_of_another_version_is_refused() -> None:
    check_tag("v0.1.0", "0.1.0")
    with pytest.raises(ReleaseError, match=r"tag v0\.1\.0, or change"):
        check_tag("0.1.0", "0.1.0")


def test_the_installed_version_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    built = Packages(Path("qrt_facade-0.1.0-py3-none-any.whl"), Path("qrt_facade-0.1.0.tar.gz"))
    check_version(built, sys.executable, "-c", "print('qrt', '0.1.0')")
    assert capsys.readouterr().out.endswith("-c: qrt 0.1.0\n")
    with pytest.raises(ReleaseError, match=r"printed '0\.1\.01', which does not contain the version 0\.1\.0"):
        check_version(built, sys.executable, "-c", "print('0.1.01')")


def test_shellcheck_checks_steps_of_workflows_and_composite_actions(tmp_path: Path) -> None:
    workflow, action = tmp_path / "test.yml", tmp_path / "action.yml"
    workflow.write_text(
        "jobs: {a: {steps: [{uses: some/action}, {run: echo a}]}, b: {steps: [{run: echo b}]}}"
    )
    action.write_text("runs: {using: composite, steps: [{shell: bash, run: echo c}]}")
    assert list(steps_of(workflow)) == ["echo a", "echo b"]
    assert list(steps_of(action)) == ["echo c"]
