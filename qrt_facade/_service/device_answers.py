"""The generated models of a backend's configuration and properties, which notebooks show as tables.

They are as large as the service makes them, and equal what the raw client returns.
"""

from __future__ import annotations

from typing import TypeVar

from attrs import fields
from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse

from qrt_facade._base.missing import with_advice
from qrt_facade._service.device_tables import configuration_html, properties_html


@with_advice
class DeviceConfiguration(BackendConfigurationResponse):
    """A backend's configuration, as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return configuration_html(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return _equal(self, other, BackendConfigurationResponse)

    __hash__ = None  # as the model, which can be changed


@with_advice
class DeviceProperties(BackendPropertiesResponse):
    """A backend's properties, as a table in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return properties_html(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return _equal(self, other, BackendPropertiesResponse)

    __hash__ = None  # as the model, which can be changed


T = TypeVar("T", DeviceConfiguration, DeviceProperties)


def shown(model: BackendConfigurationResponse | BackendPropertiesResponse, kind: type[T]) -> T:
    """Return a model as one of the same fields that a notebook shows.

    Args:
        model: The model, as the generated client returns it.
        kind: Its class of this module.
    """
    made = kind.__new__(kind)
    for field in fields(type(model)):
        setattr(made, field.name, getattr(model, field.name))
    return made


def _equal(one: object, other: object, kind: type) -> bool:
    names = [field.name for field in fields(kind)]
    return isinstance(other, kind) and all(getattr(one, name) == getattr(other, name) for name in names)
