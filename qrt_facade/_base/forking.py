"""What must finish before a fork: imports by other threads, and blocks that hold the lock `NO_FORK`.

Much of a client is imported on first use. Python gives a forked child a new lock for the import system, but not for the
modules that another thread is importing: the child hangs when it needs one of them. So a fork waits for such imports;
and since an import may begin between the last check and the fork, the child discards those that were in progress.
"""

from __future__ import annotations

import os
import sys
import time
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_OURS: Final = ("qrt_facade", "qrt_client")
_IMPORT_SYSTEM: Final = "<frozen importlib._bootstrap>"
_LONGEST: Final = 5.0
"""Seconds after which the fork proceeds: an import may be waiting for the thread that forks."""
_PAUSE: Final = 0.001

NO_FORK: Final = Lock()
"""Locked while something acquires a resource that a forked child must close."""

_forking: int | None = None
"""The thread that has locked `NO_FORK` because it forks."""


def is_importing_ours(frame: FrameType | None) -> bool:
    """Return whether a thread is executing an import that a module of ours started.

    Args:
        frame: The innermost frame of the thread.
    """
    importing = False
    while frame is not None:
        if frame.f_code.co_filename == _IMPORT_SYSTEM:
            importing = True
        elif importing and frame.f_globals.get("__name__", "").partition(".")[0] in _OURS:
            return True
        frame = frame.f_back
    return False


def wait_for_imports() -> None:
    """Wait, before a fork, until no other thread is importing for us. Locks nothing: imports never wait for a fork."""
    own, end = get_ident(), time.monotonic() + _LONGEST
    while time.monotonic() < end:
        frames = sys._current_frames()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # documented; no other way
        if not any(is_importing_ours(frame) for thread, frame in frames.items() if thread != own):
            return
        time.sleep(_PAUSE)


def release_import_locks() -> None:
    """Let a forked child import what other threads were importing: the child does not have those threads.

    Drops their locks, which `importlib` keeps by module name, and modules that they left half executed.
    """
    # Private, but unchanged from 3.11 to 3.14; if it is missing, the child behaves as it would without this function.
    locks: dict[str, Callable[[], Any]] = getattr(sys.modules.get("_frozen_importlib"), "_module_locks", {})
    own = get_ident()
    for name, reference in list(locks.items()):
        owner = getattr(reference(), "owner", None)
        if owner == own:
            continue  # the fork is part of the import
        locks.pop(name, None)
        specification = getattr(sys.modules.get(name), "__spec__", None)
        if owner is not None and getattr(specification, "_initializing", False):
            del sys.modules[name]


def _begin_fork() -> None:
    global _forking  # noqa: PLW0603 - one process, one fork at a time
    wait_for_imports()
    NO_FORK.acquire()
    _forking = get_ident()


def _end_fork() -> None:
    """Release the lock in the parent and in the child, unless the fork began before this module was imported."""
    global _forking  # noqa: PLW0603
    if _forking == get_ident():
        _forking = None
        NO_FORK.release()


def run_in_forked_children(work: Callable[[], None]) -> None:
    """Run a function at the start of every child that this process forks; Windows has no fork."""
    if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows
        os.register_at_fork(after_in_child=work)


if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows
    os.register_at_fork(before=_begin_fork, after_in_parent=_end_fork)
run_in_forked_children(_end_fork)
run_in_forked_children(release_import_locks)
