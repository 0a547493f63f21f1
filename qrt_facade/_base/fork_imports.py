"""A fork waits until no other thread is importing for us: its child would keep the locks of that import for ever.

Much of a client is imported when it is first used. Python gives a forked child a new lock for the import system, but not
for the modules that another thread is importing: the child hangs when it wants one of them.
"""

from __future__ import annotations

import os
import sys
import time
from threading import get_ident
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import FrameType

_OURS: Final = ("qrt_facade", "qrt_client")
_IMPORT_SYSTEM: Final = "<frozen importlib._bootstrap>"
_LONGEST: Final = 5.0
"""Seconds after which the fork goes on: an import may wait for the very thread that forks."""
_PAUSE: Final = 0.001


def imports_for_us(frame: FrameType | None) -> bool:
    """Tell whether a thread is within an import that was begun by a module of ours.

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


def _wait_for_imports() -> None:
    """Wait until no other thread imports for us. Nothing is locked: imports never wait for a fork."""
    own, end = get_ident(), time.monotonic() + _LONGEST
    while time.monotonic() < end:
        frames = sys._current_frames()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  # documented; no other way
        if not any(imports_for_us(frame) for thread, frame in frames.items() if thread != own):
            return
        time.sleep(_PAUSE)


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(before=_wait_for_imports)
