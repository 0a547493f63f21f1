"""Devices from the snapshots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from qrt_facade import ConfigurationError
from qrt_facade.emulator import start
from qrt_facade.emulator.domain.devices import DEFAULT_DEVICES, Device

if TYPE_CHECKING:
    from collections.abc import Callable

    from integration.emulator.conftest import Api

    from qrt_facade.emulator import Emulator


def test_default_devices_have_their_real_names_and_sizes(api: Api) -> None:
    devices = {device["name"]: device for device in api.get("/backends")["devices"]}
    assert tuple(devices) == DEFAULT_DEVICES
    assert devices["ibm_fez"]["qubits"] == 156
    assert devices["ibm_brisbane"]["processor_type"] == {"family": "Eagle", "revision": "3"}
    assert devices["ibmq_manila"]["qubits"] == 5
    for device in devices.values():
        metrics = device["performance_metrics"]
        assert device["status"] == {"name": "online", "reason": "available"}
        assert 0 < metrics["two_q_error_best"]["value"] <= metrics["two_q_error_median"]["value"] < 0.05
        assert "wait_time_seconds" not in device


def test_wait_times_are_returned_on_request_except_on_the_open_plan(
    api: Api, launch: Callable[..., Emulator], connect: Callable[..., Api]
) -> None:
    (asked, *_) = api.get("/backends", fields="wait_time_seconds")["devices"]
    assert set(asked["wait_time_seconds"]) == {"average", "p50", "p95"}
    open_plan = connect(launch(plan="open"))
    assert "wait_time_seconds" not in open_plan.get("/backends", fields="wait_time_seconds")["devices"][0]


@pytest.mark.parametrize(
    "name",
    [
        name
        if name in {"ibm_fez", "ibm_brisbane", "ibmq_manila"}
        else pytest.param(name, marks=pytest.mark.long)
        for name in DEFAULT_DEVICES
    ],
)
def test_configuration_and_properties_describe_the_same_device(api: Api, name: str) -> None:
    configuration = api.get(f"/backends/{name}/configuration")
    properties = api.get(f"/backends/{name}/properties")
    assert configuration["backend_name"] == properties["backend_name"] == name
    assert len(properties["qubits"]) == configuration["n_qubits"]
    assert len(properties["last_update_date"]) == 20
    assert datetime.fromisoformat(properties["last_update_date"]).year >= 2024
    assert {"T1", "T2", "readout_error"} <= {entry["name"] for entry in properties["qubits"][0]}
    gates = {gate["name"] for gate in configuration["gates"]}
    assert set(configuration["basis_gates"]) <= gates | {"reset"}
    assert gates <= {gate["gate"] for gate in properties["gates"]} | {"reset"}


def test_heron_devices_advertise_fractional_gates(api: Api) -> None:
    assert {"rx", "rzz"} <= set(api.get("/backends/ibm_fez/configuration")["basis_gates"])
    assert not {"rx", "rzz"} & set(api.get("/backends/ibm_brisbane/configuration")["basis_gates"])


def test_properties_before_the_snapshot_are_empty(api: Api) -> None:
    taken = api.get("/backends/ibm_fez/properties")["last_update_date"]
    assert api.get("/backends/ibm_fez/properties", updated_before=taken) == {}
    assert api.get("/backends/ibm_fez/properties", updated_before="2031-01-01T00:00:00Z")["qubits"]
    assert api("GET", "/backends/ibm_fez/properties", params={"updated_before": "soon"}).status_code == 400


def test_status_and_defaults(api: Api) -> None:
    status = api.get("/backends/ibm_fez/status")
    assert (status["state"], status["status"], status["backend_version"]) == (True, "active", "1.2.8")
    assert status["length_queue"] >= 0
    assert api("GET", "/backends/ibm_fez/defaults").content == b"null"


def test_an_unknown_backend_returns_a_string_code(api: Api) -> None:
    for part in ("status", "configuration", "properties", "defaults"):
        answer = api("GET", f"/backends/ibm_nowhere/{part}")
        assert answer.status_code == 404
        (error,) = answer.json()["errors"]
        assert (error["code"], error["message"]) == ("not_found", "device not found")
        assert "solution" not in error


def test_a_device_without_a_snapshot_is_a_configuration_error() -> None:
    with pytest.raises(
        ConfigurationError, match=r"'ibm_fezz': there is no snapshot of this device; did you mean ibm_fez\?"
    ):
        start(backends="ibm_fezz")
    with pytest.raises(ConfigurationError, match="there is no snapshot"):
        Device.named("../ibm_fez")
