"""Values that tests cache between runs: results of slow functions, under a digest of their inputs.

Like mypy's cache it makes the next run faster and decides nothing: a fresh clone, a run with `--long` and one without
pytest's cache compute everything.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pytest

T = TypeVar("T")


def digest_of(files: Iterable[Path], *around: object) -> str:
    """Return a digest of files, of other objects by their repr, of the interpreter and of the installed packages."""
    installed = sorted(f"{each.name} {each.version}" for each in metadata.distributions())
    digest = hashlib.sha256(repr((sys.version, installed, around)).encode())
    for file in files:
        name = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name
        digest.update(f"\0{name}\0".encode() + file.read_bytes())
    return digest.hexdigest()


class Kept:
    """Values in pytest's cache, each in a separate file; none if caching is off.

    Values are pickled, so that they are only read from a folder that this run's user wrote.

    Args:
        config: The configuration of the run.
        name: The folder in the cache.
        made_by: A digest of what the values depend on. Files with another digest are removed.
    """

    def __init__(self, config: pytest.Config, name: str, made_by: str) -> None:
        self._folder: Path | None = None
        if getattr(config, "cache", None) is None or config.getoption("--long"):
            return
        parent = config.cache.mkdir(name)  # type: ignore[union-attr]
        self._folder = parent / made_by
        for other in parent.iterdir():
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        self._folder.mkdir(exist_ok=True)

    def get(self, key: str) -> Any:
        """Return the value of a key.

        Raises:
            KeyError: The key does not exist.
        """
        if self._folder is None:
            raise KeyError(key)
        try:
            return pickle.loads((self._folder / key).read_bytes())
        except (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError) as error:
            raise KeyError(key) from error

    def made(self, key: str, make: Callable[[], T]) -> T:
        """Return the value of a key; compute and store it if it does not exist."""
        with contextlib.suppress(KeyError):
            kept: T = self.get(key)
            return kept
        value = make()
        self.put(key, value)
        return value

    def put(self, key: str, value: object) -> None:
        """Store a value, completely or not at all."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):  # no space: the next run computes it again
            handle, written = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                pickle.dump(value, file)
            Path(written).replace(self._folder / key)
