"""Clients, backends, workloads and analytics as a user calls them: what both type checkers must know, and refuse."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_type
from uuid import UUID

import httpx
from qrt_client.models import BackendConfigurationResponse, BackendPropertiesResponse

from qrt_facade import AsyncRuntimeClient, Problem, RuntimeClient, SamplerResult

if TYPE_CHECKING:
    from qrt_facade import AsyncBackend, Backend, EstimatorOptions, Job
    from qrt_facade.types import Circuit


class Mine(RuntimeClient):
    """A user's own kind of client."""


def clients(client: Mine) -> None:
    assert_type(RuntimeClient.local(seed=1), RuntimeClient)
    assert_type(Mine.local(noise=False), Mine)
    assert_type(client.with_options(timeout=5), Mine)
    RuntimeClient(transport=httpx.HTTPTransport())
    RuntimeClient(transport=httpx.HTTPTransport)
    AsyncRuntimeClient(transport=lambda: httpx.MockTransport(lambda _: httpx.Response(200)))
    RuntimeClient(transport=httpx.AsyncHTTPTransport())  # type: ignore[arg-type]
    AsyncRuntimeClient(transport=httpx.HTTPTransport())  # type: ignore[arg-type]
    RuntimeClient(transport=5)  # type: ignore[arg-type]
    RuntimeClient.local(sed=1)  # type: ignore[call-arg]


def devices(backend: Backend) -> None:
    assert_type(backend.configuration(), BackendConfigurationResponse)
    assert_type(backend.configuration().basis_gates, list[str] | None)
    assert_type(backend.properties(at="2026-09-30"), BackendPropertiesResponse | None)


def transpiled(client: RuntimeClient, backend: Backend, circuit: Circuit) -> None:
    one = backend.transpile("OPENQASM 3.0;", optimization_level=2, seed=1)
    assert_type(one.num_qubits, int)
    many = backend.transpile([Path("bell.qasm")])
    assert_type(many[0].num_clbits, int)
    assert_type(backend.transpile(circuit).num_qubits, int)
    job: Job[SamplerResult] = client.sampler.submit(one, backend=backend)
    client.sampler.submit(many, backend=backend, session=job.session_id)
    backend.transpile(5)  # type: ignore[call-overload]
    backend.transpile([5])  # type: ignore[type-var]


async def awaited(backend: AsyncBackend) -> None:
    assert_type((await backend.transpile("OPENQASM 3.0;")).num_qubits, int)
    assert_type(await backend.check("OPENQASM 3.0;", shots=3), list[Problem])


def checked(backend: Backend, options: EstimatorOptions) -> None:
    assert_type(backend.check("OPENQASM 3.0;", options={"default_shots": 3}), list[Problem])
    backend.check(("OPENQASM 3.0;", "ZZ"), program_id="estimator", precision=0.1, options=options)
    backend.check("OPENQASM 3.0;", program_id="estimater")  # type: ignore[call-overload]
    backend.check("OPENQASM 3.0;", precision=0.1)  # type: ignore[call-overload]
    backend.check("OPENQASM 3.0;", options=options)  # type: ignore[call-overload]


def listed(client: RuntimeClient, backend: Backend) -> None:
    client.workloads.list(mode="session", status=["completed", "failed"], backend=backend, tags=["a"])
    client.workloads.list(mode="sesion")  # type: ignore[arg-type]
    client.workloads.list(status=["complete"])  # type: ignore[list-item]
    client.workloads.list(status="completed")  # type: ignore[arg-type]


def counted(client: RuntimeClient, backend: Backend) -> None:
    client.analytics.usage(backends=[backend], subscriptions=[UUID(int=0)], start="2026-09-30")
    client.analytics.usage(backends=["ibm_fez"], instances=("crn:...",))
    client.analytics.usage_grouped("backend", users=["a"])
    client.analytics.usage_by_date("instance")
    client.analytics.usage(backends="ibm_fez")  # type: ignore[arg-type]
    client.analytics.usage(users="a")  # type: ignore[arg-type]
    client.analytics.usage_grouped("backends")  # type: ignore[arg-type]
