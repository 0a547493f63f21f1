"""Checks of `qrt doctor`."""

from __future__ import annotations

import tomllib
from importlib.metadata import requires
from typing import TYPE_CHECKING

from support.paths import ROOT

from qrt_facade.cli.commands import diagnosis
from qrt_facade.cli.commands.diagnosis import missing_packages

if TYPE_CHECKING:
    import pytest


def test_missing_packages_of_an_extra_are_named_and_other_requirements_ignored() -> None:
    requirements = [
        "httpx<0.29,>=0.27",
        "click>=8.2; extra == 'cli'",
        "no-such-package[fast]>=1; (python_version > '3') and extra == \"cli\"",
        "another-one; extra == 'dev'",
    ]
    assert missing_packages(requirements) == {"cli": ["no-such-package"]}


def test_doctor_checks_every_extra_for_users() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    of_users = {*declared["optional-dependencies"]} - {"dev", "docs", "measure"}
    assert set(missing_packages(requires("qrt-facade") or ())) == of_users


def test_a_package_missing_for_an_extra_is_a_note_with_the_install_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(diagnosis, "missing_packages", lambda _: {"plot": ["matplotlib"], "cli": []})
    found = {finding.subject: finding for finding in diagnosis.environment()}
    assert (found["extra plot"].state, found["extra cli"].state) == ("note", "ok")
    assert "matplotlib" in found["extra plot"].detail
    assert "pip install 'qrt-facade[plot]'" in found["extra plot"].remedy
