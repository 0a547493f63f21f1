from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.scheduler_timing_model import SchedulerTimingModel
    from ..models.stretch_value_model import StretchValueModel


T = TypeVar("T", bound="ItemMetadataModel")


@_attrs_define
class ItemMetadataModel:
    """Metadata of one program item.

    Attributes:
        scheduler_timing (SchedulerTimingModel | None): Schedule of a circuit, in dt, the time step of the control
            electronics.
        stretch_values (list[StretchValueModel] | None):
    """

    scheduler_timing: SchedulerTimingModel | None = None
    stretch_values: list[StretchValueModel] | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        scheduler_timing: dict[str, Any] | None = None
        if not (self.scheduler_timing is None):
            scheduler_timing = self.scheduler_timing.to_dict()

        stretch_values: list[dict[str, Any]] | None
        if self.stretch_values is None:
            stretch_values = None
        elif isinstance(self.stretch_values, list):
            stretch_values = []
            for stretch_values_type_0_item_data in self.stretch_values:
                stretch_values_type_0_item = stretch_values_type_0_item_data.to_dict()
                stretch_values.append(stretch_values_type_0_item)

        else:
            stretch_values = self.stretch_values

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if scheduler_timing is not None:
            field_dict["scheduler_timing"] = scheduler_timing
        if stretch_values is not None:
            field_dict["stretch_values"] = stretch_values

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.scheduler_timing_model import SchedulerTimingModel
        from ..models.stretch_value_model import StretchValueModel

        d = without_nulls(src_dict, "scheduler_timing")
        _scheduler_timing = d.pop("scheduler_timing", None)
        scheduler_timing: SchedulerTimingModel | None
        if _scheduler_timing is None:
            scheduler_timing = None
        else:
            scheduler_timing = SchedulerTimingModel.from_dict(_scheduler_timing)

        def _parse_stretch_values(data: object) -> list[StretchValueModel] | None:
            if data is None:
                return data
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                stretch_values_type_0 = []
                _stretch_values_type_0 = data
                for stretch_values_type_0_item_data in as_list(_stretch_values_type_0):
                    stretch_values_type_0_item = StretchValueModel.from_dict(stretch_values_type_0_item_data)

                    stretch_values_type_0.append(stretch_values_type_0_item)

                return stretch_values_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[StretchValueModel] | None, data)

        stretch_values = _parse_stretch_values(d.pop("stretch_values", None))

        item_metadata_model = cls(
            scheduler_timing=scheduler_timing,
            stretch_values=stretch_values,
        )

        item_metadata_model.additional_properties = d
        return item_metadata_model

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
