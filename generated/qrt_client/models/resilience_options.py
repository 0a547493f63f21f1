from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls

if TYPE_CHECKING:
    from ..models.layer_noise_learning_options import LayerNoiseLearningOptions
    from ..models.measure_noise_learning_options import MeasureNoiseLearningOptions
    from ..models.pec_options import PecOptions
    from ..models.zne_options import ZneOptions


T = TypeVar("T", bound="ResilienceOptions")


@_attrs_define
class ResilienceOptions:
    """
    Attributes:
        layer_noise_learning (LayerNoiseLearningOptions | Unset):
        layer_noise_model (Any | Unset): A noise learner result, a list of layer errors, or null to learn when needed.
        measure_mitigation (bool | Unset):
        measure_noise_learning (MeasureNoiseLearningOptions | Unset):
        pec (PecOptions | Unset):
        pec_mitigation (bool | Unset): Probabilistic error cancellation.
        zne (ZneOptions | Unset):
        zne_mitigation (bool | Unset): Zero noise extrapolation.
    """

    layer_noise_learning: LayerNoiseLearningOptions | Unset = UNSET
    layer_noise_model: Any | Unset = UNSET
    measure_mitigation: bool | Unset = UNSET
    measure_noise_learning: MeasureNoiseLearningOptions | Unset = UNSET
    pec: PecOptions | Unset = UNSET
    pec_mitigation: bool | Unset = UNSET
    zne: ZneOptions | Unset = UNSET
    zne_mitigation: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layer_noise_learning: dict[str, Any] | Unset = UNSET
        if not isinstance(self.layer_noise_learning, Unset):
            layer_noise_learning = self.layer_noise_learning.to_dict()

        layer_noise_model = self.layer_noise_model

        measure_mitigation = self.measure_mitigation

        measure_noise_learning: dict[str, Any] | Unset = UNSET
        if not isinstance(self.measure_noise_learning, Unset):
            measure_noise_learning = self.measure_noise_learning.to_dict()

        pec: dict[str, Any] | Unset = UNSET
        if not isinstance(self.pec, Unset):
            pec = self.pec.to_dict()

        pec_mitigation = self.pec_mitigation

        zne: dict[str, Any] | Unset = UNSET
        if not isinstance(self.zne, Unset):
            zne = self.zne.to_dict()

        zne_mitigation = self.zne_mitigation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layer_noise_learning is not UNSET:
            field_dict["layer_noise_learning"] = layer_noise_learning
        if layer_noise_model is not UNSET:
            field_dict["layer_noise_model"] = layer_noise_model
        if measure_mitigation is not UNSET:
            field_dict["measure_mitigation"] = measure_mitigation
        if measure_noise_learning is not UNSET:
            field_dict["measure_noise_learning"] = measure_noise_learning
        if pec is not UNSET:
            field_dict["pec"] = pec
        if pec_mitigation is not UNSET:
            field_dict["pec_mitigation"] = pec_mitigation
        if zne is not UNSET:
            field_dict["zne"] = zne
        if zne_mitigation is not UNSET:
            field_dict["zne_mitigation"] = zne_mitigation

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.layer_noise_learning_options import LayerNoiseLearningOptions
        from ..models.measure_noise_learning_options import MeasureNoiseLearningOptions
        from ..models.pec_options import PecOptions
        from ..models.zne_options import ZneOptions

        d = without_nulls(
            src_dict,
            "layer_noise_learning",
            "measure_mitigation",
            "measure_noise_learning",
            "pec",
            "pec_mitigation",
            "zne",
            "zne_mitigation",
        )
        _layer_noise_learning = d.pop("layer_noise_learning", UNSET)
        layer_noise_learning: LayerNoiseLearningOptions | Unset
        if isinstance(_layer_noise_learning, Unset):
            layer_noise_learning = UNSET
        else:
            layer_noise_learning = LayerNoiseLearningOptions.from_dict(_layer_noise_learning)

        layer_noise_model = d.pop("layer_noise_model", UNSET)

        measure_mitigation = d.pop("measure_mitigation", UNSET)

        _measure_noise_learning = d.pop("measure_noise_learning", UNSET)
        measure_noise_learning: MeasureNoiseLearningOptions | Unset
        if isinstance(_measure_noise_learning, Unset):
            measure_noise_learning = UNSET
        else:
            measure_noise_learning = MeasureNoiseLearningOptions.from_dict(_measure_noise_learning)

        _pec = d.pop("pec", UNSET)
        pec: PecOptions | Unset
        if isinstance(_pec, Unset):
            pec = UNSET
        else:
            pec = PecOptions.from_dict(_pec)

        pec_mitigation = d.pop("pec_mitigation", UNSET)

        _zne = d.pop("zne", UNSET)
        zne: ZneOptions | Unset
        if isinstance(_zne, Unset):
            zne = UNSET
        else:
            zne = ZneOptions.from_dict(_zne)

        zne_mitigation = d.pop("zne_mitigation", UNSET)

        resilience_options = cls(
            layer_noise_learning=layer_noise_learning,
            layer_noise_model=layer_noise_model,
            measure_mitigation=measure_mitigation,
            measure_noise_learning=measure_noise_learning,
            pec=pec,
            pec_mitigation=pec_mitigation,
            zne=zne,
            zne_mitigation=zne_mitigation,
        )

        resilience_options.additional_properties = d
        return resilience_options

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
