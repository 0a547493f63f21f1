#!/usr/bin/env python3
"""Generate `generated/qrt_client` from the vendored API documents, and report what a new document changes.

    regenerate.py generate [--api-version V | --from FILE [--force]] [--output DIR]
    regenerate.py check
    regenerate.py diff OLD NEW [--json | --markdown]
    regenerate.py symbols OLD_TREE NEW_TREE [--json]
    regenerate.py signatures [--check]
    regenerate.py status [--online]
    regenerate.py drift --report FILE.md [--apply] [--json]
    regenerate.py vendor FILE_OR_URL --api-version V [--force] [--pin]
    regenerate.py pin V [--facade] [--generate]
    regenerate.py package [V ...] --output DIR

A generation reads the document, applies openapi/overlay*.yaml, validates the result, and runs openapi-python-client.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from regeneration.bridging import with_names_of_the_facade
from regeneration.compatibility import with_later_names
from regeneration.dating import check_dates, contradictions, stated_version
from regeneration.differences import compare_documents
from regeneration.distributions import build_wheel
from regeneration.documents import (
    Document,
    DocumentError,
    check_names,
    check_references,
    dump_document,
    operations,
    parse_document,
    parse_yaml,
    pointer,
    read_document,
)
from regeneration.drift import DOCUMENT, SERVICE, Evaluation, check_service, check_versions
from regeneration.drift_findings import outcome
from regeneration.drift_report import report_of
from regeneration.facade_calls import called_endpoints, uncalled_operations
from regeneration.fetching import FetchError, fetch
from regeneration.forms import in_one_form
from regeneration.generation import (
    PACKAGE,
    GenerationError,
    compare_folders,
    generate_package,
    put_in_place,
    settings_names,
    stale_templates,
    try_document,
)
from regeneration.harmless_mistakes import without_harmless_mistakes
from regeneration.overlays import (
    Idle,
    OverlayError,
    Place,
    absent,
    apply_overlay,
    corrected_places,
    without_missing_schemas,
)
from regeneration.recursion import without_endless_schemas
from regeneration.report import Row, Side, as_json, as_markdown, as_text, exit_status, judged, summary
from regeneration.validation import check_valid
from regeneration.vendoring import (
    check_stored,
    problem_of_stored,
    restored_on_failure,
    store,
    store_pin,
    with_document,
)
from regeneration.versions import (
    FILE_NAME,
    VersionError,
    Versions,
    check_api_version,
    read_versions,
    status_lines,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
OPENAPI = ROOT / "openapi"
GENERATED = ROOT / "generated" / PACKAGE
FACADE = ROOT / "qrt_facade"
PUBLIC_NAMES = ROOT / "tests" / "project" / "public_names.txt"
PUBLIC_SIGNATURES = PUBLIC_NAMES.with_name("public_signatures.txt")


# The first two correct the document, the last works around limits of the generator; see openapi/README.md.
CORRECTIONS = ("overlay-programs.yaml", "overlay.yaml")
CONCESSIONS = "overlay-generator.yaml"
OVERLAYS = (*CORRECTIONS, CONCESSIONS)

# At most this many missing parts of a document are listed.
_NAMED = 8


def corrected(
    document: Document, api_version: str, overlays: Sequence[str] = OVERLAYS
) -> tuple[Document, list[Idle]]:
    """Apply the overlays and validate the result; return it with the actions that had no effect.

    With `overlays=CORRECTIONS` the result is the contract that the service follows, against which traffic can be
    validated.
    """
    idle: list[Idle] = []
    try:
        check_names(document)
        patched = normalised(document)
        for name in overlays:
            patched, without_effect = overlaid(patched, name, api_version)
            idle += without_effect
        check_references(without_missing_schemas(patched))
    except (AttributeError, IndexError, KeyError, TypeError):
        # Something has a type that OpenAPI does not allow there; the validator names it and its place.
        check_valid(document, "the document")
        raise
    check_valid(patched, "the corrected document")
    return patched, idle


def normalised(document: Document) -> Document:
    """Return a document as the overlays expect it: converted to OpenAPI 3.0, and without harmless mistakes."""
    tidy = without_harmless_mistakes(in_one_form(document))
    tidy.setdefault("components", {}).setdefault("schemas", {})
    return tidy


def overlaid(document: Document, overlay: str, api_version: str) -> tuple[Document, list[Idle]]:
    """Apply one overlay; return the result with the actions that had no effect."""
    return apply_overlay(document, overlay_of(overlay), api_version, overlay)


def overlay_of(name: str) -> Document:
    """Read an overlay file."""
    overlay: Document = parse_yaml((OPENAPI / name).read_text(encoding="utf-8"))
    return overlay


def prepared(
    versions: Versions, api_version: str, facade: Document | None = None
) -> tuple[Document, list[Idle]]:
    """Return the corrected document of a vendored version, with the names of the facade's version.

    `facade` is the corrected document of that version, if the caller has it.
    """
    patched, idle = corrected(read_document(versions.path(api_version)), api_version)
    return with_names_for_the_facade(versions, api_version, patched, facade), idle


def with_names_for_the_facade(
    versions: Versions, api_version: str, patched: Document, facade: Document | None = None
) -> Document:
    """Return a corrected document, with the names with which the facade calls its client."""
    if api_version == versions.facade:
        return patched
    home = facade or corrected(read_document(versions.path(versions.facade)), versions.facade)[0]
    with_names = with_later_names if api_version < versions.facade else with_names_of_the_facade
    return with_names(patched, home, renamed_classes())


def write_package(document: Document, api_version: str, output: Path) -> frozenset[str]:
    """Generate into `output`; return the class names that generator.yaml renamed."""
    return generate_package(document, api_version, OPENAPI / "generator.yaml", OPENAPI / "templates", output)


def renamed_classes() -> dict[str, str]:
    """Return the class names that generator.yaml sets, by the generator's own names."""
    return settings_names(OPENAPI / "generator.yaml")


