from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v01_noise_learner_v3_results_model_schema_version import (
    NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion,
)
from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_v3v01_noise_learner_v3_result_model import (
        NoiseLearnerV3V01NoiseLearnerV3ResultModel,
    )


T = TypeVar("T", bound="NoiseLearnerV3V01NoiseLearnerV3ResultsModel")


@_attrs_define
class NoiseLearnerV3V01NoiseLearnerV3ResultsModel:
    """Result of the noise learner V3, schema version 0.1.

    Attributes:
        data (list[NoiseLearnerV3V01NoiseLearnerV3ResultModel] | None):
        schema_version (NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion | None):  Default:
            NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion.V0_1.
    """

    data: list[NoiseLearnerV3V01NoiseLearnerV3ResultModel] | None = None
    schema_version: NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion | None = (
        NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion.V0_1
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        data: list[dict[str, Any]] | None = None
        if not (self.data is None):
            data = []
            for data_item_data in self.data:
                data_item = data_item_data.to_dict()
                data.append(data_item)

        schema_version: str | None = None
        if not (self.schema_version is None):
            schema_version = self.schema_version.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if data is not None:
            field_dict["data"] = data
        if schema_version is not None:
            field_dict["schema_version"] = schema_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_v3v01_noise_learner_v3_result_model import (
            NoiseLearnerV3V01NoiseLearnerV3ResultModel,
        )

        d = without_nulls(src_dict, "data", "schema_version")
        _data = d.pop("data", None)
        data: list[NoiseLearnerV3V01NoiseLearnerV3ResultModel] | None = None
        if _data is not None:
            data = []
            for data_item_data in as_list(_data):
                data_item = NoiseLearnerV3V01NoiseLearnerV3ResultModel.from_dict(data_item_data)

                data.append(data_item)

        _schema_version = d.pop("schema_version", None)
        schema_version: NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion | None
        if _schema_version is None:
            schema_version = None
        else:
            schema_version = NoiseLearnerV3V01NoiseLearnerV3ResultsModelSchemaVersion(_schema_version)

        noise_learner_v3v01_noise_learner_v3_results_model = cls(
            data=data,
            schema_version=schema_version,
        )

        noise_learner_v3v01_noise_learner_v3_results_model.additional_properties = d
        return noise_learner_v3v01_noise_learner_v3_results_model

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
