"""Usage reported in seconds, in resource units, or in both: never mixed, never 0 for unknown."""

from __future__ import annotations

import json
import re
import warnings
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.circuits import FLIP
from support.emulators import QUICK

from qrt_facade import Metrics, RuntimeClient, Workload, resource_units
from qrt_facade._display.html import html_of
from qrt_facade._service.versions import RELEASES
from qrt_facade.cli.app import run
from qrt_facade.emulator import start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from qrt_facade import Job
    from qrt_facade.emulator import StartOptions, UsageMode

RUS_PER_SECOND = 2.5
"""The emulator's conversion rate, which is not 1, so that mixed units are detected."""

MODES: tuple[UsageMode, ...] = ("seconds", "both", "units")


class Service(NamedTuple):
    """An emulator that reports usage in one way, and a job that it has run."""

    mode: UsageMode
    url: str
    client: RuntimeClient
    job: Job

    def charged(self, seconds: float | None) -> tuple[float | None, float | None]:
        """The expected figures: RUs and seconds."""
        if seconds is None:
            return None, None
        return (
            None if self.mode == "seconds" else pytest.approx(seconds * RUS_PER_SECOND),
            None if self.mode == "units" else pytest.approx(seconds),
        )


@pytest.fixture(scope="module", params=MODES)
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    options: StartOptions = {**QUICK, "run_seconds": 0.0, "backends": "ibm_fez", "usage": request.param}
    with (
        start(**options) as emulator,
        # Resource units were introduced by the latest version, which the older clients also support.
        RuntimeClient(**{**emulator.access, "api_version": [*RELEASES][-1]}) as client,
    ):
        job = client.sampler.submit(FLIP, backend="ibm_fez").wait()
        yield Service(request.param, emulator.url, client, job)


def seconds_of(service: Service) -> float:
    """The job's charge in seconds, from whichever figure the service reports."""
    usage = service.job.usage
    if usage.seconds is not None:
        return usage.seconds
    assert usage.value is not None
    return usage.value / RUS_PER_SECOND


def metrics(service: Service) -> Metrics:
    return service.job.metrics()


def workload(service: Service) -> Workload:
    return next(service.client.workloads.list(mode="job"))


def listed(service: Service) -> Job:
    return next(service.client.jobs.list())


@pytest.mark.parametrize("read", [metrics, workload, listed])
def test_a_job_s_charge_is_the_same_in_every_response(
    service: Service, read: Callable[[Service], Metrics | Workload | Job]
) -> None:
    seconds = seconds_of(service)
    assert seconds > 0
    found = read(service)
    assert (found.usage.value, found.usage.seconds) == service.charged(seconds)
    assert found.usage_seconds == found.usage.seconds
    assert found.usage.status == "complete"


def test_instance_usage_equals_the_job_s_charge(service: Service) -> None:
    usage = service.client.usage()
    units, seconds = service.charged(seconds_of(service))
    assert (usage.consumed_ru, usage.consumed_seconds) == (units, seconds)
    assert usage.unit == ("seconds" if service.mode == "seconds" else "RU")
    assert usage.consumed == (seconds if service.mode == "seconds" else units)


def test_limits_use_the_unit_of_the_usage(service: Service) -> None:
    client = service.client
    client.instances.set_configuration(instance_limit=1000)
    try:
        usage, instance, limit = client.usage(), client.instance(), client.instances.limit()
    finally:
        client.instances.set_configuration(instance_limit=None)
    units, seconds = service.charged(1000.0)
    assert (usage.limit_ru, usage.limit_seconds) == (units, seconds)
    assert (instance.limit_ru, instance.limit_seconds) == (units, seconds)
    assert (limit.ru, limit.seconds) == (units, seconds)
    left = 1000.0 - seconds_of(service)
    assert usage.remaining == pytest.approx(left * (1 if usage.unit == "seconds" else RUS_PER_SECOND))
    assert usage.remaining_seconds == service.charged(left)[1]
    assert client.instances.limit().value is None


def test_analytics_report_milliseconds_or_resource_units(service: Service) -> None:
    totals = service.client.analytics.usage()
    units, seconds = service.charged(seconds_of(service))
    assert resource_units(totals) == units
    assert totals.usage == (None if seconds is None else pytest.approx(1000 * seconds_of(service)))
    (group,) = service.client.analytics.usage_grouped("backend")
    assert resource_units(group) == units


def test_cli_and_notebooks_show_the_unit(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QRT_URL", service.url)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)  # restored after `run` replaces it

    def printed(*arguments: str) -> str:
        capsys.readouterr()
        assert run([*arguments, "--api-version", [*RELEASES][-1]]) == 0
        return capsys.readouterr().out

    units, seconds = service.mode != "seconds", service.mode != "units"
    for text in (
        printed("usage"),
        printed("jobs"),
        printed("job", service.job.id),
        printed("workloads"),
        html_of(service.job),
        html_of(service.client.usage()),
    ):
        assert (" RU" in text) == units
        assert bool(re.search(r"\d s\b", text)) == seconds
    record = json.loads(printed("usage", "--json"))
    assert record["unit"] == ("RU" if units else "seconds")
    assert record["consumed"] == service.client.usage().consumed
    assert (record["consumed_seconds"] is None) == (not seconds)
    (job,) = json.loads(printed("jobs", "--json"))
    assert (job["usage_ru"], job["usage_seconds"]) == (service.job.usage.value, service.job.usage.seconds)