def generate(arguments: argparse.Namespace) -> int:
    """Run `generate`."""
    versions = read_versions(OPENAPI)
    output = arguments.output or GENERATED
    if arguments.source is not None:
        document = read_document(arguments.source)
        api_version = check_api_version(arguments.api_version or version_of(versions, document))
        if not arguments.force:
            check_dates(document, api_version)
        print(f"{arguments.source}: used as API version {api_version}")
        patched, idle = corrected(document, api_version)
        _print_findings(versions, api_version, patched, idle)
        write_package(patched, api_version, output)
        print(f"{output}: {_contents(patched, api_version)}")
    else:
        api_version = arguments.api_version or versions.pinned
        print(f"{output}: {_generate_vendored(versions, api_version, output)}")
    return 0


def _generate_vendored(versions: Versions, api_version: str, output: Path) -> str:
    """Generate the client of a vendored version into `output`; return a description of its contents."""
    check_stored(versions, api_version, versions.facade)
    patched, idle = prepared(versions, api_version)
    if idle:
        raise OverlayError("\n- ".join(["overlay actions without effect:", *map(str, idle)]))
    write_package(patched, api_version, output)
    home = versions.facade
    bridged = f", with the names of {home}, for which the facade is written" if api_version != home else ""
    return f"{_contents(patched, api_version)}{bridged}"


def _contents(document: Document, api_version: str) -> str:
    return f"{len(list(operations(document)))} operations of API version {api_version}"


def _print_findings(versions: Versions, api_version: str, patched: Document, idle: list[Idle]) -> None:
    """Print what a document other than the vendored ones requires us to do."""
    right, missing = _obsolete_and_missing(versions, api_version, patched, idle)
    for action in right:
        print(f"IBM has corrected this; delete the action: {action}")
    if missing:
        names = [pointer(place) for place in missing]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        count = len(idle) - len(right)
        print(
            f"{count} actions of the overlays correct parts that this document does not have: "
            f"{', '.join(names[:_NAMED])}{more}"
        )
    for operation in uncalled_operations(patched, FACADE):
        print(f"the facade does not use {operation}")


