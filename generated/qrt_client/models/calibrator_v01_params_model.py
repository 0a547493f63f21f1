from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.calibrator_v01_params_model_schema_version import CalibratorV01ParamsModelSchemaVersion
from ..types import OpenObject, as_object, derived, maybe, nothing_more

if TYPE_CHECKING:
    from ..models.calibrator_v01_options_model import CalibratorV01OptionsModel


@_attrs_define(repr=False)
class CalibratorV01ParamsModel(OpenObject[Any]):
    """Input of the program `calibrate`, schema version 0.1.

    Attributes:
        options (CalibratorV01OptionsModel): Options of a calibration.
        schema_version (CalibratorV01ParamsModelSchemaVersion | None):  Default:
            CalibratorV01ParamsModelSchemaVersion.V0_1.
    """

    options: CalibratorV01OptionsModel
    schema_version: CalibratorV01ParamsModelSchemaVersion | None = CalibratorV01ParamsModelSchemaVersion.V0_1
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        field_dict["options"] = self.options.to_dict()

        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not CalibratorV01ParamsModel:
            return derived(cls, CalibratorV01ParamsModel.from_dict(src_dict))
        (CalibratorV01OptionsModel,) = _kinds()

        d = as_object(src_dict)
        calibrator_v01_params_model = cls.__new__(cls)
        calibrator_v01_params_model.options = CalibratorV01OptionsModel.from_dict(d.pop("options"))
        calibrator_v01_params_model.schema_version = maybe(
            CalibratorV01ParamsModelSchemaVersion, d.pop("schema_version", None)
        )

        calibrator_v01_params_model.additional_properties = d
        return calibrator_v01_params_model


@cache
def _kinds() -> tuple[type[CalibratorV01OptionsModel]]:
    from ..models.calibrator_v01_options_model import CalibratorV01OptionsModel

    return (CalibratorV01OptionsModel,)
