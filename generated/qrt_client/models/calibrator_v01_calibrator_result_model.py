from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.calibrator_v01_calibrator_result_model_schema_version import (
    CalibratorV01CalibratorResultModelSchemaVersion,
)
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class CalibratorV01CalibratorResultModel(OpenObject[Any]):
    """Result of the program `calibrate`, schema version 0.1.

    Attributes:
        schema_version (CalibratorV01CalibratorResultModelSchemaVersion | None):  Default:
            CalibratorV01CalibratorResultModelSchemaVersion.V0_1.
        start (str | None): When the calibration began, in UTC.
        stop (str | None): When the calibration ended, in UTC.
    """

    schema_version: CalibratorV01CalibratorResultModelSchemaVersion | None = (
        CalibratorV01CalibratorResultModelSchemaVersion.V0_1
    )
    start: str | None = None
    stop: str | None = None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.schema_version is not None:
            field_dict["schema_version"] = self.schema_version.value

        if self.start is not None:
            field_dict["start"] = self.start

        if self.stop is not None:
            field_dict["stop"] = self.stop

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not CalibratorV01CalibratorResultModel:
            return derived(cls, CalibratorV01CalibratorResultModel.from_dict(src_dict))

        d = as_object(src_dict)
        calibrator_v01_calibrator_result_model = cls.__new__(cls)
        calibrator_v01_calibrator_result_model.schema_version = maybe(
            CalibratorV01CalibratorResultModelSchemaVersion, d.pop("schema_version", None)
        )
        calibrator_v01_calibrator_result_model.start = d.pop("start", None)
        calibrator_v01_calibrator_result_model.stop = d.pop("stop", None)

        calibrator_v01_calibrator_result_model.additional_properties = d
        return calibrator_v01_calibrator_result_model
