"""The instance: its backends, limits and usage; and its account's plans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.domain import clock, errors
from qrt_facade.emulator.domain.instances import SUBSCRIPTION_ID, USAGE_WINDOW_DAYS, account_of
from qrt_facade.emulator.domain.kinds import is_positive_integer
from qrt_facade.emulator.domain.sessions import INTERACTIVE_TTL
from qrt_facade.emulator.domain.usage import amount, figure

if TYPE_CHECKING:
    from qrt_facade.emulator.http.calls import Call


async def get_instance(call: Call) -> Response:
    """`GET /instance`; limits in seconds are strings, as in IBM's examples, and those in RUs are numbers."""
    terms, limit = call.service.scenario.terms, call.service.instances.limit(call.crn)
    body: dict[str, Any] = {"backends": list(call.service.devices), "plan_id": terms.plan_id}
    figures = amount(call.usage, "instance_limit", limit)
    figures |= amount(call.usage, "usage_allocation", terms.allocation_seconds)
    if "instance_limit_seconds" in figures:
        body["instance_limit"] = limit
    body |= {name: str(value) if name.endswith("_seconds") else value for name, value in figures.items()}
    return JSONResponse(body)


async def get_configuration(call: Call) -> Response:
    """`GET /instances/configuration`: the instance's own limit, null if it has none."""
    limit = call.service.instances.limit(call.crn)
    shown = figure(call.usage, limit or 0, in_seconds_as="instance_limit", in_units_as="instance_limit_ru")
    return JSONResponse(shown if limit is not None else dict.fromkeys(shown))


async def replace_configuration(call: Call) -> Response:
    """`PUT /instances/configuration`: 204, or 409 if more has already been consumed; null removes the limit."""
    body = await call.body()
    limit = body.get("instance_limit")
    if limit is not None:
        if not is_positive_integer(limit):
            raise errors.invalid(
                f"instance_limit is {limit!r}; it must be null, or an integer of 1 or more seconds."
            )
        consumed = call.service.instances.consumed(call.crn)
        if consumed > limit:
            raise errors.conflict(f"The instance has used {consumed:g} s, more than the limit of {limit} s.")
    call.service.instances.set_limit(call.crn, limit)
    return Response(status_code=204)


async def get_usage(call: Call) -> Response:
    """`GET /instances/usage`: the usage charged in the last 28 days; keys without a value are omitted."""
    terms, instances = call.service.scenario.terms, call.service.instances
    consumed, ceiling = instances.consumed(call.crn), instances.ceiling(call.crn)
    body: dict[str, Any] = {
        "instance_id": call.crn,
        "plan_id": terms.plan_id,
        "usage_period": {"start_time": clock.days_ago(USAGE_WINDOW_DAYS), "end_time": clock.now()},
        **amount(call.usage, "usage_consumed", consumed),
        **amount(call.usage, "usage_limit", instances.limit(call.crn)),
        **amount(call.usage, "usage_allocation", terms.allocation_seconds),
    }
    if ceiling is not None:
        body["usage_limit_reached"] = consumed >= ceiling
    return JSONResponse(body)


async def get_account(call: Call) -> Response:
    """`GET /accounts/{id}`: the plans of the instance's account."""
    if call.id != account_of(call.crn):
        raise errors.ApiError(404, "not_found", f"account {call.id} not found", None)
    terms = call.service.scenario.terms
    plan: dict[str, Any] = {
        "plan_id": terms.plan_id,
        "subscription_id": SUBSCRIPTION_ID,
        "subscription_name": f"{terms.name} (emulated)",
        "backends": list(call.service.devices),
        "max_ttl": terms.max_ttl,
        "active_ttl": terms.max_ttl,
        "interactive_ttl": INTERACTIVE_TTL,
        "functions": [],
    }
    if terms.allocation_seconds is not None:
        plan |= amount(call.usage, "usage_allocation", terms.allocation_seconds)
        plan |= amount(call.usage, "unallocated_usage", 0)
    wanted = call.text("plan_id", 64)
    return JSONResponse({"plans": [plan] if wanted in {None, terms.plan_id} else []})
