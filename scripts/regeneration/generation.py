"""Generate the files of the package from a corrected API document."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import sysconfig
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openapi_python_client
from openapi_python_client import Project
from openapi_python_client.config import ClassOverride, Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import generate_operation_id
from openapi_python_client.schema.untrusted_string import UntrustedString
from openapi_python_client.strings import PythonIdentifier

from regeneration.complaints import described, names_in_messages
from regeneration.documents import Document, normalised, operations
from regeneration.enums import with_readable_enums
from regeneration.inner_references import without_inner_references
from regeneration.recursion import without_endless_schemas
from regeneration.templating import describe_parameters, equip

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKAGE = "qrt_client"


class GenerationError(RuntimeError):
    """The generator failed or issued a warning."""


class _Overrides(dict[str, ClassOverride]):
    """The class names of generator.yaml, recording which of them the generator used."""

    def __init__(self, overrides: dict[str, ClassOverride]) -> None:
        super().__init__(overrides)
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.used.add(str(key))
        return super().get(key, default)


def generate_package(
    document: Document, api_version: str, settings: Path, templates: Path, output: Path
) -> frozenset[str]:
    """Generate the client for the corrected `document` into the folder `output`, replacing it atomically.

    Returns:
        The class names of the settings that were used.

    Raises:
        GenerationError: The generator left something out, or issued a warning.
    """
    with tempfile.TemporaryDirectory(prefix="regenerate-") as folder:
        package = Path(folder) / PACKAGE
        written = _expressible(document)
        used = _run_generator(json.loads(json.dumps(normalised(written))), settings, templates, package)
        _check_complete(document, package)
        (package / "py.typed").write_text("", encoding="utf-8")
        (package / "_version.py").write_text(
            _version_module(document, api_version, settings), encoding="utf-8"
        )
        put_in_place(package, output)
    return used


def _expressible(document: Document) -> Document:
    """Return the document with everything converted to what the generator supports."""
    return without_endless_schemas(without_inner_references(with_readable_enums(document)))


def settings_names(settings: Path) -> dict[str, str]:
    """Return the class names that the generator's settings rename, with their new names."""
    overrides = ConfigFile.load_from_path(settings).class_overrides or {}
    return {
        name: override.class_name.get_untrusted_value()
        for name, override in overrides.items()
        if override.class_name
    }


def try_document(document: Document, settings: Path) -> frozenset[str]:
    """Run `generate_package` without writing: the same warnings are errors."""
    return frozenset(_read_by_generator(document, settings)[1].used)


def parsed_document(document: Document, settings: Path) -> GeneratorData:
    """Return the generator's model of the corrected `document`, with the final names.

    Raises:
        GenerationError: The generator leaves something out, or issues a warning.
    """
    return _read_by_generator(document, settings)[0]


def _read_by_generator(document: Document, settings: Path) -> tuple[GeneratorData, _Overrides]:
    config, overrides = _configured(document, settings, Path(PACKAGE))
    written = _expressible(document)
    data = _parsed(written, config)
    collections = data.endpoint_collections_by_tag.values()
    _refuse(
        written, [*data.errors, *(error for collection in collections for error in collection.parse_errors)]
    )
    return data, overrides


def _run_generator(document: Document, settings: Path, templates: Path, package: Path) -> frozenset[str]:
    config, overrides = _configured(document, settings, package)
    data = _parsed(document, config)
    project = Project(openapi=data, config=config, custom_template_path=templates)
    describe_parameters(data, document)
    equip(project.env, data)
    with _tools_on_path(), contextlib.redirect_stdout(io.StringIO()):
        _refuse(document, project.build())
    http_library = project.env.get_template("http_library.py.jinja").render()
    (package / "_http.py").write_text(http_library + "\n", encoding="utf-8")
    return frozenset(overrides.used)


def _parsed(document: Document, config: Config) -> GeneratorData:
    with names_in_messages():
        data = GeneratorData.from_dict(document, config=config)
    if isinstance(data, GeneratorError):
        raise GenerationError(described(document, data))
    return data


