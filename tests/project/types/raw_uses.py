"""Raw endpoints through `client.raw`: each function returns exactly what a success brings, so no call needs a cast.

Nothing here runs.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import assert_type

import qrt_client
from qrt_client.api.backends import (
    get_backend_configuration,
    get_backend_defaults,
    get_backend_properties,
    get_backend_status,
    list_backends,
)
from qrt_client.api.instances import get_instance, get_instance_usage
from qrt_client.api.jobs import (
    cancel_job,
    create_job,
    delete_job,
    get_job,
    get_job_logs,
    get_job_metrics,
    list_jobs,
    replace_job_tags,
)
from qrt_client.api.sessions import close_session, create_session, get_session
from qrt_client.api.tags import list_tags
from qrt_client.api.versions import get_versions
from qrt_client.api.workloads import list_workloads
from qrt_client.models import (
    BackendConfigurationResponse,
    BackendPropertiesResponse,
    BackendsResponse,
    BackendStatusResponse,
    CreateSessionRequest,
    ExecutionMode,
    Instance,
    InstanceUsage,
    JobCreateResponse,
    JobMetrics,
    JobResponse,
    JobRunParams,
    JobRunParamsParams,
    JobSession,
    JobsResponse,
    ListTagsResponse,
    ReplaceJobTagsBody,
    VersionResponse,
    WorkloadsResponse,
)
from qrt_client.types import Response

from qrt_facade import ApiError, AsyncRawClient, AsyncRuntimeClient, QrtError, RawClient, RuntimeClient
from qrt_facade.types import RawPackage

BELL = "OPENQASM 3.0; bit[2] c; c[0] = measure $0; c[1] = measure $1;"


def jobs(client: RuntimeClient) -> None:
    raw = client.raw
    assert_type(raw, RawClient)
    job = get_job.sync("d1", client=raw, exclude_params=True)
    assert_type(job, JobResponse)
    assert_type(job.id, str | None)
    assert_type(job.tags, list[str] | None)
    listed = list_jobs.sync(client=raw, limit=10, tags=["demo"], pending=True)
    assert_type(listed, JobsResponse)
    assert_type(listed.count, int | None)
    for one in listed.jobs or ():
        assert_type(one, JobResponse)
    assert_type(get_job_metrics.sync("d1", client=raw), JobMetrics)
    assert_type(get_job_logs.sync("d1", client=raw), str)


def a_submission(client: RuntimeClient) -> None:
    params = JobRunParamsParams()
    params["version"] = 2
    params["pubs"] = [[BELL, None, 100]]
    body = JobRunParams(program_id="sampler", backend="ibm_fez", params=params, tags=["raw"])
    made = create_job.sync(client=client.raw, body=body)
    assert_type(made, JobCreateResponse)
    print(client.jobs.get(made.id or "").status)
    replace_job_tags.sync_detailed("d1", client=client.raw, body=ReplaceJobTagsBody(tags=["a"]))
    cancel_job.sync_detailed("d1", client=client.raw)
    delete_job.sync_detailed("d1", client=client.raw)


def status_headers_and_body_beside_the_answer(client: RuntimeClient) -> None:
    answer = get_job.sync_detailed("d1", client=client.raw)
    assert_type(answer, Response[JobResponse])
    assert_type(answer.parsed, JobResponse)
    assert_type(answer.status_code, HTTPStatus)
    assert_type(answer.content, bytes)
    print(answer.headers["x-request-id"], answer.parsed.status)
    assert_type(list_jobs.sync_detailed(client=client.raw), Response[JobsResponse])
    assert_type(list_backends.sync_detailed(client=client.raw).parsed, BackendsResponse)


def devices(client: RuntimeClient) -> None:
    raw = client.raw
    assert_type(list_backends.sync(client=raw), BackendsResponse)
    configuration = get_backend_configuration.sync("ibm_fez", client=raw)
    assert_type(configuration, BackendConfigurationResponse)
    assert_type(configuration.basis_gates, list[str] | None)
    assert_type(get_backend_properties.sync("ibm_fez", client=raw), BackendPropertiesResponse)
    assert_type(get_backend_status.sync("ibm_fez", client=raw), BackendStatusResponse)
    defaults = get_backend_defaults.sync("ibm_fez", client=raw)
    print(None if defaults is None else defaults.to_dict())


def the_instance_and_what_it_holds(client: RuntimeClient) -> None:
    raw = client.raw
    usage = get_instance_usage.sync(client=raw)
    assert_type(usage, InstanceUsage)
    assert_type(usage.usage_consumed_seconds, float | None)
    assert_type(get_instance.sync(client=raw), Instance)
    assert_type(list_tags.sync(client=raw, search="demo"), ListTagsResponse)
    assert_type(get_versions.sync(client=raw), VersionResponse)
    assert_type(list_workloads.sync(client=raw, limit=5), WorkloadsResponse)


def sessions(client: RuntimeClient) -> None:
    body = CreateSessionRequest(mode=ExecutionMode.BATCH, backend="ibm_fez", max_ttl=600)
    session = create_session.sync(client=client.raw, body=body)
    assert_type(session, JobSession)
    session_id = session.id or ""  # any field of an answer may be missing, and is None then
    assert_type(get_session.sync(session_id, client=client.raw), JobSession)
    close_session.sync_detailed(session_id, client=client.raw)


def errors(client: RuntimeClient) -> None:
    try:
        print(get_job.sync("nosuchjob", client=client.raw).status)
    except ApiError as error:
        print(error.status, error.code)
    except QrtError as error:
        print(error)


def the_client_of_a_package_that_is_named(client: RuntimeClient) -> None:
    raw = client.raw_for(qrt_client)
    assert_type(raw, qrt_client.AuthenticatedClient)
    assert_type(get_job.sync("d1", client=raw), JobResponse)
    package: RawPackage[qrt_client.AuthenticatedClient] = qrt_client
    print(package.API_VERSION)


async def awaited(client: AsyncRuntimeClient) -> None:
    raw = client.raw
    assert_type(raw, AsyncRawClient)
    job = await get_job.asyncio("d1", client=raw)
    assert_type(job, JobResponse)
    assert_type((await list_jobs.asyncio(client=raw, limit=1)).count, int | None)
    assert_type(await get_job.asyncio_detailed("d1", client=raw), Response[JobResponse])
    assert_type((await list_backends.asyncio_detailed(client=raw)).parsed, BackendsResponse)
    assert_type(await list_backends.asyncio(client=raw), BackendsResponse)
    assert_type(await get_instance_usage.asyncio(client=raw), InstanceUsage)
    assert_type(await get_instance_usage.asyncio_detailed(client=raw), Response[InstanceUsage])
    assert_type(await get_job.asyncio("d1", client=client.raw_for(qrt_client)), JobResponse)
    body = JobRunParams(program_id="sampler", backend="ibm_fez")
    assert_type(await create_job.asyncio(client=raw, body=body), JobCreateResponse)
    assert_type((await create_job.asyncio_detailed(client=raw, body=body)).parsed, JobCreateResponse)
