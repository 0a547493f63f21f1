from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.layer_noise_learning_options import LayerNoiseLearningOptions
    from ..models.measure_noise_learning_options import MeasureNoiseLearningOptions
    from ..models.pec_options import PecOptions
    from ..models.zne_options import ZneOptions


@_attrs_define(repr=False)
class ResilienceOptions(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.layer_noise_learning is not None:
            field_dict["layer_noise_learning"] = self.layer_noise_learning.to_dict()

        if self.layer_noise_model is not None:
            field_dict["layer_noise_model"] = self.layer_noise_model

        if self.measure_mitigation is not None:
            field_dict["measure_mitigation"] = self.measure_mitigation

        if self.measure_noise_learning is not None:
            field_dict["measure_noise_learning"] = self.measure_noise_learning.to_dict()

        if self.pec is not None:
            field_dict["pec"] = self.pec.to_dict()

        if self.pec_mitigation is not None:
            field_dict["pec_mitigation"] = self.pec_mitigation

        if self.zne is not None:
            field_dict["zne"] = self.zne.to_dict()

        if self.zne_mitigation is not None:
            field_dict["zne_mitigation"] = self.zne_mitigation

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not ResilienceOptions:
            return derived(cls, ResilienceOptions.from_dict(src_dict))
        LayerNoiseLearningOptions, MeasureNoiseLearningOptions, PecOptions, ZneOptions = _kinds()

        d = as_object(src_dict)
        resilience_options = cls.__new__(cls)
        resilience_options.layer_noise_learning = maybe(
            LayerNoiseLearningOptions.from_dict, d.pop("layer_noise_learning", None)
        )
        resilience_options.layer_noise_model = d.pop("layer_noise_model", None)
        resilience_options.measure_mitigation = d.pop("measure_mitigation", None)
        resilience_options.measure_noise_learning = maybe(
            MeasureNoiseLearningOptions.from_dict, d.pop("measure_noise_learning", None)
        )
        resilience_options.pec = maybe(PecOptions.from_dict, d.pop("pec", None))
        resilience_options.pec_mitigation = d.pop("pec_mitigation", None)
        resilience_options.zne = maybe(ZneOptions.from_dict, d.pop("zne", None))
        resilience_options.zne_mitigation = d.pop("zne_mitigation", None)

        resilience_options.additional_properties = d
        return resilience_options


@cache
def _kinds() -> tuple[
    type[LayerNoiseLearningOptions], type[MeasureNoiseLearningOptions], type[PecOptions], type[ZneOptions]
]:
    from ..models.layer_noise_learning_options import LayerNoiseLearningOptions
    from ..models.measure_noise_learning_options import MeasureNoiseLearningOptions
    from ..models.pec_options import PecOptions
    from ..models.zne_options import ZneOptions

    return LayerNoiseLearningOptions, MeasureNoiseLearningOptions, PecOptions, ZneOptions
