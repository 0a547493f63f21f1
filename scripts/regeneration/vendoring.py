"""Vendor a document: its text in normal form and its row in versions.toml, both or neither."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from regeneration.documents import Document, dump_document
from regeneration.versions import FILE_NAME, Vendored, VersionError, Versions, sha256

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator


def with_document(
    versions: Versions, document: Document, api_version: str, today: dt.date, *, pin: bool
) -> tuple[Versions, str]:
    """Return `versions` with `document` as that of `api_version`, and the text to be stored.

    The same document keeps its original date.
    """
    text = dump_document(document)
    known = versions.versions.get(api_version)
    entry = Vendored(
        api_version,
        known.document if known else f"qiskit-runtime-{api_version}.yaml",
        str(document.get("info", {}).get("version", "")),
        sha256(text),
        known.vendored if known and known.sha256 == sha256(text) else today,
    )
    updated = replace(versions, versions={**versions.versions, api_version: entry})
    return updated.pinning(api_version) if pin else updated, text


def store(versions: Versions, api_version: str, text: str) -> None:
    """Write the document of `api_version` and versions.toml; if it fails, both are unchanged.

    If the process is killed between the two, `check_stored` refuses the document.
    """
    write_together({versions.path(api_version): text, versions.folder / FILE_NAME: versions.as_toml()})


def store_pin(versions: Versions) -> None:
    """Write versions.toml after the pin has moved.

    Raises:
        VersionError: The pinned document is not the one that versions.toml describes.
    """
    check_stored(versions, versions.pinned)
    write_together({versions.folder / FILE_NAME: versions.as_toml()})


def check_stored(versions: Versions, *api_versions: str) -> None:
    """Check that the documents of vendored versions have the digests in versions.toml.

    Raises:
        VersionError: One does not: it was edited, or `vendor` was killed between its two files.
    """
    for api_version in api_versions:
        if problem := problem_of_stored(versions, api_version):
            raise VersionError(problem)


def problem_of_stored(versions: Versions, api_version: str) -> str:
    """Return a message if a vendored document does not have the digest in versions.toml; empty if it does."""
    path = versions.path(api_version)
    if path.exists() and sha256(path.read_text(encoding="utf-8")) == versions.get(api_version).sha256:
        return ""
    return f"{path}: not the document whose sha256 is in {FILE_NAME}; vendor it again"


def write_together(files: dict[Path, str]) -> None:
    """Replace several files; if one fails, restore those already replaced."""
    fresh: dict[Path, Path] = {}
    try:
        with restored_on_failure(files):
            for path, text in files.items():
                fresh[path] = _written_beside(path, text)
            for path, new in fresh.items():
                new.replace(path)
    finally:
        for new in fresh.values():
            new.unlink(missing_ok=True)


@contextlib.contextmanager
def restored_on_failure(paths: Iterable[Path]) -> Iterator[None]:
    """Restore files if the block raises."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            _restore(path, content)
        raise


def _written_beside(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp creates a private file; documents have the usual permissions.
        Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
    elif path.read_bytes() != content:
        path.write_bytes(content)
