"""The API reference: every public name is explained, every example in a docstring runs, and the pages can be built."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import re
import sys
import textwrap
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/0:0::"
# What an example takes for granted, beside the names of its own module.
BODY = '{"results": [{"data": {"c": {"samples": ["0x0", "0x3"], "num_bits": 2}}, "metadata": {}}], "metadata": {}}'


def reference() -> ModuleType:
    """The script, which has no suffix."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        loader = SourceFileLoader("reference_script", str(ROOT / "scripts" / "reference"))
        script = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
        loader.exec_module(script)
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return script


def public_objects() -> dict[str, Any]:
    """Everything that the reference has an entry for, with its public name."""
    modules = {name: importlib.import_module(name) for name in reference().MODULES}
    names = {
        f"{name}.{member}": getattr(module, member)
        for name, module in modules.items()
        for member in module.__all__
    }
    described = {
        name: thing for name, thing in names.items() if inspect.isclass(thing) or inspect.isfunction(thing)
    }
    return modules | described


def documented(objects: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Each public name with its docstring: modules, classes, functions, methods and properties of our own."""
    for name, thing in objects.items():
        yield name, inspect.getdoc(thing)
        if inspect.isclass(thing):
            owners = [owner for owner in thing.__mro__ if owner.__module__.startswith("qrt_facade")]
            for member, value in (item for owner in owners for item in vars(owner).items()):
                function = getattr(value, "fget", None) or getattr(value, "func", None) or value
                function = getattr(function, "__func__", function)
                if not member.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{member}", function.__doc__


def test_every_public_name_has_a_docstring_that_begins_with_one_sentence() -> None:
    described = dict(documented(public_objects()))
    assert len(described) > 250
    wrong = []
    for name, text in described.items():
        first, *rest = inspect.cleandoc(text or "").splitlines() or [""]
        one_sentence = re.fullmatch(r"\S.*[.?]", first) and not re.search(r"[a-z]\. [A-Z]", first)
        if not one_sentence or (rest and rest[0]):
            wrong.append(f"{name}: {first!r}")
    assert not wrong, "\n".join(wrong)


def test_the_reference_describes_what_a_client_leads_to() -> None:
    names = set(dict(documented(public_objects())))
    for wanted in (
        "qrt_facade.RuntimeClient.local",
        "qrt_facade.AsyncJobs.submit",
        "qrt_facade.Estimator.run",
        "qrt_facade.Usage",
        "qrt_facade.results.Samples.counts",
        "qrt_facade.errors.JobFailedError",
        "qrt_facade.emulator.start",
        "qrt_facade.emulator.Emulator.stop",
    ):
        assert wanted in names


def examples() -> Iterator[tuple[str, str, list[str]]]:
    """(module, name, blocks) of each docstring that has indented Python in it."""
    for file in sorted((ROOT / "qrt_facade").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                blocks = [block for block in _indented(ast.get_docstring(node) or "") if _is_python(block)]
                if blocks:
                    yield module, getattr(node, "name", module), blocks


def _indented(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.splitlines()
        if lines and all(line.startswith("    ") for line in lines):
            yield textwrap.dedent(paragraph)


def _is_python(block: str) -> bool:
    try:
        tree = ast.parse(block)
    except SyntaxError:
        return False
    return any(isinstance(node, ast.Call | ast.Import | ast.ImportFrom) for node in ast.walk(tree))


def test_no_docstring_has_an_example_that_only_doctest_would_find() -> None:
    found = [str(file) for file in (ROOT / "qrt_facade").rglob("*.py") if ">" * 3 in file.read_text("utf-8")]
    assert found == []


EXAMPLES = list(examples())


@pytest.mark.parametrize(("module", "name", "blocks"), EXAMPLES, ids=[name for _, name, _ in EXAMPLES])
def test_the_examples_of_a_docstring_run_in_order(module: str, name: str, blocks: list[str]) -> None:
    home = importlib.import_module(module)
    namespace = {public: getattr(home, public) for public in getattr(home, "__all__", ())} | {"body": BODY}
    for block in blocks:
        exec(compile(block, f"{module}: {name}", "exec"), namespace)
    if "result" in namespace:
        assert namespace["result"][0].c.counts()


@pytest.mark.long  # pdoc takes seconds
def test_the_pages_are_built_without_assets_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("pdoc")
    script = reference()
    script.build(Path(sys.executable), tmp_path)
    for module in script.MODULES:
        page = (tmp_path / f"{module.replace('.', '/')}.html").read_text(encoding="utf-8")
        for name in importlib.import_module(module).__all__:
            assert f'id="{name}"' in page or name.startswith("__")
        assert not re.search(r"""<(?:script|link|img)[^>]*(?:src|href)=["']https?:""", page)
    built = {
        str(file.relative_to(tmp_path).with_suffix("")).replace("/", ".") for file in tmp_path.rglob("*.html")
    }
    assert built == {"index", *script.MODULES}
    assert script.PAGES.relative_to(ROOT).parts[0] + "/" in (ROOT / ".gitignore").read_text("utf-8").split()
