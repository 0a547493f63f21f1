"""Only public names of the HTTP library are used, so that moving to a successor breaks nothing unnoticed."""

from __future__ import annotations

import ast
from pathlib import Path

import httpx
import httpx_retries

ROOT = Path(__file__).resolve().parents[2] / "qrt_facade"


def accessed(tree: ast.AST) -> set[str]:
    """Return private names that are accessed on an object, as an attribute or by a string."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"getattr", "hasattr"}
        ):
            names |= {
                each.value
                for each in node.args
                if isinstance(each, ast.Constant) and isinstance(each.value, str)
            }
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


def defined(tree: ast.AST) -> set[str]:
    """Return names of functions, and of attributes that a class sets on its own objects."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_self(node.value):
            names.add(node.attr)
    return names


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def used_of(library: set[str], tree: ast.Module) -> set[str]:
    return (accessed(tree) & library) - defined(tree)


def library_names() -> set[str]:
    """Return private names of the libraries that the facade subclasses and calls."""
    folder = Path(httpx.__file__).parent
    files = [folder / "_client.py", folder / "_models.py", folder / "_transports" / "default.py"]
    files += Path(httpx_retries.__file__).parent.glob("*.py")
    names = set[str]().union(*(defined(ast.parse(path.read_text(encoding="utf-8"))) for path in files))
    return {name for name in names if name.startswith("_") and not name.startswith("__")}


def test_no_module_uses_a_private_name_of_the_http_library() -> None:
    library = library_names()
    assert {"_content", "_calculate_sleep", "_pool"} <= library
    knowing = [
        path
        for path in sorted(ROOT.rglob("*.py"))
        if "http_library import" in path.read_text(encoding="utf-8")
    ]
    assert ROOT / "_async" / "wire.py" in knowing
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in knowing}
    used = {path.name: names for path, tree in trees.items() if (names := used_of(library, tree))}
    assert used == {}


def test_private_names_are_found_as_attributes_and_in_strings() -> None:
    library = library_names()
    assert used_of(library, ast.parse("response._content = b''")) == {"_content"}
    assert used_of(library, ast.parse("getattr(transport, '_pool', None)")) == {"_pool"}
    assert (
        used_of(library, ast.parse("class A:\n    def f(self): self._pool = 1; return self._pool")) == set()
    )
