"""The public interface: a list of names, and no private type in the signatures of public members."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_origin, get_type_hints, is_typeddict

import pytest
from public_modules import MODULES
from regeneration.signatures import changes, signatures
from support.paths import ROOT

import qrt_facade

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FunctionType, ModuleType

LIST = ROOT / "tests" / "project" / "public_names.txt"
SIGNATURES = ROOT / "tests" / "project" / "public_signatures.txt"
OUR_OWN = {"all_of", "for_item", "load", "of", "on_command_line", "over"}
"""Class methods with which the package creates its values, and methods used only by its command lines."""


def public() -> dict[str, Any]:
    """Return every public name with its module and its object."""
    modules = {name: importlib.import_module(name) for name in MODULES}
    return {
        f"{name}.{member}": getattr(module, member)
        for name, module in modules.items()
        for member in module.__all__
    }


def test_public_names_match_the_list() -> None:
    assert "\n".join(sorted(public())) + "\n" == LIST.read_text(encoding="utf-8")


def test_members_parameters_and_types_of_public_names_match_the_list() -> None:
    found = signatures(ROOT, LIST.read_text(encoding="utf-8").split())
    differences = changes(SIGNATURES.read_text(encoding="utf-8"), found)
    assert not differences, "\n".join(
        [
            "the public interface differs from tests/project/public_signatures.txt:",
            *differences,
            "What is removed or changed may break programs: see Versions and releases in CONTRIBUTING.md.",
            "To accept this, run `.venv/bin/python scripts/regenerate.py signatures`, and commit the list.",
        ]
    )


@pytest.mark.parametrize("module", MODULES)
def test_dir_of_a_public_module_lists_its_public_names(module: str) -> None:
    found = importlib.import_module(module)
    assert set(found.__all__) <= set(dir(found))


def test_type_checkers_know_lazily_loaded_names() -> None:
    code = "import qrt_facade; print(*(name for name in qrt_facade.__all__ if name in vars(qrt_facade)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == ["__version__"]
    seen = set(imported_names(qrt_facade))
    assert seen == {*qrt_facade.__all__, "errors", "results"}  # a star import does not include modules


def test_types_of_a_public_dict_can_be_resolved_at_run_time() -> None:
    dicts = {name: value for name, value in public().items() if is_typeddict(value)}
    assert len(dicts) > 12
    for name, value in dicts.items():
        assert set(get_type_hints(value)) == value.__required_keys__ | value.__optional_keys__, name


def test_all_types_in_public_signatures_are_public() -> None:
    names = public()
    known = {id(value) for value in names.values()}
    hidden = {
        f"{where}: {value.__module__}.{value.__qualname__}" if inspect.isclass(value) else f"{where}: {value}"
        for thing in names.values()
        if inspect.isclass(thing)
        for where, value in of_our_own(thing)
        # An alias can be spelled out, and users need no name for a type variable.
        if id(value) not in known and get_origin(value) is None and not isinstance(value, TypeVar)
    }
    assert not hidden, "\n".join(sorted(hidden))


def test_resources_of_a_client_are_checked() -> None:
    looked_at = {where for where, _ in of_our_own(qrt_facade.RuntimeClient)}
    assert {"RuntimeClient.sampler", "RuntimeClient.usage", "RuntimeClient.saved_accounts"} <= looked_at


def of_our_own(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the package's types in the annotations of a class's public members, and where they are."""
    for owner in cls.__mro__:
        if owner.__module__.startswith("qrt_facade"):
            for name, text in inspect.get_annotations(owner).items():
                if not name.startswith("_"):
                    written = ast.parse(str(text), mode="eval").body
                    for value in named(written, sys.modules[owner.__module__]):
                        yield f"{cls.__name__}.{name}", value
            for name, function in members(owner):
                module = sys.modules[function.__module__]
                for annotation in annotations(function):
                    for value in named(annotation, module):
                        yield f"{cls.__name__}.{name}", value


def members(cls: type) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions of the public methods and properties that a class defines."""
    for name, value in vars(cls).items():
        function = getattr(value, "fget", None) or getattr(value, "func", None) or value
        function = getattr(function, "__func__", function)
        written = inspect.isfunction(function) and Path(function.__code__.co_filename).exists()
        if written and not name.startswith("_") and name not in OUR_OWN:
            yield name, function


def annotations(function: FunctionType) -> Iterator[ast.expr]:
    """Yield the annotations of a function, as written."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(definition, ast.FunctionDef | ast.AsyncFunctionDef)
    for node in ast.walk(definition.args):
        if isinstance(node, ast.arg) and node.annotation is not None:
            yield node.annotation
    if definition.returns is not None:
        yield definition.returns


def named(annotation: ast.expr, module: ModuleType) -> Iterator[Any]:
    """Yield the package's types in an annotation: classes, and imported names."""
    imported = imported_names(module)
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield from named(ast.parse(node.value, mode="eval").body, module)
        elif isinstance(node, ast.Name):
            value = imported.get(node.id, getattr(module, node.id, None))
            ours = inspect.isclass(value) and value.__module__.startswith("qrt_facade")
            if ours or (node.id in imported and not inspect.ismodule(value)):
                yield value
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            home = imported.get(node.value.id)
            if inspect.ismodule(home) and home.__name__.startswith(
                "qrt_facade"
            ):  # httpx is imported from a module of ours
                yield getattr(home, node.attr)


@cache
def imported_names(module: ModuleType) -> dict[str, Any]:
    """Return the names that a module imports from this package, including those for type checkers."""
    tree = ast.parse(inspect.getsource(module))
    return {
        alias.asname or alias.name: value_of(node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qrt_facade")
        for alias in node.names
        if node.module
    }


def value_of(module: str, name: str) -> Any:
    """Return the object of `from module import name`; None if it only exists for type checkers."""
    home = importlib.import_module(module)
    return getattr(home, name, None) or sys.modules.get(f"{module}.{name}")
