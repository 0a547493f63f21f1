"""`import httpx` without its command line, which comes when it is asked for.

`httpx/__init__.py` imports the module of its command, `httpx._main`, and with it Rich, Click and Pygments where they are
installed: more than half of the time that the import takes, for a function that a program seldom calls. If that module
cannot be imported httpx defines a `main` that says so. Here it is kept from the thread that imports httpx for the first
time, and `httpx.main` is loaded when somebody asks for it: the object that httpx itself would have exported.

What can be told apart afterwards: `sys.modules` lacks `httpx._main` and what only that imports; `vars(httpx)` has
`__getattr__` and `__dir__` (PEP 562) in place of `main` and `_main` until one of them is asked for, be it by `dir(httpx)`,
`from httpx import *` or `getattr`; and what fails in the import of Rich, fails then.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pkgutil import get_importer
from threading import local
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from importlib.machinery import ModuleSpec
    from types import FunctionType, ModuleType

_PACKAGE: Final = "httpx"
_COMMAND: Final = "httpx._main"


@contextmanager
def command_left_out() -> Generator[None]:
    """Let the first import of httpx in this block leave its command out; one that was imported before stays as it is.

    Only the place where the import system remembers how the folder of httpx is searched is touched, and only in the block:
    `sys.modules` and `sys.meta_path` may be changed by other threads at any time, and a list that is iterated meanwhile
    would make their imports miss an entry.
    """
    folder = None if _PACKAGE in sys.modules else _folder_of_package()
    finder = None if folder is None else get_importer(folder)
    if folder is None or finder is None:  # imported already, not installed, or not found by its folder
        yield
        return
    without = _WithoutCommand(finder)
    sys.path_importer_cache[folder] = without
    try:
        yield
    finally:
        if sys.path_importer_cache.get(folder) is without:
            sys.path_importer_cache[folder] = finder
    package = sys.modules.get(_PACKAGE)
    if package is not None:
        _load_when_asked(package)


def _folder_of_package() -> str | None:
    spec = find_spec(_PACKAGE)
    folders = None if spec is None else spec.submodule_search_locations
    return folders[0] if folders is not None and len(folders) == 1 else None


class _WithoutCommand:
    """What finds the modules of a folder, but for httpx's command and the thread that made this.

    Another thread, which imports the same at the same time, finds all of them.
    """

    def __init__(self, finder: Any) -> None:
        self._finder = finder
        self._thread = local()
        self._thread.is_this = True

    def find_spec(self, name: str, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return how to load a module of the folder.

        Raises:
            ModuleNotFoundError: It is the command, and this is the thread that does without.
        """
        if name == _COMMAND and getattr(self._thread, "is_this", False):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        found: ModuleSpec | None = self._finder.find_spec(name, target)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._finder, name)


def _load_when_asked(package: ModuleType) -> None:
    """Replace the `main` by which httpx says that its command is missing."""
    names = vars(package)
    missing: FunctionType | None = names.get("main")
    if _COMMAND in sys.modules or getattr(missing, "__globals__", None) is not names:
        return  # another thread was first and imported all of it, or this httpx does it in another way
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
        self._names["main"] = main
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
