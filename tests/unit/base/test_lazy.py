"""Attributes that are made when they are first asked for."""

from __future__ import annotations

import threading

from qrt_facade._base.lazy import lazy_property


class Holder:
    def __init__(self) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.made = 0

    @lazy_property
    def value(self) -> int:
        """What is held."""
        self.made += 1
        self.entered.set()
        self.go_on.wait(10)
        return 5


def test_it_is_made_once_and_documented() -> None:
    holder = Holder()
    holder.go_on.set()
    assert [holder.value, holder.value, holder.made] == [5, 5, 1]
    assert Holder.value.__doc__ == "What is held."


def test_making_one_holds_up_no_other() -> None:
    slow, quick = Holder(), Holder()
    quick.go_on.set()
    making = threading.Thread(target=lambda: slow.value)
    making.start()
    assert slow.entered.wait(10)
    assert quick.value == 5
    assert "value" not in vars(slow)
    slow.go_on.set()
    making.join(10)
