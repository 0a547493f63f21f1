"""What `qrt doctor` looks for."""

from __future__ import annotations

import tomllib
from importlib.metadata import requires

from support.paths import ROOT

from qrt_facade.cli.commands.diagnosis import missing_packages


def test_what_an_extra_lacks_is_named_and_requirements_of_no_extra_are_left_out() -> None:
    requirements = [
        "httpx<0.29,>=0.27",
        "click>=8.2; extra == 'cli'",
        "no-such-package[fast]>=1; (python_version > '3') and extra == \"cli\"",
        "another-one; extra == 'dev'",
    ]
    assert missing_packages(requirements) == {"cli": ["no-such-package"]}


def test_every_extra_that_the_project_declares_is_looked_for_but_the_one_for_its_developers() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(missing_packages(requires("qrt-facade") or ())) == {*declared["optional-dependencies"]} - {
        "dev"
    }
