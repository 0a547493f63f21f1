"""One text for two clients: the asynchronous one, called as if it waited."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class Waited:
    """An object of `qrt_facade._async` whose methods return what they would, awaited, have returned.

    What comes out is wrapped in turn, if it is such an object too; what goes in is unwrapped. Errors pass as they are.
    """

    def __init__(self, wrapped: Any, runner: asyncio.Runner) -> None:
        self._wrapped = wrapped
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        return self._waited(getattr(self._wrapped, name))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._waited(
            self._wrapped(*map(_bare, args), **{name: _bare(value) for name, value in kwargs.items()})
        )

    def __enter__(self) -> Any:
        return self._waited(self._wrapped.__aenter__())

    def __exit__(self, *failure: object) -> Any:
        return self._waited(self._wrapped.__aexit__(*failure))

    def __repr__(self) -> str:
        return f"waited {self._wrapped!r}"

    def _waited(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._waited(self._runner.run(_awaited(value)))
        if inspect.isasyncgen(value):
            return self._waited(self._runner.run(_all(value)))
        if isinstance(value, list):
            return [self._waited(item) for item in value]
        if inspect.ismethod(value) or type(value).__module__.startswith("qrt_facade._async"):
            return Waited(value, self._runner)
        return value


def _bare(value: Any) -> Any:
    return value._wrapped if isinstance(value, Waited) else value


async def _awaited(value: Any) -> Any:
    return await value


async def _all(values: Any) -> list[Any]:
    return [value async for value in values]
