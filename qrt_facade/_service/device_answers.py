"""The generated models of a backend's configuration and properties, with tables for notebooks.

They contain everything that the service sends, and compare equal to what the raw client returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import fields
from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse

from qrt_facade._base.missing import find_or_explain, with_hints
from qrt_facade._service.device_tables import configuration_html, properties_html


@with_hints
class DeviceConfiguration(BackendConfigurationResponse):
    """A backend's configuration, as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return configuration_html(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return _equal(self, other, BackendConfigurationResponse)

    __hash__ = None  # like the model, which is mutable

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return find_or_explain(self, name, BackendConfigurationResponse.__getattr__)


@with_hints
class DeviceProperties(BackendPropertiesResponse):
    """A backend's properties, as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return properties_html(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return _equal(self, other, BackendPropertiesResponse)

    __hash__ = None  # like the model, which is mutable

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            return find_or_explain(self, name, BackendPropertiesResponse.__getattr__)


T = TypeVar("T", DeviceConfiguration, DeviceProperties)


def shown(model: BackendConfigurationResponse | BackendPropertiesResponse, kind: type[T]) -> T:
    """Turn a model into the subclass that a notebook shows, and return it.

    Args:
        model: The model, as returned by the generated client; not shared yet.
        kind: The subclass in this module.
    """
    # A copy would parse thousands of objects that the caller may never read.
    object.__setattr__(model, "__class__", kind)
    return cast("T", model)


def _equal(one: object, other: object, kind: type) -> bool:
    names = [field.name for field in fields(kind)]
    return isinstance(other, kind) and all(getattr(one, name) == getattr(other, name) for name in names)