def _obsolete_and_missing(
    versions: Versions, api_version: str, patched: Document, idle: list[Idle]
) -> tuple[list[Idle], list[Place]]:
    """Return the actions that IBM has made obsolete, and the objects of the other ones that `patched` does not have."""
    homes = _corrected_places(versions, api_version) if idle else {}
    right: list[Idle] = []
    missing: set[Place] = set()
    for action in idle:
        gone = absent(action, homes.get((action.overlay, action.target, action.within), set()), patched)
        missing.update(gone)
        if not gone:
            right.append(action)
    return right, sorted(missing, key=lambda place: (place[0] != "paths", str(place)))


def _corrected_places(versions: Versions, api_version: str) -> dict[tuple[str, str, str | None], set[Place]]:
    """Return the operations and components of the vendored document that each overlay action corrects."""
    known = api_version if api_version in versions.versions else versions.pinned
    document = normalised(read_document(versions.path(known)))
    homes: dict[tuple[str, str, str | None], set[Place]] = {}
    for name in OVERLAYS:
        found = corrected_places(document, overlay_of(name), api_version, name)
        homes |= {(name, target, within): places for (target, within), places in found.items()}
        document, _ = overlaid(document, name, api_version)
    return homes


def nearest_version(versions: Versions, document: Document) -> str:
    """Return the vendored version with the fewest differences from `document`."""
    return min(
        sorted(versions.versions, key=lambda name: name != versions.pinned),
        key=lambda name: len(compare_documents(read_document(versions.path(name)), document)),
    )


def check(_: argparse.Namespace) -> int:
    """Run `check`: print what is stale, missing or extra, and return 1 if anything is."""
    versions = read_versions(OPENAPI)
    problems = stale_templates(OPENAPI / "templates")
    renamed: set[str] = set()
    home = prepared(versions, versions.facade)
    for api_version in versions.versions:
        patched, idle = home if api_version == versions.facade else prepared(versions, api_version, home[0])
        problems += [f"overlay: {action}" for action in idle]
        problems += _check_version(versions, api_version, patched, renamed)
    if not problems:
        unused = sorted(renamed_classes().keys() - renamed)
        problems += [f"generator.yaml: no class is named {name}; remove the entry" for name in unused]
    for problem in problems:
        print(problem)
    print("stale; run scripts/regenerate.py generate" if problems else f"{GENERATED} is up to date")
    return 1 if problems else 0


def _check_version(versions: Versions, api_version: str, patched: Document, renamed: set[str]) -> list[str]:
    """Return the problems of one vendored version; add the class names that its generation renamed to `renamed`."""
    path = versions.path(api_version)
    document = read_document(path)
    problems = list(filter(None, [problem_of_stored(versions, api_version)]))
    if dump_document(document) != path.read_text(encoding="utf-8"):
        problems.append(f"{path}: not in normal form; vendor it again")
    if api_version != versions.pinned:
        renamed |= try_document(patched, OPENAPI / "generator.yaml")
        return problems
    with tempfile.TemporaryDirectory(prefix="regenerate-") as folder:
        fresh = Path(folder) / PACKAGE
        renamed |= write_package(patched, api_version, fresh)
        return problems + compare_folders(fresh, GENERATED)


def diff(arguments: argparse.Namespace) -> int:
    """Run `diff`; return 2 if anything breaks callers, 3 if something may, else 0."""
    old, new = (_document(name) for name in (arguments.old, arguments.new))
    changes = rows(old[0], new[0], called_endpoints(FACADE, GENERATED), (old[1], new[1]))
    if arguments.json:
        print(as_json(changes))
    else:
        print(f"{as_markdown(changes) if arguments.markdown else as_text(changes)}\n\n{summary(changes)}")
    return exit_status(changes)


