"""IBM Cloud services that the official client uses to find instances: search, catalog, Resource Controller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.domain import errors
from qrt_facade.emulator.domain.instances import name_of
from qrt_facade.emulator.domain.kinds import is_positive_integer
from qrt_facade.emulator.domain.usage import amount
from qrt_facade.emulator.http.calls import json_object, service_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from qrt_facade.emulator.http.calls import Service

RESOURCE_ID = "b6049020-80f4-11eb-a0f7-e35ec9b4054f"
"""The catalog's id of the service `quantum-computing`."""


async def search(request: Request) -> Response:
    """`POST /v3/resources/search`: all instances on one page, hence no cursor."""
    service = service_of(request)
    items = [
        {
            "crn": crn,
            "name": name_of(crn, service.options.instances),
            "service_plan_unique_id": service.scenario.terms.plan_id,
            "doc": {"extensions": _extensions(service, crn)},
            "tags": [],
        }
        for crn in service.options.instances
    ]
    return JSONResponse({"items": items, "limit": 100})


async def catalog_entry(request: Request) -> Response:
    """`GET /globalcatalog/api/v1/{id}`: a plan's name and pricing type."""
    service = service_of(request)
    terms = service.scenario.terms
    if request.path_params["id"] != terms.plan_id:
        return JSONResponse({"message": "not found"}, 404)
    return JSONResponse(
        {
            "id": terms.plan_id,
            "kind": "plan",
            "name": terms.name,
            "overview_ui": {"en": {"display_name": terms.name}},
            "metadata": {"pricing": {"type": terms.pricing}},
        }
    )


async def list_resource_instances(request: Request) -> Response:
    """`GET /v2/resource_instances?name=&resource_id=`."""
    service, query = service_of(request), request.query_params
    resources = []
    if query.get("resource_id") in {None, RESOURCE_ID}:
        resources = [
            _resource(service, crn)
            for crn in service.options.instances
            if query.get("name") in {None, name_of(crn, service.options.instances)}
        ]
    return JSONResponse({"rows_count": len(resources), "next_url": None, "resources": resources})


async def get_resource_instance(request: Request) -> Response:
    """`GET /v2/resource_instances/{crn}`."""
    service = service_of(request)
    return JSONResponse(_resource(service, service.authority.instance(unquote(request.path_params["id"]))))


async def patch_resource_instance(request: Request) -> Response:
    """`PATCH /v2/resource_instances/{crn}`: sets or removes `parameters.instance_limit_seconds`."""
    service = service_of(request)
    crn = service.authority.instance(unquote(request.path_params["id"]))
    body = await json_object(request)
    try:
        limit = body["parameters"]["instance_limit_seconds"]
    except (KeyError, TypeError) as error:
        raise errors.invalid("parameters.instance_limit_seconds is missing.") from error
    if limit is not None and not is_positive_integer(limit):
        raise errors.invalid(
            f"instance_limit_seconds is {limit!r}; it must be null, or an integer of 1 or more."
        )
    service.instances.set_limit(crn, limit)
    return JSONResponse(_resource(service, crn))


def _resource(service: Service, crn: str) -> dict[str, Any]:
    return {
        "crn": crn,
        "id": crn,
        "guid": crn.split(":")[7],
        "name": name_of(crn, service.options.instances),
        "region_id": crn.split(":")[5],
        "resource_id": RESOURCE_ID,
        "resource_plan_id": service.scenario.terms.plan_id,
        "state": "active",
        "extensions": _extensions(service, crn),
    }


def _extensions(service: Service, crn: str) -> dict[str, Any]:
    extensions: dict[str, Any] = {"backends": ["ANY"]}
    mode = service.scenario.usage
    extensions |= amount(mode, "instance_limit", service.instances.limit(crn))
    return extensions | amount(mode, "usage_allocation", service.scenario.terms.allocation_seconds)
