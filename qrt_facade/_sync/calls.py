# Derived from qrt_facade/_async by scripts/unasync.py; edit that, then run it.
"""Calling generated operations: one door, so that what they cannot parse becomes our error too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from qrt_facade.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from qrt_client.types import Response

    from qrt_facade._connection.recipe import Recipe
    from qrt_facade._sync.raw import RawClient

T = TypeVar("T")


class Calls:
    """Calls generated operations with the client's own connection.

    It pickles as the recipe of a new connection, and so does whatever holds it: jobs, backends, sessions.
    """

    def __init__(self, raw: RawClient, recipe: Recipe) -> None:
        self.raw = raw
        self.recipe = recipe

    def __reduce__(self) -> tuple[Any, ...]:
        return reconnected, (self.recipe,)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # A copy within this process has no reason to connect anew.
        return self

    def perform(self, operation: Callable[..., Response[Any]], *args: Any, **kwargs: Any) -> Response[Any]:
        """Call an operation; return status, headers, content and what the generated code made of it.

        Raises:
            UnexpectedResponseError: The generated code could not read the answer.
            QrtError: Whatever the transport raises.
        """
        try:
            return operation(*args, client=self.raw, **kwargs)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            name = operation.__module__.rpartition(".")[2]
            raise UnexpectedResponseError(
                f"{name}: the answer is not of the shape that the API promises ({type(error).__name__}: {error})"
            ) from error

    def fetch(self, model: type[T], operation: Callable[..., Response[Any]], *args: Any, **kwargs: Any) -> T:
        """Call an operation and return its answer, which must be of the model given.

        Raises:
            UnexpectedResponseError: The answer is of another shape.
            QrtError: Whatever the transport raises.
        """
        response = self.perform(operation, *args, **kwargs)
        if isinstance(response.parsed, model):
            return response.parsed
        name = operation.__module__.rpartition(".")[2]
        raise UnexpectedResponseError(
            f"{name}: expected {model.__name__}, got {type(response.parsed).__name__}",
            status=int(response.status_code),
        )


def reconnected(recipe: Recipe) -> Calls:
    """Return calls over a new connection, with the credentials of this process.

    Raises:
        ConfigurationError: This process has none, or those of another instance.
    """
    from qrt_facade._sync.client import RuntimeClient

    return Calls(RuntimeClient.reconnected(recipe).raw, recipe)
