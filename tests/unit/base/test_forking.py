from __future__ import annotations

import sys
import threading
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import pytest

from qrt_facade._base.forking import is_importing_ours

if TYPE_CHECKING:
    import types
    from collections.abc import Iterator


class Slow(MetaPathFinder, Loader):
    """A module whose import continues until the test releases it."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname == "a_slow_module" else None

    def exec_module(self, module: types.ModuleType) -> None:
        self.begun.set()
        self.may_end.wait(20)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    finder = Slow()
    monkeypatch.setattr(sys, "meta_path", [finder, *sys.meta_path])
    yield finder
    sys.modules.pop("a_slow_module", None)


@pytest.mark.parametrize(
    ("importer", "ours"), [("qrt_facade._sync.client", True), ("qrt_client", True), ("qrt_facades", False)]
)
def test_an_import_counts_as_ours_if_one_of_our_modules_started_it(
    slow: Slow, importer: str, *, ours: bool
) -> None:
    def begin() -> None:
        exec("import a_slow_module", {"__name__": importer})

    thread = threading.Thread(target=begin)
    thread.start()
    assert slow.begun.wait(20)
    frame = sys._current_frames()[thread.ident or 0]
    during = is_importing_ours(frame)
    slow.may_end.set()
    thread.join()
    assert during == ours
    assert not is_importing_ours(sys._getframe())
