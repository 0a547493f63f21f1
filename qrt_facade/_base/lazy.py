"""Attributes that are made when they are first asked for."""

from __future__ import annotations

from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class lazy_property(cached_property[T]):  # noqa: N801 - a decorator, as the one that it extends
    """`functools.cached_property` without its lock.

    Up to Python 3.11 that has one for all objects of a class, which a fork copies: taken, if another thread is making
    an attribute of any of them, and then for ever. What is made here is cheap, and may be made twice.
    """

    def __init__(self, make: Callable[..., T]) -> None:
        super().__init__(make)
        self.lock: nullcontext[None] = nullcontext()
