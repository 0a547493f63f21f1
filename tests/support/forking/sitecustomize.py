"""Imported by each Python that a test starts with `forked_simulators` or `without_trio`, before its program.

Importing the emulator here would slow down programs that do not need it, so its module is patched when it is imported.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

PROCESSES = "qrt_facade.emulator.run.processes"


class _Forking:
    """Finds the module that starts simulation processes, and makes it fork them.

    `importlib.abc`, which has a base class for it, imports tempfile and random, but tests check what a process imports.
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != PROCESSES:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def changed(module: ModuleType) -> None:
            execute(module)
            _change(module)

        spec.loader.exec_module = changed  # type: ignore[method-assign]  # of this one module
        return spec


def _change(module: ModuleType) -> None:
    from forked_simulators import VARIABLE, Borrowed

    module._spawn = Borrowed(module._spawn, os.environ[VARIABLE]).start  # type: ignore[attr-defined]  # what it begins them with


if "QRT_TESTS_WITHOUT_TRIO" in os.environ:
    sys.modules["trio"] = None  # type: ignore[assignment]  # as if it were not installed
if "QRT_TESTS_SIMULATORS" in os.environ:
    if PROCESSES in sys.modules:  # in a fork of a process that has imported it
        _change(sys.modules[PROCESSES])
    else:
        sys.meta_path.insert(0, _Forking())
