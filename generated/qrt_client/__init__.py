"""Generated client of the Qiskit Runtime REST API: written by scripts/regenerate.py, never edited."""

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import API_VERSION

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = ("API_VERSION", "AuthenticatedClient", "Client")

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(".client", __name__), name)

    def __dir__() -> list[str]:
        return sorted([*globals(), *__all__])
