"""What a release is named and said to be: the version, its tag and its section of the changelog."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from support.paths import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
try:
    from releasing.installs import check_version
    from releasing.notes import ReleaseError, check_tag, notes_of, version_in
    from releasing.packages import Packages
    from releasing.shells import steps_of
finally:
    sys.path.remove(str(ROOT / "scripts"))

CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2027-01-31

### Added

- A thing.

## [0.1.0] - 2026-11-28

The first.
"""


def test_the_version_of_the_project_has_a_section_with_a_day_in_the_changelog() -> None:
    day, notes = notes_of((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version_in(ROOT))
    assert day >= dt.date(2026, 11, 28)
    assert "## [" not in notes


def test_the_notes_of_a_version_are_its_section_and_nothing_else() -> None:
    assert notes_of(CHANGELOG, "0.2.0") == (dt.date(2027, 1, 31), "### Added\n\n- A thing.\n")
    assert notes_of(CHANGELOG, "0.1.0") == (dt.date(2026, 11, 28), "The first.\n")


@pytest.mark.parametrize(
    ("changelog", "said"),
    [
        ("## [0.2.0] - 2027-01-31\n\nText.\n", "has no section .0.1.0., but: 0.2.0"),
        ("## [0.1.0]\n\nText.\n", "has the day None; write it as YYYY-MM-DD"),
        ("## [0.1.0] - soon\n\nText.\n", "has the day 'soon'"),
        ("## [0.1.0] - 2026-11-28\n\n## [0.0.1] - 2026-01-01\n\nText.\n", "is empty"),
    ],
)
def test_a_version_without_a_dated_section_with_text_is_not_released(changelog: str, said: str) -> None:
    with pytest.raises(ReleaseError, match=said):
        notes_of(changelog, "0.1.0")


def test_a_tag_of_another_version_is_refused() -> None:
    check_tag("v0.1.0", "0.1.0")
    with pytest.raises(ReleaseError, match=r"tag v0\.1\.0, or change"):
        check_tag("0.1.0", "0.1.0")


def test_what_was_installed_is_asked_for_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    built = Packages(Path("qrt_facade-0.1.0-py3-none-any.whl"), Path("qrt_facade-0.1.0.tar.gz"))
    check_version(built, sys.executable, "-c", "print('qrt', '0.1.0')")
    assert capsys.readouterr().out.endswith("-c: qrt 0.1.0\n")
    with pytest.raises(ReleaseError, match=r"printed '0\.1\.01', without the version 0\.1\.0"):
        check_version(built, sys.executable, "-c", "print('0.1.01')")


def test_shellcheck_is_given_the_steps_of_workflows_and_of_composite_actions(tmp_path: Path) -> None:
    workflow, action = tmp_path / "test.yml", tmp_path / "action.yml"
    workflow.write_text(
        "jobs: {a: {steps: [{uses: some/action}, {run: echo a}]}, b: {steps: [{run: echo b}]}}"
    )
    action.write_text("runs: {using: composite, steps: [{shell: bash, run: echo c}]}")
    assert list(steps_of(workflow)) == ["echo a", "echo b"]
    assert list(steps_of(action)) == ["echo c"]
