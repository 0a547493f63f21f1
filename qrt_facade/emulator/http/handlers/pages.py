"""The pages for people: an overview at `/` and one of each job."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.responses import HTMLResponse, Response

from qrt_facade._service.statuses import COMPLETED
from qrt_facade.emulator.domain.instances import name_of
from qrt_facade.emulator.http.answers import unknown_path
from qrt_facade.emulator.http.calls import service_of
from qrt_facade.emulator.http.pages.histograms import Histogram, histograms_of
from qrt_facade.emulator.http.pages.job import job_page
from qrt_facade.emulator.http.pages.layout import HEADERS
from qrt_facade.emulator.http.pages.overview import DeviceLine, overview

if TYPE_CHECKING:
    from starlette.requests import Request

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.calls import Service

_NEWEST = 50
_LONGEST_RESULT = 8_000_000


async def show_overview(request: Request) -> Response:
    """`GET /`: the devices and the newest jobs of all instances."""
    service = service_of(request)
    devices = [
        DeviceLine(name, *service.scenario.device_state(name), *service.jobs.load_of(name))
        for name in service.reachable
    ]
    names = {crn: name_of(crn, service.options.instances) for crn in service.options.instances}
    html = overview(devices, service.jobs.newest(_NEWEST), names)
    return HTMLResponse(html, headers=dict(HEADERS))


async def show_job(request: Request) -> Response:
    """`GET /jobs/{id}`: one job, with a histogram of each register if it was a sampler's."""
    service = service_of(request)
    job = service.jobs.lookup(unquote(request.path_params["id"]))
    if job is None:
        return unknown_path(request.method, request.url.path)
    # A CRN holds the account's id, so the page has names instead.
    served = service.options.instances
    instance = name_of(job.crn, served) if job.crn in served else "no longer served"
    histograms, note = await _measured(service, job)
    return HTMLResponse(job_page(job, instance, histograms, note), headers=dict(HEADERS))


async def _measured(service: Service, job: Job) -> tuple[list[Histogram], str | None]:
    if job.private:
        return (
            [],
            "The job is private: its input and its result are shown to nobody but whoever submitted it.",
        )
    if job.program_id != "sampler" or job.status != COMPLETED:
        return [], None
    result = service.jobs.peek(job)
    if result is None or len(result) > _LONGEST_RESULT:
        return [], "The result is too long for a histogram."
    # Counting a million shots takes a while, in which other requests are answered.
    return await asyncio.to_thread(histograms_of, result), None
