"""The API reference: every public name is documented, every docstring example runs, and the pages can be built."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import sys
import tempfile
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import qrt_client
from support.emulators import QUICK, emulator_fixture
from support.example_names import Shared
from support.examples import Example, examples, examples_of, sources, unindented_code
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from support.timing import Pauses

    from qrt_facade.emulator import Emulator


def reference() -> ModuleType:
    """The script, which has no suffix."""
    loader = SourceFileLoader("reference_script", str(ROOT / "scripts" / "reference"))
    script = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(script)
    return script


def public_objects() -> dict[str, Any]:
    """Return everything that the reference describes, with its public name.

    Types used only in annotations are left out: the keys of an options dict are described with the class of these
    options.
    """
    described_by = [name for name in reference().MODULES if name != "qrt_facade.types"]
    modules = {name: importlib.import_module(name) for name in described_by}
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
    """Return each public name with its docstring: our modules, classes, functions, methods and properties."""
    for name, thing in objects.items():
        yield name, inspect.getdoc(thing)
        if inspect.isclass(thing):
            owners = [owner for owner in thing.__mro__ if owner.__module__.startswith("qrt_facade")]
            for member, value in (item for owner in owners for item in vars(owner).items()):
                function = getattr(value, "fget", None) or getattr(value, "func", None) or value
                function = getattr(function, "__func__", function)
                if not member.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{member}", function.__doc__


def test_public_docstrings_begin_with_one_sentence() -> None:
    described = dict(documented(public_objects()))
    assert len(described) > 250
    wrong = []
    for name, text in described.items():
        first, *rest = inspect.cleandoc(text or "").splitlines() or [""]
        one_sentence = re.fullmatch(r"\S.*[.?]", first) and not re.search(r"[a-z]\. [A-Z]", first)
        if not one_sentence or (rest and rest[0]):
            wrong.append(f"{name}: {first!r}")
    assert not wrong, "\n".join(wrong)


INNER = {"AsyncRawClient.over", "AsyncRawClient.response", "RawClient.over", "RawClient.response"}
"""Methods called by the connection and the generated code."""
READERS = {"of", "all_of"}
"""Class methods with which the package creates values from the service's responses."""


