"""Fixtures of the tests of scripts/regenerate.py; a generation takes seconds, so one is shared.

The client of the pinned version is taken from `generated/`. `scripts/test` runs `regenerate.py check`, which generates it
and compares, and a test here generates it from IBM's own document: these fail if `generated/` is stale.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.between_runs import Kept, digest_of
from support.paths import ROOT
from support.published import without_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

OLDER, BASE = "2025-05-01", "2026-04-15"
"""The versions that the commands are tried on, the second one pinned, whichever version the project has pinned."""


@pytest.fixture(scope="session")
def regenerate() -> ModuleType:
    """Return scripts/regenerate.py as a module."""
    return importlib.import_module("regenerate")


@pytest.fixture(scope="session")
def kept(request: pytest.FixtureRequest) -> Kept:
    """What earlier runs have made of the same documents by the same code, tools and settings."""
    sources = [
        ROOT / "pyproject.toml",
        ROOT / "scripts" / "regenerate.py",
        *sorted((ROOT / "scripts" / "regeneration").glob("*.py")),
    ]
    return Kept(request.config, "regeneration", digest_of([Path(__file__), *sources]))


@pytest.fixture(scope="session", autouse=True)
def same_document_once(
    regenerate: ModuleType, kept: Kept, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Cache the steps of the commands that depend only on documents and settings.

    Dozens of tests start with the same documents. Errors are not cached, and cached values are returned as copies.
    `scripts/test` generates the client and compares it without any of this.
    """
    once = functools.partial(done_once, kept)
    documents, facade_calls, report, vendoring = (
        importlib.import_module(f"regeneration.{name}")
        for name in ("documents", "facade_calls", "report", "vendoring")
    )
    copied = documents.copied
    apply_once = once(regenerate.apply_overlay)
    parse_once, dump_once = once(documents.parse_yaml), once(documents.dump_document)
    called_operations = facade_calls.called_operations
    reach_once = done_once(None, lambda facade, _: called_operations(Path(facade)))

    def applied(*arguments: Any) -> Any:
        patched, idle = apply_once(*arguments)
        return copied(patched), list(idle)

    def parsed(text: str) -> Any:
        return copied(parse_once(text))

    def reached(facade: Path) -> set[str]:
        return set(reach_once(str(facade), state(facade)))

    with pytest.MonkeyPatch.context() as patch:
        for module in (documents, regenerate):
            patch.setattr(module, "parse_yaml", parsed)
        for module in (regenerate, vendoring):
            patch.setattr(module, "dump_document", dump_once)
        patch.setattr(facade_calls, "called_operations", reached)
        patch.setattr(regenerate, "apply_overlay", applied)
        patch.setattr(regenerate, "check_valid", once(regenerate.check_valid))
        patch.setattr(
            regenerate, "write_package", WrittenOnce(regenerate, kept, tmp_path_factory.mktemp("written"))
        )
        patch.setattr(regenerate, "try_document", once(regenerate.try_document))
        patch.setattr(report, "names_of", once(report.names_of))
        yield


class WrittenOnce:
    """`write_package`, which generates once from each content of a document, settings and templates.

    Args:
        regenerate: The script.
        kept: What earlier runs have generated.
        folder: Where the packages are put.
    """

    def __init__(self, regenerate: ModuleType, kept: Kept, folder: Path) -> None:
        self._regenerate = regenerate
        self._write = regenerate.write_package
        self._kept = kept
        self._folder = folder
        self._written: dict[str, tuple[frozenset[str], Path]] = {}

    def __call__(self, document: Any, api_version: str, output: Path) -> frozenset[str]:
        if not self._written:
            self._take_pinned()
        key = self._key(document, api_version)
        if written := self._written.get(key) or self._earlier(key):
            self._written[key] = renamed, package = written
            importlib.import_module("regeneration.generation").put_in_place(package, output)
            return renamed
        renamed = self._write(document, api_version, output)
        self._written[key] = renamed, self._copied(key, output)
        files = {
            str(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()
        }
        self._kept.put(key, (renamed, output.name, files))
        return renamed

    def _take_pinned(self) -> None:
        """Take the package that the project has, for the document that it was generated from."""
        regenerate = self._regenerate
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regenerate, "OPENAPI", ROOT / "openapi")  # a test may have put a copy there
            versions = regenerate.read_versions(regenerate.OPENAPI)
            document, _ = regenerate.prepared(versions, versions.pinned)
            key, renamed = self._key(document, versions.pinned), frozenset(regenerate.renamed_classes())
        self._written[key] = renamed, self._copied(key, ROOT / "generated" / "qrt_client")

    def _earlier(self, key: str) -> tuple[frozenset[str], Path] | None:
        """Put in place what an earlier run has generated."""
        try:
            renamed, name, files = self._kept.get(key)
        except KeyError:
            return None
        package = self._folder / key / name
        for path, content in files.items():
            file = package / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return renamed, package

    def _copied(self, key: str, package: Path) -> Path:
        copied = self._folder / key / package.name
        shutil.copytree(package, copied, ignore=shutil.ignore_patterns("__pycache__"))
        return copied

    def _key(self, document: Any, api_version: str) -> str:
        content = repr(("package", document, api_version, digest(self._regenerate.OPENAPI)))
        return hashlib.sha256(content.encode()).hexdigest()


