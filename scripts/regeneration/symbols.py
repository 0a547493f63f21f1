"""Compare the public names of two trees of this project with griffe: the second check for breaking changes.

The first check compares documents. This one parses the Python code of `qrt_client` and `qrt_facade`, without
importing it, and finds removed names, and arguments that were removed, moved or became required. It does not compare
types.
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import tarfile
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Each package, and its possible folders in a tree.
PACKAGES: Final = {"qrt_client": ("generated", "."), "qrt_facade": (".",)}
_WIDTH: Final = 80
# Values about a package's own origin are expected to change; code that differs in them still runs.
_OWN: Final = frozenset({"API_VERSION", "OPERATIONS", "__version__"})


class SymbolError(ValueError):
    """A tree without the packages, or a git reference that does not exist."""


@dataclass(frozen=True)
class Broken:
    """A public name that breaks existing code.

    Attributes:
        symbol: Such as ``qrt_client.models.JobStatus``.
        kind: griffe's description, such as ``Public object was removed``.
        was: The old definition, if griffe reports it.
        now: The new definition.
    """

    symbol: str
    kind: str
    was: str
    now: str


def unpacked(tree: str, folder: Path, repository: Path) -> Path:
    """Return the folder of a tree: `tree` itself, or the contents of a git reference, written into `folder`.

    Raises:
        SymbolError: It is neither a folder nor a reference.
    """
    if Path(tree).is_dir():
        return Path(tree)
    command = ["git", "-C", str(repository), "archive", "--end-of-options", tree, "generated", "qrt_facade"]
    try:
        packed = subprocess.run(command, capture_output=True, check=True)
    except subprocess.CalledProcessError as error:
        words = error.stderr.decode(errors="replace").strip().splitlines()
        raise SymbolError(
            f"{tree!r} is neither a folder nor a git reference: {words[-1] if words else ''}"
        ) from error
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def broken_symbols(old: Path, new: Path) -> list[Broken]:
    """Return what griffe reports as breaking between two trees, for each package that both have.

    Raises:
        SymbolError: The trees have no package in common.
    """
    roots = [(name, _root(old, name), _root(new, name)) for name in PACKAGES]
    common = [(name, before, after) for name, before, after in roots if before and after]
    if not common:
        raise SymbolError(f"{old} and {new} have none of {', '.join(PACKAGES)} in common")
    found = [broken for name, before, after in common for broken in _package(name, before, after)]
    # A name that is imported in several places is reported once.
    return sorted(dict.fromkeys(found), key=lambda broken: (broken.symbol, broken.kind))


def _root(tree: Path, name: str) -> Path | None:
    return next(
        (tree / place for place in PACKAGES[name] if (tree / place / name / "__init__.py").is_file()), None
    )


def _package(name: str, old: Path, new: Path) -> Iterator[Broken]:
    logging.getLogger("griffe").setLevel(logging.ERROR)  # names of other packages stay unresolved
    before, after = (
        # Not from the working directory, which may contain a package of the same name.
        griffe.load(name, search_paths=[root], allow_inspection=False, try_relative_path=False)
        for root in (old, new)
    )
    for breakage in griffe.find_breaking_changes(before, after):
        found = breakage.as_dict()
        symbol = str(found["object_path"])
        if symbol.rpartition(".")[2] not in _OWN:
            yield Broken(symbol, breakage.kind.value, _words(breakage.old_value), _words(breakage.new_value))


def _words(value: object) -> str:
    """Return a value of griffe's as short text; objects by their names."""
    if value is None:
        return "-"
    name = getattr(value, "name", None)
    return name if isinstance(name, str) else str(value)


def symbols_as_json(found: Sequence[Broken]) -> str:
    """Return the breaking changes as a JSON list of objects."""
    return json.dumps([asdict(broken) for broken in found], indent=2)


def symbols_as_text(found: Sequence[Broken]) -> str:
    """Return the breaking changes in lines of at most 80 columns, by kind."""
    if not found:
        return "No public name breaks."
    lines: list[str] = []
    for kind in sorted({broken.kind for broken in found}):
        lines += ["", kind] if lines else [kind]
        for broken in found:
            if broken.kind == kind:
                words = f"{broken.symbol}: {broken.was} -> {broken.now}"
                lines += textwrap.wrap(words, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    return "\n".join([*lines, "", f"{len(found)} public names break"])
