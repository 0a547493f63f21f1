from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.primitive_version import PrimitiveVersion
from ..types import without_nulls

if TYPE_CHECKING:
    from ..models.noise_learner_options import NoiseLearnerOptions


T = TypeVar("T", bound="JobRunParamsNoiseLearner")


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
        circuits = self.circuits

        options: dict[str, Any] | None = None
        if not (self.options is None):
            options = self.options.to_dict()

        version: int | None = None
        if not (self.version is None):
            version = self.version.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "circuits": circuits,
            }
        )
        if options is not None:
            field_dict["options"] = options
        if version is not None:
            field_dict["version"] = version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.noise_learner_options import NoiseLearnerOptions

        d = without_nulls(src_dict, "options", "version")
        circuits = d.pop("circuits")

        _options = d.pop("options", None)
        options: NoiseLearnerOptions | None
        if _options is None:
            options = None
        else:
            options = NoiseLearnerOptions.from_dict(_options)

        _version = d.pop("version", None)
        version: PrimitiveVersion | None
        if _version is None:
            version = None
        else:
            version = PrimitiveVersion(_version)

        job_run_params_noise_learner = cls(
            circuits=circuits,
            options=options,
            version=version,
        )

        return job_run_params_noise_learner
