"""The arguments of a wait are checked before a job is submitted, which costs money."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from qrt_facade import Polling
from qrt_facade._policy.waiting import WaitPlan, check_wait
from qrt_facade.errors import ConfigurationError


async def coroutine_function(job: object) -> None: ...


class OfC:
    """A strategy whose method is written in C, without a signature that `inspect` could read."""

    pause = max


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("timeout", {"timeout": -1}),
        ("timeout", {"timeout": float("inf")}),
        ("timeout", {"timeout": None}),
        ("on_update", {"on_update": coroutine_function}),
        ("on_update", {"on_update": "print"}),
        ("progress", {"progress": "false"}),
        ("progress", {"progress": None}),
        ("polling", {"polling": 5}),
    ],
)
def test_an_invalid_wait_argument_is_refused_by_name_and_value(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        check_wait(**{"timeout": 10, **arguments})
    text = str(caught.value)
    assert text.startswith(f"{name}=")
    shown = arguments[name]
    assert ("coroutine_function" if callable(shown) else repr(shown)) in text


def test_valid_wait_arguments_are_accepted() -> None:
    check_wait(0)
    check_wait(3600.5, print, Polling(first=1.0), progress=True)
    check_wait(10, lambda job: None, progress=False)


def test_a_strategy_whose_method_has_no_signature_is_accepted() -> None:
    with pytest.raises(ValueError, match="signature"):
        inspect.signature(OfC.pause)
    check_wait(10, polling=OfC())


def test_a_class_passed_instead_of_a_strategy_is_refused() -> None:
    class Constant:
        @staticmethod
        def pause(moment: object) -> float:
            return 1.0

    check_wait(10, polling=Constant())
    strategy: Any = Constant
    with pytest.raises(ConfigurationError):
        check_wait(10, polling=strategy)
    with pytest.raises(ConfigurationError):
        WaitPlan(10, polling=strategy)