def symbols(arguments: argparse.Namespace) -> int:
    """Run `symbols`; return 2 if a public name breaks."""
    # griffe is in the extra `dev`; generating does not need it.
    from regeneration.symbols import SymbolError, broken_symbols, symbols_as_json, symbols_as_text, unpacked

    with tempfile.TemporaryDirectory(prefix="symbols-") as folder:
        try:
            old, new = (
                unpacked(tree, Path(folder) / side, ROOT)
                for side, tree in (("old", arguments.old), ("new", arguments.new))
            )
            found = broken_symbols(old, new)
        except SymbolError as error:
            print(f"regenerate.py: {error}", file=sys.stderr)
            return 1
    print(symbols_as_json(found) if arguments.json else symbols_as_text(found))
    return 2 if found else 0


def listed_signatures(arguments: argparse.Namespace) -> int:
    """Run `signatures`; with `--check`, return 1 if the list is not up to date."""
    # griffe, as above.
    from regeneration.signatures import changes, signatures

    found = signatures(ROOT, PUBLIC_NAMES.read_text(encoding="utf-8").split())
    listed = PUBLIC_SIGNATURES.read_text(encoding="utf-8") if PUBLIC_SIGNATURES.exists() else ""
    for change in changes(listed, found):
        print(change)
    if not arguments.check:
        PUBLIC_SIGNATURES.write_text(found, encoding="utf-8")
    return int(arguments.check and listed != found)


def rows(
    old: Document, new: Document, reached: Iterable[str], api_versions: tuple[str, str] | None = None
) -> list[Row]:
    """Return the changes from one uncorrected document to another, and whom they break.

    Args:
        old: The document that callers were built against.
        new: The document that the service follows now.
        reached: The operations (`GET /v1/jobs`) that the facade calls.
        api_versions: The versions that the documents describe. By default, the stated versions, or the nearest vendored
        ones.
    """
    versions = read_versions(OPENAPI)
    if old == new:
        return []
    names = api_versions or (version_of(versions, old), version_of(versions, new))
    return judged(side(old, names[0]), side(new, names[1]), reached)


def side(document: Document, api_version: str) -> Side:
    """Return an uncorrected document as one of the two sides of a comparison."""
    contract = normalised(document)
    for name in CORRECTIONS:
        contract, _ = overlaid(contract, name, api_version)
    generated, _ = overlaid(contract, CONCESSIONS, api_version)
    return Side(document, contract, generated, api_version, OPENAPI / "generator.yaml")


def version_of(versions: Versions, document: Document) -> str:
    """Return the API version that a document describes: the stated one, else the nearest vendored one."""
    stated = stated_version(document)
    info = document.get("info", {}).get("version")
    alike = [name for name, entry in versions.versions.items() if entry.info_version == info]
    return stated or (alike[0] if len(alike) == 1 else nearest_version(versions, document))


def _document(name: str) -> tuple[Document, str]:
    """Read the document of a vendored version, or the document in a file; return it with its version."""
    versions = read_versions(OPENAPI)
    if name in versions.versions:
        return read_document(versions.path(name)), name
    document = read_document(Path(name))
    return document, version_of(versions, document)


def status(arguments: argparse.Namespace) -> int:
    """Run `status`; with --online return the outcome of comparing the service's versions with ours."""
    versions = read_versions(OPENAPI)
    today = dt.datetime.now(tz=dt.UTC).date()
    print("\n".join(status_lines(versions, today)))
    if not arguments.online:
        return 0
    findings = check_versions(versions, today, arguments.service)
    print("\n".join(map(str, findings)) or "the service reports the same versions")
    return outcome(findings)


