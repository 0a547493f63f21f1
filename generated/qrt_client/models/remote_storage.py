from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ibm_cloud_cos_remote_storage_option_region_type import IBMCloudCOSRemoteStorageOptionRegionType
from ..models.ibm_cloud_cos_remote_storage_option_type import IBMCloudCOSRemoteStorageOptionType
from ..types import UNSET, OpenObject, Unset, derived, nothing_more, without_nulls

if TYPE_CHECKING:
    from ..models.remote_storage_job_params import RemoteStorageJobParams
    from ..models.remote_storage_logs import RemoteStorageLogs
    from ..models.remote_storage_results import RemoteStorageResults


@_attrs_define(repr=False)
class RemoteStorage(OpenObject[Any]):
    """Where the data of a job lies, Channel Partner plan only. The outer level is the default for input and output.

    Attributes:
        bucket_crn (str | Unset): Full CRN of the bucket. Example: crn:v1:bluemix:public:cloud-object-
            storage:global:a/abc123:abc123:bucket:my-bucket.
        object_name (str | Unset): Object name in the bucket; not allowed in the default option (although listed as
            required)
        region (str | Unset): COS region, cross-region or single data centre. Example: us-east.
        region_type (IBMCloudCOSRemoteStorageOptionRegionType | Unset):
        type_ (IBMCloudCOSRemoteStorageOptionType | Unset):  Default: IBMCloudCOSRemoteStorageOptionType.IBMCLOUD_COS.
        job_params (RemoteStorageJobParams | Unset):
        logs (RemoteStorageLogs | Unset):
        results (RemoteStorageResults | Unset):
    """

    bucket_crn: str | Unset = UNSET
    object_name: str | Unset = UNSET
    region: str | Unset = UNSET
    region_type: IBMCloudCOSRemoteStorageOptionRegionType | Unset = UNSET
    type_: IBMCloudCOSRemoteStorageOptionType | Unset = IBMCloudCOSRemoteStorageOptionType.IBMCLOUD_COS
    job_params: RemoteStorageJobParams | Unset = UNSET
    logs: RemoteStorageLogs | Unset = UNSET
    results: RemoteStorageResults | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=nothing_more)

    def to_dict(self) -> dict[str, Any]:
        field_dict: dict[str, Any] = dict(self.additional_properties)
        if not isinstance(self.bucket_crn, Unset):
            field_dict["bucket_crn"] = self.bucket_crn

        if not isinstance(self.object_name, Unset):
            field_dict["object_name"] = self.object_name

        if not isinstance(self.region, Unset):
            field_dict["region"] = self.region

        if not isinstance(self.region_type, Unset):
            field_dict["region_type"] = self.region_type.value

        if not isinstance(self.type_, Unset):
            field_dict["type"] = self.type_.value

        if not isinstance(self.job_params, Unset):
            field_dict["job_params"] = self.job_params.to_dict()

        if not isinstance(self.logs, Unset):
            field_dict["logs"] = self.logs.to_dict()

        if not isinstance(self.results, Unset):
            field_dict["results"] = self.results.to_dict()

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        if cls is not RemoteStorage:
            return derived(cls, RemoteStorage.from_dict(src_dict))
        from ..models.remote_storage_job_params import RemoteStorageJobParams
        from ..models.remote_storage_logs import RemoteStorageLogs
        from ..models.remote_storage_results import RemoteStorageResults

        d = without_nulls(
            src_dict,
            "bucket_crn",
            "object_name",
            "region",
            "region_type",
            "type",
            "job_params",
            "logs",
            "results",
        )
        _region_type = d.pop("region_type", UNSET)
        region_type: IBMCloudCOSRemoteStorageOptionRegionType | Unset
        if isinstance(_region_type, Unset):
            region_type = UNSET
        else:
            region_type = IBMCloudCOSRemoteStorageOptionRegionType(_region_type)

        _type_ = d.pop("type", UNSET)
        type_: IBMCloudCOSRemoteStorageOptionType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = IBMCloudCOSRemoteStorageOptionType(_type_)

        _job_params = d.pop("job_params", UNSET)
        job_params: RemoteStorageJobParams | Unset
        if isinstance(_job_params, Unset):
            job_params = UNSET
        else:
            job_params = RemoteStorageJobParams.from_dict(_job_params)

        _logs = d.pop("logs", UNSET)
        logs: RemoteStorageLogs | Unset
        if isinstance(_logs, Unset):
            logs = UNSET
        else:
            logs = RemoteStorageLogs.from_dict(_logs)

        _results = d.pop("results", UNSET)
        results: RemoteStorageResults | Unset
        if isinstance(_results, Unset):
            results = UNSET
        else:
            results = RemoteStorageResults.from_dict(_results)

        remote_storage = cls.__new__(cls)
        remote_storage.bucket_crn = d.pop("bucket_crn", UNSET)
        remote_storage.object_name = d.pop("object_name", UNSET)
        remote_storage.region = d.pop("region", UNSET)
        remote_storage.region_type = region_type
        remote_storage.type_ = type_
        remote_storage.job_params = job_params
        remote_storage.logs = logs
        remote_storage.results = results

        remote_storage.additional_properties = d
        return remote_storage
