from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v03_params_model_schema_version import NoiseLearnerV3V03ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_options_model import NoiseLearnerV3V03OptionsModel
    from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17


@_attrs_define(repr=False)
class NoiseLearnerV3V03ParamsModel(OpenObject[Any]):
    """Input of the noise learner V3, schema version 0.3.

    Attributes:
        instructions (QpyModelV13ToV17): A circuit as QPY, version 13 to 17.
        options (NoiseLearnerV3V03OptionsModel): Options of the noise learner V3.
        schema_version (NoiseLearnerV3V03ParamsModelSchemaVersion | None):  Default:
            NoiseLearnerV3V03ParamsModelSchemaVersion.V0_3.
    """

    instructions: QpyModelV13ToV17
    options: NoiseLearnerV3V03OptionsModel
    schema_version: NoiseLearnerV3V03ParamsModelSchemaVersion | None = (
        NoiseLearnerV3V03ParamsModelSchemaVersion.V0_3
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["instructions"] = self.instructions.to_dict()

        field_dict["options"] = self.options.to_dict()

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03ParamsModel:
            return derived(cls, NoiseLearnerV3V03ParamsModel.from_dict(src_dict))
        NoiseLearnerV3V03OptionsModel, QpyModelV13ToV17 = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03_params_model = cls.__new__(cls)
        noise_learner_v3v03_params_model.instructions = QpyModelV13ToV17.from_dict(d.pop("instructions"))
        noise_learner_v3v03_params_model.options = NoiseLearnerV3V03OptionsModel.from_dict(d.pop("options"))
        noise_learner_v3v03_params_model.schema_version = maybe(
            NoiseLearnerV3V03ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        noise_learner_v3v03_params_model.additional_properties = d
        return noise_learner_v3v03_params_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V03OptionsModel], type[QpyModelV13ToV17]]:
    from ..models.noise_learner_v3v03_options_model import NoiseLearnerV3V03OptionsModel
    from ..models.qpy_model_v13_to_v17 import QpyModelV13ToV17

    return NoiseLearnerV3V03OptionsModel, QpyModelV13ToV17
