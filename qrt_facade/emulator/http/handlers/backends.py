"""Backends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from qrt_facade.emulator.domain import clock, versions

if TYPE_CHECKING:
    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.http.calls import Call


async def list_backends(call: Call) -> Response:
    """`GET /backends`: only names in the oldest version, else objects; mocks only with `include_mocks`."""
    devices = call.service.available_devices if call.includes_mocks else call.service.devices
    if call.version == versions.OLDEST:
        return JSONResponse({"devices": list(devices)})
    fields = call.choice("fields", "wait_time_seconds")
    waits = fields is not None and call.service.scenario.plan != "open"
    shown = []
    for device in devices.values():
        state, reason = _state(call, device)
        entry: dict[str, Any] = {
            **device.listing,
            "status": {"name": state, "reason": reason},
            "queue_length": call.service.jobs.queue_counts(device.name)[0],
        }
        if waits:
            entry["wait_time_seconds"] = _wait_time(call, device.name)
        shown.append(entry)
    return JSONResponse({"devices": shown})


def _state(call: Call, device: Device) -> tuple[str, str]:
    """Return a device's state; a mock has that of its device, unless the scenario sets its own."""
    like = None if device.original is None else device.original.name
    return call.service.scenario.device_state(device.name, like)


def _wait_time(call: Call, backend: str) -> dict[str, int]:
    """Return the seconds that the instance's latest jobs waited for this device."""
    jobs, _ = call.service.jobs.find(call.crn, backend=backend, limit=200)
    known = [clock.seconds_between(job.created, job.running) for job in jobs if job.running]
    waits = sorted(known) or [call.service.scenario.queue_seconds]
    average, median, high = sum(waits) / len(waits), waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
    return {"average": round(average), "p50": round(median), "p95": round(high)}


async def get_backend_configuration(call: Call) -> Response:
    """`GET /backends/{id}/configuration`; there is only one calibration."""
    call.text("calibration_id", 100)
    return Response(call.device(call.id).configuration_json, media_type="application/json")


async def get_backend_properties(call: Call) -> Response:
    """`GET /backends/{id}/properties`; `{}` if the only snapshot is not older than `updated_before`."""
    device = call.device(call.id)
    call.text("calibration_id", 100)
    before = call.instant("updated_before")
    if before is not None and clock.text(clock.parse(device.properties["last_update_date"])) >= before:
        return JSONResponse({})
    return Response(device.properties_json, media_type="application/json")


async def get_backend_status(call: Call) -> Response:
    """`GET /backends/{id}/status`."""
    device = call.device(call.id)
    state, reason = _state(call, device)
    return JSONResponse(
        {
            "state": state == "online",
            "status": "active" if state == "online" else reason,
            "message": reason,
            "length_queue": call.service.jobs.queue_counts(device.name)[0],
            "backend_version": device.configuration["backend_version"],
        }
    )


async def get_backend_defaults(call: Call) -> Response:
    """`GET /backends/{id}/defaults`: the JSON literal null (measured), since pulses were removed."""
    call.device(call.id)
    return JSONResponse(None)
