from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import as_list, without_nulls

if TYPE_CHECKING:
    from ..models.f64_tensor_model import F64TensorModel
    from ..models.noise_learner_v3v01_lindblad_result_metadata_model import (
        NoiseLearnerV3V01LindbladResultMetadataModel,
    )
    from ..models.noise_learner_v3v01trex_result_metadata_model import (
        NoiseLearnerV3V01TREXResultMetadataModel,
    )


T = TypeVar("T", bound="NoiseLearnerV3V01NoiseLearnerV3ResultModel")


@_attrs_define
class NoiseLearnerV3V01NoiseLearnerV3ResultModel:
    """The noise learned for one instruction.

    Attributes:
        generators_sparse (list[list[list[Any]]] | None): Sparse terms [Pauli string, list of qubit indices].
        metadata (NoiseLearnerV3V01LindbladResultMetadataModel | NoiseLearnerV3V01TREXResultMetadataModel | None):
        num_qubits (int | None): Qubits the generators act on.
        rates (F64TensorModel | None): An array of 64-bit floats.
        rates_std (F64TensorModel | None): An array of 64-bit floats.
    """

    generators_sparse: list[list[list[Any]]] | None = None
    metadata: (
        NoiseLearnerV3V01LindbladResultMetadataModel | NoiseLearnerV3V01TREXResultMetadataModel | None
    ) = None
    num_qubits: int | None = None
    rates: F64TensorModel | None = None
    rates_std: F64TensorModel | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.noise_learner_v3v01trex_result_metadata_model import (
            NoiseLearnerV3V01TREXResultMetadataModel,
        )

        generators_sparse: list[list[list[Any]]] | None = None
        if not (self.generators_sparse is None):
            generators_sparse = []
            for generators_sparse_item_data in self.generators_sparse:
                generators_sparse_item = []
                for generators_sparse_item_item_data in generators_sparse_item_data:
                    generators_sparse_item_item = generators_sparse_item_item_data

                    generators_sparse_item.append(generators_sparse_item_item)

                generators_sparse.append(generators_sparse_item)

        metadata: dict[str, Any] | None
        if self.metadata is None:
            metadata = None
        elif isinstance(self.metadata, NoiseLearnerV3V01TREXResultMetadataModel):
            metadata = self.metadata.to_dict()
        else:
            metadata = self.metadata.to_dict()

        num_qubits = self.num_qubits

        rates: dict[str, Any] | None = None
        if not (self.rates is None):
            rates = self.rates.to_dict()

        rates_std: dict[str, Any] | None = None
        if not (self.rates_std is None):
            rates_std = self.rates_std.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if generators_sparse is not None:
            field_dict["generators_sparse"] = generators_sparse
        if metadata is not None:
            field_dict["metadata"] = metadata
        if num_qubits is not None:
            field_dict["num_qubits"] = num_qubits
        if rates is not None:
            field_dict["rates"] = rates
        if rates_std is not None:
            field_dict["rates_std"] = rates_std

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.f64_tensor_model import F64TensorModel
        from ..models.noise_learner_v3v01_lindblad_result_metadata_model import (
            NoiseLearnerV3V01LindbladResultMetadataModel,
        )
        from ..models.noise_learner_v3v01trex_result_metadata_model import (
            NoiseLearnerV3V01TREXResultMetadataModel,
        )

        d = without_nulls(src_dict, "generators_sparse", "metadata", "num_qubits", "rates", "rates_std")
        _generators_sparse = d.pop("generators_sparse", None)
        generators_sparse: list[list[list[Any]]] | None = None
        if _generators_sparse is not None:
            generators_sparse = []
            for generators_sparse_item_data in as_list(_generators_sparse):
                generators_sparse_item = []
                _generators_sparse_item = generators_sparse_item_data
                for generators_sparse_item_item_data in as_list(_generators_sparse_item):
                    generators_sparse_item_item = generators_sparse_item_item_data

                    generators_sparse_item.append(generators_sparse_item_item)

                generators_sparse.append(generators_sparse_item)

        def _parse_metadata(
            data: object,
        ) -> NoiseLearnerV3V01LindbladResultMetadataModel | NoiseLearnerV3V01TREXResultMetadataModel | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                metadata_type_0 = NoiseLearnerV3V01TREXResultMetadataModel.from_dict(data)

                return metadata_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            metadata_type_1 = NoiseLearnerV3V01LindbladResultMetadataModel.from_dict(data)

            return metadata_type_1

        metadata = _parse_metadata(d.pop("metadata", None))

        num_qubits = d.pop("num_qubits", None)

        _rates = d.pop("rates", None)
        rates: F64TensorModel | None
        if _rates is None:
            rates = None
        else:
            rates = F64TensorModel.from_dict(_rates)

        _rates_std = d.pop("rates_std", None)
        rates_std: F64TensorModel | None
        if _rates_std is None:
            rates_std = None
        else:
            rates_std = F64TensorModel.from_dict(_rates_std)

        noise_learner_v3v01_noise_learner_v3_result_model = cls(
            generators_sparse=generators_sparse,
            metadata=metadata,
            num_qubits=num_qubits,
            rates=rates,
            rates_std=rates_std,
        )

        noise_learner_v3v01_noise_learner_v3_result_model.additional_properties = d
        return noise_learner_v3v01_noise_learner_v3_result_model

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
