"""What a repr says of an object that is not whole."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def even_unfinished(shown: Callable[[T], str]) -> Callable[[T], str]:
    """Let a `__repr__` answer for objects whose making has failed, which a traceback with locals shows."""

    @wraps(shown)
    def text(thing: T) -> str:
        try:
            return shown(thing)
        except AttributeError:
            return f"<{type(thing).__name__}, unfinished>"

    return text
