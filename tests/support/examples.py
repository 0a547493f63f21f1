"""Examples in docstrings: find them, run them, and compare their values with the comments next to them."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
import textwrap
import tokenize
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

SUCH_AS = "such as "
"""Prefix of a value in a comment that changes from run to run; only its type is compared."""


@dataclass(frozen=True)
class Example:
    """The indented Python code of one docstring.

    Attributes:
        module: The module of the docstring.
        name: The name of the documented object.
        text: The blocks of code, in order.
    """

    module: str
    name: str
    text: str

    @property
    def is_async(self) -> bool:
        """Whether it uses `await`."""
        return any(
            isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
            for node in ast.walk(ast.parse(self.text))
        )


def examples() -> Iterator[Example]:
    """Return each docstring of the package that contains indented Python code."""
    for source, module in sources():
        yield from examples_of(source, module)


def sources() -> Iterator[tuple[str, str]]:
    """Return the text and the name of each module of the package."""
    for file in sorted((ROOT / "qrt_facade").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield file.read_text(encoding="utf-8"), module


tree_of = cache(ast.parse)
"""Return the syntax tree of a module, cached because it is used several times."""


def examples_of(source: str, module: str) -> Iterator[Example]:
    """Return each docstring of a module that contains indented Python code."""
    for name, docstring in _docstrings(tree_of(source), module):
        blocks = [block for block in _indented(docstring) if _is_python(block)]
        if blocks:
            yield Example(module, name, "\n".join(blocks))


def _docstrings(node: ast.AST, name: str) -> Iterator[tuple[str, str]]:
    """Return each docstring in the object of this name, with the name of what it describes."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield name, ast.get_docstring(node) or ""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            continue  # expressions contain no docstrings, and make up most of a module
        own = getattr(child, "name", None)
        yield from _docstrings(child, f"{name}.{own}" if own else name)


def unindented_code(source: str, module: str) -> Iterator[str]:
    """Return each paragraph of a docstring that is Python code and not indented, so that it would not be run.

    `ruff format` moves an example to the margin if the docstring consists only of the first line and the example.
    """
    for name, docstring in _docstrings(tree_of(source), module):
        for paragraph in re.split(r"\n\s*\n", docstring):
            if not paragraph.startswith(" ") and _is_statement(paragraph):
                yield f"{name}: {paragraph}"


def _is_statement(paragraph: str) -> bool:
    try:
        return bool(ast.parse(paragraph).body)
    except SyntaxError:
        return False


def _indented(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        lines = paragraph.splitlines()
        if lines and all(line.startswith("    ") for line in lines):
            yield textwrap.dedent(paragraph)


def _is_python(block: str) -> bool:
    """Distinguish Python from a formula or a table; text that mentions a client or a similar object counts as Python.

    Raises:
        SyntaxError: It counts as Python but is invalid.
    """
    try:
        tree = ast.parse(block)
    except SyntaxError:
        if re.search(
            r"^\s*(from|import|await|with) |\b(client|job|session|backend|result)[.\[]", block, re.MULTILINE
        ):
            raise
        return False
    marks = (ast.Call, ast.Import, ast.ImportFrom, ast.Assign, ast.Attribute, ast.Subscript, ast.Await)
    return any(
        isinstance(node, marks) or (isinstance(node, ast.AnnAssign) and node.value is not None)
        for node in ast.walk(tree)
    )


def undefined_names(text: str, known: Mapping[str, Any]) -> list[str]:
    """Return the names that an example uses before it assigns them, except known names."""
    bound, wanted = {*known, *dir(builtins)}, dict[str, None]()
    for statement in ast.parse(text).body:
        names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
        stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
        for node in ast.walk(statement):
            if isinstance(node, ast.alias):
                stored.add((node.asname or node.name).partition(".")[0])
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                stored.add(node.name)
            elif isinstance(node, ast.arg):
                stored.add(node.arg)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                stored.add(node.name)
        simple = isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign)
        before = bound if simple else bound | stored
        wanted |= dict.fromkeys(
            node.id for node in names if isinstance(node.ctx, ast.Load) and node.id not in before
        )
        bound |= stored
    return list(wanted)


