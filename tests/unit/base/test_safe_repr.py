"""The repr of an object never fails."""

from __future__ import annotations

import enum
import inspect
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import qrt_facade

PACKAGE = Path(qrt_facade.__file__).parent


def hand_written() -> list[type[Any]]:
    """Return every class of the package with a hand-written repr."""
    found: set[type[Any]] = set()
    for module in pkgutil.walk_packages(qrt_facade.__path__, "qrt_facade."):
        if module.name.endswith("__main__"):
            continue
        for _, kind in inspect.getmembers(import_module(module.name), inspect.isclass):
            code = getattr(kind.__dict__.get("__repr__"), "__code__", None)
            if code and Path(code.co_filename).is_relative_to(PACKAGE) and not issubclass(kind, enum.Enum):
                found.add(kind)
    return sorted(found, key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


@pytest.mark.parametrize("kind", hand_written(), ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_a_partly_constructed_object_has_a_repr(kind: type[Any]) -> None:
    shown = repr(kind.__new__(kind))
    assert kind.__name__ in shown


def test_classes_that_users_create_are_among_the_checked_ones() -> None:
    names = {kind.__name__ for kind in hand_written()}
    assert names >= {"RuntimeClient", "AsyncRuntimeClient", "Job", "AsyncJob", "Session", "Backend", "Secret"}