def done_once(kept: Kept | None, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that caches results by the content of its arguments, including files.

    Args:
        kept: What earlier runs have kept; None for what this run alone may keep.
        function: The function.
    """
    here: dict[str, Any] = {}

    def called(*arguments: Any) -> Any:
        content = [one.read_bytes() if isinstance(one, Path) else one for one in arguments]
        name = f"{function.__module__}.{function.__qualname__}"
        key = hashlib.sha256(repr((name, content)).encode()).hexdigest()
        if key not in here:
            make = functools.partial(function, *arguments)
            here[key] = make() if kept is None else kept.made(key, make)
        return here[key]

    return called


def state(folder: Path) -> list[tuple[str, int, int]]:
    """Return a digest that shows whether the Python files of a folder have changed."""
    found = ((str(path), path.stat()) for path in sorted(folder.rglob("*.py")))
    return [(path, stat.st_mtime_ns, stat.st_size) for path, stat in found]


def digest(openapi: Path) -> str:
    """Return the contents of the generator's settings and templates in a folder `openapi`."""
    found = hashlib.sha256()
    for path in [openapi / "generator.yaml", *sorted((openapi / "templates").rglob("*.jinja"))]:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


@pytest.fixture(scope="session")
def documents(regenerate: ModuleType) -> ModuleType:
    """scripts/regeneration/documents.py as a module."""
    return importlib.import_module("regeneration.documents")


@pytest.fixture(scope="session")
def pinned() -> str:
    """The version that is pinned where the commands are tried."""
    return BASE


@pytest.fixture(scope="session")
def vendored(regenerate: ModuleType) -> dict[str, Any]:
    """The vendored document of a version, with IBM's names and mistakes."""
    versions = regenerate.read_versions(ROOT / "openapi")
    document: dict[str, Any] = regenerate.read_document(versions.path(BASE))
    return document


@pytest.fixture(scope="session")
def as_ibm_has_it(vendored: dict[str, Any]) -> dict[str, Any]:
    """IBM's document of that version: the vendored one without our descriptions."""
    return without_words(vendored)


@pytest.fixture(scope="session")
def corrected(regenerate: ModuleType, vendored: dict[str, Any]) -> dict[str, Any]:
    """The vendored document with the overlay applied."""
    document: dict[str, Any]
    document, _ = regenerate.corrected(vendored, BASE)
    return document


@pytest.fixture(scope="session")
def package(
    regenerate: ModuleType, corrected: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A client of that version, as it is generated."""
    output: Path = tmp_path_factory.mktemp("generated") / "qrt_client"
    regenerate.write_package(corrected, BASE, output)
    return output


@pytest.fixture(scope="session")
def older_package(regenerate: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly generated client of the older vendored version."""
    output: Path = tmp_path_factory.mktemp("older") / "qrt_client"
    assert regenerate.main(["generate", "--api-version", OLDER, "--output", str(output)]) == 0
    return output


def of_the_two(versions: Any) -> Any:
    """Return what versions.toml says, with the two versions alone."""
    two = {name: versions.get(name) for name in (OLDER, BASE)}
    return dataclasses.replace(versions, pinned=BASE, facade=BASE, versions=two)


@pytest.fixture
def copied_openapi(regenerate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of openapi/ with the two versions, on which commands work instead of on the project's own."""
    folder = tmp_path / "openapi"
    shutil.copytree(ROOT / "openapi", folder)
    (folder / "versions.toml").write_text(of_the_two(regenerate.read_versions(folder)).as_toml())
    monkeypatch.setattr(regenerate, "OPENAPI", folder)
    return tmp_path


@pytest.fixture
def workspace(
    regenerate: ModuleType, package: Path, copied_openapi: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """That copy, next to the shared generated client."""
    monkeypatch.setattr(regenerate, "GENERATED", package)
    return copied_openapi


@pytest.fixture
def client_of_its_own(
    regenerate: ModuleType, workspace: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A copy of the fresh client in the workspace, for tests that change it."""
    copied = workspace / "generated" / "qrt_client"
    shutil.copytree(package, copied)
    monkeypatch.setattr(regenerate, "GENERATED", copied)
    return copied
