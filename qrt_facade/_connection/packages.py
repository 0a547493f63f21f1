"""Generated packages of the API, each for one API version: `qrt_client`, and others installed next to it."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from qrt_facade._base.redaction import redacted_repr
from qrt_facade._service.versions import checked_version
from qrt_facade.errors import ConfigurationError

C_co = TypeVar("C_co", covariant=True)


class RawPackage(Protocol[C_co]):
    """A generated package of one API version, such as the module `qrt_client` or `qrt_client_2025_05_01`.

        import qrt_client

        package: RawPackage[qrt_client.AuthenticatedClient] = qrt_client

    The type argument is the class of the package's client.
    """

    @property
    def API_VERSION(self) -> str:  # noqa: N802 - a constant of the package
        """The API version that the package was generated for, such as `2025-05-01`."""
        ...

    @property
    def AuthenticatedClient(self) -> type[C_co]:  # noqa: N802 - a class of the package
        """The client class that the package's operations accept."""
        ...


def checked_package(package: RawPackage[Any]) -> tuple[type[Any], str]:
    """Return the client class of a package, and the API version that it was generated for.

    Raises:
        ConfigurationError: It is not a generated package, or its version is not an API version of the service.
    """
    kind = getattr(package, "AuthenticatedClient", None)
    version = getattr(package, "API_VERSION", None)
    # Packages of other generators have a class of this name too, but their calls do not pass through `response`.
    if not (isinstance(kind, type) and hasattr(kind, "response") and isinstance(version, str)):
        raise ConfigurationError(
            f"package={redacted_repr(getattr(package, '__name__', package))}: expected a generated package, the module "
            "qrt_client or one such as qrt_client_2025_05_01"
        )
    return kind, checked_version(f"API_VERSION of {getattr(package, '__name__', 'the package')}", version)
