"""Dry runs end to end, on emulators of plans with and without mock devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.circuits import FLIP
from support.emulators import QUICK, emulator_fixture
from support.scripted import TLS

from qrt_facade import ConfigurationError, RuntimeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qrt_facade.emulator import Emulator

emulator = emulator_fixture(**QUICK, backends="ibmq_manila", plan="flex")
UNMEASURED = 'OPENQASM 3.0; include "stdgates.inc"; qubit[1] q; x q[0];'


@pytest.fixture
def client(emulator: Emulator) -> Iterator[RuntimeClient]:
    with RuntimeClient(**emulator.access, verify=TLS) as made:
        yield made


def test_a_dry_run_returns_random_values_reports_the_real_cost_and_uses_nothing(
    client: RuntimeClient,
) -> None:
    used = client.usage().consumed
    job = client.sampler.submit(FLIP, backend="ibmq_manila", shots=200, dry_run=True, check=True)
    result = job.result(timeout=60)
    assert (job.backend, job.dry_run, result.dry_run) == ("mock_manila", True, True)
    assert set(result[0].counts()) == {"0", "1"}  # a real run gives only 1
    price = job.refresh().usage
    assert (price.value or price.seconds or 0) > 0
    assert client.usage().consumed == used


def test_estimators_sessions_and_lists_support_dry_runs(client: RuntimeClient) -> None:
    with client.sessions.create(backend="ibmq_manila", mode="batch") as batch:
        job = batch.estimator.submit((UNMEASURED, "Z"), dry_run=True, tags=["rehearsal"])
        named = batch.sampler.submit(FLIP, backend="mock_manila", shots=8, tags=["rehearsal"])
    assert job.result(timeout=60).dry_run is True
    assert named.result(timeout=60).dry_run is True
    assert list(client.jobs.list(tags=["rehearsal"])) == []
    assert len(list(client.jobs.list(tags=["rehearsal"], include_mocks=True))) == 2
    assert [one.name for one in client.backends.list()] == ["ibmq_manila"]
    assert [one.is_mock for one in client.backends.list(include_mocks=True)] == [False, True]
    assert all(workload.dry_run is False for workload in client.workloads.list(mode="job"))
    assert any(workload.dry_run for workload in client.workloads.list(include_mocks=True))
    assert client.jobs.find_submission(job.submission_tag or "") is not None


def test_a_mock_device_has_the_configuration_of_its_device(client: RuntimeClient) -> None:
    mock = client.backends.get("mock_manila")
    assert mock.configuration().backend_name == "mock_manila"
    assert mock.configuration().n_qubits == 5
    assert mock.check(FLIP) == []
    assert mock.status().operational


def test_a_plan_without_mock_devices_raises_before_submitting() -> None:
    with RuntimeClient.local(backends="ibmq_manila") as client:
        with pytest.raises(ConfigurationError, match="Flex, Premium and On-Prem"):
            client.sampler.submit(FLIP, backend="ibmq_manila", dry_run=True)
        assert list(client.jobs.list(include_mocks=True)) == []


def test_a_dry_run_and_a_real_run_with_the_same_key_conflict(client: RuntimeClient) -> None:
    job = client.sampler.submit(FLIP, backend="ibmq_manila", key="dry", dry_run=True)
    again = client.sampler.submit(FLIP, backend="ibmq_manila", key="dry", dry_run=True)
    assert (again.id, again.adopted, again.dry_run) == (job.id, True, True)
    with pytest.raises(ConfigurationError, match="the backend: mock_manila then, ibmq_manila now"):
        client.sampler.submit(FLIP, backend="ibmq_manila", key="dry")
