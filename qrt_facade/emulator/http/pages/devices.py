"""The pages of devices: the list, and one page per device with its coupling map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qrt_facade.emulator.domain.mocks import is_mock
from qrt_facade.emulator.http.pages.device_map import device_map, legend, microseconds, percent, thumbnail
from qrt_facade.emulator.http.pages.elements import (
    Column,
    Row,
    card,
    element,
    facts,
    figure,
    link,
    pill,
    table,
    time,
)
from qrt_facade.emulator.http.pages.job import seconds, status
from qrt_facade.emulator.http.pages.layout import document
from qrt_facade.emulator.http.pages.links import device_link, job_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qrt_facade.emulator.domain.chart import Chart, Coupling, Qubit
    from qrt_facade.emulator.domain.devices import Device
    from qrt_facade.emulator.domain.records import Job
    from qrt_facade.emulator.http.pages.elements import Content, Element

_STATES = {"online": "good", "paused": "wait", "offline": "bad"}
_RANKED = 5
"""How many of the best and worst qubits and couplings are listed."""


@dataclass(frozen=True)
class DeviceView:
    """A device with its current state and load.

    Attributes:
        device: The device.
        state: Its state: online, paused or offline.
        reason: The reason for it.
        queued: Number of its queued jobs.
        running: Number of its running jobs.
        mock: Name of the mock for its dry runs; None if the plan has none.
    """

    device: Device
    state: str
    reason: str
    queued: int
    running: int
    mock: str | None = None


def devices_page(views: Iterable[DeviceView]) -> str:
    """Return the page at `/devices`."""
    cards = [_card(view) for view in views]
    return document("Devices", element("div", *cards, class_="cards-grid"), current="/devices")


def device_page(view: DeviceView, jobs: Sequence[Job]) -> str:
    """Return the page of one device; `jobs` are its newest."""
    device, chart = view.device, view.device.chart
    figures = element(
        "div",
        figure(len(chart.qubits), "qubits"),
        figure(view.queued, "jobs waiting"),
        figure(view.running, "jobs running"),
        figure(percent(chart.median_gate_error), f"median error of {chart.gate}") if chart.gate else None,
        figure(percent(chart.median_readout_error), "median readout error"),
        class_="figures",
    )
    unplaced = None
    if not chart.placed:
        unplaced = element(
            "p",
            "The device does not report the positions of its qubits, so they are drawn in a circle.",
            class_="muted",
        )
    drawing = card(
        "Coupling map", unplaced, device_map(device.name, chart), legend(chart),
        element("p", "Hover over a qubit or a coupling to see its figures.", class_="muted"),
    )  # fmt: skip
    return document(
        device.name,
        element("p", state_of(view.state), " ", view.reason, " ", link("Change", "/faults#devices")),
        figures,
        drawing,
        card("Details", facts(_facts(view))),
        *_rankings(chart),
        _jobs(jobs),
        current="/devices",
    )


def state_of(state: str) -> Element:
    """Return a device's state as a coloured label."""
    return pill(state, _STATES.get(state, ""))


def _card(view: DeviceView) -> Element:
    device, chart = view.device, view.device.chart
    shown: list[tuple[str, Content]] = [
        ("qubits", len(chart.qubits)),
        ("queue", f"{view.queued} waiting, {view.running} running"),
        ("reason", view.reason if view.state != "online" else None),
        (f"{chart.gate} error", f"{percent(chart.median_gate_error)} (median)" if chart.gate else None),
        ("readout error", f"{percent(chart.median_readout_error)} (median)"),
        ("basis gates", _gates(device)),
        ("calibration", _calibration(device)),
        ("dry runs on", device_link(view.mock) if view.mock else None),
    ]
    heading = element("span", device_link(device.name), " ", state_of(view.state))
    return card(heading, thumbnail(chart), facts(shown))


def _facts(view: DeviceView) -> list[tuple[str, Content]]:
    device = view.device
    configuration, clops = device.configuration, device.listing["clops"]
    return [
        ("kind", "mock: validates jobs and returns random results" if is_mock(device.name) else None),
        ("processor", " ".join(device.listing["processor_type"].values())),
        ("version", configuration.get("backend_version")),
        ("calibration", _calibration(device)),
        ("basis gates", _gates(device)),
        (
            "maximum shots per PUB",
            f"{configuration['max_shots']:,}" if "max_shots" in configuration else None,
        ),
        ("CLOPS", f"{clops['value']:,}" if clops else None),
    ]


def _gates(device: Device) -> str:
    return ", ".join(device.configuration["basis_gates"])


def _calibration(device: Device) -> Element | None:
    return time(device.properties.get("last_update_date"))


_QUBIT_COLUMNS = (
    Column("qubit", "number"),
    Column("readout error", "number"),
    Column("T1", "number"),
    Column("T2", "number"),
)
_COUPLING_COLUMNS = ("qubits", "gate", Column("error", "number"))


def _rankings(chart: Chart) -> Iterable[Element]:
    qubits = sorted(
        (one for one in chart.qubits if one.state == "works"), key=lambda one: (one.readout_error, one.number)
    )
    couplings = sorted(
        (one for one in chart.couplings if one.state == "works"), key=lambda one: (one.error, one.pair)
    )
    if len(qubits) <= 2 * _RANKED:
        tables = [table("Qubits, best readout first", _QUBIT_COLUMNS, map(_qubit, qubits), kind="plain")]
    else:
        tables = [
            table("Best qubits by readout", _QUBIT_COLUMNS, map(_qubit, qubits[:_RANKED]), kind="plain"),
            table("Worst qubits", _QUBIT_COLUMNS, map(_qubit, qubits[: -_RANKED - 1 : -1]), kind="plain"),
        ]
    if len(couplings) > 2 * _RANKED:
        tables += [
            table("Best couplings", _COUPLING_COLUMNS, map(_coupling, couplings[:_RANKED]), kind="plain"),
            table(
                "Worst couplings",
                _COUPLING_COLUMNS,
                map(_coupling, couplings[: -_RANKED - 1 : -1]),
                kind="plain",
            ),
        ]
    elif couplings:
        tables.append(
            table("Couplings, best first", _COUPLING_COLUMNS, map(_coupling, couplings), kind="plain")
        )
    yield element("div", *tables, class_="pairs")
    broken = [f"qubit {one.number}" for one in chart.qubits if one.state == "broken"]
    broken += [
        f"{one.gate or 'coupling'} on {one.pair[0]} and {one.pair[1]}"
        for one in chart.couplings
        if one.state == "broken"
    ]
    if broken:
        yield card("Does not work", element("p", "; ".join(broken)))


def _qubit(one: Qubit) -> Row:
    return Row((one.number, percent(one.readout_error), microseconds(one.t1), microseconds(one.t2)))


def _coupling(one: Coupling) -> Row:
    return Row((f"{one.pair[0]}, {one.pair[1]}", one.gate or "", percent(one.error)))


def _jobs(jobs: Sequence[Job]) -> Element:
    rows = [
        Row(
            (
                job_link(job.id), status(job), job.program_id, time(job.created), seconds(job),
            ),
            id=f"job-{job.id}",
        )
        for job in jobs
    ]  # fmt: skip
    columns = ("job", "status", Column("program", rank=2), "created", Column("QPU seconds", "number"))
    return table("Newest jobs of this device", columns, rows, empty="This device has run no jobs yet.")
