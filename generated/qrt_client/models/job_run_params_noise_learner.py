from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_options import NoiseLearnerOptions


T = TypeVar("T", bound="JobRunParamsNoiseLearner")


@_attrs_define
class JobRunParamsNoiseLearner:
    """Input of the program `noise-learner` (NoiseLearner).

    Attributes:
        circuits (list[Any]):
        options (NoiseLearnerOptions | Unset):
        version (PrimitiveVersion | Unset): Version of the input; always 2.
    """

    circuits: list[Any]
    options: NoiseLearnerOptions | Unset = UNSET
    version: PrimitiveVersion | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        circuits = self.circuits

        options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options.to_dict()

        version: int | Unset = UNSET
        if not isinstance(self.version, Unset):
            version = self.version.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "circuits": circuits,
            }
        )
        if options is not UNSET:
            field_dict["options"] = options
        if version is not UNSET:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_options import NoiseLearnerOptions

        d = without_nulls(src_dict, "options", "version")
        circuits = d.pop("circuits")

        _options = d.pop("options", UNSET)
        options: NoiseLearnerOptions | Unset
        if isinstance(_options, Unset):
            options = UNSET
        else:
            options = NoiseLearnerOptions.from_dict(_options)

        _version = d.pop("version", UNSET)
        version: PrimitiveVersion | Unset
        if isinstance(_version, Unset):
            version = UNSET
        else:
            version = PrimitiveVersion(_version)

        job_run_params_noise_learner = cls(
            circuits=circuits,
            options=options,
            version=version,
        )

        return job_run_params_noise_learner
