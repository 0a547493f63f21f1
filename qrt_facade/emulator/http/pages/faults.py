"""The page of the scenario: faults with switches, device states, and timing of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from qrt_facade.emulator.domain.fault_descriptions import (
    describe_effect,
    describe_ending,
    describe_jobs,
    describe_remaining,
    describe_requests,
)
from qrt_facade.emulator.domain.scenario import DEVICE_STATES
from qrt_facade.emulator.http.pages.devices import state_of
from qrt_facade.emulator.http.pages.elements import Column, Row, card, element, facts, table
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import device_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qrt_facade.emulator.domain.rules import Fault, FaultOptions
    from qrt_facade.emulator.domain.scenario import Scenario
    from qrt_facade.emulator.http.pages.devices import DeviceView
    from qrt_facade.emulator.http.pages.elements import Element


@dataclass(frozen=True)
class Preset:
    """A predefined fault that the page offers.

    Attributes:
        description: What the fault does.
        fault: Arguments of `inject`.
    """

    description: str
    fault: FaultOptions


_API: Final = "/api/v1/*"

PRESETS: Final[Mapping[str, Preset]] = {
    "unavailable": Preset("503 three times", {"path": _API, "status": 503, "times": 3}),
    "lost": Preset(
        "the response to one submission is lost",
        {"path": "/api/v1/jobs", "method": "POST", "when": "after", "drop": True, "times": 1},
    ),
    "slow": Preset("every response 5 s late", {"path": _API, "delay": 5.0}),
    "limited": Preset(
        "429 once, with Retry-After: 2",
        {"path": _API, "status": 429, "headers": {"Retry-After": "2"}, "times": 1},
    ),
}
"""The faults that the page offers."""

_FAULT_COLUMNS = (
    Column("fault", "number"),
    Column("requests", "text"),
    Column("effect", "text"),
    Column("left", "text"),
    Column("applied", "number", rank=2),
    Column("from", rank=3),
    "switch",
)
_DEVICE_COLUMNS = ("device", "state", Column("reason", "wide", rank=3), Column("waiting", "number"), "set to")


def faults_page(scenario: Scenario, devices: Iterable[DeviceView], problem: str | None = None) -> str:
    """Return the page at `/faults`.

    Args:
        scenario: The current scenario.
        devices: The devices with their current state.
        problem: Why the reader's last action failed.
    """
    faults = scenario.faults
    title = f"HTTP faults ({len(faults)}): the first one that is on and matches a request applies"
    return document(
        "Faults",
        element("p", problem, class_="notice bad", role="alert") if problem else None,
        table(
            title, _FAULT_COLUMNS, [_fault(one) for one in faults],
            empty="None: every request gets the API's normal response.",
        ),
        _injection(any(one.injected for one in faults)),
        _devices(devices),
        _pace(scenario),
        _rules(scenario),
        _retired(scenario),
        _reset(),
        current="/faults",
        # A live update would remove the message before it is read.
        live=problem is None,
    )  # fmt: skip


def _fault(fault: Fault) -> Row:
    return Row(
        (
            fault.number,
            element("code", describe_requests(fault)),
            describe_effect(fault),
            describe_remaining(fault),
            fault.met,
            "injected" if fault.injected else "scenario",
            _switch(fault),
        ),
        id=f"fault-{fault.number}",
        kind=None if fault.enabled else "off",
    )


def _switch(fault: Fault) -> Element:
    """Return a button that shows whether the fault is on, and toggles it."""
    return _form(
        "switch",
        element(
            "button", "on" if fault.enabled else "off", type="submit", role="switch",
            aria_checked="true" if fault.enabled else "false", aria_label=f"fault {fault.number}", class_="switch",
        ),
        number=fault.number, enabled="false" if fault.enabled else "true",
    )  # fmt: skip


def _injection(any_injected: bool) -> Element:
    options = [element("option", preset.description, value=name) for name, preset in PRESETS.items()]
    return card(
        "Inject a fault",
        _form(
            "inject",
            element("label", "fault", element("select", *options, name="preset")),
            element(
                "label", "path (a shell pattern; empty for the default)",
                element("input", name="path", maxlength=500, placeholder=_API, autocomplete="off", spellcheck="false"),
            ),
            element("button", "Inject", type="submit", class_="primary"),
        ),
        _form("clear", element("button", "Remove injected faults", type="submit")) if any_injected else None,
        element(
            "p", "For any other fault, use ", element("code", "emulator.inject(\u2026)"), " in Python, or ",
            element("code", "POST /emulator/faults"), ".", class_="muted",
        ),
    )  # fmt: skip


def _devices(devices: Iterable[DeviceView]) -> Element:
    rows = [
        Row(
            (
                device_link(one.device.name),
                state_of(one.state),
                one.reason,
                one.queued,
                _form(
                    "device",
                    *(
                        element(
                            "button", state, type="submit", name="state", value=state, disabled=state == one.state,
                            aria_label=f"set {one.device.name} {state}",
                        )
                        for state in DEVICE_STATES
                    ),
                    device=one.device.name,
                ),
            ),
            id=f"device-{one.device.name}",
        )
        for one in devices
    ]  # fmt: skip
    shown = table("Devices: jobs of a paused or offline device stay Queued", _DEVICE_COLUMNS, rows)
    shown.set("id", "devices")
    return shown


def _pace(scenario: Scenario) -> Element:
    running = "qpu" if scenario.run_seconds is None else f"{scenario.run_seconds:g}"
    return card(
        "Timing of jobs",
        _form(
            "pace",
            element(
                "label", "minimum seconds Queued",
                element("input", name="queue_seconds", value=f"{scenario.queue_seconds:g}", size=8, inputmode="decimal"),
            ),
            element(
                "label", "minimum seconds Running, or qpu",
                element("input", name="run_seconds", value=running, size=8),
            ),
            element("button", "Set", type="submit"),
        ),
        facts(
            [
                ("speed", f"{scenario.speed:g} times as fast as real time" if scenario.speed != 1 else None),
                ("latency", f"{scenario.latency_seconds:g} s before each response" if scenario.latency_seconds else None),
                ("list lag", f"{scenario.list_lag_seconds:g} s" if scenario.list_lag_seconds else None),
                ("rate limit", f"{scenario.rate_limit} submissions per minute" if scenario.rate_limit else None),
                ("plan", scenario.plan),
                ("seed", scenario.seed),
            ]
        ),
    )  # fmt: skip


def _rules(scenario: Scenario) -> Element | None:
    """Return the table of job rules, which only the scenario can set."""
    if not scenario.jobs:
        return None
    rows = [(describe_jobs(rule), describe_ending(rule), describe_remaining(rule)) for rule in scenario.jobs]
    columns: Sequence[Column | str] = (Column("jobs", "text"), Column("end as", "text"), "left")
    return table("Jobs that are not simulated", columns, rows)


def _retired(scenario: Scenario) -> Element | None:
    """Return the programs that are refused because the scenario has retired them."""
    if not scenario.retired_programs:
        return None
    names = [element("code", name) for name in scenario.retired_programs]
    separated = [part for name in names for part in (", ", name)][1:]
    return card("Retired programs", element("p", *separated, ": a submission is refused with 404."))


def _reset() -> Element:
    return card(
        "Reset",
        element(
            "p", "Removes every job, session and recorded call, all usage, tokens and injected faults, and restores"
            " the initial scenario.",
        ),
        _form("reset", element("button", "Reset the emulator", type="submit", class_="danger")),
        kind="danger",
    )  # fmt: skip


def _form(action: str, *children: Element, **hidden: str | int) -> Element:
    fields = [element("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    return element("form", *fields, *children, method="post", action=f"/faults/{action}")
