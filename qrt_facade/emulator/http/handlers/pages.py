"""The pages of jobs: the list at `/`, and one page per job."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.responses import HTMLResponse, Response

from qrt_facade._service.statuses import COMPLETED
from qrt_facade.emulator.domain.instances import name_of, shown_name_of
from qrt_facade.emulator.http.calls import service_of
from qrt_facade.emulator.http.handlers.missing import missing
from qrt_facade.emulator.http.pages.elements import element
from qrt_facade.emulator.http.pages.job import job_page
from qrt_facade.emulator.http.pages.layout import HEADERS
from qrt_facade.emulator.http.pages.overview import DeviceLine, JobFilters, Jobs, overview
from qrt_facade.emulator.http.pages.results import result_elements
from qrt_facade.emulator.http.pages.welcome import welcome

if TYPE_CHECKING:
    from starlette.requests import Request

    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.calls import Service
    from qrt_facade.emulator.http.pages.elements import Element

PAGE_SIZE = 50
"""Jobs per page of the list."""

_LONGEST_CHOICE = 200
_LONGEST_RESULT = 8_000_000
_LONGEST_PARAMS = 2_000_000


async def show_overview(request: Request) -> Response:
    """`GET /`: the devices, and a page of the jobs of all instances; with `connect=1` also how to connect."""
    service = service_of(request)
    devices = [
        DeviceLine(name, *service.scenario.device_state(name), *service.jobs.queue_counts(name))
        for name in service.available_devices
    ]
    jobs = _jobs(service, request)
    connect = None
    if not jobs.total:
        connect = _welcome(service, request, "No jobs yet")
    elif request.query_params.get("connect"):
        connect = _welcome(service, request, "How to connect")
    return HTMLResponse(overview(devices, jobs, connect), headers=dict(HEADERS))


def _jobs(service: Service, request: Request) -> Jobs:
    query = {
        name: request.query_params.get(name, "")[:_LONGEST_CHOICE] or None
        for name in ("status", "backend", "program", "tag")
    }
    filters = JobFilters(**query, page=_page(request.query_params.get("page", "")))
    counts = service.jobs.counts()
    served = service.options.instances

    def listed(number: int) -> tuple[list[Job], int]:
        return service.jobs.listed(
            status=filters.status, backend=filters.backend, program_id=filters.program, tag=filters.tag,
            limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE,
        )  # fmt: skip

    number = filters.page
    shown, matching = listed(number)
    pages = max(-(-matching // PAGE_SIZE), 1)
    if number > pages:
        number = pages
        shown, _ = listed(number)
    return Jobs(
        filters=JobFilters(**query, page=number), shown=shown, matching=matching, total=sum(counts["status"].values()),
        first=(number - 1) * PAGE_SIZE + 1, pages=pages, counts=counts,
        instances={crn: name_of(crn, served) for crn in served},
    )  # fmt: skip


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _welcome(service: Service, request: Request, title: str) -> Element:
    """Return the element that shows how to connect."""
    address = str(request.base_url).rstrip("/")
    return welcome(address, service.shown_key, service.shown_instance, title)


async def show_job(request: Request) -> Response:
    """`GET /jobs/{id}`: one job with its result."""
    service = service_of(request)
    job_id = unquote(request.path_params["id"])
    job = service.jobs.lookup(job_id)
    if job is None:
        return missing(request, "job", job_id)
    instance = shown_name_of(job.crn, service.options.instances)
    shown = await _result_elements(service, job)
    return HTMLResponse(job_page(job, instance, shown), headers=dict(HEADERS))


async def _result_elements(service: Service, job: Job) -> list[Element]:
    if job.private or job.status != COMPLETED:
        return []
    result = service.jobs.peek(job)
    if result is None:
        return []
    if len(result) > _LONGEST_RESULT:
        return [
            element("p", f"The result has {len(result):,} bytes, too many to show here.", class_="notice")
        ]
    params = service.jobs.params(job.id)
    if params is not None and len(params) > _LONGEST_PARAMS:
        params = None
    # Counting a million shots takes a while; other requests are answered meanwhile.
    return await asyncio.to_thread(result_elements, job.program_id, result, params)
