"""What a run of many tests leaves out without --long: a case in a second world, and never a case or a world."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from support.worlds import OF_LOOPS, repeated_in_other_worlds


def collected(cases: int, worlds: tuple[str, ...], module: str = "tests/unit/test_a.py") -> list[Any]:
    return [
        SimpleNamespace(
            nodeid=f"{module}::test_a[{world}-case-{case}]", callspec=SimpleNamespace(params={"world": world})
        )
        for case in range(cases)
        for world in worlds
    ]


def left(tests: list[Any]) -> list[str]:
    out = repeated_in_other_worlds(tests)
    return [test.nodeid.partition("[")[2].rstrip("]") for test in tests if test not in out]


def test_each_case_is_tried_in_one_world_and_each_world_in_turn() -> None:
    assert left(collected(5, ("sync", "asyncio"))) == [
        "sync-case-0",
        "asyncio-case-1",
        "sync-case-2",
        "asyncio-case-3",
        "sync-case-4",
    ]
    assert [name.partition("-")[0] for name in left(collected(4, ("sync", "asyncio", "trio")))] == [
        "sync",
        "asyncio",
        "trio",
        "sync",
    ]


def test_few_cases_and_those_that_differ_between_worlds_are_all_tried() -> None:
    for tests in (
        collected(3, ("sync", "asyncio")),
        collected(6, ("sync", "asyncio"))[:-1],
        collected(6, ("sync",)),
        collected(6, ("sync", "asyncio", "trio"), f"{OF_LOOPS}test_a.py"),
    ):
        assert repeated_in_other_worlds(tests) == []


def test_tests_without_a_world_are_left_alone() -> None:
    tests: list[Any] = [
        SimpleNamespace(nodeid="tests/unit/test_a.py::test_b"),
        *(
            SimpleNamespace(
                nodeid=f"tests/unit/test_a.py::test_c[{n}]", callspec=SimpleNamespace(params={"n": n})
            )
            for n in range(9)
        ),
    ]
    assert repeated_in_other_worlds(tests) == []
