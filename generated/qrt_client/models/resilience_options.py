from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls

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
        layer_noise_learning (LayerNoiseLearningOptions | None):
        layer_noise_model (Any | None): A noise learner result, a list of layer errors, or null to learn when needed.
        measure_mitigation (bool | None):
        measure_noise_learning (MeasureNoiseLearningOptions | None):
        pec (PecOptions | None):
        pec_mitigation (bool | None): Probabilistic error cancellation.
        zne (ZneOptions | None):
        zne_mitigation (bool | None): Zero noise extrapolation.
    """

    layer_noise_learning: LayerNoiseLearningOptions | None = None
    layer_noise_model: Any | None = None
    measure_mitigation: bool | None = None
    measure_noise_learning: MeasureNoiseLearningOptions | None = None
    pec: PecOptions | None = None
    pec_mitigation: bool | None = None
    zne: ZneOptions | None = None
    zne_mitigation: bool | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        layer_noise_learning: dict[str, Any] | None = None
        if not (self.layer_noise_learning is None):
            layer_noise_learning = self.layer_noise_learning.to_dict()

        layer_noise_model = self.layer_noise_model

        measure_mitigation = self.measure_mitigation

        measure_noise_learning: dict[str, Any] | None = None
        if not (self.measure_noise_learning is None):
            measure_noise_learning = self.measure_noise_learning.to_dict()

        pec: dict[str, Any] | None = None
        if not (self.pec is None):
            pec = self.pec.to_dict()

        pec_mitigation = self.pec_mitigation

        zne: dict[str, Any] | None = None
        if not (self.zne is None):
            zne = self.zne.to_dict()

        zne_mitigation = self.zne_mitigation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if layer_noise_learning is not None:
            field_dict["layer_noise_learning"] = layer_noise_learning
        if layer_noise_model is not None:
            field_dict["layer_noise_model"] = layer_noise_model
        if measure_mitigation is not None:
            field_dict["measure_mitigation"] = measure_mitigation
        if measure_noise_learning is not None:
            field_dict["measure_noise_learning"] = measure_noise_learning
        if pec is not None:
            field_dict["pec"] = pec
        if pec_mitigation is not None:
            field_dict["pec_mitigation"] = pec_mitigation
        if zne is not None:
            field_dict["zne"] = zne
        if zne_mitigation is not None:
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
        _layer_noise_learning = d.pop("layer_noise_learning", None)
        layer_noise_learning: LayerNoiseLearningOptions | None
        if _layer_noise_learning is None:
            layer_noise_learning = None
        else:
            layer_noise_learning = LayerNoiseLearningOptions.from_dict(_layer_noise_learning)

        layer_noise_model = d.pop("layer_noise_model", None)

        measure_mitigation = d.pop("measure_mitigation", None)

        _measure_noise_learning = d.pop("measure_noise_learning", None)
        measure_noise_learning: MeasureNoiseLearningOptions | None
        if _measure_noise_learning is None:
            measure_noise_learning = None
        else:
            measure_noise_learning = MeasureNoiseLearningOptions.from_dict(_measure_noise_learning)

        _pec = d.pop("pec", None)
        pec: PecOptions | None
        if _pec is None:
            pec = None
        else:
            pec = PecOptions.from_dict(_pec)

        pec_mitigation = d.pop("pec_mitigation", None)

        _zne = d.pop("zne", None)
        zne: ZneOptions | None
        if _zne is None:
            zne = None
        else:
            zne = ZneOptions.from_dict(_zne)

        zne_mitigation = d.pop("zne_mitigation", None)

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
