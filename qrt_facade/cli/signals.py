"""Signals that end a command like Ctrl-C, so that a continuing job is named first."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

ENDING: Final[tuple[int, ...]] = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)
"""Sent by `kill`, a batch system or a stopping container, and by a terminal that closes; Windows has no SIGHUP."""


@contextmanager
def handled(handle: Callable[..., object], *numbers: int) -> Generator[None]:
    """Call `handle` for these signals in the block. An ignored signal, as SIGHUP under `nohup`, stays ignored."""
    before: dict[int, Any] = {}
    if threading.current_thread() is threading.main_thread():  # only the main thread may set handlers
        for number in numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)


def interrupt(*_: object) -> None:
    """Interrupt the current operation like Ctrl-C."""
    raise KeyboardInterrupt
