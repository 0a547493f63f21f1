"""Build the pages of the site: the ones written by hand and the ones generated from the project."""

from __future__ import annotations

import ast
import re
import shutil
from functools import cache
from itertools import chain, pairwise
from pathlib import Path

import diagrams
import public_modules

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = Path(__file__).parent / "pages"
REASON_CODES = ROOT / "qrt_facade/_service/reason_codes.py"
EMULATOR = ROOT / "qrt_facade/emulator"
ANSWERS = EMULATOR / "domain/errors.py"
STATUSES = ROOT / "qrt_facade/_service/statuses.py"
PUBLIC_NAMES = ROOT / "tests/project/public_names.txt"

CODES_HEAD = """
## Codes of failed jobs

`JobFailedError.code`. `error.reason` has the details, such as the line of the circuit. For codes that are not listed,
follow `error.solution`, the service's own advice.

| Code | Meaning | What to do |
| --- | --- | --- |
"""
ANSWERS_HEAD = """
## Codes of refused requests

`ApiError.status` and `ApiError.code`. These are the emulator's responses; its source says which of them were observed
at the service and which were taken from its documentation. An ellipsis stands for a name or a number.

| Status | Code | Message | What to do |
| --- | --- | --- | --- |
"""
OF_THE_SERVICE = ("The service failed, not what was submitted.", "Submit the same job again.")
"""Meaning and advice of the codes in `OF_THE_SYSTEM`."""
AS_THE_MESSAGE_SAYS = ("(names what is wrong)", "Correct what the message names, and send the request again.")
"""For a message or advice that depends on the request."""
NO_ADVICE = "Check the name or the id, and that it belongs to this instance."
"""For unknown names, for which the service sends no advice."""
COPIED = {
    "emulator.md": ROOT / "qrt_facade/emulator/README.md",
    "changelog.md": ROOT / "CHANGELOG.md",
    "security.md": ROOT / "SECURITY.md",
}
"""Pages that are also files of the project."""


