"""The emulator's own paths under /emulator: they change the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.calls import json_object
from qrt_facade.emulator.rules import Fault

if TYPE_CHECKING:
    from starlette.requests import Request

    from qrt_facade.emulator.calls import Service


async def get_scenario(request: Request) -> Response:
    """`GET /emulator/scenario`."""
    return JSONResponse(_service(request).scenario.shown())


async def patch_scenario(request: Request) -> Response:
    """`PATCH /emulator/scenario`: change what the body names."""
    try:
        _service(request).scenario.apply(await json_object(request))
    except (ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return await get_scenario(request)


async def post_fault(request: Request) -> Response:
    """`POST /emulator/faults`: add one fault."""
    try:
        _service(request).scenario.add_fault(Fault.read(await json_object(request)))
    except (ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return Response(status_code=204)


async def delete_faults(request: Request) -> Response:
    """`DELETE /emulator/faults`: take all faults away."""
    _service(request).scenario.clear_faults()
    return Response(status_code=204)


async def delete_tokens(request: Request) -> Response:
    """`DELETE /emulator/tokens`: make every access token invalid."""
    _service(request).authority.forget_tokens()
    return Response(status_code=204)


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service
