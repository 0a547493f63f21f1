"""What `qrt doctor` looks for."""

from __future__ import annotations

import tomllib
from importlib.metadata import packages_distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.paths import ROOT

from qrt_facade.cli.diagnosis import EXTRAS, missing_modules

PROJECT = ROOT / "pyproject.toml"


def test_the_extras_looked_for_are_those_that_the_project_declares() -> None:
    declared = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    providing = packages_distributions()
    for extra, modules in EXTRAS.items():
        wanted = {canonicalize_name(Requirement(text).name) for text in declared[extra]}
        assert {canonicalize_name(providing[module][0]) for module in modules} == wanted
        assert missing_modules(extra) == []
    assert set(EXTRAS) == set(declared) - {"dev"}
