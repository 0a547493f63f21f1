"""Attributes that are computed on first access."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class lazy_property(cached_property[T]):  # noqa: N801 - a decorator, as the one that it extends
    """`functools.cached_property` without its lock.

    Up to Python 3.11, `cached_property` has one lock for all objects of a class. A fork copies it, and if another
    thread is computing the attribute of any object at that moment, the copy stays locked forever. The values here are
    cheap, so computing one twice does no harm.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        super().__init__(make)
        self.lock: nullcontext[None] = nullcontext()
