"""The conda recipe has the requirements of pyproject.toml. `scripts/release --dry-run` checks it with rattler-build."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from support.paths import ROOT

import qrt_facade

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RECIPE: dict[str, Any] = yaml.safe_load(
    (ROOT / "scripts" / "conda" / "recipe.yaml").read_text(encoding="utf-8")
)
OF_CONDA = {"matplotlib": "matplotlib-base"}
"""Packages with other names on conda-forge: its `matplotlib` also installs a graphical toolkit."""
NOT_FOR_USERS = {"dev", "docs", "generate", "measure"}


def required(requirements: list[str]) -> dict[str, SpecifierSet]:
    """Return the version ranges of Python requirements by name; of two for one name, the wider."""
    read = [Requirement(requirement) for requirement in sorted(requirements, reverse=True)]
    return {OF_CONDA.get(one.name, one.name): one.specifier for one in read}


def matched(section: str) -> dict[str, SpecifierSet]:
    """Return the version ranges of a section of the recipe, without Python and pip."""
    found = {}
    for written in RECIPE["requirements"][section]:
        name, _, versions = written.partition(" ")
        if name not in {"python", "pip"}:
            found[name] = SpecifierSet(versions)
    return found


def test_the_recipe_has_the_projects_version_and_minimum_python() -> None:
    assert RECIPE["context"]["version"] == qrt_facade.__version__
    assert f">={RECIPE['context']['python_min']}" == PROJECT["project"]["requires-python"]
    assert RECIPE["about"]["license"] == PROJECT["project"]["license"]
    (command,) = RECIPE["build"]["python"]["entry_points"]
    assert dict([command.split(" = ")]) == PROJECT["project"]["scripts"]


@pytest.mark.parametrize("section", ["host", "run", "run_constraints"])
def test_the_recipe_has_the_projects_requirements(section: str) -> None:
    project = PROJECT["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    asked_for = {
        "host": PROJECT["build-system"]["requires"],
        "run": [*project["dependencies"], *extras["cli"]],
        "run_constraints": [
            requirement
            for extra, requirements in extras.items()
            if extra not in {"cli", *NOT_FOR_USERS}
            for requirement in requirements
        ],
    }[section]
    assert matched(section) == required(asked_for)
