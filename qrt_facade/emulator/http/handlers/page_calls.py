"""The pages of calls: `/calls` and `/calls/{number}`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.responses import HTMLResponse, Response

from qrt_facade.emulator.http.calls import service_of
from qrt_facade.emulator.http.handlers.missing import missing
from qrt_facade.emulator.http.pages.calls import CLASSES, Filters, call_page, calls_page
from qrt_facade.emulator.http.pages.curl import setup
from qrt_facade.emulator.http.pages.layout import HEADERS

if TYPE_CHECKING:
    from starlette.requests import Request

_LONGEST = 200


async def show_calls(request: Request) -> Response:
    """`GET /calls`: the newest calls, filtered by `job`, `status`, `path` and `before`."""
    service, query = service_of(request), request.query_params
    status, before = query.get("status", ""), query.get("before", "")
    filters = Filters(
        job=query.get("job", "").strip()[:_LONGEST],
        status=status if status in CLASSES else "",
        path=query.get("path", "").strip()[:_LONGEST],
        before=int(before) if before.isdecimal() and len(before) < 16 else None,
    )
    # Indenting bodies takes a while; other requests are answered meanwhile.
    html = await asyncio.to_thread(
        calls_page,
        service.calls.newest(),
        filters,
        str(request.base_url),
        service.options.instances,
        _setup(request),
    )
    return HTMLResponse(html, headers=dict(HEADERS))


async def show_call(request: Request) -> Response:
    """`GET /calls/{number}`: one call with everything recorded about it."""
    service, number = service_of(request), request.path_params["id"]
    call = next((one for one in service.calls.newest() if str(one.number) == number), None)
    if call is None:
        return missing(request, "call", unquote(number))
    html = await asyncio.to_thread(
        call_page, call, str(request.base_url), service.options.instances, _setup(request)
    )
    return HTMLResponse(html, headers=dict(HEADERS))


def _setup(request: Request) -> str:
    service = service_of(request)
    shown = service.shown_instance is not None and len(service.options.instances) == 1
    return setup(str(request.base_url), service.shown_key, service.options.instances, shown=shown)