def write_pages(folder: Path) -> None:
    """Write every page into the folder from which MkDocs reads them."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(WRITTEN, folder)
    for name, source in COPIED.items():
        (folder / name).write_text(unlinked(source.read_text(encoding="utf-8")), encoding="utf-8")
    for page in folder.rglob("*.md"):
        page.write_text(drawn(page.read_text(encoding="utf-8")), encoding="utf-8")
    with (folder / "errors.md").open("a", encoding="utf-8") as errors:
        errors.write(CODES_HEAD + "".join(f"| {' | '.join(row)} |\n" for row in job_codes()))
        errors.write(ANSWERS_HEAD + "".join(f"| {' | '.join(row)} |\n" for row in answer_codes()))
    (folder / "reference").mkdir()
    for name, text in references().items():
        (folder / "reference" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "llms.txt").write_text(for_language_models(folder), encoding="utf-8")


def unlinked(text: str) -> str:
    """Remove links to files of the project that are not part of the site."""
    return re.sub(r"\[([^\]]+)\]\((?!https?:|#)[^)]+\)", r"\1", text)


def drawn(text: str) -> str:
    """Replace the diagrams of a page by pictures."""
    return re.sub(r"```sequence\n(.*?)```", lambda block: diagrams.svg(block[1]), text, flags=re.DOTALL)


def job_codes() -> list[tuple[str, str, str]]:
    """Return the codes of failed jobs with their meaning and advice, from the module that defines them."""
    body = ast.parse(REASON_CODES.read_text(encoding="utf-8")).body
    found = []
    for statement, following in pairwise(body):
        match statement, following:
            case (
                ast.AnnAssign(value=ast.Constant(value=int(code))),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                meaning, _, advice = (" ".join(part.split()) for part in text.partition("What to do: "))
                found.append((str(code), meaning, advice))
            case ast.AnnAssign(
                target=ast.Name(id="OF_THE_SYSTEM"), value=ast.Call(args=[ast.Set(elts=codes)])
            ), _:
                numbers = sorted(int(ast.unparse(code)) for code in codes if isinstance(code, ast.Constant))
                found.append((", ".join(map(str, numbers)), *OF_THE_SERVICE))
    return sorted(found)


@cache
def answer_codes() -> list[tuple[str, str, str, str]]:
    """Return the status, code, message and advice of each error response of the emulator."""
    rows = set()
    texts = [module.read_text(encoding="utf-8") for module in EMULATOR.rglob("*.py")]
    for text in texts:
        for call in ast.walk(ast.parse(text)) if "ApiError(" in text else ():
            if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] == "ApiError":
                status, code, message, *more = call.args
                advice = more[0] if more else ast.Name("TRY_AGAIN")
                wording = _words(message) or AS_THE_MESSAGE_SAYS[0]
                unknown = NO_ADVICE if isinstance(advice, ast.Constant) else AS_THE_MESSAGE_SAYS[1]
                rows.add((_words(status), _words(code), wording, _words(advice) or unknown))
    return sorted(rows)


@cache
def constants() -> dict[str, str]:
    """Return the constants used in the responses, from the modules that define them."""
    bodies = [ast.parse(module.read_text(encoding="utf-8")).body for module in (STATUSES, ANSWERS)]
    found = {}
    for statement in chain.from_iterable(bodies):
        match statement:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value))
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value))
            ):
                found[name] = str(value)
    return found


def _words(node: ast.expr) -> str:
    """Return the text of a constant or an f-string, with an ellipsis for each placeholder."""
    match node:
        case ast.Constant(value=None):
            return ""
        case ast.Constant(value=value):
            return str(value)
        case ast.JoinedStr(values=values):
            return "".join(_words(one) if isinstance(one, ast.Constant) else "…" for one in values)
        case ast.Name(id=name):
            return constants().get(name, "")
        case _:
            return ""


def references() -> dict[str, str]:
    """Return a page of the reference for each module that users import from, and one for the pytest fixtures.

    Asynchronous classes are left out: they have the same members as their synchronous counterparts.
    """
    names: dict[str, list[str]] = {module: [] for module in public_modules.MODULES}
    for line in PUBLIC_NAMES.read_text(encoding="utf-8").split():
        module, _, name = line.rpartition(".")
        if not name.startswith(("Async", "__")):
            names[module].append(name)
    elsewhere = {name for module, own in names.items() if module != "qrt_facade" for name in own}
    here = [name for name in names["qrt_facade"] if name not in elsewhere or name in TWICE]
    # Put what most readers look for first.
    names["qrt_facade"] = sorted(here, key=lambda name: name != "RuntimeClient")
    pages = {
        page: _reference(title, f"Import from `{module}`.{ABOUT.get(page, '')}", module, names[module])
        for page, (title, module) in public_modules.PAGES.items()
    }
    return pages | {
        "fixtures": _reference("Test fixtures", FIXTURES_HEAD, "qrt_facade.pytest_plugin", fixtures())
    }


TWICE = ("Backend", "BackendStatus")
"""Names of two modules that mean different things: the client's own, and Qiskit's."""
ABOUT = {
    "clients": " Each class whose methods make requests has an asynchronous counterpart with the same members, as coroutines:"
    " `AsyncRuntimeClient`, `AsyncJob`, `AsyncBackend` and so on.",
    "errors": " All of them can also be imported from `qrt_facade`. [Errors](../errors.md) says what to do about each.",
    "types": " These types are used only in annotations.",
    "qiskit": " It needs the extra `qiskit`.",
    "emulator": " It needs the extra `local`. [The emulator](../emulator.md) says what is emulated.",
}
"""The text below the title of a page."""
FIXTURES_HEAD = (
    "If the package is installed with the extra `local`, pytest finds these fixtures automatically, without an import."
    " Each test starts with an empty emulator."
)


def fixtures() -> list[str]:
    """Return the names of the package's pytest fixtures, in the order of their definition."""
    tree = ast.parse((ROOT / "qrt_facade/pytest_plugin.py").read_text(encoding="utf-8"))
    return [
        function.name
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
        and any("pytest.fixture" in ast.unparse(decorator) for decorator in function.decorator_list)
    ]


def _reference(title: str, about: str, module: str, names: list[str]) -> str:
    return f"# {title}\n\n{about}\n\n" + "".join(f"::: {module}.{name}\n\n" for name in names)


def for_language_models(folder: Path) -> str:
    """Return the site's contents in the llms.txt format: a line for each page, with its first sentence."""
    lines = [
        "# qrt-facade",
        "",
        "> A light, typed Python client for IBM's Qiskit Runtime REST API.",
        "",
        "## Pages",
        "",
    ]
    navigation = (Path(__file__).parent / "mkdocs.yml").read_text(encoding="utf-8")
    for name in re.findall(r": (\S+\.md)$", navigation, flags=re.MULTILINE):
        page = folder / name
        text = page.read_text(encoding="utf-8")
        title = re.search(r"^# (.+)$", text, flags=re.MULTILINE)
        first = re.search(r"^[A-Z`][^\n|]+(?:\n[^\n#|]+)*", text.split("\n", 1)[1], flags=re.MULTILINE)
        summary = " ".join(first[0].split()).split(". ")[0].rstrip(".") if first else ""
        lines.append(
            f"- [{title[1] if title else page.stem}]({page.relative_to(folder).with_suffix('.html').as_posix()}): {summary}"
        )
    return "\n".join(lines) + "\n"
