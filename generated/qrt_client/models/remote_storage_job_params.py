from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ibm_cloud_cos_remote_storage_option_region_type import IBMCloudCOSRemoteStorageOptionRegionType
from ..models.ibm_cloud_cos_remote_storage_option_type import IBMCloudCOSRemoteStorageOptionType
from ..types import OpenObject, as_object, derived, maybe, nothing_more


@_attrs_define(repr=False)
class RemoteStorageJobParams(OpenObject[Any]):
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
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if self.bucket_crn is not None:
            field_dict["bucket_crn"] = self.bucket_crn

        if self.object_name is not None:
            field_dict["object_name"] = self.object_name

        if self.region is not None:
            field_dict["region"] = self.region

        if self.region_type is not None:
            field_dict["region_type"] = self.region_type.value

        if self.type_ is not None:
            field_dict["type"] = self.type_.value

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not RemoteStorageJobParams:
            return derived(cls, RemoteStorageJobParams.from_dict(src_dict))

        d = as_object(src_dict)
        remote_storage_job_params = cls.__new__(cls)
        remote_storage_job_params.bucket_crn = d.pop("bucket_crn", None)
        remote_storage_job_params.object_name = d.pop("object_name", None)
        remote_storage_job_params.region = d.pop("region", None)
        remote_storage_job_params.region_type = maybe(
            IBMCloudCOSRemoteStorageOptionRegionType, d.pop("region_type", None)
        )
        remote_storage_job_params.type_ = maybe(IBMCloudCOSRemoteStorageOptionType, d.pop("type", None))

        remote_storage_job_params.additional_properties = d
        return remote_storage_job_params