def _configured(document: Document, settings: Path, package: Path) -> tuple[Config, _Overrides]:
    file = ConfigFile.load_from_path(settings)
    source = Path("document.json")  # not read: the document is passed directly
    config = Config.from_sources(file, MetaType.NONE, source, "utf-8", overwrite=False, output_path=package)
    schemas = document.get("components", {}).get("schemas", {})
    overrides = _Overrides(
        {
            name: override
            for name, override in config.class_overrides.items()
            # If IBM has a schema with one of our names, the name is IBM's.
            if override.class_name is None or override.class_name.get_untrusted_value() not in schemas
        }
    )
    config.class_overrides = overrides
    return config, overrides


def _refuse(document: Document, warnings: Sequence[GeneratorError]) -> None:
    if warnings:
        raise GenerationError("\n".join(described(document, warning) for warning in warnings))


def _check_complete(document: Document, package: Path) -> None:
    wanted = len(list(operations(document)))
    found = len([path for path in package.glob("api/*/*.py") if path.name != "__init__.py"])
    if wanted != found:
        raise GenerationError(
            f"{wanted} operations in the document, {found} endpoint modules generated: names collide"
        )


@contextlib.contextmanager
def _tools_on_path() -> Iterator[None]:
    """Let the generator find ruff next to this Python; otherwise its output is not formatted."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _version_module(document: Document, api_version: str, settings: Path) -> str:
    prefix = ConfigFile.load_from_path(settings).field_prefix

    def identifier(method: str, path: str, operation_id: str | None) -> str:
        if operation_id is None:
            return str(generate_operation_id(path=UntrustedString(path), method=method, prefix=prefix))
        return str(PythonIdentifier(UntrustedString(operation_id), prefix))

    table = sorted(
        (identifier(method, path, op.get("operationId")), method.upper(), path)
        for method, path, op in operations(document)
    )
    # JSON strings are valid Python strings, whatever they contain.
    rows = "".join("    {}: ({}, {}),\n".format(*map(json.dumps, row)) for row in table)
    return (
        '"""Which API this package was generated from. Written by scripts/regenerate.py."""\n\n'
        "from typing import Final\n\n"
        f"API_VERSION: Final = {json.dumps(api_version)}\n"
        "# Operation id: method and path template.\n"
        f"OPERATIONS: Final[dict[str, tuple[str, str]]] = {{\n{rows}}}\n"
    )


def put_in_place(package: Path, output: Path) -> None:
    """Swap in the finished folder, so that a half-written package is never imported."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    old = fresh / "old"
    try:
        shutil.copytree(package, fresh / "new")
        if output.exists():
            output.rename(old)
        (fresh / "new").rename(output)
    finally:
        if old.exists() and not output.exists():
            old.rename(output)
        shutil.rmtree(fresh, ignore_errors=True)


def stale_templates(templates: Path) -> list[str]:
    """Return one line for each of our templates whose original has changed since it was derived."""
    originals = Path(openapi_python_client.__file__).parent / "templates"
    content = tomllib.loads((templates / "upstream.toml").read_text(encoding="utf-8"))
    recorded = content["sha256"]
    ours = {str(path.relative_to(templates)) for path in templates.rglob("*.jinja")} - set(content["own"])
    problems = [
        f"upstream.toml: {name} is not in both templates/ and upstream.toml"
        for name in sorted(ours ^ set(recorded))
    ]
    problems += [
        f"templates/{name}: the original has changed; derive it again"
        for name in sorted(ours & set(recorded))
        if hashlib.sha256((originals / name).read_bytes()).hexdigest() != recorded[name]
    ]
    return problems


def compare_folders(expected: Path, actual: Path) -> list[str]:
    """Return one line for each file that is missing, stale or extra in `actual`; empty if they are equal."""
    wanted, found = _contents(expected), _contents(actual)
    return [
        f"{'missing' if name not in found else 'extra' if name not in wanted else 'stale'}: {actual / name}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]


def _contents(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
