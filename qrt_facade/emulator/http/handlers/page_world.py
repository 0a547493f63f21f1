"""The pages of devices, sessions, usage and the scenario, and the forms that change the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from starlette.responses import HTMLResponse, RedirectResponse, Response

from qrt_facade.emulator.domain import clock
from qrt_facade.emulator.domain.instances import shown_name_of
from qrt_facade.emulator.domain.mocks import mock_name
from qrt_facade.emulator.domain.rules import Fault
from qrt_facade.emulator.http.calls import service_of
from qrt_facade.emulator.http.error_responses import unknown_path
from qrt_facade.emulator.http.handlers.missing import missing
from qrt_facade.emulator.http.pages.devices import DeviceView, device_page, devices_page
from qrt_facade.emulator.http.pages.faults import PRESETS, faults_page
from qrt_facade.emulator.http.pages.layout import HEADERS
from qrt_facade.emulator.http.pages.sessions import SessionView, sessions_page
from qrt_facade.emulator.http.pages.usage import InstanceView, usage_page
from qrt_facade.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection

    from starlette.requests import Request

    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.http.calls import Service

_SESSIONS = 50
_JOBS = 20
_FORM = "application/x-www-form-urlencoded"


async def show_devices(request: Request) -> Response:
    """`GET /devices`: all devices."""
    service = service_of(request)
    return _page(devices_page(_view(service, device) for device in service.devices.values()))


async def show_device(request: Request) -> Response:
    """`GET /devices/{name}`: one device with its coupling map and its newest jobs."""
    service = service_of(request)
    name = unquote(request.path_params["name"])
    device = service.available_devices.get(name)
    if device is None:
        return missing(request, "device", name)
    return _page(device_page(_view(service, device), service.jobs.newest_of(device.name, _JOBS)))


async def show_sessions(request: Request) -> Response:
    """`GET /sessions`: the newest sessions and batches of all instances."""
    service = service_of(request)
    sessions, count = service.sessions.newest(_SESSIONS)
    views = [
        SessionView(
            one,
            shown_name_of(one.crn, service.options.instances),
            service.jobs.find(one.crn, session_id=one.id)[0],
        )
        for one in sessions
    ]
    several = len(service.options.instances) > 1
    return _page(sessions_page(views, count, service.scenario.speed, service.scenario.usage, several=several))


async def show_usage(request: Request) -> Response:
    """`GET /usage`: the usage of each instance and its limits."""
    service = service_of(request)
    instances, scenario = service.instances, service.scenario
    views = [
        InstanceView(
            shown_name_of(crn, service.options.instances), instances.consumed(crn), scenario.usage_consumed_seconds, instances.limit(crn),
            instances.charges(crn),
        )
        for crn in service.options.instances
    ]  # fmt: skip
    return _page(usage_page(views, scenario.terms, scenario.usage, clock.now()[:10]))


async def show_faults(request: Request) -> Response:
    """`GET /faults`: the scenario's faults, the states of devices, and the timing of jobs."""
    return _faults(service_of(request))


async def redirect_to_faults(_request: Request) -> Response:
    """`GET /faults/{action}`: redirect to the page, for a browser that reloads after a form was refused."""
    return RedirectResponse("/faults", 303, dict(HEADERS))


async def change_scenario(request: Request) -> Response:
    """`POST /faults/{action}`: handle the forms of that page, and redirect to it."""
    service = service_of(request)
    if not _from_own_page(request):
        return _faults(service, "Only forms from the emulator's own pages are accepted.", 403)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return _faults(service, f"The content type must be {_FORM}.", 415)
    form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
    try:
        place = await _change(service, request.path_params["action"], form)
    except KeyError as error:
        return _faults(service, f"The form has no {error.args[0]}.", 400)
    except ValueError as error:  # includes ConfigurationError
        return _faults(service, f"Nothing was changed: {error}", 400)
    if place is None:
        return unknown_path(request.method, request.url.path)
    return RedirectResponse(f"/faults{place}", 303, dict(HEADERS))


async def _change(service: Service, action: str, form: dict[str, str]) -> str | None:
    """Perform a form's action; return the anchor of the page to redirect to, or None for an unknown action."""
    scenario = service.scenario
    match action:
        case "switch":
            enabled = _one_of("enabled", form["enabled"], ("true", "false")) == "true"
            scenario.switch_fault(_whole_number("number", form["number"]), enabled=enabled)
            return f"#fault-{form['number']}"
        case "inject":
            preset = PRESETS[_one_of("preset", form["preset"], PRESETS)]
            path = form.get("path", "").strip()
            if path and path[0] not in "/*?[":
                raise ConfigurationError(
                    f"path is {path!r:.60}; it must be a pattern of whole paths, such as /api/v1/jobs*"
                )
            scenario.add_fault(Fault.read({**preset.fault, **({"path": path} if path else {})}))
        case "clear":
            scenario.clear_injected()
        case "device":
            scenario.apply({"devices": {form["device"]: form["state"]}})
            return "#devices"
        case "pace":
            running = form["run_seconds"].strip()
            changes: dict[str, Any] = {"queue_seconds": _seconds("queue_seconds", form["queue_seconds"])}
            changes["run_seconds"] = running if running == "qpu" else _seconds("run_seconds", running)
            scenario.apply(changes)
        case "reset":
            await service.reset()
        case _:
            return None
    return ""


def _from_own_page(request: Request) -> bool:
    """Whether a form was sent by a page of this emulator, which browsers indicate; other clients use the JSON paths.

    A page on another port of this machine counts as another site.
    """
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if origin is None and site is None:
        return False
    own = origin is None or origin.partition("://")[2] == request.headers.get("host")
    return own and site in {None, "same-origin"}


def _one_of(name: str, text: str, accepted: Collection[str]) -> str:
    if text not in accepted:
        raise ConfigurationError(f"{name} is {text!r:.60}; it must be one of {', '.join(accepted)}")
    return text


def _whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 9:
        raise ConfigurationError(f"{name} is {text!r:.60}; it must be a whole number")
    return int(text)


def _seconds(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ConfigurationError(f"{name} is {text!r:.60}; it must be a number of seconds") from error


def _faults(service: Service, problem: str | None = None, status: int = 200) -> Response:
    devices = [_view(service, one) for one in service.devices.values()]
    return _page(faults_page(service.scenario, devices, problem), status)


def _view(service: Service, device: Device) -> DeviceView:
    original = None if device.original is None else device.original.name
    state, reason = service.scenario.device_state(device.name, original)
    mock = mock_name(device.name) if device.original is None else ""
    return DeviceView(
        device,
        state,
        reason,
        *service.jobs.queue_counts(device.name),
        mock if mock in service.available_devices else None,
    )


def _page(html: str, status: int = 200) -> Response:
    return HTMLResponse(html, status, headers=dict(HEADERS))