def drift(arguments: argparse.Namespace) -> int:
    """Run `drift`: write a report if there are findings, and return the outcome."""
    versions = read_versions(OPENAPI)
    today = dt.datetime.now(tz=dt.UTC).date()
    found = check_service(
        versions, functools.partial(evaluate, versions), today, arguments.service, arguments.document
    )
    published, applied = found.document, False
    if arguments.apply and published is not None:
        _, problem = _attempted(lambda: _apply(versions, published, today))
        applied = not problem
        found = found if applied else found.with_problem(problem)
    if found.findings:
        arguments.report.write_text(report_of(found), encoding="utf-8", errors="replace")
    else:
        arguments.report.unlink(missing_ok=True)
    lines = "\n".join(map(str, found.findings)) or "nothing new"
    print(found.as_json(applied=applied) if arguments.json else lines)
    return found.outcome


def evaluate(versions: Versions, document: Document) -> Evaluation:
    """Return how a published document differs from the pinned one, and whether the client can be generated from it."""
    pinned = read_document(versions.path(versions.pinned))
    if document == pinned:
        return Evaluation([])
    changes, incomparable = _attempted(lambda: _changes(versions, pinned, document))
    mended, problem = _attempted(lambda: corrected(document, versions.pinned))
    idle: list[Idle] = []
    if mended is not None and changes:
        _, problem = _attempted(lambda: try_document(mended[0], OPENAPI / "generator.yaml"))
        idle, _ = _obsolete_and_missing(versions, versions.pinned, *mended)
    other, _ = _attempted(lambda: contradictions(document, versions.pinned))
    # A document that was vendored with --force may contradict its version; then IBM's next revision may too.
    known = contradictions(pinned, versions.pinned)
    news = "; ".join(statement for statement in other or [] if statement not in known)
    return Evaluation(changes or [], problem or incomparable, tuple(map(str, idle)), news)


def _changes(versions: Versions, pinned: Document, document: Document) -> list[Row]:
    # Finding the operations that the facade calls takes half a second, and is only needed for changes.
    changed = compare_documents(pinned, document)
    if not changed:
        return []
    return rows(pinned, document, called_endpoints(FACADE, GENERATED), (versions.pinned, versions.pinned))


def _attempted(step: Callable[[], T]) -> tuple[T | None, str]:
    """Return the result of a step, or None and its error."""
    try:
        return step(), ""
    except (DocumentError, OverlayError, GenerationError) as error:
        return None, str(error)
    except Exception as error:  # noqa: BLE001 - a document from outside may break any step in any way
        return None, f"{type(error).__name__}: {error}"


def _apply(versions: Versions, document: Document, today: dt.date) -> None:
    """Vendor a document as the pinned version and generate the client from it; change nothing if that fails."""
    patched, _ = corrected(document, versions.pinned)
    updated, text = with_document(versions, document, versions.pinned, today, pin=False)
    named = with_names_for_the_facade(versions, versions.pinned, patched)
    _with_client(
        lambda output: write_package(named, versions.pinned, output),
        lambda: store(updated, versions.pinned, text),
        [versions.folder / FILE_NAME, versions.path(versions.pinned)],
    )


def _with_client(make: Callable[[Path], T], record: Callable[[], None], recorded: list[Path]) -> T:
    """Generate a client, record its document, and put it in place; if a step fails, nothing has changed.

    Args:
        make: Generates into the folder passed to it.
        record: Writes the files `recorded`.
        recorded: Files in openapi/.
    """
    with tempfile.TemporaryDirectory(prefix="regenerate-") as folder:
        fresh = Path(folder) / PACKAGE
        made = make(fresh)
        with restored_on_failure(recorded):
            record()
            put_in_place(fresh, GENERATED)
    return made


def vendor(arguments: argparse.Namespace) -> int:
    """Run `vendor`: read, validate, and only then write."""
    versions = read_versions(OPENAPI)
    api_version = check_api_version(arguments.api_version)
    source = arguments.source
    data = fetch(source) if "://" in source else Path(source).read_bytes()
    document = parse_document(data, source)
    if not arguments.force:
        check_dates(document, api_version)
    patched, idle = corrected(document, api_version)
    known = api_version in versions.versions
    before = api_version if known else versions.pinned
    old = read_document(versions.path(before))
    today = dt.datetime.now(tz=dt.UTC).date()
    updated, text = with_document(versions, document, api_version, today, pin=arguments.pin)
    store(updated, api_version, text)
    changes = rows(old, document, called_endpoints(FACADE, GENERATED), (before, api_version))
    print(f"{updated.path(api_version)}: {summary(changes)}")
    _print_findings(versions, api_version, patched, idle)
    return 0


