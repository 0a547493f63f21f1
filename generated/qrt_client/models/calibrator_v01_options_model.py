from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.calibrator_v01_options_model_experimental import CalibratorV01OptionsModelExperimental


@_attrs_define(repr=False)
class CalibratorV01OptionsModel(OpenObject[Any]):
    """Options of a calibration.

    Attributes:
        experimental (CalibratorV01OptionsModelExperimental | None): Unstable options, which may change or be removed
            without notice.
    """

    experimental: CalibratorV01OptionsModelExperimental | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.experimental is not None:
            field_dict["experimental"] = self.experimental.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not CalibratorV01OptionsModel:
            return derived(cls, CalibratorV01OptionsModel.from_dict(src_dict))
        (CalibratorV01OptionsModelExperimental,) = _kinds()

        d = as_object(src_dict)
        calibrator_v01_options_model = cls.__new__(cls)
        calibrator_v01_options_model.experimental = maybe(
            CalibratorV01OptionsModelExperimental.from_dict, d.pop("experimental", None)
        )

        calibrator_v01_options_model.additional_properties = d
        return calibrator_v01_options_model


@cache
def _kinds() -> tuple[type[CalibratorV01OptionsModelExperimental]]:
    from ..models.calibrator_v01_options_model_experimental import CalibratorV01OptionsModelExperimental

    return (CalibratorV01OptionsModelExperimental,)
