from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ibm_cloud_cos_remote_storage_option_region_type import IBMCloudCOSRemoteStorageOptionRegionType
from ..models.ibm_cloud_cos_remote_storage_option_type import IBMCloudCOSRemoteStorageOptionType
from ..types import without_nulls

T = TypeVar("T", bound="RemoteStorageJobParams")


@_attrs_define
class RemoteStorageJobParams:
    """
    Attributes:
        bucket_crn (str | None): Full CRN of the bucket. Example: crn:v1:bluemix:public:cloud-object-
            storage:global:a/abc123:abc123:bucket:my-bucket.
        object_name (str | None): Object name in the bucket; not allowed in the default option (although listed as
            required)
        region (str | None): COS region, cross-region or single data centre. Example: us-east.
        region_type (IBMCloudCOSRemoteStorageOptionRegionType | None):
        type_ (IBMCloudCOSRemoteStorageOptionType | None):  Default: IBMCloudCOSRemoteStorageOptionType.IBMCLOUD_COS.
    """

    bucket_crn: str | None = None
    object_name: str | None = None
    region: str | None = None
    region_type: IBMCloudCOSRemoteStorageOptionRegionType | None = None
    type_: IBMCloudCOSRemoteStorageOptionType | None = IBMCloudCOSRemoteStorageOptionType.IBMCLOUD_COS
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bucket_crn = self.bucket_crn

        object_name = self.object_name

        region = self.region

        region_type: str | None = None
        if not (self.region_type is None):
            region_type = self.region_type.value

        type_: str | None = None
        if not (self.type_ is None):
            type_ = self.type_.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if bucket_crn is not None:
            field_dict["bucket_crn"] = bucket_crn
        if object_name is not None:
            field_dict["object_name"] = object_name
        if region is not None:
            field_dict["region"] = region
        if region_type is not None:
            field_dict["region_type"] = region_type
        if type_ is not None:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = without_nulls(src_dict, "bucket_crn", "object_name", "region", "region_type", "type")
        bucket_crn = d.pop("bucket_crn", None)

        object_name = d.pop("object_name", None)

        region = d.pop("region", None)

        _region_type = d.pop("region_type", None)
        region_type: IBMCloudCOSRemoteStorageOptionRegionType | None
        if _region_type is None:
            region_type = None
        else:
            region_type = IBMCloudCOSRemoteStorageOptionRegionType(_region_type)

        _type_ = d.pop("type", None)
        type_: IBMCloudCOSRemoteStorageOptionType | None
        if _type_ is None:
            type_ = None
        else:
            type_ = IBMCloudCOSRemoteStorageOptionType(_type_)

        remote_storage_job_params = cls(
            bucket_crn=bucket_crn,
            object_name=object_name,
            region=region,
            region_type=region_type,
            type_=type_,
        )

        remote_storage_job_params.additional_properties = d
        return remote_storage_job_params

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
