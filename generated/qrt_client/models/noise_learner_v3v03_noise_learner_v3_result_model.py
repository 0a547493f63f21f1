from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_list, as_object, derived, is_object, maybe, maybe_each, nothing_more

if TYPE_CHECKING:
    from ..models.f64_tensor_model import F64TensorModel
    from ..models.noise_learner_v3v03_lindblad_result_metadata_model import (
        NoiseLearnerV3V03LindbladResultMetadataModel,
    )
    from ..models.noise_learner_v3v03trex_result_metadata_model import (
        NoiseLearnerV3V03TREXResultMetadataModel,
    )


@_attrs_define(repr=False)
class NoiseLearnerV3V03NoiseLearnerV3ResultModel(OpenObject[Any]):
    """The noise learned for one instruction.

    Attributes:
        generators_sparse (list[list[list[Any]]] | None): Generators, each a list of sparse terms [Pauli string, list
            of qubit indices].
        metadata (NoiseLearnerV3V03LindbladResultMetadataModel | NoiseLearnerV3V03TREXResultMetadataModel | None):
        num_qubits (int | None): Qubits the generators act on.
        rates (F64TensorModel | None): An array of 64-bit floats.
        rates_std (F64TensorModel | None): An array of 64-bit floats.
    """

    generators_sparse: list[list[list[Any]]] | None = None
    metadata: (
        NoiseLearnerV3V03LindbladResultMetadataModel | NoiseLearnerV3V03TREXResultMetadataModel | None
    ) = None
    num_qubits: int | None = None
    rates: F64TensorModel | None = None
    rates_std: F64TensorModel | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.generators_sparse is not None:
            field_dict["generators_sparse"] = self.generators_sparse

        if self.metadata is not None:
            field_dict["metadata"] = self.metadata.to_dict()

        if self.num_qubits is not None:
            field_dict["num_qubits"] = self.num_qubits

        if self.rates is not None:
            field_dict["rates"] = self.rates.to_dict()

        if self.rates_std is not None:
            field_dict["rates_std"] = self.rates_std.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not NoiseLearnerV3V03NoiseLearnerV3ResultModel:
            return derived(cls, NoiseLearnerV3V03NoiseLearnerV3ResultModel.from_dict(src_dict))
        from ..models.f64_tensor_model import F64TensorModel
        from ..models.noise_learner_v3v03_lindblad_result_metadata_model import (
            NoiseLearnerV3V03LindbladResultMetadataModel,
        )
        from ..models.noise_learner_v3v03trex_result_metadata_model import (
            NoiseLearnerV3V03TREXResultMetadataModel,
        )

        d = as_object(src_dict)

        def _parse_metadata(
            data: object,
        ) -> NoiseLearnerV3V03LindbladResultMetadataModel | NoiseLearnerV3V03TREXResultMetadataModel | None:
            if data is None:
                return data
            try:
                if not is_object(data):
                    raise TypeError()
                metadata_type_0 = NoiseLearnerV3V03TREXResultMetadataModel.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not is_object(data):
                raise TypeError(
                    f"expected NoiseLearnerV3V03LindbladResultMetadataModel, got {type(data).__name__}"
                )
            metadata_type_1 = NoiseLearnerV3V03LindbladResultMetadataModel.from_dict(data)

            return metadata_type_1

        metadata = _parse_metadata(d.pop("metadata", None))

        noise_learner_v3v03_noise_learner_v3_result_model = cls.__new__(cls)
        noise_learner_v3v03_noise_learner_v3_result_model.generators_sparse = maybe_each(
            as_list, d.pop("generators_sparse", None)
        )
        noise_learner_v3v03_noise_learner_v3_result_model.metadata = metadata
        noise_learner_v3v03_noise_learner_v3_result_model.num_qubits = d.pop("num_qubits", None)
        noise_learner_v3v03_noise_learner_v3_result_model.rates = maybe(
            F64TensorModel.from_dict, d.pop("rates", None)
        )
        noise_learner_v3v03_noise_learner_v3_result_model.rates_std = maybe(
            F64TensorModel.from_dict, d.pop("rates_std", None)
        )

        noise_learner_v3v03_noise_learner_v3_result_model.additional_properties = d
        return noise_learner_v3v03_noise_learner_v3_result_model
