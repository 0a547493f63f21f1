"""Names listed by earlier commands, stored in the user's cache folder for shell completion without requests.

There is one file per service and instance, readable by its owner only. It contains names and short descriptions, but no
key, token or CRN. Nothing here raises: without the file, nothing is completed.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from platformdirs import user_cache_path

from qrt_facade._base.coerce import mapping_of, text_of
from qrt_facade._base.files import make_private_folder, read_private, write_private
from qrt_facade._base.redaction import secret_kind
from qrt_facade._connection.credentials import resolve
from qrt_facade._connection.journal import scope_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from qrt_facade import Job
    from qrt_facade.cli.options import CommonOptions

Kind: TypeAlias = Literal["backends", "jobs", "sessions", "tags"]

_MOST: Final[Mapping[Kind, int]] = {"backends": 200, "jobs": 200, "sessions": 100, "tags": 100}
"""The most names of each kind that are kept; the newest ones."""
_LASTING: Final = frozenset({"backends"})
"""Kinds of names that are the same for every emulator that is started for a command."""
_WORD: Final = re.compile(r"[\w.@%+=:/-]{1,100}")
"""Matches what a shell takes as one word without quotation marks."""
_UNREAD_KEY: Final = "the-key-is-not-read-for-names"


def known(common: CommonOptions, kind: Kind) -> dict[str, str]:
    """Return the names of a kind listed last for these options, newest first, each with a description."""
    with suppress(Exception):
        path = _path(common)
        return {} if path is None else _read(path)[kind]
    return {}


def remember(
    common: CommonOptions,
    *,
    backends: Mapping[str, str] | None = None,
    jobs: Mapping[str, str] | None = None,
    sessions: Mapping[str, str] | None = None,
    tags: Iterable[str] = (),
) -> None:
    """Store names that a command has listed, newest first, before those already stored.

    Args:
        common: The options of the command, which determine the file.
        backends: All backends: name -> description. They replace those already stored.
        jobs: Job id -> description.
        sessions: Id of a session or batch -> description.
        tags: Tags of jobs.
    """
    given: dict[Kind, Mapping[str, str]] = {
        "backends": backends or {},
        "jobs": jobs or {},
        "sessions": sessions or {},
        "tags": dict.fromkeys(tags, ""),
    }
    if not any(given.values()):
        return
    with suppress(Exception):
        path = _path(common)
        if path is None:
            return
        before = _read(path)
        after: dict[Kind, dict[str, str]] = {}
        for kind, names in given.items():
            listed = {} if common.ephemeral and kind not in _LASTING else _completable(names)
            kept = {} if kind == "backends" and listed else before[kind]
            merged = listed | {name: word for name, word in kept.items() if name not in listed}
            after[kind] = dict(list(merged.items())[: _MOST[kind]])
        if after != before:
            make_private_folder(path.parent)
            write_private(path, json.dumps(after).encode())


def remember_jobs(common: CommonOptions, jobs: Sequence[Job]) -> None:
    """Store ids of jobs, newest first, and their sessions and tags."""
    states = [job.state for job in jobs]
    remember(
        common,
        jobs={state.id: f"{state.status} on {state.backend}" for state in states},
        sessions={state.session_id: f"on {state.backend}" for state in states if state.session_id},
        tags=[tag for state in states for tag in state.tags],
    )


def forget_job(common: CommonOptions, job_id: str) -> None:
    """Remove a job that was deleted."""
    with suppress(Exception):
        path = _path(common)
        if path is None:
            return
        names = _read(path)
        if names["jobs"].pop(job_id, None) is not None:
            write_private(path, json.dumps(names).encode())


def _completable(names: Mapping[str, str]) -> dict[str, str]:
    """Return the names that a shell accepts unquoted. A misplaced key, such as in a tag, is not stored."""
    return {name: word for name, word in names.items() if _WORD.fullmatch(name) and secret_kind(name) is None}


def _path(common: CommonOptions) -> Path | None:
    """Return the file for these options; None if there is no place for it."""
    folder = user_cache_path("qrt-facade", appauthor=False)
    return folder / "names" / f"{_scope(common)}.json" if folder.is_absolute() else None


def _scope(common: CommonOptions) -> str:
    """Return a digest of the service, the instance and the account of the options, without sending a request.

    Raises:
        ConfigurationError: There are no credentials.
    """
    if common.emulated:
        place = "an emulator of its own" if common.url is None else common.url.rstrip("/")
        return sha256(f"{place} {common.instance or ''}".encode()).hexdigest()
    credentials = resolve(
        api_key=None if common.api_key is None else _UNREAD_KEY,
        instance=common.instance,
        account=common.account,
        base_url=common.base_url,
    )
    return sha256(f"{scope_of(credentials)} {common.account or ''}".encode()).hexdigest()


def _read(path: Path) -> dict[Kind, dict[str, str]]:
    """Return the names of each kind in a file."""
    content: Any = None
    with suppress(Exception):
        content = json.loads(read_private(path, "names") or b"null")
    found: dict[Kind, dict[str, str]] = {}
    for kind in _MOST:
        names = mapping_of(mapping_of(content).get(kind))
        # Checked again: names from a damaged file would be put on the command line, where Enter runs them.
        words = {name: " ".join((text_of(word) or "").split()) for name, word in names.items()}
        found[kind] = dict(list(_completable(words).items())[: _MOST[kind]])
    return found
