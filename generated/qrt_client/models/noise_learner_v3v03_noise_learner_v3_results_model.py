from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.noise_learner_v3v03_noise_learner_v3_results_model_schema_version import (
    NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion,
)
from ..types import OpenObject, as_object, derived, maybe, maybe_each, nothing_more

if TYPE_CHECKING:
    from ..models.noise_learner_v3v03_noise_learner_v3_result_model import (
        NoiseLearnerV3V03NoiseLearnerV3ResultModel,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03NoiseLearnerV3ResultsModel(OpenObject[Any]):
    """Result of the noise learner V3, schema version 0.3.

    Attributes:
        data (list[NoiseLearnerV3V03NoiseLearnerV3ResultModel] | None):
        schema_version (NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion | None):  Default:
            NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion.V0_3.
    """

    data: list[NoiseLearnerV3V03NoiseLearnerV3ResultModel] | None = None
    schema_version: NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion | None = (
        NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion.V0_3
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.data is not None:
            field_dict["data"] = [item.to_dict() for item in self.data]

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03NoiseLearnerV3ResultsModel:
            return derived(cls, NoiseLearnerV3V03NoiseLearnerV3ResultsModel.from_dict(src_dict))
        (NoiseLearnerV3V03NoiseLearnerV3ResultModel,) = _kinds()

        d = as_object(src_dict)
        noise_learner_v3v03_noise_learner_v3_results_model = cls.__new__(cls)
        noise_learner_v3v03_noise_learner_v3_results_model.data = maybe_each(
            NoiseLearnerV3V03NoiseLearnerV3ResultModel.from_dict, d.pop("data", None)
        )
        noise_learner_v3v03_noise_learner_v3_results_model.schema_version = maybe(
            NoiseLearnerV3V03NoiseLearnerV3ResultsModelSchemaVersion, d.pop("schema_version", None)
        )

        noise_learner_v3v03_noise_learner_v3_results_model.additional_properties = d
        return noise_learner_v3v03_noise_learner_v3_results_model


@cache
def _kinds() -> tuple[type[NoiseLearnerV3V03NoiseLearnerV3ResultModel]]:
    from ..models.noise_learner_v3v03_noise_learner_v3_result_model import (
        NoiseLearnerV3V03NoiseLearnerV3ResultModel,
    )

    return (NoiseLearnerV3V03NoiseLearnerV3ResultModel,)