def pin(arguments: argparse.Namespace) -> int:
    """Run `pin`: move the pin to a vendored version, and print the next steps."""
    versions = read_versions(OPENAPI)
    moved = versions.pinning(arguments.api_version, facade_too=arguments.facade)
    record = functools.partial(store_pin, moved)
    if arguments.generate:
        make = functools.partial(_generate_vendored, moved, moved.pinned)
        print(f"{GENERATED}: {_with_client(make, record, [versions.folder / FILE_NAME])}")
    elif moved != versions:
        record()
    before = " already" if moved == versions else f"; before, {versions.pinned} was"
    print(f"API version {moved.pinned} is pinned{before}")
    print("\n".join(moved.next_steps(generated=arguments.generate)))
    return 0


def package(arguments: argparse.Namespace) -> int:
    """Run `package`: build a wheel for each version, from its own document without the names of later versions."""
    versions = read_versions(OPENAPI)
    others = [name for name in sorted(versions.versions) if name != versions.pinned]
    for api_version in arguments.versions or others:
        vendored = versions.get(api_version)
        check_stored(versions, api_version)
        patched, _ = corrected(read_document(versions.path(api_version)), api_version)
        wheel = build_wheel(
            ROOT,
            api_version,
            vendored.info_version,
            functools.partial(write_package, patched, api_version),
            arguments.output,
        )
        print(f"{wheel}: {_contents(patched, api_version)}")
    return 0


def publish(arguments: argparse.Namespace) -> int:
    """Write the corrected documents of vendored versions, for generators of other languages.

    The overlay that works around limits of our own generator is not applied.
    """
    versions = read_versions(OPENAPI)
    arguments.output.mkdir(parents=True, exist_ok=True)
    for api_version in arguments.versions or [versions.pinned]:
        path = arguments.output / f"qiskit-runtime-{check_api_version(api_version)}.corrected.yaml"
        path.write_text(published(versions, api_version), encoding="utf-8")
        print(path)
    return 0


def published(versions: Versions, api_version: str) -> str:
    """Return the text of a corrected document that says in `info` that it is not IBM's own.

    It does not depend on the date or the machine, so that two of them can be compared.
    """
    entry = versions.get(api_version)
    check_stored(versions, api_version)
    document, _ = corrected(read_document(versions.path(api_version)), api_version, CORRECTIONS)
    # A type alias that refers to itself only through unions and arrays is also an error in TypeScript (TS2502).
    document = without_endless_schemas(document)
    document["info"]["x-corrected"] = {
        "api-version": api_version,
        "from": entry.document,
        "from-sha256": entry.sha256,
        "by": list(CORRECTIONS),
        "what": "Not IBM's document. Corrected where IBM's differs from the service, with missing programs added.",
    }
    check_valid(document, "the document to be published")
    return dump_document(document)