async def run(example: Example, namespace: dict[str, Any], printed: Callable[[], str]) -> None:
    """Run an example statement by statement, and compare each value with its comment.

    The comment next to a statement may be a Python literal, which the value must equal, or a literal after "such as",
    whose type it must have. An example must not evaluate to None, unless the function is documented to return it.

    Args:
        example: The example.
        namespace: The values of its names.
        printed: Returns the output since its last call.

    Raises:
        AssertionError: A value differs from its comment.
    """
    comments = _comments(example.text)
    body = ast.parse(example.text).body
    for statement in body:
        value = await _value(statement, namespace, f"{example.module}: {example.name}")
        stated = comments.pop(statement.end_lineno or 0, None)
        where = f"{example.name}: {ast.unparse(statement)}"
        if _prints(statement):
            text = printed().strip()
            assert text or _is_loop(statement), f"{where} prints nothing"
            assert stated is None or _agrees(_literal_or_text(text), stated), (
                f"{where} prints {text}, not {stated}"
            )
        elif stated is not None:
            assert value is not ..., f"{where} has no value here to be {stated}"
            assert _agrees(value, stated), f"{where} is {value!r}, not {stated}"
        elif statement is body[-1] and isinstance(statement, ast.Expr):
            assert value is not None or _returns_none(statement.value, namespace), f"{where} is None"
    assert not comments, f"{example.name}: {comments} have no value next to them"


async def _value(statement: ast.stmt, namespace: dict[str, Any], file: str) -> Any:
    """Return the value of an expression, or the value assigned to its first name."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    if isinstance(statement, ast.Expr):
        code = compile(ast.Expression(statement.value), file, "eval", flags)
    else:
        code = compile(ast.Module([statement], []), file, "exec", flags)
    outcome = eval(code, namespace)
    if code.co_flags & inspect.CO_COROUTINE:
        outcome = await outcome
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        return namespace[target.id] if isinstance(target, ast.Name) else ...
    return outcome if isinstance(statement, ast.Expr) else ...


def _comments(text: str) -> dict[int, str]:
    """Return the literal comments of each line, with or without "such as"."""
    found = {}
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type == tokenize.COMMENT and token.line[: token.start[1]].strip():
            stated = token.string.lstrip("# ")
            try:
                ast.literal_eval(stated.removeprefix(SUCH_AS))
            except (SyntaxError, ValueError):
                assert not stated.startswith(SUCH_AS), f"{stated!r} is not a literal"
                continue
            found[token.start[0]] = stated
    return found


def _agrees(value: Any, stated: str) -> bool:
    literal = ast.literal_eval(stated.removeprefix(SUCH_AS))
    if not stated.startswith(SUCH_AS):
        return bool(value == literal)
    if isinstance(literal, dict) and isinstance(value, dict) and literal:
        return {type(key) for key in value} == {type(key) for key in literal}
    return isinstance(value, type(literal)) and bool(value or not literal)


def _literal_or_text(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text


def _prints(statement: ast.stmt) -> bool:
    """Return whether a statement, or the last one within it, prints."""
    if isinstance(statement, ast.With | ast.AsyncWith | ast.For | ast.AsyncFor):
        return _prints(statement.body[-1])
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"


def _is_loop(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.For | ast.AsyncFor)  # which may loop over nothing


def _returns_none(node: ast.expr, namespace: dict[str, Any]) -> bool:
    """Return whether a function is called that is annotated to return None."""
    node = node.value if isinstance(node, ast.Await) else node
    if not isinstance(node, ast.Call):
        return False
    try:
        function = eval(compile(ast.Expression(node.func), "the function", "eval"), namespace)
    except SyntaxError:  # it uses `await`
        return False
    return getattr(function, "__annotations__", {}).get("return", ...) in {None, "None"}
