"""Attributes that are computed on first access."""

from __future__ import annotations

import threading

from qrt_facade._base.lazy import lazy_property


class Holder:
    def __init__(self) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.computed = 0

    @lazy_property
    def value(self) -> int:
        """The value."""
        self.computed += 1
        self.entered.set()
        self.go_on.wait(10)
        return 5


def test_lazy_attribute_is_computed_once_and_documented() -> None:
    holder = Holder()
    holder.go_on.set()
    assert [holder.value, holder.value, holder.computed] == [5, 5, 1]
    assert Holder.value.__doc__ == "The value."


def test_computing_a_lazy_attribute_does_not_block_other_objects() -> None:
    slow, quick = Holder(), Holder()
    quick.go_on.set()
    making = threading.Thread(target=lambda: slow.value)
    making.start()
    assert slow.entered.wait(10)
    assert quick.value == 5
    assert "value" not in vars(slow)
    slow.go_on.set()
    making.join(10)