_OUTCOMES = (
    "exit status 0: nothing new; 3: news; 4: no news, but something could not be fetched or parsed; "
    "1: the command failed"
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    commands = argparse.ArgumentParser(
        prog="regenerate.py", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    sub = commands.add_subparsers(required=True, metavar="COMMAND")
    one = sub.add_parser("generate", help="generate the client")
    one.add_argument("--api-version", metavar="V", help="a vendored version (default: the pinned one)")
    one.add_argument("--from", dest="source", type=Path, metavar="FILE", help="a document, vendored or not")
    one.add_argument("--force", action="store_true", help="accept a FILE that states another version than V")
    one.add_argument("--output", type=Path, metavar="DIR", help=f"default: generated/{PACKAGE}")
    one.set_defaults(run=generate)
    one = sub.add_parser("check", help="check that the generated client is up to date with the documents")
    one.set_defaults(run=check)
    one = sub.add_parser(
        "diff",
        help="show what changed between two documents, and whom it breaks",
        epilog="Exit status: 0 nothing breaks, 1 the documents could not be compared, 2 something breaks (ERR), "
        "3 something may break (WARN).",
    )
    one.add_argument("old", metavar="OLD", help="a vendored version or a file")
    one.add_argument("new", metavar="NEW", help="a vendored version or a file")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of objects")
    form.add_argument("--markdown", action="store_true", help="print a table in Markdown")
    one.set_defaults(run=diff)
    one = sub.add_parser(
        "symbols",
        help="show which public names of qrt_client and qrt_facade break between two trees",
        epilog="Exit status: 0 none breaks, 1 the trees could not be compared, 2 some break.",
    )
    one.add_argument("old", metavar="OLD_TREE", help="a folder with the packages, or a git reference")
    one.add_argument("new", metavar="NEW_TREE", help="a folder with the packages, or a git reference")
    one.add_argument("--json", action="store_true", help="print a list of objects")
    one.set_defaults(run=symbols)
    one = sub.add_parser(
        "signatures",
        help=f"list the members, parameters and types of the public names in {PUBLIC_SIGNATURES.name}",
    )
    one.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if the list is not up to date"
    )
    one.set_defaults(run=listed_signatures)
    one = sub.add_parser("status", help="show the vendored versions and their sunset dates")
    one.add_argument("--online", action="store_true", help=f"also compare with the service; {_OUTCOMES}")
    one.add_argument("--service", default=SERVICE, metavar="URL", help=f"default: {SERVICE}")
    one.set_defaults(run=status)
    one = sub.add_parser("drift", help="fetch the service's versions and document, and report what is new")
    one.description = f"{_OUTCOMES[0].upper()}{_OUTCOMES[1:]}."
    one.add_argument(
        "--report", required=True, type=Path, metavar="FILE.md", help="removed if nothing is new"
    )
    one.add_argument("--service", default=SERVICE, metavar="URL", help=f"default: {SERVICE}")
    one.add_argument("--document", default=DOCUMENT, metavar="URL", help=f"default: {DOCUMENT}")
    one.add_argument(
        "--apply", action="store_true", help="vendor a changed document as the pinned version, and generate"
    )
    one.add_argument("--json", action="store_true", help="print the findings as JSON")
    one.set_defaults(run=drift)
    one = sub.add_parser("vendor", help="add a document to openapi/")
    one.add_argument("source", metavar="FILE_OR_URL", help="YAML or JSON; a URL must be https")
    one.add_argument("--api-version", required=True, metavar="V", help="the version that it describes")
    one.add_argument("--force", action="store_true", help="accept a document that states another version")
    one.add_argument("--pin", action="store_true", help="generate from this version from now on")
    one.set_defaults(run=vendor)
    one = sub.add_parser("pin", help="generate from another vendored version from now on; does not fetch")
    one.add_argument("api_version", metavar="V", help="a vendored version")
    one.add_argument(
        "--facade", action="store_true", help="also record that the facade is written for this version"
    )
    one.add_argument("--generate", action="store_true", help="also generate the client")
    one.set_defaults(run=pin)
    _add_writers(sub)
    return commands


def _add_writers(sub: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that write files for use outside this project."""
    one = sub.add_parser("publish", help="write corrected documents, for generators of other languages")
    one.add_argument("versions", nargs="*", metavar="V", help="vendored versions (default: the pinned one)")
    one.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder for the files")
    one.set_defaults(run=publish)
    one = sub.add_parser("package", help="build wheels of other versions, to install next to the client")
    one.add_argument(
        "versions", nargs="*", metavar="V", help="vendored versions (default: all but the pinned one)"
    )
    one.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder for the wheels")
    one.set_defaults(run=package)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    arguments = parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (DocumentError, FetchError, OverlayError, GenerationError, VersionError, OSError) as error:
        print(f"regenerate.py: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
