"""`import httpx` without its command line, which comes when it is asked for.

`httpx/__init__.py` imports the module of its command, `httpx._main`, and with it Rich, Click and Pygments where they are
installed: more than half of the time that the import takes, for a function that a program seldom calls. If that module
cannot be imported httpx defines a `main` that says so. Here it is kept from the thread that imports httpx for the first
time, and `httpx.main` is loaded when it is asked for: the object that httpx itself would have exported. All this happens
while Python holds the import lock of httpx, so other threads, and hooks that wait for the end of the import, never see
that `main`.

What differs from a plain import:

- `sys.modules` lacks `httpx._main`, and what only that imports, until `main`, `_main`, `dir(httpx)` or `*` is asked for.
- Until then `vars(httpx)` has `__getattr__` and `__dir__` (PEP 562) in place of `main` and `_main`. After a reload of httpx
  they stay until `dir(httpx)`.
- What fails in the import of Rich, fails when the command is asked for.
- If another module imports `httpx._main` alone, `httpx._main.main.__module__` becomes "httpx" when `httpx.main` is asked for.
- Code that runs in the same thread before `httpx/__init__.py` has ended cannot import `httpx._main`.

An import hook that finds httpx without the finders of `sys.path`, as those of some frozen programs do, imports all of it.
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
    """Let the first import of httpx in this block leave its command out; one that was imported before stays as it is.

    Only the method of one finder is touched, and only in the block: other threads may change `sys.modules`,
    `sys.meta_path` and `sys.path_importer_cache` at any time, and a list that is iterated meanwhile would make their
    imports miss an entry.
    """
    finder = None if _PACKAGE in sys.modules else _finder_of_package()
    with _changed(finder, _PACKAGE, _WithoutCommand.loads):
        yield


def _finder_of_package() -> Any:
    """Return what finds httpx in a folder or archive of `sys.path`, or None."""
    for entry in sys.path:
        try:
            finder: Any = get_importer(entry or os.getcwd())  # noqa: PTH109 - the key of Python's cache
        except (OSError, TypeError):  # no current folder, or no path at all
            continue
        found = finder.find_spec(_PACKAGE) if hasattr(finder, "find_spec") else None
        if found is not None and found.loader is not None:
            return finder
    return None


@contextmanager
def _changed(finder: Any, module: str, change: Callable[[Any], Any]) -> Generator[None]:
    """Let a function change what a finder returns for one module and this thread.

    An attribute of the finder itself covers its method, so that its type and place are what they were.
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
    """What loads httpx, but for its command."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    @classmethod
    def loads(cls, spec: Any) -> Any:
        """Return how to load httpx, with this in place of its loader."""
        if hasattr(spec, "loader") and hasattr(spec.loader, "exec_module"):
            spec.loader = cls(spec.loader)
        return spec

    def exec_module(self, module: ModuleType) -> None:
        """Run the package, whose import lock this thread holds."""
        for holder, name in ((module.__spec__, "loader"), (module, "__loader__")):
            if getattr(holder, name, None) is self:
                setattr(holder, name, self._loader)  # nothing of ours stays
        with _changed(get_importer(module.__path__[0]), _COMMAND, _refuse):
            self._loader.exec_module(module)
        _load_when_asked(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


def _refuse(spec: object) -> None:
    if spec is not None:  # what Python does not find, it refuses itself
        raise ModuleNotFoundError(f"No module named {_COMMAND!r}", name=_COMMAND)


def _load_when_asked(package: ModuleType) -> None:
    """Replace the `main` by which httpx says that its command is missing."""
    names = vars(package)
    missing: FunctionType | None = names.get("main")
    if _COMMAND in sys.modules or getattr(missing, "__globals__", None) is not names:
        return  # an import hook has found the command by itself, or this httpx does it in another way
    command = _Command(names, missing)
    if command.lazy.keys() & names.keys():  # an httpx that is lazy itself
        command.load()
        return
    del names["main"]
    names.update(command.lazy)


class _Command:
    """What httpx exports of its command, loaded when it is asked for.

    Args:
        names: The names of the package.
        missing: The function that httpx exports in place of the command where that cannot be imported.
    """

    def __init__(self, names: dict[str, Any], missing: object) -> None:
        self._names = names
        self._missing = missing
        self.lazy: dict[str, Callable[..., Any]] = {"__getattr__": self._attribute, "__dir__": self._listing}

    def load(self) -> None:
        """Give the package what a plain import gives it, and take our functions out of it."""
        try:
            main = import_module(_COMMAND).main
        except ImportError:
            main = self._missing
        else:
            main.__module__ = _PACKAGE  # as httpx writes into all that it exports
        self._names.setdefault("main", main)  # somebody's own stays
        for name, function in self.lazy.items():
            if self._names.get(name) is function:
                self._names.pop(name, None)  # another thread may have come first

    def _attribute(self, name: str) -> Any:
        if name in {"main", "_main"}:
            self.load()
            if name in self._names:
                return self._names[name]
        raise AttributeError(f"module {_PACKAGE!r} has no attribute {name!r}")

    def _listing(self) -> list[str]:
        self.load()
        return sorted(self._names)
