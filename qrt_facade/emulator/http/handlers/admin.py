"""The emulator's administrative paths under /emulator, which change the scenario or reset the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.domain.rules import Fault
from qrt_facade.emulator.http.calls import json_object, service_of

if TYPE_CHECKING:
    from starlette.requests import Request


async def get_scenario(request: Request) -> Response:
    """`GET /emulator/scenario`."""
    return JSONResponse(service_of(request).scenario.shown())


async def patch_scenario(request: Request) -> Response:
    """`PATCH /emulator/scenario`: change the values in the body."""
    try:
        service_of(request).scenario.apply(await json_object(request))
    except (ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return await get_scenario(request)


async def get_faults(request: Request) -> Response:
    """`GET /emulator/faults`: the faults with number, state and the number of requests that they applied to."""
    return JSONResponse(service_of(request).scenario.shown()["faults"])


async def post_fault(request: Request) -> Response:
    """`POST /emulator/faults`: add one fault."""
    try:
        service_of(request).scenario.add_fault(Fault.read(await json_object(request)))
    except (ValueError, TypeError) as error:
        return JSONResponse({"error": str(error)}, 400)
    return Response(status_code=204)


async def patch_fault(request: Request) -> Response:
    """`PATCH /emulator/faults/{number}`: switch one fault on or off with `{"enabled": false}`."""
    number, body = request.path_params["number"], await json_object(request)
    if set(body) != {"enabled"} or not isinstance(body["enabled"], bool):
        return JSONResponse({"error": 'expected {"enabled": true} or {"enabled": false}'}, 400)
    try:
        service_of(request).scenario.switch_fault(
            int(number) if number.isdecimal() else number, enabled=body["enabled"]
        )
    except ValueError as error:
        return JSONResponse({"error": str(error)}, 404)
    return Response(status_code=204)


async def delete_faults(request: Request) -> Response:
    """`DELETE /emulator/faults`: remove all faults."""
    service_of(request).scenario.clear_faults()
    return Response(status_code=204)


async def delete_tokens(request: Request) -> Response:
    """`DELETE /emulator/tokens`: invalidate all access tokens."""
    service_of(request).authority.invalidate_tokens()
    return Response(status_code=204)


async def post_reset(request: Request) -> Response:
    """`POST /emulator/reset`: remove jobs, sessions, usage, tokens, calls and injected faults; restore the scenario."""
    await service_of(request).reset()
    return Response(status_code=204)
