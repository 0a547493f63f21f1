from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import as_object, derived, maybe

if TYPE_CHECKING:
    from ..models.noise_learner_options import NoiseLearnerOptions


@_attrs_define
class JobRunParamsNoiseLearner:
    """Input of the program `noise-learner` (NoiseLearner).

    Attributes:
        circuits (list[Any]):
        options (NoiseLearnerOptions | None):
        version (PrimitiveVersion | None): Version of the input; always 2.
    """

    circuits: list[Any]
    options: NoiseLearnerOptions | None = None
    version: PrimitiveVersion | None = None

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = {}
        field_dict["circuits"] = self.circuits

        if self.options is not None:
            field_dict["options"] = self.options.to_dict()

        if self.version is not None:
            field_dict["version"] = self.version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not JobRunParamsNoiseLearner:
            return derived(cls, JobRunParamsNoiseLearner.from_dict(src_dict))
        (NoiseLearnerOptions,) = _kinds()

        d = as_object(src_dict)
        job_run_params_noise_learner = cls.__new__(cls)
        job_run_params_noise_learner.circuits = d.pop("circuits")
        job_run_params_noise_learner.options = maybe(NoiseLearnerOptions.from_dict, d.pop("options", None))
        job_run_params_noise_learner.version = maybe(PrimitiveVersion, d.pop("version", None))
        return job_run_params_noise_learner


@cache
def _kinds() -> tuple[type[NoiseLearnerOptions]]:
    from ..models.noise_learner_options import NoiseLearnerOptions

    return (NoiseLearnerOptions,)
