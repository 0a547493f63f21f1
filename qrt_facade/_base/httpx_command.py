"""`import httpx` without its command line, which is loaded on first use.

`httpx/__init__.py` imports its command's module, `httpx._main`, and with it Rich, Click and Pygments where they are
installed: more than half of the import time, for a function that programs seldom call. If that module cannot be
imported, httpx defines a `main` that says so. This module hides `httpx._main` from the thread that first imports httpx,
and loads `httpx.main` when it is accessed: the same object that httpx itself would have exported. All this happens
while Python holds the import lock of httpx, so other threads, and hooks that wait for the end of the import, never see
the placeholder `main`.

Differences from a plain import:

- `sys.modules` lacks `httpx._main`, and what only that imports, until `main`, `_main`, `dir(httpx)` or `*` is accessed.
- Until then `vars(httpx)` has `__getattr__` and `__dir__` (PEP 562) instead of `main` and `_main`. After a reload of
  httpx they stay until `dir(httpx)`.
- Errors from importing Rich are raised when the command is accessed.
- If another module imports only `httpx._main`, `httpx._main.main.__module__` becomes "httpx" when `httpx.main` is
  accessed.
- Code that runs in the same thread before `httpx/__init__.py` has finished cannot import `httpx._main`.

An import hook that finds httpx without the finders of `sys.path`, as in some frozen programs, imports all of it.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from importlib import import_module
from pkgutil import get_importer
from threading import local
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FunctionType, ModuleType

_PACKAGE: Final = "httpx"
_COMMAND: Final = "httpx._main"


@contextmanager
def without_httpx_command() -> Generator[None]:
    """Skip the command when httpx is first imported in this block; if httpx is imported already, nothing changes.

    This patches only one method of one finder, and only inside the block: other threads may change `sys.modules`,
    `sys.meta_path` and `sys.path_importer_cache` at any time, and changing a list while another thread iterates over it
    would make that thread's imports miss an entry.
    """
    finder = None if _PACKAGE in sys.modules else _finder_of_package()
    with _changed(finder, _PACKAGE, _WithoutCommand.loads):
        yield


def _finder_of_package() -> Any:
    """Return the `sys.path` finder (folder or archive) that finds httpx, or None."""
    for entry in sys.path:
        try:
            finder: Any = get_importer(entry or os.getcwd())  # noqa: PTH109 - the key that Python's cache uses
        except (OSError, TypeError):  # no working directory, or not a path
            continue
        found = finder.find_spec(_PACKAGE) if hasattr(finder, "find_spec") else None
        if found is not None and found.loader is not None:
            return finder
    return None


@contextmanager
def _changed(finder: Any, module: str, change: Callable[[Any], Any]) -> Generator[None]:
    """Change what a finder returns for one module, in this thread only.

    The change is an attribute of the finder instance that shadows its method, so its type and position stay the same.
    """
    if not hasattr(finder, "__dict__"):
        yield
        return
    own: dict[str, Any] = finder.__dict__
    plain, earlier = finder.find_spec, own.get("find_spec")
    thread = local()
    thread.is_this = True

    def find_spec(name: str, target: ModuleType | None = None) -> Any:
        found = plain(name, target)
        return change(found) if name == module and getattr(thread, "is_this", False) else found

    finder.find_spec = find_spec
    try:
        yield
    finally:
        thread.is_this = False
        if own.get("find_spec") is find_spec:
            if earlier is None:
                del finder.find_spec
            else:
                finder.find_spec = earlier


class _WithoutCommand:
    """A loader of httpx that skips the command."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    @classmethod
    def loads(cls, spec: Any) -> Any:
        """Return the import spec of httpx with its loader wrapped in this one."""
        if hasattr(spec, "loader") and hasattr(spec.loader, "exec_module"):
            spec.loader = cls(spec.loader)
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Execute the package; this thread holds its import lock."""
        for holder, name in ((module.__spec__, "loader"), (module, "__loader__")):
            if getattr(holder, name, None) is self:
                setattr(holder, name, self._loader)  # leave nothing of ours behind
        with _changed(get_importer(module.__path__[0]), _COMMAND, _refuse):
            self._loader.exec_module(module)
        _load_when_asked(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def _refuse(spec: object) -> None:
    if spec is not None:  # otherwise Python raises the error itself
        raise ModuleNotFoundError(f"No module named {_COMMAND!r}", name=_COMMAND)


def _load_when_asked(package: ModuleType) -> None:
    """Replace the placeholder `main`, with which httpx reports that its command is missing."""
    names = vars(package)
    missing: FunctionType | None = names.get("main")
    if _COMMAND in sys.modules or getattr(missing, "__globals__", None) is not names:
        return  # an import hook found the command, or this httpx works differently
    command = _Command(names, missing)
    if command.lazy.keys() & names.keys():  # this httpx loads it lazily itself
        command.load()
        return
    del names["main"]
    names.update(command.lazy)


class _Command:
    """What httpx exports from its command's module, loaded on first access.

    Args:
        names: The package's namespace.
        missing: The function that httpx exports when the command's module cannot be imported.
    """

    def __init__(self, names: dict[str, Any], missing: object) -> None:
        self._names = names
        self._missing = missing
        self.lazy: dict[str, Callable[..., Any]] = {"__getattr__": self._attribute, "__dir__": self._listing}

    def load(self) -> None:
        """Put into the package what a plain import would, and remove our functions from it."""
        try:
            main = import_module(_COMMAND).main
        except ImportError:
            main = self._missing
        else:
            main.__module__ = _PACKAGE  # as httpx sets it for everything it exports
        self._names.setdefault("main", main)  # keep a value set by someone else
        for name, function in self.lazy.items():
            if self._names.get(name) is function:
                self._names.pop(name, None)  # another thread may have been faster

    def _attribute(self, name: str) -> Any:
        if name in {"main", "_main"}:
            self.load()
            if name in self._names:
                return self._names[name]
        raise AttributeError(f"module {_PACKAGE!r} has no attribute {name!r}")

    def _listing(self) -> list[str]:
        self.load()
        return sorted(self._names)