def public_callables() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Return the public functions and the methods of public classes, with their names."""
    for name, thing in public_objects().items():
        if inspect.isfunction(thing):
            yield name, inspect.unwrap(thing)
        for owner in thing.__mro__ if inspect.isclass(thing) else ():
            if owner.__module__.startswith("qrt_facade"):
                for member, value in vars(owner).items():
                    inner = getattr(value, "fget", None) or getattr(value, "func", None) or value
                    function = inspect.unwrap(getattr(inner, "__func__", inner))
                    if inspect.isfunction(function) and not member.startswith("_") and member not in READERS:
                        yield f"{name}.{member}", function


def arguments_of(method: Callable[..., Any], explained: Callable[[str], bool]) -> Iterator[str]:
    """Return the arguments to document: each argument; for a TypedDict of keywords its name or each of its keys."""
    for name, parameter in inspect.signature(method).parameters.items():
        options = re.fullmatch(r"Unpack\[(\w+)\]", str(parameter.annotation))
        if options and not explained(name):
            home = "qrt_facade.emulator" if "emulator" in method.__module__ else "qrt_facade"
            yield from getattr(importlib.import_module(home), options[1]).__annotations__
        elif name not in {"self", "cls"}:
            yield name


def test_public_docstrings_describe_every_argument() -> None:
    wrong = []
    described = dict(public_callables())
    assert len(described) > 250
    for name, method in described.items():
        lines = (inspect.getdoc(method) or "").splitlines()

        def explained(word: str, lines: list[str] = lines) -> bool:
            return any(line.startswith(f"    {word}: ") for line in lines)

        missing = [word for word in arguments_of(method, explained) if not explained(word)]
        if missing and name.partition(".")[2] not in INNER:
            wrong.append(f"{name}: {', '.join(missing)}")
    assert not wrong, "\n".join(wrong)


def attributes() -> Iterator[tuple[str, str, str]]:
    """Return the annotated attributes of public classes: name, annotation, and docstring."""
    for name, thing in public_objects().items():
        for owner in thing.__mro__ if inspect.isclass(thing) else ():
            if owner.__module__.startswith("qrt_facade"):
                text = inspect.getdoc(owner) or ""
                for member, annotation in vars(owner).get("__annotations__", {}).items():
                    found = re.search(rf"^    {member}: (.*(?:\n     .*)*)", text, flags=re.MULTILINE)
                    if not member.startswith("_") and "ClassVar" not in str(annotation):
                        yield f"{name}.{member}", str(annotation), found[1] if found else ""


def test_public_class_docstrings_describe_every_attribute() -> None:
    described = {name: text for name, _, text in attributes()}
    assert len(described) > 150
    # StartOptions describes each of these, and so does SubmissionOptions, which RunOptions extends.
    elsewhere = ("qrt_facade.emulator.Options.", "qrt_facade.qiskit.RunOptions.")
    assert not [name for name, text in described.items() if not text and not name.startswith(elsewhere)]


def test_docstrings_give_the_reason_for_types_that_are_any() -> None:
    reasons = ("JSON", "`Any`")
    open_types = {name: text for name, kind, text in attributes() if re.search(r"\bAny\b", kind)}
    for name, function in public_callables():
        if re.search(r"\bAny\b", str(inspect.signature(function).return_annotation)):
            open_types[name] = inspect.getdoc(function) or ""
    assert len(open_types) > 20
    assert not [name for name, text in open_types.items() if not any(reason in text for reason in reasons)]


def test_the_reference_includes_the_resources_of_a_client() -> None:
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


def test_docstrings_have_no_doctest_examples() -> None:
    found = [str(file) for file in (ROOT / "qrt_facade").rglob("*.py") if ">" * 3 in file.read_text("utf-8")]
    assert found == []


EXAMPLES = list(examples())
SLOW = ("transpile",)
"""Methods whose examples import Qiskit, which takes seconds."""
AWAITED = ("AsyncJob.result", "AsyncSampler.run", "AsyncJobs.wait_all", "AsyncRuntimeClient.raw")
"""Of the async examples, these always run; the others run as their synchronous counterparts."""


def is_long(example: Example) -> bool:
    """Whether an example runs only with --long."""
    return example.name.endswith(SLOW) or ("._async" in example.module and not example.name.endswith(AWAITED))


emulator = emulator_fixture(scope="module", **QUICK, plan="flex")
"""Settings for a plan with mock devices, which examples of dry runs need."""


@pytest.fixture(scope="module")
def taken(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    folder = tmp_path_factory.mktemp("packages")
    # The client of another version is not installed here. The pinned one replaces it under its name.
    (folder / "qrt_client_2025_05_01").symlink_to(Path(str(qrt_client.__file__)).parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield Shared(emulator, printed=str)
    for name in [name for name in sys.modules if name.partition(".")[0] == "qrt_client_2025_05_01"]:
        del sys.modules[name]  # another test of this process may import the real one


@pytest.fixture
def shared(
    taken: Shared,
    pauses: Pauses,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Shared:
    """Return the names that examples use, with short pauses and a folder for their files."""
    pauses(first_poll=0.02, advice_every=None)
    monkeypatch.chdir(tmp_path)
    # Kept results are searched for there too, and other programs of this machine may have left some.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    taken.printed = lambda: capsys.readouterr().out
    return taken


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(example, id=example.name, marks=[pytest.mark.long] if is_long(example) else [])
        for example in EXAMPLES
    ],
)
def test_docstring_example_runs_and_returns_the_documented_value(example: Example, shared: Shared) -> None:
    shared.run(example)


def test_async_examples_are_converted_for_the_synchronous_client() -> None:
    awaited = {example.name.partition("._async")[2] for example in EXAMPLES if "._async" in example.module}
    blocking = {
        example.name.partition("._sync")[2]: example for example in EXAMPLES if "._sync" in example.module
    }
    assert len(awaited) == len(blocking)
    assert not [example.name for example in blocking.values() if example.is_async]
    assert not [example.name for example in blocking.values() if "asyncio" in example.text]
    assert "get_job.sync(job_id, client=client.raw)" in blocking[".client.RuntimeClient.raw"].text


def docstring(code: str) -> str:
    return f'"""An example.\n\n    {code}\n\nIt ends here.\n"""'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("result[0].c.num_bits  # 3", "is 2, not 3"),
        ("result[0].c.counts()  # such as [1]", "not such as"),
        ("print(result[0].c.num_bits)  # 3", "prints 2, not 3"),
        ("print('')", "prints nothing"),
        ("width = result[0].c.num_bits  # 3", "is 2, not 3"),
        ("{}.get('c')", "is None"),
        ("for pub in result: pub.c.num_bits  # 2", "has no value here"),
        ("result[0].d", "no classical register 'd'"),
        ("undefined.name", "undefined"),
    ],
)
def test_examples_with_another_value_are_reported(text: str, complaint: str, shared: Shared) -> None:
    (example,) = examples_of(docstring(text), "qrt_facade.results.sampler")
    with pytest.raises((AssertionError, AttributeError, NameError), match=re.escape(complaint)):
        shared.run(example)


@pytest.mark.parametrize(
    "text",
    [
        "job.status  # 'Completed'",
        "await client.jobs.get(job_id)",
        "session.id",
        "backend.name",
        "(await client.jobs.get(jobs[0].id)).id",
    ],
)
def test_names_used_by_examples_exist(text: str, shared: Shared) -> None:
    (example,) = examples_of(docstring(text), "qrt_facade.results.sampler")
    shared.run(example)


def test_every_example_is_indented_so_that_it_runs() -> None:
    assert [found for source, module in sources() for found in unindented_code(source, module)] == []
    (found,) = unindented_code('"""An example.\n\nclient.jobs.get(job_id)\n"""', "qrt_facade")
    assert "client.jobs.get" in found


def test_code_that_cannot_be_parsed_is_not_prose() -> None:
    with pytest.raises(SyntaxError):
        list(examples_of(docstring("client.jobs.get("), "qrt_facade"))


@pytest.mark.long  # pdoc takes seconds
def test_reference_pages_load_nothing_from_other_hosts(tmp_path: Path) -> None:
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
