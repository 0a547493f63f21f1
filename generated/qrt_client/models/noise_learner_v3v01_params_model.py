from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v01_params_model_schema_version import NoiseLearnerV3V01ParamsModelSchemaVersion
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_v3v01_options_model import NoiseLearnerV3V01OptionsModel
    from ..models.qpy_model_v13_to_v16 import QpyModelV13ToV16


T = TypeVar("T", bound="NoiseLearnerV3V01ParamsModel")


@_attrs_define
class NoiseLearnerV3V01ParamsModel:
    """Input of the noise learner V3, schema version 0.1.

    Attributes:
        instructions (QpyModelV13ToV16): A circuit as QPY, version 13 to 16.
        options (NoiseLearnerV3V01OptionsModel): Options of the noise learner V3.
        schema_version (NoiseLearnerV3V01ParamsModelSchemaVersion | None):  Default:
            NoiseLearnerV3V01ParamsModelSchemaVersion.V0_1.
    """

    instructions: QpyModelV13ToV16
    options: NoiseLearnerV3V01OptionsModel
    schema_version: NoiseLearnerV3V01ParamsModelSchemaVersion | None = (
        NoiseLearnerV3V01ParamsModelSchemaVersion.V0_1
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        instructions = self.instructions.to_dict()

        options = self.options.to_dict()

        schema_version: str | None = None
        if not (self.schema_version is None):
            schema_version = self.schema_version.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "instructions": instructions,
                "options": options,
            }
        )
        if schema_version is not None:
            field_dict["schema_version"] = schema_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_v3v01_options_model import NoiseLearnerV3V01OptionsModel
        from ..models.qpy_model_v13_to_v16 import QpyModelV13ToV16

        d = without_nulls(src_dict, "schema_version")
        instructions = QpyModelV13ToV16.from_dict(d.pop("instructions"))

        options = NoiseLearnerV3V01OptionsModel.from_dict(d.pop("options"))

        _schema_version = d.pop("schema_version", None)
        schema_version: NoiseLearnerV3V01ParamsModelSchemaVersion | None
        if _schema_version is None:
            schema_version = None
        else:
            schema_version = NoiseLearnerV3V01ParamsModelSchemaVersion(_schema_version)

        noise_learner_v3v01_params_model = cls(
            instructions=instructions,
            options=options,
            schema_version=schema_version,
        )

        noise_learner_v3v01_params_model.additional_properties = d
        return noise_learner_v3v01_params_model

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
