from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, is_list, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.scheduler_timing_model import SchedulerTimingModel
    from ..models.stretch_value_model import StretchValueModel


@_attrs_define(repr=False)
class ItemMetadataModel(OpenObject[Any]):
    """Metadata of one program item.

    Attributes:
        scheduler_timing (SchedulerTimingModel | None): Schedule of a circuit, in dt, the time step of the control
            electronics.
        stretch_values (list[StretchValueModel] | None):
    """

    scheduler_timing: SchedulerTimingModel | None = None
    stretch_values: list[StretchValueModel] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.scheduler_timing is not None:
            field_dict["scheduler_timing"] = self.scheduler_timing.to_dict()

        if self.stretch_values is not None:
            field_dict["stretch_values"] = (
                [item.to_dict() for item in self.stretch_values]
                if isinstance(self.stretch_values, list)
                else self.stretch_values
            )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ItemMetadataModel:
            return derived(cls, ItemMetadataModel.from_dict(src_dict))
        from ..models.scheduler_timing_model import SchedulerTimingModel
        from ..models.stretch_value_model import StretchValueModel

        d = as_object(src_dict)

        def _parse_stretch_values(data: object) -> list[StretchValueModel] | None:
            if data is None:
                return data
            if not is_list(data):
                raise TypeError(f"expected list[StretchValueModel], got {type(data).__name__}")
            stretch_values_type_0: list[StretchValueModel] = []
            _stretch_values_type_0 = data
            for stretch_values_type_0_item_data in as_list(_stretch_values_type_0):
                stretch_values_type_0_item = StretchValueModel.from_dict(stretch_values_type_0_item_data)

                stretch_values_type_0.append(stretch_values_type_0_item)

            return stretch_values_type_0

        stretch_values = _parse_stretch_values(d.pop("stretch_values", None))

        item_metadata_model = cls.__new__(cls)
        item_metadata_model.scheduler_timing = maybe(
            SchedulerTimingModel.from_dict, d.pop("scheduler_timing", None)
        )
        item_metadata_model.stretch_values = stretch_values

        item_metadata_model.additional_properties = d
        return item_metadata_model
